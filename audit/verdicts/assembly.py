"""Judgements and remarks → the findings, root causes and statuses of a report."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal

from audit.checks.equation import Equation, Printed, Remark
from audit.claims.model import Mention
from audit.findings import ClaimQuote, Evidence, Finding, RootCause
from audit.numbers import ZERO, decimal_text
from audit.statements.model import Figure
from audit.verdicts.judge import Judgement, Root, root_key
from audit.verdicts.wording import correct_text, formula, message, name_of, token

_LONGEST_QUOTE = 200
_FURTHEST = 500


def findings_of(judgements: Sequence[Judgement], remarks: Sequence[Remark]) -> tuple[list[Finding], list[RootCause]]:
    """Findings in reading order of what they are about, and the root causes of the contradicted ones."""
    repeats: Counter[str] = Counter()
    findings: list[Finding] = []
    families: dict[object, list[tuple[Finding, Root | None]]] = defaultdict(list)
    for judgement in judgements:
        finding = _judged(judgement, repeats)
        findings.append(finding)
        if judgement.root is not None:
            families[root_key(judgement.root)].append((finding, judgement.root))
    at_fault = {id(j.root.culprit): root_key(j.root) for j in judgements if j.root is not None}
    for remark in remarks:
        finding = _remarked(remark, repeats)
        findings.append(finding)
        if remark.verdict == "contradicted":
            family = next((at_fault[id(o)] for o in remark.operands if id(o) in at_fault), finding.id)
            families[family].append((finding, None))
    return findings, [_root_cause(members) for members in families.values()]


def _judged(judgement: Judgement, repeats: Counter[str]) -> Finding:
    equation, root = judgement.equation, judgement.root
    subject = root.culprit if root else equation.stated.printed
    stated = equation.stated.printed
    quoted = stated if isinstance(stated, Mention) else subject if isinstance(subject, Mention) else None
    return Finding(
        id=_identity(equation.check, equation.kind, equation.operands, repeats),
        check=equation.check,
        verdict=judgement.verdict,
        severity=judgement.severity,
        stated=token(subject),
        expected=correct_text(root) if root else None,
        difference=_difference(equation, root),
        formula=formula(equation),
        cause=root.cause.name if root and root.cause else None,
        message=message(judgement),
        read_by="grammar" if quoted else "table",
        claim=_quote(quoted) if quoted else None,
        evidence=_told(equation.operands, subject),
    )


def _remarked(remark: Remark, repeats: Counter[str]) -> Finding:
    quoted = next((o for o in remark.operands if isinstance(o, Mention)), None)
    stated = remark.stated or (token(remark.operands[0]) if remark.operands else None)
    return Finding(
        id=_identity(remark.check, remark.kind, remark.operands, repeats),
        check=remark.check,
        verdict=remark.verdict,
        severity=remark.severity,
        stated=stated,
        expected=remark.expected,
        difference=None,
        formula=None,
        cause=remark.cause,
        message=remark.message,
        read_by="grammar" if quoted else "table",
        claim=_quote(quoted) if quoted else None,
        evidence=[_evidence(operand) for operand in (*remark.operands, *remark.witnesses)],
    )


def _difference(equation: Equation, root: Root | None) -> str | None:
    """Stated − expected in 元, for amounts."""
    if root is not None:
        culprit = root.culprit.number
        return _yuan(culprit.amount - root.correct.middle) if culprit.is_money else None
    number = equation.stated.printed.number
    if not number.is_money or equation.expected_amount is None:
        return None
    return _yuan(equation.stated.amount - equation.expected_amount)


def _yuan(amount: Decimal) -> str:
    return decimal_text(amount, 2)


def _identity(check: str, kind: str, operands: Sequence[Printed], repeats: Counter[str]) -> str:
    """Stable over reruns and over two PDFs of one text: no page, box, verdict, expected value or version enters."""
    key = "\x1f".join([check, kind, *(_operand_key(o) for o in operands)])
    repeats[key] += 1
    if repeats[key] > 1:
        key += f"\x1f{repeats[key]}"
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def _operand_key(operand: Printed) -> str:
    if isinstance(operand, Mention):
        return "".join(operand.quote.split())
    return "|".join((operand.table.source + operand.table.title, operand.row_label, operand.column_label))


def _quote(mention: Mention) -> ClaimQuote:
    start, end = quoted_span(mention)
    places = mention.paragraph.boxes(start, end)
    return ClaimQuote(
        quote=mention.paragraph.raw[start:end],
        page=mention.page,
        boxes=[b for p, b in places if p == mention.page],
        place=mention.place or None,
        file=mention.file or None,
    )


def quoted_span(mention: Mention) -> tuple[int, int]:
    """The sentence of a mention; of a very long one, the clauses around the number."""
    start, end = mention.sentence
    text = mention.paragraph.text
    start = max(start, text.rfind("，", start, max(start, mention.start - _FURTHEST)) + 1)
    far = text.find("，", mention.end + _FURTHEST, end)
    end = far if far >= 0 else end
    while end - start > _LONGEST_QUOTE:
        before, after = text.find("，", start, mention.start), text.rfind("，", mention.end, end - 1)
        if before < 0 and after < 0:
            if end - start <= 2 * _LONGEST_QUOTE:
                return start, end
            # a list without clauses, as long as a page
            return max(start, mention.start - _LONGEST_QUOTE), min(end, mention.end + _LONGEST_QUOTE)
        if after >= 0 and (before < 0 or end - mention.end > mention.start - start):
            end = after
        else:
            start = before + 1
    return start, end


def _told(operands: Sequence[Printed], subject: Printed) -> list[Evidence]:
    """An entry for each operand; the one at fault before others printed alike, since views know it by what it prints."""
    told = [_evidence(operand) for operand in operands]
    place = next((n for n, operand in enumerate(operands) if operand is subject), 0)
    first = next((n for n, entry in enumerate(told) if entry.value == told[place].value), place)
    told[first], told[place] = told[place], told[first]
    return told


def _evidence(operand: Printed) -> Evidence:
    if isinstance(operand, Mention):
        return Evidence(
            table=None,
            page=operand.page,
            row=None,
            column=None,
            value=operand.text,
            quote=operand.paragraph.raw[slice(*quoted_span(operand))],
            boxes=operand.boxes,
            place=operand.place or None,
            file=operand.file or None,
        )
    if operand.table.source:  # pages and boxes are those of the document under audit
        where = f"{operand.table.source}《{operand.table.title}》"
        return Evidence(
            table=where, page=None, row=operand.row_label, column=operand.column_label, value=operand.cell.text, quote=None
        )
    return Evidence(
        table=operand.table.title,
        page=operand.page,
        row=operand.row_label,
        column=operand.column_label,
        value=operand.cell.text,
        quote=None,
        boxes=operand.boxes,
        place=operand.place or None,
        file=operand.file or None,
    )


def _root_cause(members: Sequence[tuple[Finding, Root | None]]) -> RootCause:
    ids = [finding.id for finding, _ in members]
    finding, root = members[0]
    if root is None:
        return RootCause(cause=finding.cause, message=finding.message, findings=ids)
    cause = root.cause
    if root.whole_table and cause:
        return RootCause(cause=cause.name, message=f"{cause.explanation}（涉及 {len(ids)} 项核对）", findings=ids)
    culprits = {id(r.culprit): r for _, r in members if r is not None}
    if len(culprits) > 1:
        told = "；".join(r.cause.explanation for r in culprits.values() if r.cause)
        text = f"{len(culprits)} 处增减率以本年数作基数计算（应以上年数为基数）：{told}"
        return RootCause(cause=cause.name if cause else None, message=text, findings=ids)
    where = _place(root.culprit)
    text = f"{where}{token(root.culprit)} 有误，按其余数据应为 {correct_text(root)}"
    if cause:
        text += f"；{cause.explanation}"
    if len(ids) > 1:
        text += f"（涉及 {len(ids)} 项核对）"
    return RootCause(cause=cause.name if cause else None, message=text, findings=ids)


def _place(printed: Printed) -> str:
    if isinstance(printed, Figure) and printed.table.source:
        return printed.where
    file = f"{printed.file} " if printed.file else ""
    where = f"第{printed.page}页" if printed.page is not None else printed.place
    return f"{file}{where}" + ("正文 " if isinstance(printed, Mention) else printed.where)


def money_at_stake(judgements: Sequence[Judgement]) -> Decimal:
    """Σ |stated − expected| in 元 over the wrong amounts, each counted once; a table's unit is no amount."""
    roots = [j.root for j in judgements if j.root is not None and not j.root.whole_table]
    culprits = {id(root.culprit): root for root in roots if root.culprit.number.is_money}
    return sum((abs(r.culprit.number.amount - r.correct.middle) for r in culprits.values()), ZERO)


__all__ = ["findings_of", "money_at_stake", "name_of", "quoted_span"]
