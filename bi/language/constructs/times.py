"""When, and beside which earlier period."""

from __future__ import annotations

from bi.language.clauses import (
    AgainstClause,
    Bound,
    Clause,
    EntityClause,
    Manner,
    Part,
    RemoveClause,
    TimeClause,
)
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place, place
from bi.language.meanings import DimensionName, OverName, PeriodName, QuarterName, UnitName
from bi.language.pattern import Match
from bi.language.periods import Period, with_years
from bi.model.catalog import Grain
from bi.model.semantic import TimeGroup

times = ClauseConstructs()
Clauses = tuple[Clause, ...]


def _time(match: Match, bound: Bound) -> Clauses:
    last = match.one("last", PeriodName).period if match.has("last") else None
    columns = tuple(m.dimension.ref for m in match.all("moment", DimensionName))
    period = match.one("period", PeriodName).period
    return (TimeClause(place(match), period, bound, last, columns),)


@times.add("IN|FOR|FROM|OF|comparator? period", "moment IN|IS|FOR|FROM|OF? period")
def during(match: Match, _: Scope) -> Clauses | None:
    if match.has("IN|FOR|FROM|OF|comparator"):
        first = match.items[match.start]
        if "comparator" in first.tags and "DURING" not in first.tags:
            return None
        if "FROM" in first.tags and match.one("period", PeriodName).period.grain is Grain.DAY:
            return None  # "from 3 May" is since then
    return _time(match, Bound.IN)


@times.add("IN|FOR? THAT unit")
def then(match: Match, _: Scope) -> Clauses | None:
    """ "Who ordered in 2025 spend that year": the period said before, here or by what was asked."""
    unit = match.item("unit")
    if unit.plural:
        return None
    before = [item for item in match.items[: match.start] if item.of(PeriodName)]
    if before:
        return (TimeClause(place(match), before[-1].of(PeriodName)[0].period),)
    label = " ".join(item.text for item in match.covered if not item.tags & {"IN", "FOR"})
    period = Period(match.one("unit", UnitName).grain, said_before=True, label=label)
    return (TimeClause(place(match), period),)


@times.add("NOT IN|FROM|FOR|OF? period")
def not_during(match: Match, _: Scope) -> Clauses:
    """ "Who ordered in 2025 but not in 2026"."""
    period = match.one("period", PeriodName).period
    return (TimeClause(place(match), period, negated=True),)


_EDGE = "edge=START_OF|END_OF"


@times.add(
    f"moment? bound=SINCE|UNTIL|BEFORE|AFTER {_EDGE} period", "moment? bound=TO edge=END_OF period"
)
def from_the_start(match: Match, _: Scope) -> Clauses:
    """ "Since the start of 2024", "until the end of March"."""
    starts = "START_OF" in match.item("edge").tags
    tags = match.item("bound").tags
    if tags & {"SINCE", "AFTER"}:
        bound = Bound.SINCE if starts else Bound.AFTER
    else:
        bound = Bound.BEFORE if starts else Bound.UNTIL
    return _time(match, bound)


@times.add(f"FROM {_EDGE} period TO|UNTIL to={_EDGE.partition('=')[2]} last=period")
def from_start_to_end(match: Match, _: Scope) -> Clauses | None:
    whole = "START_OF" in match.item("edge").tags and "END_OF" in match.item("to").tags
    return _time(match, Bound.BETWEEN) if whole else None


@times.add("moment? SINCE period")
def since(match: Match, _: Scope) -> Clauses:
    return _time(match, Bound.SINCE)


@times.add("moment? UNTIL period")
def until(match: Match, _: Scope) -> Clauses:
    return _time(match, Bound.UNTIL)


@times.add("moment? BEFORE period")
def before(match: Match, _: Scope) -> Clauses:
    return _time(match, Bound.BEFORE)


@times.add("moment? AFTER period")
def after(match: Match, _: Scope) -> Clauses:
    return _time(match, Bound.AFTER)


@times.add(
    "moment? BETWEEN period AND|TO|UNTIL last=period INCLUSIVE?",
    "moment? IN|FOR|FROM? period TO|UNTIL last=period INCLUSIVE?",
)
def between(match: Match, _: Scope) -> Clauses:
    return _time(match, Bound.BETWEEN)


@times.add("COMPARE? moment? IN|FOR|FROM|OF? OR? periods=period+")
def side_by_side(match: Match, _: Scope) -> Clauses | None:
    """ "2022, 2023 and 2024": a row each."""
    first, *others = (item.of(PeriodName)[0].period for item in match.found["periods"])
    if not others or (match.has("COMPARE") and len(others) == 1):
        return None  # "compare 2024 and 2025" is `two_periods`
    columns = tuple(m.dimension.ref for m in match.all("moment", DimensionName))
    either = any("OR" in item.tags for item in match.covered)
    return (TimeClause(place(match), first, columns=columns, others=tuple(others), either=either),)


@times.add("ALL_TIME", "IN|FOR|OF ALL_TIME")
def always(match: Match, _: Scope) -> Clauses:
    return (RemoveClause(place(match), Part.TIME),)


@times.add("VERSUS SAME_PERIOD? OF|IN? period")
def against(match: Match, _: Scope) -> Clauses:
    return (AgainstClause(place(match), match.one("period", PeriodName).period),)


@times.add("VERSUS? PERIOD_BEFORE", "GROWTH OF|IN?", "VERSUS? SAME_PERIOD period")
def against_before(match: Match, _: Scope) -> Clauses:
    """Beside the period before, whichever length the question's own has."""
    period = match.one("period", PeriodName).period if match.has("period") else None
    return (AgainstClause(place(match), period),)


@times.add("over GROWTH?", "unit=rate GROWTH", "GROWTH over")
def over(match: Match, _: Scope) -> Clauses | None:
    """ "year over year"."""
    names = match.all("over", OverName)
    return (AgainstClause(place(match), grain=names[0].grain),) if names else None


@times.add("HOW_CHANGED")
def by_how_many_percent(match: Match, _: Scope) -> Clauses | None:
    """ "By how many percent did orders change": beside the period before."""
    later = match.items[match.end :]
    return (AgainstClause(place(match)),) if any("CHANGES" in item.tags for item in later) else None


@times.add("CHANGES over?")
def changed(match: Match, _: Scope) -> Clauses | None:
    """The verb of such a question, with how far the steps are."""
    if not any("HOW_CHANGED" in item.tags for item in match.items[: match.start]):
        return None
    if not match.has("over"):
        return ()
    name = match.one("over", OverName)
    rows = EntityClause(place(match), Manner.BY, (TimeGroup(name.grain),))
    return (AgainstClause(item_place(match.item("over")), grain=name.grain), rows)


@times.add(
    "COMPARE? IN|FOR|FROM|OF? first=period VERSUS IN? period",
    "COMPARE IN|FOR|FROM|OF? first=period AND|TO|WITH|VERSUS IN? period",
)
def two_periods(match: Match, _: Scope) -> Clauses:
    """ "2024 vs 2023": the question is about the first, beside the second."""
    first, other = with_years(
        (match.one("first", PeriodName).period, match.one("period", PeriodName).period)
    )
    return (
        TimeClause(item_place(match.item("first")), first),
        AgainstClause(item_place(match.item("period")), other, mutual=True),
    )


@times.add("VERSUS? SAME unit OF|IN? period", "VERSUS? SAME unit period")
def against_same(match: Match, _: Scope) -> Clauses:
    """ "compared with the same quarter two years ago"."""
    return (AgainstClause(place(match), match.one("period", PeriodName).period),)


@times.add("VERSUS? SAME quarter unit AGO")
def against_same_quarter(match: Match, _: Scope) -> Clauses:
    """ "the same quarter two years ago", where "quarter two" was read together."""
    count = match.one("quarter", QuarterName).quarter
    period = Period(match.one("unit", UnitName).grain, offset=-count)
    return (AgainstClause(place(match), period),)


@times.add("unit EARLIER")
def the_one_before(match: Match, _: Scope) -> Clauses | None:
    """ "And the month before?": one earlier than the time of the question before."""
    if match.end < len(match.items) or match.item("unit").plural:
        return None
    label = " ".join(item.text for item in match.covered)
    grain = match.one("unit", UnitName).grain
    return (TimeClause(place(match), Period(grain, said_before=True, offset=-1, label=label)),)


@times.add("VERSUS? SAME unit back=unit EARLIER")
def against_same_unit_earlier(match: Match, _: Scope) -> Clauses:
    """ "Compare that with the same quarter a year earlier"."""
    return (AgainstClause(place(match), grain=match.one("back", UnitName).grain),)


@times.add("VERSUS THIS? unit BEFORE", "VERSUS unit BEFORE")
def against_unit(match: Match, _: Scope) -> Clauses:
    """ "compared with the month before"."""
    return (AgainstClause(place(match), grain=match.one("unit", UnitName).grain),)
