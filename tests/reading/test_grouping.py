from pathlib import Path

import pytest

from audit.reading.grouping import groups_of


def names(*files: str) -> list[tuple[str, ...]]:
    return [tuple(path.name for path in group) for group in groups_of([Path("县", name) for name in files])]


@pytest.mark.parametrize(
    "pair",
    [
        ("水务局2024年部门预算公开说明.docx", "水务局2024年部门预算公开表.xlsx"),
        ("水务局2024年单位预算公开情况说明.pdf", "水务局2024年单位预算公开报表.xls"),
        ("附件1.水务局2024年度部门决算公开文本.doc", "附件2.水务局2024年度部门决算公开表格.xlsx"),
        ("水务局2024年部门预算.docx", "水务局2024年部门预算（表）.pdf"),
        ("说明.docx", "附表.xlsx"),
    ],
)
def test_narrative_and_tables_of_one_unit_belong_together(pair: tuple[str, str]) -> None:
    assert names(*pair) == [pair]


@pytest.mark.parametrize(
    "files",
    [
        ("水务局2024年部门预算.pdf", "教育局2024年部门预算.pdf"),
        ("水务局2024年部门预算公开说明.docx", "水务局2023年部门预算公开表.xlsx"),
        ("水务局2024年部门预算公开说明.docx", "水务局2024年部门决算公开表.xlsx"),
        ("水务局2024年部门预算公开说明.docx", "水务局2024年单位预算公开表.xlsx"),
        ("水务局2024年部门预算.pdf", "水务局2024年部门预算(1).pdf"),
        ("水务局2024年部门预算公开表.xlsx", "水务局2024年部门预算公开报表.xls"),
    ],
)
def test_other_units_years_and_kinds_stay_apart(files: tuple[str, str]) -> None:
    assert names(*files) == [(files[0],), (files[1],)]


def test_files_of_two_folders_are_two_disclosures() -> None:
    files = [Path("甲", "说明.docx"), Path("乙", "附表.xlsx"), Path("甲", "附表.xlsx")]
    assert groups_of(files) == [(files[0], files[2]), (files[1],)]
