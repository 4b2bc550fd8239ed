"""Chinese words for the codes of a report, the same in every view."""

CAUSES = {
    "wrong_base": "基数用错",
    "truncated": "截尾未进位",
    "sign_reversed": "增减方向写反",
    "unit_slip": "单位写错",
    "transposed_digits": "数字颠倒",
    "misprint": "数字误印",
    "copied_line": "抄自相邻行",
    "stale_year": "年份未更新",
    "wrong_item": "误取其他项目",
    "name": "名称不一致",
    "zero_base": "基数为零",
    "residue": "模板残留",
}
KINDS = {"budget": "预算", "final_accounts": "决算"}


def cause_words(cause: str | None) -> str:
    """The cause as an auditor calls it; `未能断定原因` for none. A code without words is shown as it is."""
    return "未能断定原因" if cause is None else CAUSES.get(cause, cause)
