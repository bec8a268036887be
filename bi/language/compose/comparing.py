"""Beside which earlier period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bi.language.clauses import AgainstClause
from bi.language.compose.timing import resolved
from bi.language.compose.work import Work
from bi.language.periods import Period
from bi.language.trouble import Trouble
from bi.language.units import floor, shift, units_in
from bi.model.catalog import Grain
from bi.model.semantic import (
    Comparison,
    MovingPeriod,
    PeriodGroup,
    Span,
    TimeGroup,
    TimeRange,
)
from bi.model.writing import write_bucket


def put_comparison(work: Work) -> None:
    clause = work.draft.against
    if clause is None:
        return
    if any(isinstance(group, PeriodGroup) for group in work.query.groups):
        if not clause.mutual:
            raise Trouble("Periods side by side are not compared with an earlier one as well.")
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
    other = resolved(period, work).range
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
    grain, calendar = period.grain, work.catalog.calendar
    floored = floor(time.start, grain, calendar, fiscal=period.fiscal)
    if period.offset is None and time.grain is not None and time.grain is not grain:
        raise Trouble(f"{time.label} and {other.label} are not equally long.")
    count = _steps(other.start, floored, grain)
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
    start = floor(today, grain, work.catalog.calendar)
    if after is not None and after.end is not None and after.end != start:
        start = after.end
    end = min(shift(start, grain, 1), today + timedelta(days=1))
    is_relative = after is None or after.moving is not None
    moving = MovingPeriod(Span.TO_DATE, grain) if is_relative else None
    time = TimeRange(start, end, f"this {grain.value} so far", moving=moving)
    if start > today:
        raise Trouble(f"There is nothing after {after.label if after else 'today'} to compare.")
    if end == shift(start, grain, 1):
        name = write_bucket(datetime(start.year, start.month, start.day), grain)
        time = TimeRange(start, end, name, grain, moving=moving)
    work.set(time=time)
    work.assume(f"{time.label[:1].upper()}{time.label[1:]} is looked at, as no period was named.")


def _end_with_today(work: Work) -> None:
    """A period that has not ended is compared with as many days of the earlier one."""
    time, today = work.query.time, work.setting.today
    if time is None or time.end is None or time.start is None:
        return
    end = today + timedelta(days=1)
    if time.start < end < time.end:
        place = work.origins.get(time)
        label, moving = f"{time.label} so far", _to_date(time.moving)
        clipped = replace(time, end=end, label=label, grain=None, moving=moving)
        if place is not None:
            work.origins[clipped] = place
        work.set(time=clipped)
        work.assume(
            f"{time.label[:1].upper()}{time.label[1:]} has not ended, so it is compared with the "
            f"same days of the earlier period."
        )


def _to_date(moving: MovingPeriod | None) -> MovingPeriod | None:
    return replace(moving, span=Span.TO_DATE) if moving and moving.span is Span.THIS else None
