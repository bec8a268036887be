"""The buckets that a moving average or a rolling sum runs along."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bi.language.clauses import Window
from bi.language.compose.calculating import adds_up
from bi.language.compose.work import Work
from bi.language.trouble import Trouble
from bi.language.units import floor
from bi.model.catalog import AsOf, Grain
from bi.model.semantic import (
    Calculation,
    Measured,
    MovingPeriod,
    Side,
    Span,
    TimeGroup,
    TimeRange,
)
from bi.model.words import mid_sentence
from bi.model.writing import write_bucket, write_fiscal

_DAYS = {Grain.DAY: 1, Grain.WEEK: 7}
_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


def put_windows(work: Work) -> None:
    rolling = [one for one in work.query.measures if _rolls(one)]
    if not rolling:
        return
    if any(one.window is None for one in rolling):
        source = work.origins[rolling[0].value].source if rolling[0].value in work.origins else ""
        about = f" of {mid_sentence(source)}" if source else ""
        raise Trouble(f"A moving average{about} over how many days or months? Say, of 7 days.")
    if work.query.measure_filters:
        raise Trouble("A moving average runs over every bucket, so none can be left out of it.")
    group = _group(work)
    _leave_out_unfinished(group, work)
    what = "sum" if rolling[0].calculation is Calculation.ROLLING_SUM else "average"
    empty = "counts as 0" if adds_up(rolling[0].value, work) else "is passed over"
    begun = (
        "the first ones of the data have no sum yet"
        if what == "sum"
        else f"the first ones of the data are of as many {group.grain}s as there are"
    )
    work.assume(
        f"Each {what} is of whole {group.grain}s; one without any rows {empty}, and {begun}."
    )


def _rolls(measured: Measured) -> bool:
    return measured.calculation is not None and measured.calculation.is_rolling


def _group(work: Work) -> TimeGroup:
    """The time group to run along: that of the question, or by what the window counts."""
    window = _window(work)
    groups = [one for one in work.query.groups if isinstance(one, TimeGroup)]
    if window is None:
        return _unchanged(groups, work)
    if not groups:
        group = TimeGroup(window.grain)
        work.set(groups=(group, *work.query.groups))
        return group
    count = _converted(window, groups[0].grain)
    if count is None:
        raise Trouble(
            f"{window.count} {window.grain}s cannot run along {groups[0].grain}s; ask for it by "
            f"{window.grain}."
        )
    measures = []
    for one in work.query.measures:
        new = replace(one, window=count) if _rolls(one) else one
        if one in work.origins:
            work.origins[new] = work.origins[one]
        measures.append(new)
    work.set(measures=tuple(measures))
    return groups[0]


def _window(work: Work) -> Window | None:
    named = [one.window for one in work.draft.measures if one.window is not None]
    if work.draft.calculation is not None and work.draft.calculation.window is not None:
        named.append(work.draft.calculation.window)
    if len(set(named)) > 1:
        raise Trouble("Several windows were named; ask for one at a time, please.")
    return named[0] if named else None


def _unchanged(groups: list[TimeGroup], work: Work) -> TimeGroup:
    """A window that was named earlier stays, as long as the buckets do."""
    previous = work.setting.previous.groups if work.setting.previous else ()
    before = [one for one in previous if isinstance(one, TimeGroup)]
    if not groups or not before or groups[0].grain is not before[0].grain:
        raise Trouble("A moving average over how many days or months? Say, of 7 days.")
    return groups[0]


def _converted(window: Window, grain: Grain) -> int | None:
    """12 months are 4 quarters; None where the window is not made of whole buckets."""
    for lengths in (_DAYS, _MONTHS):
        if window.grain in lengths and grain in lengths:
            count, rest = divmod(window.count * lengths[window.grain], lengths[grain])
            return count if rest == 0 and count > 1 else None
    return None


def _leave_out_unfinished(group: TimeGroup, work: Work) -> None:
    """The bucket that is not over would pull its windows down."""
    is_over = work.catalog.as_of is not AsOf.TODAY
    first_open = work.setting.today + timedelta(days=1 if is_over else 0)
    calendar = work.catalog.calendar
    end = floor(first_open, group.grain, calendar, fiscal=group.fiscal)
    time = work.query.time
    if end > work.setting.today or (time and time.end and time.end <= end):
        return
    if time and time.start and time.start >= end:
        raise Trouble(f"{time.label[:1].upper()}{time.label[1:]} is not over yet.")
    fiscal = calendar.fiscal_year
    name = (
        write_fiscal(end, group.grain, fiscal)
        if group.fiscal
        else write_bucket(datetime(end.year, end.month, end.day), group.grain)
    )
    moving = MovingPeriod(Span.THIS, group.grain, fiscal=group.fiscal, side=Side.BEFORE)
    new = TimeRange(None, end, f"before {name}", moving=moving)
    if time is not None:
        label = f"{time.label} before {name}"
        new = replace(time, end=end, label=label, grain=None, moving=None)
        if time in work.origins:
            work.origins[new] = work.origins[time]
    work.set(time=new)
    work.assume(f"{name[:1].upper()}{name[1:]} is not over yet and left out.")
