"""When: the period of a question."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog.wording import capital, value_name
from bi.language.clauses import AgainstClause, Bound, TimeClause
from bi.language.compose.borrowed_dates import borrow_dates
from bi.language.compose.parts import put_every_year, put_parts
from bi.language.compose.side_by_side import put_periods, put_run, without_periods
from bi.language.compose.work import Work
from bi.language.compose.years import group_by_year_column, put_year, year_column
from bi.language.periods import NoSuchPeriod, Period, with_years
from bi.language.resolving import Resolved, absolute, resolve
from bi.language.trouble import Trouble
from bi.language.units import between, floor, shift, unit_name, units_in
from bi.model.catalog import ColumnRef
from bi.model.semantic import (
    Condition,
    DatePartGroup,
    NamedMeasure,
    PeriodGroup,
    Ratio,
    Related,
    SemanticQuery,
    Side,
    TimeGroup,
    TimeRange,
)
from bi.model.words import mid_sentence

_SIDES = {
    Bound.SINCE: Side.SINCE,
    Bound.UNTIL: Side.UNTIL,
    Bound.BEFORE: Side.BEFORE,
    Bound.AFTER: Side.AFTER,
}


def put_time(work: Work) -> None:
    """The period or periods of the sentence, and its conditions on parts of dates."""
    put_parts(work)
    group_by_year_column(work)
    borrow_dates(work)
    clauses = [clause for clause in work.draft.times if not _put_year(clause, work)]
    clauses = _once(clauses)
    clauses = [clause for clause in clauses if not put_every_year(clause, work)]
    if not clauses:
        return
    if len(clauses) > 1:
        words = " and ".join(f"“{clause.place.source}”" for clause in clauses)
        raise Trouble(f"Two times were named, {words}; a question has one.")
    clause = _as_comparison(clauses[0], work)
    if clause.others:
        periods = [found.range for found in _each(clause, work)]
        for one in periods:
            require_begun(one, clause.place.source, work)
        if work.draft.against is not None and put_run(clause, periods, work):
            return
        put_periods(clause, periods, work)
        return
    found = range_of(clause, work)
    work.assume(found.assumption)
    time = found.range
    if clause.columns:
        column = work.chooser().choose(
            clause.place.source, clause.columns, lambda c: c, clause.place.start
        )
        time = replace(time, column=column)
    require_begun(time, clause.place.source, work)
    beside = _set_beside(time, work)
    if beside is not None:
        put_periods(clause, [time, beside], work)
        return
    work.origins[time] = clause.place
    if _moves_related(time, work):
        return
    without_periods(work)
    work.set(time=time)


def _moves_related(time: TimeRange, work: Work) -> bool:
    """ "And last year?" after "customers who ordered this year": when they ordered changes."""
    previous = work.setting.previous
    if previous is None or previous.time is not None or time.column is not None:
        return False
    timed = [one for one in work.query.conditions if isinstance(one, Related) and one.time]
    if not timed or work.draft.measures or work.draft.verbs:
        return False
    if len({one.time for one in timed}) > 1:
        raise Trouble(f"“{time.label}” in place of which time? The question names several.")
    work.set(conditions=tuple(_moved(one, time, work) for one in work.query.conditions))
    return True


def _moved(one: Condition, time: TimeRange, work: Work) -> Condition:
    if not isinstance(one, Related) or one.time is None:
        return one
    new = replace(one, time=replace(time, column=one.time.column))
    work.origins[new] = work.origins[time]
    return new


def _once(clauses: list[TimeClause]) -> list[TimeClause]:
    """A period that is said twice is one; the date named with it stays."""
    found: dict[tuple[object, ...], TimeClause] = {}
    for clause in clauses:
        key = (clause.period, clause.bound, clause.last, clause.others)
        before = found.get(key)
        if before is None or not before.columns:
            found[key] = clause
    return list(found.values())


def _as_comparison(clause: TimeClause, work: Work) -> TimeClause:
    """ "compare this year to last year" names no range from one to the other."""
    against = work.draft.against
    if clause.last is None or against is not None or "COMPARE" not in work.draft.marks:
        return clause
    work.draft.against = AgainstClause(clause.place, clause.last, mutual=True)
    return replace(clause, bound=Bound.IN, last=None)


def _put_year(clause: TimeClause, work: Work) -> bool:
    """Whether the time is a condition on a column of years."""
    named = [ref for ref in clause.columns if _is_year(ref, work)]
    source = clause.place.source
    if named:
        column = work.chooser().choose(source, tuple(named), lambda c: c)
    else:
        found = None if clause.columns else year_column(source, work)
        if found is None:
            return False
        column = found
    every = _each(clause, work) if clause.others else [range_of(clause, work)]
    put_year(clause, [found.range for found in every], column, work)
    return True


def _is_year(ref: ColumnRef, work: Work) -> bool:
    dimension = work.catalog.dimension(ref)
    return dimension is not None and dimension.is_year


def _set_beside(time: TimeRange, work: Work) -> TimeRange | None:
    """ "January vs March 2025": the other period, unless it is an earlier one of the same kind.

    The period right before, or the same of another year, is shown beside this one, with the
    change from it.
    """
    against = work.draft.against
    if against is None or not against.mutual or against.period is None:
        return None
    if against.period.before_other:
        return None  # "compared with the previous month": the one before the period named
    try:
        other = resolved(against.period, work)
    except ValueError as error:
        raise Trouble(f"“{against.place.source}” is no period: it does not exist.") from error
    holidays = bool(against.period.holiday and work.draft.times[0].period.holiday)
    if not holidays and not _are_alike(time, other.range):
        return None
    if not holidays and _follow(time, other.range):
        return None
    require_begun(other.range, against.place.source, work)
    work.assume(other.assumption)
    return other.range


def _are_alike(one: TimeRange, other: TimeRange) -> bool:
    """Whether two periods are as many whole units of the calendar."""
    units = units_in(one)
    return units is not None and units == units_in(other) and one.grain is other.grain


def _follow(one: TimeRange, other: TimeRange) -> bool:
    if one.start is None or other.start is None:
        return False
    months = (one.start.year - other.start.year) * 12 + one.start.month - other.start.month
    same_of_a_year = months % 12 == 0 and one.start.day == other.start.day
    return same_of_a_year or one.end == other.start or other.end == one.start


def require_begun(time: TimeRange, source: str, work: Work) -> None:
    if time.start is not None and time.start > work.setting.today:
        raise Trouble(
            f"“{source}” lies in the future; only what has happened can be shown. Ask for a "
            f"forecast to see what is expected.",
            unknown=(source,),
        )


def _each(clause: TimeClause, work: Work) -> list[Resolved]:
    """Every period of a list; a year that the last one names is meant for those before it."""
    try:
        found = [resolved(one, work) for one in with_years((clause.period, *clause.others))]
    except ValueError as error:
        raise _no_period(clause, error) from error
    for one in found:
        work.assume(one.assumption)
    return found


def range_of(clause: TimeClause, work: Work) -> Resolved:
    """The days of a time clause. Raises Trouble for days that do not exist."""
    try:
        return _range(clause, work)
    except ValueError as error:
        raise _no_period(clause, error) from error


def _no_period(clause: TimeClause, error: ValueError) -> Trouble:
    if isinstance(error, NoSuchPeriod):
        return Trouble(str(error), unknown=(clause.place.source,))
    return Trouble(f"“{clause.place.source}” is no period: it does not exist.")


def _range(clause: TimeClause, work: Work) -> Resolved:
    if clause.others:
        every = [found.range for found in _each(clause, work)]
        starts, ends = [one.start for one in every], [one.end for one in every]
        start, end = min(filter(None, starts)), max(filter(None, ends))
        return Resolved(TimeRange(start, end, clause.place.source))
    if clause.last is not None:
        return _between(clause.period, clause.last, work)
    found = resolved(clause.period, work)
    if clause.bound not in _SIDES:
        return found
    side, span = _SIDES[clause.bound], found.range
    begins = {Side.SINCE: span.start, Side.AFTER: span.end}
    stops = {Side.UNTIL: span.end, Side.BEFORE: span.start}
    open_range = TimeRange(
        begins.get(side),
        stops.get(side),
        f"{side} {span.label}",
        moving=replace(span.moving, side=side) if span.moving else None,
    )
    return Resolved(open_range, found.assumption)


def time_said_before(query: SemanticQuery) -> TimeRange | None:
    """The time of a question, or the one that its related rows have."""
    related = {one.time for one in query.conditions if isinstance(one, Related) and one.time}
    if query.time is None and len(related) == 1:
        return next(iter(related))
    return query.time


def _before_spoken(period: Period, work: Work) -> Resolved:
    """ "The month before": the unit that ends where the time of the question before begins."""
    spoken = work.setting.spoken
    time = time_said_before(spoken) if spoken else None
    if time is None or time.start is None:
        raise Trouble(f"“{period.label}”: before what? No time was named before.")
    grain, calendar = period.grain, work.catalog.calendar
    start = shift(floor(time.start, grain, calendar), grain, -1)
    span = TimeRange(start, shift(start, grain, 1), "", grain)
    span = replace(span, label=unit_name(span, calendar))
    return Resolved(span, f"{capital(period.label)} is {span.label}.")


def _is_called(time: TimeRange, period: Period) -> bool:
    """ "That year" is one year."""
    return time.grain is period.grain and units_in(time) == 1


def resolved(period: Period, work: Work) -> Resolved:
    previous = work.setting.previous
    context = time_said_before(previous) if previous else None
    if period.before_spoken:
        return _before_spoken(period, work)
    if period.said_before:
        spoken = work.setting.spoken
        context = time_said_before(spoken) if spoken else None
        if context is None or not _is_called(context, period):
            raise Trouble(f"“{period.label}”: which one? No such time was named before.")
        return Resolved(replace(context, column=None))
    return resolve(period, work.setting.today, work.catalog.calendar, context)


def _between(first: Period, last: Period, work: Work) -> Resolved:
    """Both ends; a year named once is meant for both."""
    if first.lacks_year and last.year is not None:
        first = replace(first, year=last.year)
    if last.lacks_year and first.year is not None:
        last = replace(last, year=first.year)
    begin, end = resolved(first, work), resolved(last, work)
    if begin.range.start and end.range.start and begin.range.start > end.range.start:
        if not first.lacks_year:
            raise ValueError("a range that ends before it starts")
        begin = Resolved(_absolute_year_before(first, begin.range, work))
    span = between(begin.range, end.range)
    assumption = f"{span.label} is meant." if first.lacks_year else None
    return Resolved(span, assumption)


def _absolute_year_before(period: Period, span: TimeRange, work: Work) -> TimeRange:
    year = span.start.year - 1 if span.start else 0
    return absolute(period, year, work.catalog.calendar)


def pin_time(work: Work) -> None:
    """Ratios of things dated differently are counted by the numerator's date."""
    for measured in work.query.measures:
        value = measured.value
        if not isinstance(value, Ratio) or not isinstance(value.numerator, NamedMeasure):
            continue
        above, below = _dates(value.numerator, work), _dates(value.denominator, work)
        if above and below != above and len(above) == 1:
            _date_by(next(iter(above)), value, work)


def _date_by(column: ColumnRef, value: Ratio, work: Work) -> None:
    time = work.query.time
    changed = False
    if time is not None and time.column is None:
        pinned = replace(time, column=column)
        _move_origin(work, time, pinned)
        work.set(time=pinned)
        changed = True
    groups = []
    for group in work.query.groups:
        if isinstance(group, TimeGroup | DatePartGroup | PeriodGroup) and group.column is None:
            moved = replace(group, column=column)
            _move_origin(work, group, moved)
            group, changed = moved, True
        groups.append(group)
    if changed:
        work.set(groups=tuple(groups))
        below = mid_sentence(value_name(value.denominator, work.catalog))
        above = mid_sentence(value_name(value.numerator, work.catalog))
        work.assume(f"Of {below}, those with {above} in the period are counted.")


def _move_origin(work: Work, old: object, new: object) -> None:
    if old in work.origins:
        work.origins[new] = work.origins[old]


def _dates(value: object, work: Work) -> set[ColumnRef]:
    """The time dimensions that a value's rows are dated by."""
    homes = work.setting.reach.homes(value)  # type: ignore[arg-type]
    if isinstance(value, NamedMeasure) and (measure := work.catalog.measure(value.name)):
        time = work.catalog.time_of(measure)
        return {time.ref} if time else set()
    refs = {work.catalog.dataset(home).time for home in homes}
    return {ref for ref in refs if ref is not None}
