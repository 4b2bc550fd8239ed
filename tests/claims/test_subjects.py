"""What an amount is about, from the words before it: topics and what narrows them, paths, codes, funds, names."""

import pytest

from audit.claims.subjects import (
    Subject,
    clean_phrase,
    comparable,
    function_path,
    fund_in,
    headings_fund,
    holds,
    item_name,
    subject_of,
)


def topic(phrase: str) -> str:
    subject = subject_of(phrase)
    return subject.topic if subject else ""


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("2024年一般公共预算基本支出", "basic"),
        ("我单位2024年项目支出预算数为", "project"),
        ("其中：人员经费", "personnel"),
        ("（二）日常公用经费支出", "public"),
        ("“三公”经费财政拨款支出决算为", "three_public"),
        ("因公出国（境）费用", "abroad"),
        ("公务接待费支出决算数", "reception"),
        ("公务用车购置及运行维护费预算", "vehicles"),
        ("公务用车购置费", "vehicle_purchase"),
        ("公务用车运行维护费", "vehicle_running"),
        ("会议费", "meeting"),
        ("培训费预算", "training"),
        ("机关运行经费支出", "operation"),
        ("参照公务员法管理的事业单位的机关运行经费财政拨款预算", "operation"),
        ("本部门及所属单位机关运行经费预算", "operation"),
        ("2024年政府采购预算总额", "procurement"),
        ("2024年计划实施政府采购", "procurement"),
        ("政府采购货物支出", "procurement_goods"),
        ("工程类", "procurement_works"),
        ("服务采购金额", "procurement_services"),
        ("2024年收支总预算", "both"),
        ("收、支总计均为", "both"),
        ("本单位预算收支规模", "both"),
        ("收入总计", "grand_income"),
        ("本年支出合计", "year_expenditure"),
        ("部门收入预算", "income"),
        ("财政拨款支出", "expenditure"),
        ("按照综合预算原则，我局总支出", "expenditure"),
    ],
)
def test_topics(phrase: str, expected: str) -> None:
    assert topic(phrase) == expected


@pytest.mark.parametrize(
    "phrase",
    [
        "校舍维修改造项目支出",
        "特定目标类项目支出",
        "上年结转项目支出",
        "所属单位基本支出",
        "局机关“三公”经费",
        "人均公用经费",
        "退休人员公用经费",
        "教师培训费",
        "国内公务接待费",
        "非财政拨款支出",
        "面向中小企业预留政府采购项目预算金额",
        "会议费、培训费预算",
        "本级收入预算",
    ],
)
def test_words_before_a_topic_narrow_it_to_something_else(phrase: str) -> None:
    subject = subject_of(phrase)
    assert subject is not None
    assert subject.topic == ""


def test_a_narrowed_topic_says_so() -> None:
    assert subject_of("下属单位基本支出") == Subject("下属单位基本支出", narrow=True)
    assert subject_of("教育支出") == Subject("教育支出")


@pytest.mark.parametrize("phrase", ["，", "2024年预算安排", "比上年预算数", "与2023年支出预算相比", "，其中：", ""])
def test_words_that_name_nothing(phrase: str) -> None:
    assert subject_of(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "path", "code"),
    [
        ("1.教育支出（类）普通教育（款）小学教育（项）2024年预算", ("教育支出", "普通教育", "小学教育"), ""),
        ("教育支出（205类）普通教育（02款）小学教育（02项）", ("教育支出", "普通教育", "小学教育"), "2050202"),
        ("“卫生健康支出（类）行政事业单位医疗（款)行政单位医疗（项）”", ("卫生健康支出", "行政事业单位医疗", "行政单位医疗"), ""),
        ("文化旅游体育与传媒支出（类）文物（款）", ("文化旅游体育与传媒支出", "文物"), ""),
        ("（二）普通教育（款）小学教育（项）", ("普通教育", "小学教育"), ""),
        ("10、小学教育（教育支出-普通教育）安排", ("教育支出", "普通教育", "小学教育"), ""),
        ("（九）教育支出（类）普通教育（款）小学教育（项）支出", ("教育支出", "普通教育", "小学教育"), ""),
    ],
)
def test_paths(phrase: str, path: tuple[str, ...], code: str) -> None:
    subject = function_path(phrase)
    assert subject is not None
    assert (subject.path, subject.code) == (path, code)


def test_a_code_before_its_name() -> None:
    subject = function_path("2080101行政运行：2024年预算数")
    assert subject is not None
    assert (subject.name, subject.code) == ("行政运行", "2080101")


def test_a_single_class_is_a_name() -> None:
    assert subject_of("教育支出（类）") == Subject("教育支出")
    assert function_path("教育支出（类）2024年预算") is None


def test_the_last_path_of_several() -> None:
    subject = function_path("甲支出（类）乙（款）丙（项）10万元；丁支出（类）戊（款）己（项）")
    assert subject is not None
    assert subject.path == ("丁支出", "戊", "己")


@pytest.mark.parametrize(
    ("text", "fund"),
    [
        ("一般公共预算财政拨款支出", "general"),
        ("政府性基金预算支出", "fund"),
        ("基金预算收入", "fund"),
        ("国有资本经营预算", "capital"),
        ("财政拨款收入", "appropriation"),
        ("非财政拨款收入", ""),
        ("项目支出", ""),
    ],
)
def test_whose_money(text: str, fund: str) -> None:
    assert fund_in(text) == fund


def test_the_innermost_heading_that_names_money_decides() -> None:
    assert headings_fund(["三、一般公共预算情况", "（二）政府性基金预算支出"]) == "fund"
    assert headings_fund(["二、收支预算总体情况"]) == "all"
    assert headings_fund(["九、其他重要事项"]) == ""


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("“行政运行”（项）", "行政运行"),
        ("教育支出年初预算数为", "教育支出"),
        ("【小学教育】科目", "小学教育"),
        ("校舍维修项目自评情况", "校舍维修项目"),
        ("住房公积金：", "住房公积金"),
    ],
)
def test_item_names(printed: str, name: str) -> None:
    assert item_name(printed) == name


def test_names_compare_without_their_endings() -> None:
    assert comparable("社会保障和就业支出") == comparable("社会保障和就业")
    assert comparable("医疗(保险)费") == comparable("医疗（保险）")
    assert comparable("支出") == "支出"
    assert comparable("教育支出") != comparable("卫生支出")


@pytest.mark.parametrize(
    ("segment", "cleaned"),
    [
        ("其中2024年基本支出", "基本支出"),
        ("上年项目支出", "项目支出"),
        ("上年结转收入", "上年结转收入"),
        ("（一）人员经费", "人员经费"),
        ("（其中结转项目", "结转项目"),
        ("因公出国（境）费", "因公出国（境）费"),
        ("项目支出与上年相比", "项目支出"),
        ("年初预算安排", ""),
    ],
)
def test_phrases_without_years_numbering_and_lead_ins(segment: str, cleaned: str) -> None:
    assert clean_phrase(segment) == cleaned


def test_what_holds_what() -> None:
    everything, basic, item = Subject("支出预算", "expenditure"), Subject("基本支出", "basic"), Subject("教育支出")
    public, training, project = Subject("公用经费", "public"), Subject("培训费", "training"), Subject("项目支出", "project")
    assert holds(everything, basic)
    assert holds(everything, item)
    assert holds(basic, public)
    assert not holds(basic, project)
    assert not holds(public, training)
    assert holds(Subject("“三公”经费", "three_public"), Subject("公务接待费", "reception"))
    assert not holds(item, basic)
    assert holds(item, Subject("小学教育"))
    assert not holds(project, item)
    assert holds(Subject(""), basic)
