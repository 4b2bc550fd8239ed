"""Which equations hold, which figure is at fault where one does not, and which findings share a root.

The misprint is not always the number that a relation states: where one operand, replaced, makes every other relation
it takes part in fit, that operand is named (domain.md, section 5). A wrong figure is looked for over all equations at
once: the candidate that explains the most broken ones and upsets the fewest that hold.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from heapq import heappop, heappush
from itertools import count

from audit.checks.equation import Equation, Printed
from audit.claims.model import Mention
from audit.findings import Severity, Verdict
from audit.numbers import Interval, printed_decimals
from audit.statements.model import Figure
from audit.verdicts.causes import Cause, Context, cause_of, is_signed
from audit.verdicts.slips import is_possible
from audit.verdicts.table_unit import WrongUnit, wrong_units

# Causes that one of many figures may fit by chance.
_SLIPS = frozenset({"misprint", "transposed_digits", "copied_line"})
_SUPPORT_INSTANCES = 4
_SUPPORT_SHARE = Decimal("0.8")


@dataclass(frozen=True, eq=False)
class Root:
    """One wrong figure and what it should be; `cause` is None where no hypothesis reproduces what is printed.

    whole_table: it is wrong with all the figures of its table
    """

    culprit: Printed
    correct: Interval
    cause: Cause | None
    whole_table: bool = False


@dataclass(frozen=True, eq=False)
class Judgement:
    """An equation with its verdict; `root` is set where it is contradicted."""

    equation: Equation
    verdict: Verdict
    severity: Severity
    root: Root | None = None
    reason: str = ""


def judge(equations: Sequence[Equation], context: Context) -> list[Judgement]:
    """A judgement of every equation worth telling, in the order given."""
    doubtful = _by_support(equations)
    # a relation without support can't be broken, but where it holds it speaks for its operands
    speaking = [e for e in equations if e.holds or (e.holds is False and id(e) not in doubtful and not _approximate(e))]
    units = list(wrong_units(speaking))
    unread = {id(e) for unit in units if not unit.is_printed for e in unit.mended}
    roots = {id(e): _in_wrong_unit(unit, e) for unit in units if unit.is_printed for e in unit.mended}
    roots |= _roots([e for e in speaking if doubtful.get(id(e), True) and id(e) not in roots and id(e) not in unread], context)
    wrong = {id(root.culprit) for root in roots.values()}
    judgements: list[Judgement] = []
    for equation in equations:
        if id(equation) in doubtful and not equation.holds:
            if equation.holds is False and equation.counts_as_support:
                judgements.append(Judgement(equation, "unverifiable", "info", reason="此关系在本文件其他处得不到足够印证"))
        elif id(equation) in doubtful and not doubtful[id(equation)]:
            continue
        elif id(equation) in unread:
            judgements.append(Judgement(equation, "unverifiable", "info", reason="表中未印单位，换一单位则相符"))
        elif not equation.holds and _approximate(equation):
            judgements.append(Judgement(equation, "unverifiable", "info", reason="所涉为约数"))
        elif equation.holds is None:
            judgements.append(Judgement(equation, "unverifiable", "info", reason="基数为零，无法计算"))
        elif equation.holds:
            if any(id(operand) in wrong for operand in equation.operands):
                judgements.append(Judgement(equation, "unverifiable", "info", reason="所涉数据另有矛盾"))
            else:
                judgements.append(Judgement(equation, "verified", "info"))
        else:
            root = roots[id(equation)]
            judgements.append(Judgement(equation, "contradicted", _severity(equation, root), root))
    return _severity_shared_by_root(judgements)


def _in_wrong_unit(unit: WrongUnit, equation: Equation) -> Root:
    figure = unit.figure_of(equation)
    return Root(figure, figure.number.interval.scaled(unit.factor), Cause("unit_slip", unit.explanation), whole_table=True)


def _approximate(equation: Equation) -> bool:
    """Whether it rests on a number after 约, 近, 超 or before 余: such a number is never told to be wrong."""
    return any(operand.number.approximate for operand in equation.operands)


def _by_support(equations: Iterable[Equation]) -> dict[int, bool]:
    """Of the candidates that are not asserted, by id, whether it is worth telling that they hold.

    A candidate is asserted when its relation holds in at least 4 counting instances and in at least 80 % of them. One that
    holds in fewer, but wherever it counts, ticks what it relates; one that fails somewhere says nothing.
    """
    groups: dict[tuple[str, str], list[Equation]] = defaultdict(list)
    for equation in equations:
        if equation.strength == "candidate":
            groups[equation.kind, equation.group].append(equation)
    doubtful: dict[int, bool] = {}
    for group in groups.values():
        counting = [e for e in group if e.counts_as_support]
        holding = sum(e.holds is True for e in counting)
        if holding < _SUPPORT_INSTANCES or holding < _SUPPORT_SHARE * len(counting):
            doubtful.update((id(e), holding == len(counting) and e.counts_as_support) for e in group)
    return doubtful


def _roots(equations: Sequence[Equation], context: Context) -> dict[int, Root]:
    """The root of each broken equation, by the equation's id: the best suspects first, until none is left."""
    taking_part: dict[int, list[Equation]] = defaultdict(list)
    for equation in equations:
        for operand in equation.operands:
            taking_part[id(operand)].append(equation)
    broken = {id(e): e for e in equations if not e.holds}
    # what another document prints is not on trial: of its other figures nothing is known here
    operands = {id(o): o for e in broken.values() for o in e.operands if not (isinstance(o, Figure) and o.table.source)}
    suspects = {key: _Suspect(o, _needs(o, taking_part[key])) for key, o in operands.items()}
    place = {key: index for index, key in enumerate(suspects)}
    accusations: dict[int, _Accusation | None] = {}
    ranked: list[tuple[tuple[int, ...], int, int, _Accusation]] = []
    turns = count()
    accused = list(suspects)
    roots: dict[int, Root] = {}
    while broken:
        for key in accused:
            accusation = accusations[key] = _accusation(suspects[key], broken, context)
            if accusation is not None:
                heappush(ranked, (tuple(-w for w in accusation.weight), place[key], next(turns), accusation))
        while ranked and not ranked[0][-1].stands(broken):
            heappop(ranked)
        best = _unless_one_of_many(ranked[0][-1], accusations) if ranked else None
        explained = best.explains if best is not None else tuple(broken.values())
        for equation in explained:
            roots[id(equation)] = best.root if best is not None else _unexplained(equation)
            del broken[id(equation)]
        touched = dict.fromkeys(id(o) for equation in explained for o in equation.operands if id(o) in suspects)
        accused = [key for key in touched if (a := accusations[key]) is None or not a.stands(broken)]
    return roots


def _unless_one_of_many(best: "_Accusation", accusations: Mapping[int, "_Accusation | None"]) -> "_Accusation":
    """The case against a figure, unless it is a part of a sum and a like slip could as well have been made elsewhere in it.

    Then no slip is proved, and the sum is told as it is stated.
    """
    if not best.is_slip or len(best.explains) > 1:
        return best
    equation = best.explains[0]
    if best.root.culprit is equation.stated.printed or equation.denominator or len(equation.terms) < 2:
        return best
    rivals = [c for o in equation.operands if (c := accusations.get(id(o))) is not None and c.explains == best.explains]
    alike = [c for c in rivals if c.weight[0] == best.weight[0] and is_possible(c.root.culprit.number, c.root.correct)]
    if len(alike) < 2:
        return best
    told = next((c for c in rivals if c.root.culprit is equation.stated.printed), best)
    return replace(told, root=replace(told.root, cause=None))


def _unexplained(equation: Equation) -> Root:
    """Where no operand can be solved for, the stated number is told, with what the others make of it."""
    stated = equation.stated.printed
    return Root(stated, equation.required(stated) or stated.number.interval, None)


@dataclass(frozen=True, eq=False)
class _Suspect:
    """A printed number and what each equation it takes part in needs it to be."""

    printed: Printed
    needs: tuple[tuple[Equation, Interval], ...]


@dataclass(frozen=True, eq=False)
class _Accusation:
    root: Root
    explains: tuple[Equation, ...]
    weight: tuple[int, ...]

    @property
    def is_slip(self) -> bool:
        return self.root.cause is not None and self.root.cause.name in _SLIPS

    def stands(self, broken: dict[int, Equation]) -> bool:
        """Whether all that it explains is still unexplained: then no other case against its suspect is better."""
        return all(id(equation) in broken for equation in self.explains)


def _needs(printed: Printed, equations: Iterable[Equation]) -> tuple[tuple[Equation, Interval], ...]:
    return tuple((e, need) for e in equations if (need := e.required(printed)) is not None)


def _accusation(suspect: _Suspect, broken: dict[int, Equation], context: Context) -> _Accusation | None:
    """The case against one operand: the value that mends the most broken equations it takes part in."""
    printed = suspect.printed
    unmet = [(e, need) for e, need in suspect.needs if id(e) in broken]
    if not unmet:
        return None
    correct, explains = _common(unmet)
    if correct.high < 0 <= printed.number.value and not is_signed(printed, explains):
        return None
    upset = sum(1 for e, need in suspect.needs if e.holds and e.counts_as_support and not need.meets(correct))
    cause = cause_of(printed, correct, explains, context)
    stated = sum(e.stated.printed is printed for e in explains)
    # a part that is printed as nothing is seldom a misprint
    filled = printed.number.value != 0 or stated > 0
    weight = (
        len(explains) - upset,
        _tells(cause, printed, explains, context),
        -upset,
        filled,
        isinstance(printed, Mention),
        stated,
    )
    right = cause.right if cause and cause.right else correct
    return _Accusation(Root(printed, right, cause), tuple(explains), tuple(int(w) for w in weight))


def _tells(cause: Cause | None, printed: Printed, explains: Sequence[Equation], context: Context) -> bool:
    """Whether a cause speaks against a figure.

    A line often repeats the one above it, and rightly; of two units, the one the narrative seldom uses is the slip.
    """
    if cause is None or cause.name == "copied_line":
        return False
    if not isinstance(printed, Mention) or cause.name != "unit_slip" or printed.number.unit != context.usual_unit:
        return True
    units = {o.number.unit for e in explains for o in e.operands if isinstance(o, Mention) and o.number.is_money}
    return len(units) == 1


def _common(needs: Sequence[tuple[Equation, Interval]]) -> tuple[Interval, list[Equation]]:
    """The values that meet the most needs at once, and whose they are; of several such sets that of the earliest need."""
    lows, highs = sorted(need.low for _, need in needs), sorted(need.high for _, need in needs)
    met = [bisect_right(lows, low) - bisect_left(highs, low) for low in lows]
    most = max(met)
    points = [low for low, count in zip(lows, met, strict=True) if count == most]
    nearest = (points[min(bisect_left(points, need.low), len(points) - 1)] for _, need in needs)
    point = next(p for p, (_, need) in zip(nearest, needs, strict=True) if p in need)
    chosen = [(equation, need) for equation, need in needs if point in need]
    return Interval(point, min(need.high for _, need in chosen)), [equation for equation, _ in chosen]


def _severity(equation: Equation, root: Root) -> Severity:
    """A rate or share off by at most one unit of its last printed place is a warning."""
    number = root.culprit.number
    if not number.is_rate or root.culprit is not equation.stated.printed:
        return "error"
    step = Decimal(1).scaleb(-printed_decimals(number.text)) * number.factor
    return "warning" if root.correct.widened(step).meets(number.interval) else "error"


def _severity_shared_by_root(judgements: list[Judgement]) -> list[Judgement]:
    """A warning that shares its root cause with an error is an error too."""
    families = {root_key(j.root) for j in judgements if j.root is not None and j.severity == "error"}
    return [
        Judgement(j.equation, j.verdict, "error", j.root, j.reason)
        if j.root is not None and j.severity == "warning" and root_key(j.root) in families
        else j
        for j in judgements
    ]


def root_key(root: Root) -> object:
    """What findings of one root cause share: the habit of dividing by the wrong base, a table's unit, the wrong figure itself."""
    if root.cause is not None and root.cause.name == "wrong_base":
        return "wrong_base"
    if root.whole_table and isinstance(root.culprit, Figure):
        return "wrong_unit", id(root.culprit.table)
    return id(root.culprit)
