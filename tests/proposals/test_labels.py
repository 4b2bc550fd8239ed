import pytest

from audit.facts import document_facts
from audit.pipeline import understand
from audit.proposals.labels import Labels, core, labels_of, named_in
from audit.reading.document import Document


@pytest.fixture(scope="module")
def labels(wordings: Document) -> Labels:
    return labels_of(understand(wordings, document_facts(wordings)).statements)


def answers(labels: Labels, item: str) -> set[tuple[str, str]]:
    return {(labelled.figure.number.text, labelled.figure.period) for labelled in labels.answering_to(item)}


def test_an_item_is_its_total_not_its_parts(labels: Labels) -> None:
    assert answers(labels, "行政运行") == {("812.40", "current")}
    assert answers(labels, "公务接待费") == {("2.40", "current"), ("3.00", "prior")}


def test_columns_of_the_total_row_have_names_of_their_own(labels: Labels) -> None:
    assert answers(labels, "项目支出") == {("108.00", "current")}
    assert answers(labels, "公用经费") == {("95.25", "current")}
    assert answers(labels, "三公经费") == {("8.00", "current"), ("8.60", "prior")}


@pytest.mark.parametrize("item", ["项目", "基本", "经费", "", "档案", "行政"])
def test_too_little_to_name_anything(labels: Labels, item: str) -> None:
    assert not labels.answering_to(item)


def test_same_and_different_names() -> None:
    assert core("公务接待费") == core("“公务接待”费用")
    assert core("三公经费合计") == core("“三公”经费")
    assert core("收入总计") != core("收入合计")
    assert core("行政单位医疗") != core("事业单位医疗")


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("公务接待费", "公务接待费定在2.40万元"),
        ("三公经费", "2025年“三公”经费预算8万元"),
        ("行政运行", "档案事务（款）行政运行（项）812.40万元"),
        ("行政运行", "安排用于行政运行，812.40万元"),
    ],
)
def test_named(item: str, text: str) -> None:
    assert named_in(item, text)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("政府采购", "面向中小企业预留政府采购项目预算金额225.10万元"),
        ("公务接待费", "国内公务接待费2.40万元"),
        ("行政单位医疗", "其他行政单位医疗支出1.02万元"),
        ("项目", "绩效目标的项目共25个"),
        ("行政运行", "行政运行保障车辆5万元"),
    ],
)
def test_part_of_another_name(item: str, text: str) -> None:
    assert not named_in(item, text)


def test_another_item_named(labels: Labels) -> None:
    assert labels.names_another("，公务用车运行维护费", "公务接待费")
    assert labels.names_another("其他档案事务", "行政运行")
    assert not labels.names_another("（项）支出预算", "行政运行")
