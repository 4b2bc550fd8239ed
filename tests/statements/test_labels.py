"""What a row label says."""

import pytest

from audit.statements.labels import Label, counts_pieces, is_total, joined_code, read_label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("行政运行", Label("行政运行")),
        ("2080101 行政运行", Label("行政运行", code="2080101")),
        ("[30201]办公费", Label("办公费", code="30201")),
        ("2080101\n行政运行", Label("行政运行", code="2080101")),
        ("二十一、粮油物资储备支出", Label("粮油物资储备支出", level=1, ordinal=21)),
        ("（十）卫生健康支出", Label("卫生健康支出", level=2, ordinal=10)),
        ("1.一般公共预算资金", Label("一般公共预算资金", level=3, ordinal=1)),
        ("其中：（1）公务用车购置费", Label("公务用车购置费", level=4, ordinal=1, partial=True)),
        ("“三公”经费合计", Label("三公经费合计")),
        ("收 入 总 计：", Label("收入总计")),
        ("……", Label("")),
        ("—", Label("")),
        ("2240108", Label("2240108", code="2240108")),
        # years and quantities are no codes
        ("2024", Label("2024")),
        ("208", Label("208")),
        ("2024年度校舍维修项目", Label("2024年度校舍维修项目")),
        ("100个村文化活动", Label("100个村文化活动")),
    ],
)
def test_labels(text: str, label: Label) -> None:
    assert read_label(text) == label


def test_totals() -> None:
    assert all(map(is_total, ("合计", "本年支出合计", "收入总计", "小计", "人员经费合计", "合计（万元）", "合计数")))
    assert not any(map(is_total, ("会计核算", "统计信息事务", "合计划拨", "总计划")))


@pytest.mark.parametrize(
    ("parts", "above", "code"),
    [
        (["208", "05", "01"], "", "2080501"),
        (["301", "2"], "30101", "30102"),
        (["208", "", ""], "2070199", "208"),
        (["201", "20113", "2011301"], "", "2011301"),
        (["", "05", ""], "2080101", "20805"),
        (["", "", "06"], "2080505", "2080506"),
        (["2080101"], "", "2080101"),
        (["20801012"], "", ""),
        (["12"], "", ""),
    ],
)
def test_codes_spelled_in_several_cells(parts: list[str], above: str, code: str) -> None:
    assert joined_code(parts, above) == code


@pytest.mark.parametrize(
    "item", ["公务用车保有量（辆）", "国内公务接待批次", "因公出国（境）人次数（人）", "设备（不含车辆）（台，套）"]
)
def test_rows_that_count_pieces(item: str) -> None:
    assert counts_pieces(item)


@pytest.mark.parametrize("item", ["公务用车购置费", "国内接待费", "大学生征集人次补助经费", "其他（万元）", "因公出国（境）费"])
def test_rows_of_money(item: str) -> None:
    assert not counts_pieces(item)
