"""How many times last year's amount this year's is: 是上年的2.5倍."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.checks.changes import prior_of
from audit.checks.equation import Equation, Strength, Term
from audit.checks.unchanged import claim_before
from audit.claims.bases import basis_kind
from audit.claims.grammar import ReadParagraph
from audit.claims.link import FigureIndex
from audit.claims.model import Mention

_TIMES = re.compile(
    r"(?:是|为|达到?|相当于)(?P<basis>(?:上一?年|去年|20\d\d年)[^，。；：\d]{0,14}?)(?:[\d,.]+[万亿]?元)?的(?:约|近)?$"
)


def multiples(paragraphs: Sequence[ReadParagraph], index: FigureIndex) -> Iterator[Equation]:
    """「是上年的n倍」 is this year's amount over last year's; 「增长n倍」 is the change over last year's (see `change_rate`).

    A base that only a table prints is certain where the sentence names that kind of base.

    Right: 「支出1200.00万元，是上年480.00万元的2.5倍」, 「比上年增加720.00万元，增长1.5倍」.
    Wrong: 「支出1200.00万元，是上年480.00万元的1.5倍」.
    """
    for read in paragraphs:
        for numeral in read.numerals:
            mention = numeral.mention
            if mention.number.unit != "倍" or mention.number.approximate:
                continue
            told = _TIMES.search(read.paragraph.text[: mention.start])
            claim = claim_before(read, mention.start) if told else None
            if told is None or claim is None or claim.amount is None or claim.amount.number.approximate:
                continue
            prior = prior_of(replace(claim, basis=told["basis"]), index)
            if prior is None or not prior.number.value:
                continue
            in_table = not isinstance(prior, Mention)
            kind = basis_kind(told["basis"])
            strength: Strength = "candidate" if in_table and not kind else "prescribed"
            terms, base = (Term(claim.amount, "本年数"),), (Term(prior, "上年数"),)
            yield Equation("multiples", "times", Term(mention, "倍数"), terms, base, strength, f"{kind}→" if in_table else "")
