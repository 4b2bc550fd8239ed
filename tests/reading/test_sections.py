import pytest

from audit.reading.sections import Draft, kinds, level


def kinds_of(*texts: str, centred: tuple[int, ...] = (), after_table: tuple[int, ...] = ()) -> list[str]:
    return kinds(Draft(text, i in centred, False, i in after_table) for i, text in enumerate(texts))


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("第一部分部门概况", 0),
        ("十一、名词解释", 1),
        ("（二）支出预算", 2),
        ("3.公务接待费", 3),
        ("3、实施周期", 3),
        ("（4）其他", 4),
        ("①其他", 4),
        ("3.5万元的支出", None),
        ("（01款）行政运行", None),
        ("2024年预算", None),
        ("一般公共预算", None),
    ],
)
def test_the_depth_of_numbering(text: str, depth: int | None) -> None:
    assert level(text) == depth


@pytest.mark.parametrize("text", ["一、单位职责", "（一）“三公”经费情况说明", "第三部分部门预算情况说明"])
def test_headings(text: str) -> None:
    assert kinds_of(text) == ["heading"]


@pytest.mark.parametrize("text", ["一、收入预算8.00万元", "3、实施主体：某局", "（一）承办其他事项。", "单位职责"])
def test_numbered_text_is_no_heading(text: str) -> None:
    assert kinds_of(text) == ["text"]


def test_contents_with_leaders() -> None:
    found = kinds_of("目录", "一、部门职责……………3", "二、收支情况.........5", "某局主要职责", "一、部门职责", centred=(0, 3))
    assert found == ["contents", "contents", "contents", "heading", "heading"]


def test_contents_without_leaders_end_where_the_first_entry_comes_again() -> None:
    found = kinds_of("目录", "第一部分概况", "一、职责", "第二部分说明", "第一部分某局概况", "一、职责")
    assert found == ["contents"] * 4 + ["heading"] * 2


def test_contents_end_at_a_sentence() -> None:
    assert kinds_of("目录", "一、职责", "二、收支", "我局负责全县的教育工作。")[-1] == "text"


DEFINITION = "1.财政拨款：指由一般公共预算安排的资金。"


def test_terms_last_until_the_next_section_of_their_level() -> None:
    found = kinds_of("十一、名词解释", DEFINITION, "单价一百万元以上。", "（一）其他", "十二、其他说明", "本年没有安排。")
    assert found == ["heading", "terms", "terms", "heading", "heading", "text"]


def test_terms_numbered_like_sections_are_terms() -> None:
    found = kinds_of("第四部分名词解释", "一、财政拨款收入：指取得的拨款。", "二、其他收入：指其他。", "第五部分附件", "本年。")
    assert found == ["heading", "terms", "terms", "heading", "text"]


@pytest.mark.parametrize("text", ["本年收入预算1339.03万元。", "附件：1.预算公开表"])
def test_sums_of_money_and_attachments_end_the_terms(text: str) -> None:
    assert kinds_of("名词解释", DEFINITION, text, "本年没有安排。", centred=(0,)) == ["heading", "terms", "text", "text"]


def test_a_plain_title_begins_the_terms() -> None:
    assert kinds_of("专业名词解释", DEFINITION) == ["heading", "terms"]
    assert kinds_of("本年对名词解释作了修改，见附件。", DEFINITION) == ["text", "text"]


def test_a_threshold_is_part_of_a_definition() -> None:
    assert kinds_of("名词解释", "设备：指单价100万元以上的设备。", centred=(0,))[-1] == "terms"


def test_a_table_or_a_title_ends_the_terms() -> None:
    assert kinds_of("名词解释", DEFINITION, "本表说明如下。", centred=(0,), after_table=(2,))[-1] == "text"
    assert kinds_of("名词解释", DEFINITION, "预算编制说明", "本年没有安排。", centred=(0, 2))[-1] == "text"
