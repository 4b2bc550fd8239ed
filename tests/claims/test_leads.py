"""What a paragraph, or the one before it, is about."""

import pytest

from audit.claims.leads import named_project, tells_its_money, title_subject


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("2.公务接待费。2024年决算数0.61万元。", "reception"),
        ("（三）公务用车购置及运行维护费。2024年决算数5.00万元。", "vehicles"),
        ("1.培训费支出情况说明。比上年减少1.00万元。", "training"),
    ],
)
def test_the_title_of_a_paragraph(text: str, topic: str) -> None:
    subject = title_subject(text)
    assert subject is not None
    assert subject.topic == topic


@pytest.mark.parametrize("text", ["2024年收入总计500.00万元。", "1.总体情况。2024年支出500.00万元。", "公务接待费，比上年减少。"])
def test_no_title(text: str) -> None:
    assert title_subject(text) is None


def test_a_project_and_its_money() -> None:
    project = named_project("1、项目名称：校舍维修项目")
    assert project is not None
    assert project.name == "校舍维修项目"
    assert named_project("1、项目概况：修缮校舍。") is None
    assert tells_its_money("4、年度预算安排：120万元。")
    assert not tells_its_money("1、项目概况：总投资900万元。")
