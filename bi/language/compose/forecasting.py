"""How far ahead a forecast looks, and along which buckets of time."""

from __future__ import annotations

from datetime import date, timedelta

from bi.catalog.wording import enumerated, group_name
from bi.language.clauses import Bound, Part, Place, TimeClause
from bi.language.compose.timing import range_of
from bi.language.compose.work import Work
from bi.language.periods import Period
from bi.language.resolving import absolute
from bi.language.trouble import Trouble
from bi.language.units import floor, shift
from bi.model.catalog import AsOf, Grain
from bi.model.semantic import ForecastWish, SemanticQuery, TimeGroup, TimeRange

# How many buckets are looked ahead where nobody says.
_USUAL = {
    Grain.HOUR: 24,
    Grain.DAY: 14,
    Grain.WEEK: 8,
    Grain.MONTH: 6,
    Grain.QUARTER: 4,
    Grain.YEAR: 2,
}
_MOST = 1000
_HOURS_A_DAY = 24


def put_forecast(work: Work) -> None:
    """The wish for one, with the times that lie ahead: the others say which history counts."""
    draft = work.draft
    if any(one.part is Part.FORECAST for one in draft.removals):
        return
    if not draft.forecasts and work.query.forecast is None:
        return
    ahead = _taken(work)
    if not draft.forecasts and ahead is None:
        return
    group = _time_group(ahead, work)
    if group is None:
        return  # said by `check_forecast`, once the whole query is known
    periods = _USUAL[group.grain] if ahead is None else _count(ahead[1], group, work)
    wish = ForecastWish(periods)
    work.set(forecast=wish)
    place = ahead[0] if ahead else draft.forecasts[0].place
    work.origins[wish] = place


def check_forecast(work: Work) -> None:
    """Drops the forecast of the question before where it no longer fits.

    Raises Trouble where it was asked for in this sentence.
    """
    wanted = work.draft.forecasts
    if work.query.forecast is None and not wanted:
        return
    fault = _fault(work.query, work)
    if fault is None:
        return
    if wanted:
        raise Trouble(fault)
    work.set(forecast=None)
    work.assume(f"There is no forecast any more. {fault}")


def _fault(query: SemanticQuery, work: Work) -> str | None:
    """Why there can be no forecast, and what would do."""
    if query.columns:
        return "A list of rows cannot be forecast; ask for a measure, say by month."
    others = [group for group in query.groups if not isinstance(group, TimeGroup)]
    if others:
        names = enumerated([group_name(group, work.catalog) for group in others])
        return (
            f"A forecast is of one series along time, not by {names}. Leave that out, or ask for "
            f"one of them."
        )
    if len(query.measures) != 1:
        return "One measure at a time can be forecast; name the one that matters."
    if query.measures[0].calculation is not None:
        return "A calculated value cannot be forecast; ask for the plain one."
    if query.limit is not None or query.measure_filters:
        return "A forecast needs every bucket of time, so none can be left out by its value."
    if query.comparison is not None:
        return "A forecast cannot be shown beside an earlier period; ask for one of the two."
    return None


def _taken(work: Work) -> tuple[Place, TimeRange] | None:
    """The time to come that the sentence names; its clause says nothing about the history."""
    found = [
        (one.place, _ahead(TimeClause(one.place, one.period), work))
        for one in work.draft.forecasts
        if one.period is not None
    ]
    kept = []
    for clause in work.draft.times:
        span = None if clause.negated else _ahead(clause, work)
        if span is not None and span.end is not None and span.end > _first_open(work):
            found.append((clause.place, span))
        else:
            kept.append(clause)
    work.draft.times = kept
    if len({span.end for _, span in found}) > 1:
        words = " and ".join(f"“{place.source}”" for place, _ in found)
        raise Trouble(f"How far ahead, {words}? Name one time, please.")
    return found[0] if found else None


def _ahead(clause: TimeClause, work: Work) -> TimeRange:
    """The days of a time; one without a year is the next that is not over."""
    period = clause.period
    if period.lacks_year and clause.bound in (Bound.IN, Bound.UNTIL) and clause.last is None:
        return _next(period, work)
    return range_of(clause, work).range


def _next(period: Period, work: Work) -> TimeRange:
    calendar, today = work.catalog.calendar, work.setting.today
    this = calendar.fiscal_year.number(today) if period.fiscal else today.year
    found = absolute(period, this, calendar)
    if found.end is not None and found.end <= _first_open(work):
        return absolute(period, this + 1, calendar)
    return found


def _first_open(work: Work) -> date:
    """The first day that is not over."""
    is_over = work.catalog.as_of is not AsOf.TODAY
    return work.setting.today + timedelta(days=1 if is_over else 0)


def _time_group(ahead: tuple[Place, TimeRange] | None, work: Work) -> TimeGroup | None:
    """The buckets of the question, else those that the time ahead is counted in."""
    groups = work.query.groups
    if groups:
        return next((one for one in groups if isinstance(one, TimeGroup)), None)
    grain = ahead[1].grain if ahead else None
    if grain in (None, Grain.YEAR, Grain.HOUR):
        grain = Grain.MONTH
    group = TimeGroup(grain)
    work.set(groups=(group,))
    if work.query.time is not None:
        # It was the time of a single figure, which is no history.
        work.assume(f"Every {grain} that there is counts, not only {work.query.time.label}.")
        work.set(time=None)
    return group


def _count(ahead: TimeRange, group: TimeGroup, work: Work) -> int:
    """How many buckets begin after the one that is under way, before the time ahead ends."""
    open_day, calendar = _first_open(work), work.catalog.calendar
    end = ahead.end or open_day
    if group.grain is Grain.HOUR:
        return min((end - open_day).days * _HOURS_A_DAY, _MOST)
    start = floor(open_day, group.grain, calendar, fiscal=group.fiscal)
    if start < open_day:
        start = shift(start, group.grain, 1)
    count = 0
    while start < end and count < _MOST:
        count, start = count + 1, shift(start, group.grain, 1)
    return count
