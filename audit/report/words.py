"""Chinese words for the codes and figures of a report, the same in every view."""

from collections.abc import Iterator
from decimal import Decimal

from audit.findings import ClaimQuote, DisclosedFile, DocumentFacts, Evidence, Report, StatusCounts

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
VERDICTS = {"verified": "相符", "contradicted": "矛盾", "unverifiable": "待核"}
STATUSES = {"verified": "相符", "contradicted": "有误", "unverifiable": "未能核对", "no_claim": "无需核对"}
CHOICES = {"accepted": "属实", "rejected": "不属实", "noted": "待定"}
SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
CHECKS = {
    "amount_vs_table": "正文金额与表格",
    "averages": "平均数",
    "balance": "收支平衡",
    "carry_over": "年初与年末结转",
    "change_amount": "增减额",
    "change_parts": "增减额分项合计",
    "change_rate": "增减率",
    "change_reasons": "增减原因所列金额",
    "changes_of_lines": "各科目增减额合计",
    "code_sums": "类、款、项汇总",
    "completion": "完成率",
    "contents_tables": "目录所列表格",
    "cost_indicators": "成本指标与项目资金",
    "count_parts": "数量分项合计",
    "count_rate": "数量比率",
    "counted_list": "数量与列举",
    "counts_vs_table": "数量与表",
    "direction": "决算与预算的大小关系",
    "empty_tables": "空表说明",
    "execution_rates": "表内执行率",
    "form_funds": "绩效目标表资金构成",
    "item_names": "科目名称",
    "listed_items": "列举的支出内容",
    "more_projects": "项目数量增长",
    "multiples": "倍数",
    "numbered_items": "分级编号汇总",
    "one_fund": "单一资金各表一致",
    "operation_items": "机关运行经费明细",
    "organization_name": "单位名称写法",
    "other_year": "与对照文件比较",
    "department_totals": "部门与所属单位汇总",
    "part_exceeds": "部分大于总额",
    "parts": "正文总分关系",
    "planned_assets": "拟购资产与预算",
    "project_forms": "项目与绩效目标表",
    "project_list": "项目清单与项目支出",
    "proposed_amount": "文表数字（模型提出）",
    "proposed_change": "增减额与增减率（模型提出）",
    "proposed_completion": "完成率（模型提出）",
    "proposed_share": "占比（模型提出）",
    "reason_direction": "变动原因与方向",
    "copied_reason": "原因与用途抄录",
    "repeated_amount": "同段重复数字",
    "required_sections": "应公开的内容",
    "required_tables": "应公开的表格",
    "residue": "模板残留与空缺",
    "row_sums": "行内合计",
    "said_empty": "所称空表",
    "same_figure": "表间同一数字",
    "share": "占比",
    "targets": "绩效目标数量与金额",
    "three_public": "三公经费构成",
    "three_public_basic": "三公经费与基本支出",
    "three_public_reasons": "三公经费增减原因",
    "total_rows": "合计行",
    "unaccounted": "未能对应的数字",
    "unchanged": "持平与无变化",
    "unit_form": "整体支出绩效目标表",
    "unit_or_department": "单位与部门称谓",
    "year_on_year": "表内增减额与增减率",
    "years": "年份",
}
KINDS = {"budget": "预算", "final_accounts": "决算"}


def cause_words(cause: str | None) -> str:
    """The cause as an auditor calls it; `未能断定原因` for none. A code without words is shown as it is."""
    return "未能断定原因" if cause is None else CAUSES.get(cause, cause)


def check_words(check: str) -> str:
    """What a check compares; a check without words is shown by its key."""
    return CHECKS.get(check, check)


def coverage_words(counts: StatusCounts) -> str:
    """How many of the figures that claim something were decided, and how many claim nothing."""
    decided = counts.verified + counts.contradicted
    total = decided + counts.unverifiable
    share = f"（{100 * decided // total}%）" if total else ""
    return f"已判定 {decided}/{total}{share}，另有 {counts.no_claim} 个无需核对"


def score_words(value: int | None) -> str:
    return "无" if value is None else f"{value}/100"


def amount_words(amount: str) -> str:
    """An amount in 元, grouped."""
    return f"{Decimal(amount):,f} 元"


def page_words(page: int | None) -> str:
    return f"第 {page} 页" if page is not None else ""


def originals(document: DocumentFacts) -> Iterator[tuple[str, str]]:
    """Name, with its pages where it has any, and SHA-256 of each file that was audited."""
    files: list[DisclosedFile | DocumentFacts] = [*document.files] or [document]
    for file in files:
        yield f"{file.source}，{file.pages} 页" if file.pages else file.source, file.sha256


def where_words(spot: ClaimQuote | Evidence) -> str:
    """The page, or the place in a source without pages; after the file, where a disclosure has several."""
    return " ".join(part for part in (spot.file, page_words(spot.page) or spot.place) if part)


def page_cell(spot: ClaimQuote | Evidence | None) -> int | str:
    """As `where_words`, for a column of pages: the number alone where it says enough."""
    if spot is None:
        return ""
    return spot.page if spot.page is not None and spot.file is None else where_words(spot)


def spot_words(spot: ClaimQuote | Evidence | None) -> str:
    """What stands there: the narrative, or a cell 《支出总表》合计 ／ 基本支出; 全文 for the whole document."""
    if spot is None:
        return "全文"
    if not isinstance(spot, Evidence) or spot.table is None:
        return "正文"
    labels = [label for label in (spot.row, spot.column) if label]
    # a table of another document comes with that document's name
    title = spot.table if spot.table.endswith("》") else f"《{spot.table}》"
    return title + " ／ ".join(labels)


def model_words(report: Report) -> str:
    """What a model was asked and what came of it, counted apart from the rest; "" where none was asked."""
    use = report.model
    if use is None:
        return ""
    own = [finding.verdict for finding in report.findings if finding.read_by.startswith("model:")]
    dropped = sum(use.dropped.values())
    cached = f"，缓存 {use.cached} 次" if use.cached else ""
    return (
        f"模型 {use.name}（不计入评分）　调用 {use.calls} 次{cached}，{use.tokens} 词元；提出 {use.proposed} 条，"
        f"舍弃 {dropped} 条；据以核对 {own.count('verified')} 处，警告 {own.count('contradicted')} 处"
    )
