from audit.report.tables import reported_table
from tests.drawn_tables import drawn


def test_a_table_as_reported() -> None:
    table = drawn(
        "部门支出总表",
        """
        项目 | 支出 | <
        ^ | 基本 | 项目
        -
        合计 | 12.00 | 3.00
        """,
        page=4,
    )
    reported = reported_table(table)
    assert reported.head == [["项目", "支出", ""], ["", "基本", "项目"]]
    assert reported.rows == [["合计", "12.00", "3.00"]]
    assert (reported.title, reported.unit, reported.page, reported.pages, reported.row_pages) == (
        "部门支出总表",
        "万元",
        4,
        [4],
        [4],
    )
    assert [len(row) for row in (*reported.head_boxes, *reported.boxes)] == [3, 3, 3]
