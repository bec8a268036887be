"""When, and beside which earlier period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bi.catalog.wording import value_name
from bi.language.clauses import AgainstClause, Bound, TimeClause
from bi.language.compose.work import Work
from bi.language.periods import Period, Resolved, absolute, between, floor, resolve, shift, units_in
from bi.language.trouble import Trouble
from bi.model.catalog import ColumnRef, Grain
from bi.model.semantic import (
    Comparison,
    DatePartGroup,
    NamedMeasure,
    Ratio,
    TimeGroup,
    TimeRange,
)
from bi.model.words import mid_sentence

_OPEN = {
    Bound.SINCE: "since {}",
    Bound.UNTIL: "until {}",
    Bound.BEFORE: "before {}",
    Bound.AFTER: "after {}",
}


def put_time(work: Work) -> None:
    clauses = work.draft.times
    if not clauses:
        return
    if len(clauses) > 1:
        words = " and ".join(f"“{clause.place.source}”" for clause in clauses)
        raise Trouble(f"Two times were named, {words}; a question has one.")
    clause = clauses[0]
    found = range_of(clause, work)
    work.assume(found.assumption)
    time = found.range
    if clause.columns:
        column = work.chooser().choose(clause.place.source, clause.columns, lambda c: c, clause.place.start)
        time = replace(time, column=column)
    if time.start is not None and time.start > work.setting.today:
        raise Trouble(
            f"“{clause.place.source}” lies in the future; only what has happened can be shown.",
            unknown=(clause.place.source,),
        )
    work.origins[time] = clause.place
    work.set(time=time)


def range_of(clause: TimeClause, work: Work) -> Resolved:
    """The days of a time clause. Raises Trouble for days that do not exist."""
    try:
        return _range(clause, work)
    except ValueError as error:
        raise Trouble(f"“{clause.place.source}” is no period: it does not exist.") from error


def _range(clause: TimeClause, work: Work) -> Resolved:
    if clause.last is not None:
        found = _between(clause.period, clause.last, work)
        if clause.bound is Bound.BOTH and not _adjoin(clause.period, clause.last, work):
            raise Trouble(f"“{clause.place.source}” are two periods with a gap between them.")
        return found
    found = _resolved(clause.period, work)
    span, label = found.range, found.range.label
    match clause.bound:
        case Bound.SINCE:
            open_range = TimeRange(span.start, None, _OPEN[Bound.SINCE].format(label))
        case Bound.UNTIL:
            open_range = TimeRange(None, span.end, _OPEN[Bound.UNTIL].format(label))
        case Bound.BEFORE:
            open_range = TimeRange(None, span.start, _OPEN[Bound.BEFORE].format(label))
        case Bound.AFTER:
            open_range = TimeRange(span.end, None, _OPEN[Bound.AFTER].format(label))
        case _:
            return found
    return Resolved(open_range, found.assumption)


def _adjoin(first: Period, last: Period, work: Work) -> bool:
    if first.lacks_year and last.year is not None:
        first = replace(first, year=last.year)
    return _resolved(first, work).range.end == _resolved(last, work).range.start


def _resolved(period: Period, work: Work) -> Resolved:
    previous = work.setting.previous
    context = previous.time if previous else None
    return resolve(period, work.setting.today, work.catalog.calendar, context)


def _between(first: Period, last: Period, work: Work) -> Resolved:
    """Both ends; a year named once is meant for both."""
    if first.lacks_year and last.year is not None:
        first = replace(first, year=last.year)
    if last.lacks_year and first.year is not None:
        last = replace(last, year=first.year)
    begin, end = _resolved(first, work), _resolved(last, work)
    if begin.range.start and end.range.start and begin.range.start > end.range.start:
        if not first.lacks_year:
            raise ValueError("a range that ends before it starts")
        begin = Resolved(_absolute_year_before(first, begin.range))
    span = between(begin.range, end.range)
    assumption = f"{span.label} is meant." if first.lacks_year else None
    return Resolved(span, assumption)


def _absolute_year_before(period: Period, span: TimeRange) -> TimeRange:
    year = span.start.year - 1 if span.start else 0
    return absolute(period, year)


def put_comparison(work: Work) -> None:
    clause = work.draft.against
    if clause is None:
        return
    comparison = _in_years(_comparison(clause, work))
    work.origins[comparison] = clause.place
    work.set(comparison=comparison)
    _end_with_today(work)


def _in_years(comparison: Comparison) -> Comparison:
    """Four quarters earlier is a year earlier, and said so."""
    in_a_year = {Grain.QUARTER: 4, Grain.MONTH: 12}.get(comparison.grain)
    if in_a_year is None or comparison.count % in_a_year:
        return comparison
    return Comparison(Grain.YEAR, comparison.count // in_a_year)


def _comparison(clause: AgainstClause, work: Work) -> Comparison:
    if clause.period is not None:
        return _with_period(clause, clause.period, work)
    grain, time = clause.grain, work.query.time
    if grain is not None:
        if time is None and not _time_groups(work):
            _assume_this(grain, work)
        return Comparison(grain)
    groups = _time_groups(work)
    if groups and (time is None or (len(groups) == 1 and _buckets(work))):
        return Comparison(groups[0].grain)
    if time is None:
        _assume_this(Grain.YEAR, work)
        return Comparison(Grain.YEAR)
    count = units_in(time)
    if count is None or time.grain is None:
        return _rolling(time, clause)
    return Comparison(time.grain, count)


def _buckets(work: Work) -> bool:
    """Growth of a series is from one bucket to the next."""
    return "PERIOD_BEFORE" not in work.draft.marks


def _time_groups(work: Work) -> list[TimeGroup]:
    return [group for group in work.query.groups if isinstance(group, TimeGroup)]


def _rolling(time: TimeRange, clause: AgainstClause) -> Comparison:
    if time.start is None or time.end is None:
        raise Trouble(f"“{clause.place.source}” needs a period with a beginning and an end.")
    if time.start.day == 1 and time.start.month == 1:
        return Comparison(Grain.YEAR)
    return Comparison(Grain.DAY, (time.end - time.start).days)


def _with_period(clause: AgainstClause, period: Period, work: Work) -> Comparison:
    """Beside a period named: how far back it lies."""
    other = _resolved(period, work).range
    time = work.query.time
    if time is not None and period.before_other:
        return Comparison(period.grain, period.count)
    if time is None and _time_groups(work):
        _require_relative(clause, period)
        return Comparison(period.grain)
    if time is None:
        _assume_this(period.grain, work, after=other)
        time = work.query.time
    if clause.mutual and time is not None:
        time, other = _later_first(time, other, clause, work)
    if time is None or time.start is None or other.start is None:
        raise Trouble(f"“{clause.place.source}” needs a period with a beginning and an end.")
    if period.offset == -1 and _holds(other, time.start):
        return Comparison(period.grain, period.count)
    if other.start >= time.start:
        raise Trouble(f"“{clause.place.source}” is not before {time.label}.")
    grain = period.grain
    if period.offset is None and time.grain is not None and time.grain is not grain:
        raise Trouble(f"{time.label} and {other.label} are not equally long.")
    count = _steps(other.start, floor(time.start, grain), grain)
    if count is None:
        raise Trouble(f"{time.label} and {other.label} cannot be set beside one another.")
    return Comparison(grain, count)


def _later_first(
    time: TimeRange, other: TimeRange, clause: AgainstClause, work: Work
) -> tuple[TimeRange, TimeRange]:
    """ "2023 vs 2024" is about 2024 beside 2023."""
    if time.start is None or other.start is None or other.start <= time.start:
        return time, other
    work.origins[other] = clause.place
    work.set(time=other)
    return other, time


def _holds(span: TimeRange, day: date) -> bool:
    """ "compare with last year" said of a part of that year means the year before."""
    return span.start is not None and span.end is not None and span.start <= day < span.end


def _require_relative(clause: AgainstClause, period: Period) -> None:
    if period.offset != -1 or period.count != 1:
        raise Trouble(f"“{clause.place.source}” needs a period to set it beside, like “2025”.")


def _steps(start: date, end: date, grain: Grain) -> int | None:
    """How many units lie between two days; None when no whole number of them does."""
    for count in range(1, 500):
        moved = shift(start, grain, count)
        if moved == end:
            return count
        if moved > end:
            return None
    return None


def _assume_this(grain: Grain, work: Work, after: TimeRange | None = None) -> None:
    """The unit that holds today, up to today; or the one after a period named."""
    today = work.setting.today
    start = floor(today, grain, work.catalog.calendar.week_start)
    if after is not None and after.end is not None and after.end != start:
        start = after.end
    end = min(shift(start, grain, 1), today + timedelta(days=1))
    time = TimeRange(start, end, f"this {grain.value} so far")
    if start > today:
        raise Trouble(f"There is nothing after {after.label if after else 'today'} to compare.")
    if end == shift(start, grain, 1):
        time = TimeRange(start, end, _unit_label(start, grain), grain)
    work.set(time=time)
    work.assume(f"{time.label[:1].upper()}{time.label[1:]} is looked at, as no period was named.")


def _unit_label(start: date, grain: Grain) -> str:
    period = Period(grain, day=start) if grain is Grain.DAY else None
    if period is not None:
        return f"{start.day} {start:%B} {start.year}"
    match grain:
        case Grain.YEAR:
            return str(start.year)
        case Grain.QUARTER:
            return f"Q{(start.month + 2) // 3} {start.year}"
        case Grain.MONTH:
            return f"{start:%B} {start.year}"
    return f"the week of {start.day} {start:%B} {start.year}"


def _end_with_today(work: Work) -> None:
    """A period that has not ended is compared with as many days of the earlier one."""
    time, today = work.query.time, work.setting.today
    if time is None or time.end is None or time.start is None:
        return
    end = today + timedelta(days=1)
    if time.start < end < time.end:
        place = work.origins.get(time)
        clipped = replace(time, end=end, label=f"{time.label} so far", grain=None)
        if place is not None:
            work.origins[clipped] = place
        work.set(time=clipped)
        work.assume(
            f"{time.label[:1].upper()}{time.label[1:]} has not ended, so it is compared with the "
            f"same days of the earlier period."
        )


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
        if isinstance(group, TimeGroup | DatePartGroup) and group.column is None:
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
