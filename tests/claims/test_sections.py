"""Headings over a paragraph, and what they say of it."""

from audit.claims.sections import Section, entered, section_subject
from tests.understood import paragraph


def under(*headings: str) -> Section:
    section = Section()
    for heading in headings:
        section = entered(section, paragraph(heading, kind="heading"))
    return section


def test_headings_nest_by_their_numbering() -> None:
    section = under("第二部分2024年部门预算说明", "三、一般公共预算支出情况", "（一）基本支出", "（二）项目支出")
    assert section.headings == ("第二部分部门预算说明", "三、一般公共预算支出情况", "（二）项目支出")
    assert entered(section, paragraph("四、政府性基金预算情况", kind="heading")).headings[1:] == ("四、政府性基金预算情况",)


def test_numbered_text_opens_a_section_up_to_its_first_mark() -> None:
    section = entered(Section(), paragraph("（一）公务接待费2.00万元，比上年减少。"))
    assert section.headings == ("（一）公务接待费",)


def test_plain_text_stays_in_its_section() -> None:
    section = under("三、一般公共预算支出情况")
    assert entered(section, paragraph("2024年支出500万元。")) is section
    assert entered(section, paragraph("1.教育支出100万元。")) is section


def test_terms_and_contents_open_none() -> None:
    section = under("三、一般公共预算支出情况")
    assert entered(section, paragraph("一、财政拨款收入：指拨付的资金。", kind="terms")) is section
    assert entered(section, paragraph("一、收支预算总表 5", kind="contents")) is section


def test_a_heading_without_a_number_begins_afresh() -> None:
    assert under("三、一般公共预算支出情况", "绩效说明").headings == ("绩效说明",)


def test_whose_money_a_section_speaks_of() -> None:
    assert under("三、一般公共预算支出情况", "（一）支出总体情况").fund == "general"
    assert under("二、收支预算总体情况").fund == "all"
    assert under("九、绩效").fund == ""


def test_what_a_sentence_without_a_subject_is_about() -> None:
    subject = section_subject(under("三、一般公共预算支出情况", "（二）项目支出情况说明"))
    assert subject is not None
    assert subject.topic == "project"
    assert section_subject(Section()) is None
