"""A small budget whose tables and sentences agree, for tests that change one thing or say one thing about it."""

from collections.abc import Sequence

from audit.reading.document import Document, Table
from tests.understood import document, paragraph, table

# A heading begins with a number in Chinese and 、.
TEXTS = (
    "二、收支预算总体情况",
    "2024年收支总预算500.00万元。收入包括：一般公共预算拨款收入500.00万元、事业收入0万元；支出包括：教育支出400.00万元、"
    "社会保障和就业支出60.00万元、卫生健康支出25.00万元、住房保障支出15.00万元。",
    "三、一般公共预算支出情况",
    "2024年一般公共预算支出500.00万元，比2023年预算数480.00万元增加20.00万元，增长4.17%。"
    "其中：基本支出380.00万元，占76%；项目支出120.00万元，占24%。",
    "1.教育支出（类）普通教育（款）小学教育（项）2024年预算数为300.00万元，比2023年预算数290.00万元增加10.00万元，增长3.45%。",
    "四、“三公”经费情况",
    "2024年“三公”经费预算8.00万元，比2023年预算减少1.00万元，下降11.11%，其中：因公出国（境）费0万元，公务接待费2.00万元，"
    "公务用车购置及运行维护费6.00万元。",
    "五、机关运行经费情况",
    "2024年机关运行经费60.00万元。",
)

# code, name, this year, 基本支出, 项目支出, last year
_LINES = (
    ("", "合计", 500, 380, 120, 480),
    ("205", "教育支出", 400, 290, 110, 385),
    ("20502", "普通教育", 400, 290, 110, 385),
    ("2050201", "学前教育", 100, 80, 20, 95),
    ("2050202", "小学教育", 300, 210, 90, 290),
    ("208", "社会保障和就业支出", 60, 60, 0, 58),
    ("20805", "行政事业单位养老支出", 60, 60, 0, 58),
    ("2080501", "行政单位离退休", 20, 20, 0, 19),
    ("2080505", "机关事业单位基本养老保险缴费支出", 40, 40, 0, 39),
    ("210", "卫生健康支出", 25, 15, 10, 23),
    ("21011", "行政事业单位医疗", 25, 15, 10, 23),
    ("2101101", "行政单位医疗", 25, 15, 10, 23),
    ("221", "住房保障支出", 15, 15, 0, 14),
    ("22102", "住房改革支出", 15, 15, 0, 14),
    ("2210201", "住房公积金", 15, 15, 0, 14),
)


def balance() -> Table:
    rows = [
        "一、一般公共预算拨款收入 | 500.00 | 一、教育支出 | 400.00",
        "二、政府性基金预算拨款收入 | | 二、社会保障和就业支出 | 60.00",
        "三、事业收入 | | 三、卫生健康支出 | 25.00",
        " | | 四、住房保障支出 | 15.00",
        "本年收入合计 | 500.00 | 本年支出合计 | 500.00",
        "收入总计 | 500.00 | 支出总计 | 500.00",
    ]
    return table("部门收支预算总表", ["收入 | ^ | 支出 | ^", "项目 | 预算数 | 项目 | 预算数"], rows)


def expenditure() -> Table:
    rows = [f"{code} | {name} | {total}.00 | {basic}.00 | {project}.00" for code, name, total, basic, project, _ in _LINES]
    return table("部门支出预算总表", ["科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出"], rows)


def general() -> Table:
    head = ["科目编码 | 科目名称 | 上年预算数 | 本年预算数 | ^ | ^", "^ | ^ | ^ | 小计 | 基本支出 | 项目支出"]
    rows = [
        f"{c} | {name} | {prior}.00 | {total}.00 | {basic}.00 | {project}.00" for c, name, total, basic, project, prior in _LINES
    ]
    return table("一般公共预算支出预算表", head, rows)


def basic() -> Table:
    rows = [
        " | 合计 | 380.00 | 320.00 | 60.00",
        "301 | 工资福利支出 | 300.00 | 300.00 | ",
        "30101 | 基本工资 | 200.00 | 200.00 | ",
        "30102 | 津贴补贴 | 100.00 | 100.00 | ",
        "302 | 商品和服务支出 | 60.00 | | 60.00",
        "30201 | 办公费 | 60.00 | | 60.00",
        "303 | 对个人和家庭的补助 | 20.00 | 20.00 | ",
        "30302 | 退休费 | 20.00 | 20.00 | ",
    ]
    return table("一般公共预算基本支出预算表", ["科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费"], rows)


def three_public() -> Table:
    rows = [
        "“三公”经费合计 | 9.00 | 8.00",
        "1.因公出国（境）费 | 0.00 | 0.00",
        "2.公务接待费 | 2.50 | 2.00",
        "3.公务用车购置及运行费 | 6.50 | 6.00",
        "其中：公务用车购置费 | 0.00 | 0.00",
        "公务用车运行费 | 6.50 | 6.00",
        "会议费 | 2.00 | 1.80",
        "培训费 | 2.00 | 2.50",
    ]
    return table("“三公”经费支出预算表", ["项目 | 上年预算数 | 本年预算数"], rows)


def operation() -> Table:
    return table("机关运行经费表", ["序号 | 项目 | 合计"], [" | 合计 | 60.00", "1 | 办公费 | 60.00"])


def projects() -> Table:
    rows = [" | 合计 | 120.00", "1 | 校舍维修改造 | 90.00", "2 | 幼儿园设备购置 | 20.00", "3 | 公共卫生服务补助 | 10.00"]
    return table("项目支出预算表", ["序号 | 项目名称 | 合计"], rows)


def tables() -> list[Table]:
    return [balance(), expenditure(), general(), basic(), three_public(), operation(), projects()]


def budget(texts: Sequence[str] = TEXTS, drawn: Sequence[Table] | None = None) -> Document:
    """The whole document, with other texts or other tables where given."""
    paragraphs = [paragraph("示例县教育局2024年部门预算公开", kind="heading")]
    paragraphs += [paragraph(text, kind="heading" if "、" in text[:2] else "text") for text in texts]
    return document(paragraphs, tables() if drawn is None else drawn)
