"""Roles and grouping: which numbers of a sentence belong together, and in which roles.

Expected claims are written `subject ⊂ whole: role=token …`; a minus before the token is the sign of its direction word,
a question mark one that cannot be told.
"""

import pytest

from audit.claims.grammar import read_paragraphs
from audit.claims.model import Claim
from audit.claims.numerals import document_numerals
from tests.understood import paragraph


def claims(*texts: str, year: int | None = 2024, organization: str = "", budget: bool = False) -> list[Claim]:
    paragraphs = [paragraph(text.removeprefix("#"), kind="heading" if text.startswith("#") else "text") for text in texts]
    read = read_paragraphs(paragraphs, document_numerals(paragraphs), year, organization, budget)
    return [claim for p in read for claim in p.claims]


def told(*texts: str, **facts: object) -> list[str]:
    return [_written(claim) for claim in claims(*texts, **facts)]  # type: ignore[arg-type]


def _written(claim: Claim) -> str:
    marks = {-1: "-", 0: "?", 1: ""}
    operands = " ".join(f"{o.role}={marks[o.sign]}{o.mention.text}" for o in claim.operands)
    whole = f" ⊂ {claim.whole.subject.name}" if claim.whole else ""
    return f"{claim.subject.name}{whole}: {operands}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("项目支出549万元，比2023年预算增加189万元，增长52.50%。", "current=549万元 delta=189万元 rate=52.50%"),
        ("项目支出549万元，较上年减少11万元，下降1.96%。", "current=549万元 delta=-11万元 rate=-1.96%"),
        ("项目支出549万元，与2023年预算相比，压减11万元，降幅1.96%。", "current=549万元 delta=-11万元 rate=-1.96%"),
        ("项目支出549万元，同比增长5%。", "current=549万元 rate=5%"),
        ("项目支出549万元，同比5%。", "current=549万元 rate=5%"),
        ("项目支出549万元，较2023年的560万元减少11万元。", "current=549万元 prior=560万元 delta=-11万元"),
        ("项目支出549万元，2023年为560万元，下降1.96%。", "current=549万元 prior=560万元 rate=-1.96%"),
        ("培训费549万元，上年560万元，减少额11万元，减少率1.96%。", "current=549万元 prior=560万元 delta=-11万元 rate=-1.96%"),
        ("项目支出549万元，增长率1.96%，增加额11万元。", "current=549万元 rate=1.96% delta=11万元"),
        ("项目支出549万元，较上年攀升189万元，增幅52.50%。", "current=549万元 rate=52.50%"),
        ("项目支出549万元，比2023年预算多安排189万元，增长52.50%。", "current=549万元 rate=52.50%"),
        ("项目支出549万元，较上年预算安排的360万元增长52.50%。", "current=549万元 prior=360万元 rate=52.50%"),
        ("项目支出549万元，比上年决算支出360万元，增长52.50%。", "current=549万元 prior=360万元 rate=52.50%"),
        ("项目支出549万元，增减额-11万元，增减率-1.96%。", "current=549万元 delta=-11万元 rate=-1.96%"),
        ("项目支出549万元，增减额11万元，变动率1.96%。", "current=549万元 delta=?11万元"),
        ("项目支出549万元，比上年增加（减少）11万元，增长/下降1.96%。", "current=549万元 delta=?11万元 rate=?1.96%"),
        ("项目支出549万元，比上年减增加11万元。", "current=549万元 delta=?11万元"),
        ("项目支出549万元，下降-1.96%。", "current=549万元 rate=?-1.96%"),
        ("项目支出549万元，负增长1.96%。", "current=549万元 rate=-1.96%"),
        ("项目支出由2023年的560万元减少到549万元，下降1.96%。", "prior=560万元 current=549万元 rate=-1.96%"),
        ("项目支出从560万元降至549万元。", "prior=560万元 current=549万元"),
        ("项目支出由560万元减少为549万元。", "prior=560万元 current=549万元"),
        ("项目支出549万元，占支出总额的41%，占收入的40%。", "current=549万元 share=41%"),
        ("项目支出549万元，占比由39%提高到41%，提高2个百分点。", "current=549万元"),
        ("年初预算560万元，支出决算549万元，完成年初预算的98.04%。", "planned=560万元 executed=549万元 completion=98.04%"),
        ("项目支出全年预算数560万元，执行数549万元，执行率98.04%。", "planned=560万元 executed=549万元 completion=98.04%"),
        ("项目支出预算560万元，支出决算549万元，决算数小于预算数11万元。", "planned=560万元 executed=549万元 delta=-11万元"),
        ("2023年项目支出560万元，2024年项目支出549万元，减少11万元。", "prior=560万元 current=549万元 delta=-11万元"),
        ("上年项目支出560万元，今年549万元，减少11万元。", "prior=560万元 current=549万元 delta=-11万元"),
        ("项目支出549万元，比上年11万元，下降1.96%。", "current=549万元 rate=-1.96%"),
        ("项目支出549万元，达到95%以上，满意度≥98%。", "current=549万元"),
    ],
)  # fmt: skip
def test_roles(text: str, expected: str) -> None:
    assert told(text)[0].split(": ", 1)[1] == expected


@pytest.mark.parametrize("words", ["两项合计", "合计", "以上共计", "2项总计"])
def test_what_two_items_come_to_together_is_not_the_last_ones(words: str) -> None:
    assert told(f"会议费1.80万元，培训费2.50万元，{words}4.30万元，比上年减少1.00万元，下降18.87%。") == [
        "会议费: current=1.80万元",
        "培训费: current=2.50万元",
        "以上合计: current=4.30万元 delta=-1.00万元 rate=-18.87%",
    ]


def test_a_second_comparison_has_a_base_of_its_own() -> None:
    first, second = claims("项目支出549万元，比2023年预算增加9万元，增长1.67%，比2023年执行数减少11万元，下降1.96%。")
    assert _written(first) == "项目支出: current=549万元 delta=9万元 rate=1.67%"
    assert _written(second) == "项目支出: current=549万元 delta=-11万元 rate=-1.96%"
    assert (first.basis, second.basis) == ("2023年预算", "2023年执行数")


def test_a_budget_and_last_year_are_two_bases_even_where_roles_are_free() -> None:
    first, second = claims("年初预算1.50万元，支出决算1.80万元，比年初预算增长20%，比上年决算2.00万元减少0.20万元。")
    assert [o.role for o in first.operands] == ["planned", "executed", "rate"]
    assert [o.role for o in second.operands] == ["executed", "prior", "delta"]


@pytest.mark.parametrize(
    "text", ["项目支出549万元，比2019年增加189万元，增长52.50%。", "2022年项目支出549万元，比上年增加189万元。"]
)
def test_changes_between_other_years_are_not_read(text: str) -> None:
    assert not [o.role for c in claims(text) for o in c.operands if o.role in ("delta", "rate", "prior")]


def test_what_a_budget_is_revised_to_is_no_change() -> None:
    (claim,) = claims("会议费由年初预算1.50万元调整为1.80万元，支出决算1.80万元。")
    assert [o.role for o in claim.operands] == ["executed"]


def test_last_year_is_only_told_apart_where_the_year_is_known() -> None:
    assert told("2023年项目支出560万元。") == ["项目支出: prior=560万元"]
    assert told("2023年项目支出560万元。", year=None) == ["项目支出: current=560万元"]
    assert told("2023年项目支出560万元。", year=2023) == ["项目支出: current=560万元"]
    assert told("2021年项目支出560万元。") == []


def test_carry_over_and_balances_are_of_this_year() -> None:
    assert told("上年结转20万元。") == ["上年结转: current=20万元"]
    assert told("截至2023年12月31日，固定资产原值800万元。") == ["固定资产原值: current=800万元"]


def test_an_initial_budget_is_the_amount_of_a_budget() -> None:
    assert told("教育支出（类）2024年年初预算400万元，比2023年年初预算增加15万元。", budget=True) == [
        "教育支出: current=400万元 delta=15万元"
    ]
    assert told("教育支出（类）2024年年初预算400万元。", budget=False) == ["教育支出: planned=400万元"]


def test_parts_of_a_list() -> None:
    assert told("支出500万元，其中：基本支出380万元，占76%；项目支出120万元，占24%。") == [
        "支出: current=500万元",
        "基本支出 ⊂ 支出: current=380万元 share=76%",
        "项目支出 ⊂ 支出: current=120万元 share=24%",
    ]


def test_a_list_in_the_next_sentence_and_in_the_next_paragraph() -> None:
    expected = ["支出: current=500万元", "基本支出 ⊂ 支出: current=380万元"]
    assert told("支出500万元。其中：基本支出380万元。") == expected
    assert told("支出500万元，其中：", "基本支出380万元。")[0] == expected[0]
    assert told("支出500万元。", "其中：基本支出380万元。") == expected


def test_lists_within_lists() -> None:
    assert told(
        "基本支出380万元，其中：人员经费320万元，包括基本工资200万元、津贴120万元；公用经费60万元，包括办公费60万元。"
    ) == [
        "基本支出: current=380万元",
        "人员经费 ⊂ 基本支出: current=320万元",
        "基本工资 ⊂ 人员经费: current=200万元",
        "津贴 ⊂ 人员经费: current=120万元",
        "公用经费 ⊂ 基本支出: current=60万元",
        "办公费 ⊂ 公用经费: current=60万元",
    ]


def test_another_division_is_no_part_of_the_list_before() -> None:
    assert told("基本支出380万元，其中：工资福利支出320万元；项目支出120万元。")[-1] == "项目支出: current=120万元"


def test_two_lists_of_one_whole() -> None:
    text = "支出500万元，按用途分：基本支出380万元，项目支出120万元。按科目分：教育支出400万元，住房保障支出100万元。"
    assert [line.split(":")[0] for line in told(text)[1:]] == [
        f"{n} ⊂ 支出" for n in ("基本支出", "项目支出", "教育支出", "住房保障支出")
    ]


def test_nobody_can_tell_what_a_second_list_goes_on_about() -> None:
    claim = claims("采购预算50万元，其中：货物20万元、服务30万元；其中面向中小企业40万元，占80%。")[-1]
    assert claim.whole is None
    assert claim.within is not None
    assert claim.within.name == "采购预算"


def test_a_list_that_names_its_whole() -> None:
    last = claims("收支总预算500万元。收入包括：拨款收入500万元；支出包括：教育支出400万元。")[-1]
    assert last.whole is None
    assert last.whole_name == "；支出"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "基本支出380万元，项目支出120万元，较上年各增加10万元、20万元，分别增长2.70%、20%。",
            ["基本支出: current=380万元 delta=10万元 rate=2.70%", "项目支出: current=120万元 delta=20万元 rate=20%"],
        ),
        (
            "公务接待费、公务用车运行费分别为2万元、6万元，比上年分别减少1万元、0.5万元。",
            ["公务接待费: current=2万元 delta=-1万元", "公务用车运行费: current=6万元 delta=-0.5万元"],
        ),
        ("会议费、培训费预算为1.80万元和2.50万元。", ["会议费: current=1.80万元", "培训费预算: current=2.50万元"]),
        (
            "社会保障和就业支出、住房保障支出分别为60万元、15万元，分别占12%、3%。",
            ["社会保障和就业支出: current=60万元 share=12%", "住房保障支出: current=15万元 share=3%"],
        ),
        ("会议费和培训费分别为1.80万元、2.50万元。", ["会议费: current=1.80万元", "培训费: current=2.50万元"]),
        (
            "会议费、培训费分别为1.80万元、2.50万元，比上年分别增加0.30万元、减少0.50万元，增长20%、下降16.67%。",
            [
                "会议费: current=1.80万元 delta=0.30万元 rate=20%",
                "培训费: current=2.50万元 delta=-0.50万元 rate=-16.67%",
            ],
        ),
        (
            "收、支总计各是95.50，94.20万元，比上年各减少1.50，2.80万元。",
            ["收入总计: current=95.50 delta=-1.50", "支出总计: current=94.20万元 delta=-2.80万元"],
        ),
        ("会议费、培训费分别为1.80和2.50万元。", ["会议费: current=1.80", "培训费: current=2.50万元"]),
        (
            "基本支出、项目支出、公务接待费分别减少1万元、增加2万元、减少3万元。",
            ["基本支出: delta=-1万元", "项目支出: delta=2万元", "公务接待费: delta=-3万元"],
        ),
    ],
)
def test_series(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "培训费预算为1.80万元和2.50万元。",
        "会议费、培训费、差旅费分别为1.80万元、2.50万元。",
        "项目支出120万元，较上年分别增加10万元、20万元。",
        "基本支出、项目支出、公务接待费分别增加10万元、减少20万元、30万元。",
        "会议费1.90万元，培训费2.50万元，比上年增加10万元、减少20万元。",
        "项目支出、公务接待费、会议费分别增加10万元、减少20万元。",
    ],
)
def test_a_series_without_as_many_items_is_not_read(text: str) -> None:
    assert all("1.80" not in line and "10万元" not in line for line in told(text))


def test_reasons_claim_nothing_until_a_comparison_resumes() -> None:
    assert told("项目支出549万元，主要原因是新增修缮120万元，增长60%。") == ["项目支出: current=549万元"]
    assert told("项目支出549万元，主要用于修缮，比上年增加9万元。") == ["项目支出: current=549万元 delta=9万元"]
    assert told("项目支出549万元，主要原因是修缮120万元；基本支出380万元。") == [
        "项目支出: current=549万元",
        "基本支出: current=380万元",
    ]


def test_a_comparison_after_a_list_may_be_the_wholes() -> None:
    assert told("支出500万元，其中：基本支出380万元，项目支出120万元，比上年增加20万元。")[-1] == " ⊂ 支出: delta=20万元"
    assert told("支出500万元，其中：基本支出380万元，项目支出120万元。比上年增加20万元。")[-1] == ": delta=20万元"
    compared = "支出500万元，比上年增加20万元，其中：基本支出380万元，项目支出120万元，比上年增加9万元。"
    assert told(compared)[-1] == "项目支出 ⊂ 支出: current=120万元 delta=9万元"


def test_sentences_go_on_about_the_item_before() -> None:
    assert told("住房公积金15万元。比上年增加1万元。") == ["住房公积金: current=15万元 delta=1万元"]
    assert told("项目支出15万元。项目支出比上年增加1万元。") == ["项目支出: current=15万元 delta=1万元"]


def test_a_sentence_without_a_subject_is_about_its_path_or_heading() -> None:
    path = claims("1.教育支出（类）普通教育（款）小学教育（项）。2024年预算300万元。")
    assert [c.subject.name for c in path] == ["小学教育"]
    assert told("#（二）项目支出情况说明", "2024年安排120万元。") == ["项目支出: current=120万元"]


def test_whose_money_comes_from_the_phrase_or_the_section() -> None:
    general, fund = claims("#三、一般公共预算支出情况", "基本支出380万元。", "政府性基金预算支出20万元。")
    assert (general.fund, fund.fund) == ("general", "fund")


def test_divisions_within_an_item() -> None:
    assert [c.within and c.within.name for c in claims("教育支出400万元，基本支出290万元，项目支出110万元。")] == [
        None,
        "教育支出",
        "教育支出",
    ]
    assert [c.within and c.within.name for c in claims("教育支出：基本支出290万元，项目支出110万元。")] == [
        "教育支出",
        "教育支出",
    ]
    path = "1.教育支出（类）普通教育（款）小学教育（项）300万元。基本支出210万元。"
    assert [c.within and c.within.name for c in claims(path)] == [None, "小学教育"]


def test_lead_ins_are_no_items() -> None:
    assert [c.within for c in claims("支出预算情况如下：基本支出290万元，项目支出110万元。")] == [None, None]


def test_costs_under_a_narrow_heading() -> None:
    meeting, operation = claims("#六、机关运行经费情况", "会议费1.80万元。", "机关运行经费60万元。")
    assert meeting.within is not None
    assert meeting.within.topic == "operation"
    assert operation.within is None


def test_what_narrows_one_amount_narrows_those_beside_it() -> None:
    _, second = claims("下属单位收入预算300万元，支出预算300万元。")
    assert second.within is not None
    assert second.within.narrow


def test_a_share_of_another_subject_opens_its_own_claim() -> None:
    first, second = claims("小微企业合同30万元，占采购总额的60%；货物采购合同金额占货物支出的100%。")
    assert [o.role for o in first.operands] == ["current", "share"]
    assert [o.role for o in second.operands] == ["share"]


def test_the_units_own_name_is_no_item() -> None:
    assert told("示例县教育局2024年收支总预算500万元。", organization="示例县教育局") == ["本单位收支总预算: current=500万元"]
    assert claims("示例县教育局2024年收支总预算500万元。", organization="示例县教育局")[0].subject.topic == "both"


def test_terms_and_contents_claim_nothing() -> None:
    paragraphs = [paragraph("基本支出380万元。", kind=kind) for kind in ("terms", "contents", "text")]
    read = read_paragraphs(paragraphs, document_numerals(paragraphs), 2024)
    assert [len(p.claims) for p in read] == [0, 0, 1]


def test_a_path_outlives_its_sentence() -> None:
    text = "1.教育支出（类）普通教育（款）小学教育（项）。主要用于人员支出。年初预算为5.00万元，支出决算为4.00万元。"
    (claim,) = claims(text)
    assert claim.subject.path == ("教育支出", "普通教育", "小学教育")
    assert [o.role for o in claim.operands] == ["planned", "executed"]


def test_a_rate_in_brackets_belongs_to_the_change_before_it() -> None:
    assert told("会议费2.03万元，较2023年的1.99万元增加0.04万元（增长2.02%）。") == [
        "会议费: current=2.03万元 prior=1.99万元 delta=0.04万元 rate=2.02%"
    ]


def test_what_stands_in_brackets_is_an_aside() -> None:
    text = "收入90万元，包括财政拨款收入81万元（其中，经费拨款80万元，专项拨款1万元），占收入的90%；其他收入9万元，占收入的10%。"
    assert told(text) == [
        "收入: current=90万元",
        "财政拨款收入 ⊂ 收入: current=81万元 share=90%",
        "经费拨款 ⊂ 财政拨款收入: current=80万元",
        "专项拨款 ⊂ 财政拨款收入: current=1万元",
        "其他收入 ⊂ 收入: current=9万元 share=10%",
    ]


def test_a_path_that_fills_a_paragraph_is_what_the_next_is_about() -> None:
    paragraphs = (
        "1、教育支出（类）普通教育（款）小学教育（项）。",
        "年初预算为5.00万元，支出决算为4.00万元。",
        "基本支出3.00万元。",
    )
    first, second = claims(*paragraphs)
    assert first.subject.path == ("教育支出", "普通教育", "小学教育")
    assert second.within is None


def test_reasons_in_a_list_claim_nothing() -> None:
    assert told("项目支出549万元，主要原因是：1.修缮增加120万元。2.培训减少9万元。") == ["项目支出: current=549万元"]
    over_paragraphs = ("项目支出549万元，主要原因：", "一是修缮增加120万元；", "二是培训减少9万元。", "比上年增加111万元。")
    assert told(*over_paragraphs)[0] == "项目支出: current=549万元"
    assert "120万元" not in " ".join(told(*over_paragraphs))


def test_the_money_of_what_is_counted() -> None:
    text = "公务用车购置费36万元。购置公务用车2辆，其中：轿车1辆、金额16万元，客车1辆、金额20万元。"
    assert [line.split(":")[0].split(" ⊂")[0] for line in told(text)] == ["公务用车购置费", "轿车", "客车"]


def test_a_change_of_the_other_side_names_it_in_two_characters() -> None:
    assert told("与上年相比，支出减少25万元，下降5%；收入增加10万元，增长2%。") == [
        "支出: delta=-25万元 rate=-5%",
        "收入: delta=10万元 rate=2%",
    ]
    assert told("一般公共预算支出500万元，比上年支出增加20万元。") == ["一般公共预算支出: current=500万元 delta=20万元"]


def test_a_fund_alone_is_on_the_side_of_its_whole() -> None:
    income, part, spent, spent_part = claims("收入500万元，其中：财政拨款480万元。支出500万元，其中：财政拨款470万元。")
    assert (income.subject.topic, part.subject.topic, part.fund) == ("income", "income", "appropriation")
    assert (spent.subject.topic, spent_part.subject.topic) == ("expenditure", "expenditure")


def test_codes_after_names() -> None:
    (claim,) = claims("（3）小学教育（2050202）300万元，较上年减少10万元；")
    assert (claim.subject.name, claim.subject.code) == ("小学教育", "2050202")


def test_whose_money_a_cost_is_does_not_colour_what_follows() -> None:
    text = "公务接待费预算4万元（其中：一般公共预算支出4万元；政府性基金预算支出0万元）。会议费5万元。"
    assert [c.fund for c in claims(text) if c.subject.topic == "meeting"] == [""]
