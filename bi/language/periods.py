"""Periods of time as a sentence names them, and the days they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bi.model.catalog import Calendar, Grain
from bi.model.semantic import TimeRange
from bi.model.writing import WEEKDAYS, write_fiscal


class NoSuchPeriod(ValueError):
    """A period that no calendar has, or not the catalog's; the text is for the person."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period, its anchor still open where the sentence leaves it open.

    `year` None with a month, quarter, half, week or holiday: the year depends on the
    conversation, unless `year_offset` counts it from the current one. `offset` counts units from
    the current one; `count` joins several units, ending there.
    """

    grain: Grain
    year: int | None = None
    month: int | None = None
    quarter: int | None = None
    half: int | None = None
    week: int | None = None
    day: date | None = None
    day_of_month: int | None = None
    weekday: int | None = None  # 1 Monday … 7 Sunday: the most recent one
    holiday: str | None = None
    year_offset: int | None = None
    offset: int | None = None
    count: int = 1
    to_date: bool = False
    fiscal: bool = False
    # The whole unit that holds another period: "the week of 3 March".
    around: Period | None = None
    # "previous": beside another period it is the one before that.
    before_other: bool = False
    # A day written in figures that could be read in two ways.
    ambiguous: bool = False
    label: str = ""

    @property
    def lacks_year(self) -> bool:
        named = self.month or self.quarter or self.half or self.week or self.holiday
        return bool(named) and self.year is None and self.year_offset is None

    @property
    def is_whole_years(self) -> bool:
        """Calendar years by their numbers: "2024", "the 1990s"."""
        return self.grain is Grain.YEAR and self.year is not None and not self.fiscal


def with_years(periods: Sequence[Period]) -> tuple[Period, ...]:
    """ "Q1 and Q3 of 2025": a year that one names is meant for those beside it without one.

    That of the next one that has a year; after the last such, the one before.
    """
    shared: list[Period] = []
    for run in (reversed(periods), None):
        year = None
        found = []
        for one in run or reversed(shared):
            year = one.year or year
            found.append(replace(one, year=year) if one.lacks_year and year else one)
        shared = found
    return tuple(shared)


_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


def shift(day: date, grain: Grain, count: int) -> date:
    """`day` moved by whole units; a day that the target month lacks becomes its last."""
    if grain is Grain.DAY:
        return day + timedelta(days=count)
    if grain is Grain.WEEK:
        return day + timedelta(weeks=count)
    months = day.year * 12 + day.month - 1 + count * _MONTHS[grain]
    year, month = divmod(months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def floor(day: date, grain: Grain, calendar: Calendar, *, fiscal: bool = False) -> date:
    """The first day of the unit that holds `day`."""
    ahead = calendar.fiscal_year.start - 1 if fiscal else 0
    if grain in _MONTHS:
        months = day.year * 12 + day.month - 1 - ahead
        year, month = divmod(months - months % _MONTHS[grain] + ahead, 12)
        return date(year, month + 1, 1)
    if grain is Grain.WEEK:
        return day - timedelta(days=(day.weekday() - calendar.week_start) % 7)
    return day


@dataclass(frozen=True, slots=True)
class Resolved:
    """`assumption` says what was decided that the sentence left open."""

    range: TimeRange
    assumption: str | None = None


def resolve(
    period: Period, today: date, calendar: Calendar, context: TimeRange | None = None
) -> Resolved:
    """The days of a period. `context` is the range of the query that a follow-up edits.

    Raises ValueError for a day that no calendar has.
    """
    if period.day is not None:
        named = _day(period.day)
        said = f"{named} is meant: {_date_order(period.day, period.label)}."
        span = TimeRange(period.day, period.day + timedelta(days=1), named, Grain.DAY)
        return Resolved(span, said if period.ambiguous else None)
    if period.around is not None:
        return _around(period, period.around, today, calendar, context)
    if period.weekday is not None:
        return _weekday(period.weekday, period.offset, today, calendar)
    if period.year_offset is not None:
        chosen = absolute(
            period, _this_year(period, today, calendar) + period.year_offset, calendar
        )
        return Resolved(chosen, f"{chosen.label} is meant.")
    if period.offset is not None:
        return _relative(period, today, calendar)
    if period.lacks_year:
        return _yearless(period, today, calendar, context)
    return Resolved(absolute(period, period.year or today.year, calendar))


def absolute(period: Period, year: int, calendar: Calendar) -> TimeRange:
    """Raises ValueError for a day that no calendar has, NoSuchPeriod for one that this has not."""
    if period.holiday:
        return _holiday(period.holiday, year, calendar)
    if period.fiscal:
        return _fiscal(period, year, calendar)
    if period.week:
        return _week(period.week, year, calendar)
    if period.month and period.day_of_month:
        day = date(year, period.month, period.day_of_month)
        return TimeRange(day, day + timedelta(days=1), _day(day), Grain.DAY)
    if period.month:
        start = date(year, period.month, 1)
        return TimeRange(start, shift(start, Grain.MONTH, 1), f"{start:%B} {year}", Grain.MONTH)
    if period.quarter:
        start = date(year, period.quarter * 3 - 2, 1)
        label = f"Q{period.quarter} {year}"
        return TimeRange(start, shift(start, Grain.QUARTER, 1), label, Grain.QUARTER)
    if period.half:
        start = date(year, period.half * 6 - 5, 1)
        label = f"H{period.half} {year}"
        return TimeRange(start, shift(start, Grain.QUARTER, 2), label, Grain.QUARTER)
    label = f"the {year}s" if period.count == 10 else str(year)
    return TimeRange(date(year, 1, 1), date(year + period.count, 1, 1), label, Grain.YEAR)


def _fiscal(period: Period, year: int, calendar: Calendar) -> TimeRange:
    fiscal = calendar.fiscal_year
    start, grain = fiscal.first_day(year), Grain.YEAR
    if period.quarter:
        start, grain = shift(start, Grain.QUARTER, period.quarter - 1), Grain.QUARTER
    return TimeRange(start, shift(start, grain, 1), write_fiscal(start, grain, fiscal), grain)


def _week(week: int, year: int, calendar: Calendar) -> TimeRange:
    """By ISO 8601; a week that begins with another day is that of its Monday."""
    start = date.fromisocalendar(year, week, 1) - timedelta(days=-calendar.week_start % 7)
    return TimeRange(start, start + timedelta(days=7), f"week {week} of {year}", Grain.WEEK)


def _holiday(name: str, year: int, calendar: Calendar) -> TimeRange:
    holiday = calendar.holiday(name)
    spans = [span for span in (holiday.spans if holiday else ()) if span[0].year == year]
    if not spans:
        raise NoSuchPeriod(f"The catalog names no days of {name} in {year}.")
    if len(spans) > 1:
        raise NoSuchPeriod(f"{name} came {len(spans)} times in {year}; name its days, please.")
    first, last = spans[0]
    grain = Grain.DAY if first == last else None
    return TimeRange(first, last + timedelta(days=1), f"{name} {year}", grain)


def _around(
    period: Period, inner: Period, today: date, calendar: Calendar, context: TimeRange | None
) -> Resolved:
    found = resolve(inner, today, calendar, context)
    if found.range.start is None:
        raise NoSuchPeriod("A period without a beginning lies in no week.")
    start = floor(found.range.start, period.grain, calendar)
    span = TimeRange(start, shift(start, period.grain, 1), "", period.grain)
    label = f"the week of {_day(start)}" if period.grain is Grain.WEEK else _name(span, calendar)
    return Resolved(replace(span, label=label), f"{_capital(label)} is {_days(span)}.")


def _weekday(weekday: int, offset: int | None, today: date, calendar: Calendar) -> Resolved:
    """`offset` 0 is that of this week, -1 the last one before today, None the last one."""
    if offset == 0:
        start = floor(today, Grain.WEEK, calendar)
        day, which = start + timedelta(days=(weekday - 1 - start.weekday()) % 7), "of this week"
    else:
        back = (today.weekday() + 1 - weekday) % 7
        day = today - timedelta(days=7 if offset and back == 0 else back)
        which = "the most recent one"
    span = TimeRange(day, day + timedelta(days=1), _day(day), Grain.DAY)
    return Resolved(span, f"{WEEKDAYS[weekday - 1]}, {_day(day)}, is meant, {which}.")


def _this_year(period: Period, today: date, calendar: Calendar) -> int:
    return calendar.fiscal_year.number(today) if period.fiscal else today.year


def _yearless(
    period: Period, today: date, calendar: Calendar, context: TimeRange | None
) -> Resolved:
    year = _year_of(context)
    if year is not None:
        chosen = absolute(period, year, calendar)
        return Resolved(
            chosen, f"{_capital(chosen.label)} is meant, as the question before was about {year}."
        )
    chosen = _most_recent(period, today, calendar)
    return Resolved(
        chosen, f"{_capital(chosen.label)} is meant, the most recent one that has begun."
    )


def _most_recent(period: Period, today: date, calendar: Calendar) -> TimeRange:
    """The last one that has begun; a holiday may be missing in a year."""
    this = _this_year(period, today, calendar)
    for year in (this, this - 1):
        try:
            chosen = absolute(period, year, calendar)
        except NoSuchPeriod:
            if year != this:
                raise
            continue
        if chosen.start is not None and chosen.start <= today:
            return chosen
    return absolute(period, this - 1, calendar)


def _year_of(context: TimeRange | None) -> int | None:
    """The one calendar year that a range lies in."""
    if context is None or context.start is None or context.end is None:
        return None
    last = context.end - timedelta(days=1)
    return context.start.year if context.start.year == last.year else None


def _relative(period: Period, today: date, calendar: Calendar) -> Resolved:
    offset = period.offset or 0
    if period.grain is Grain.DAY and period.count > 1:
        # Rolling days end with today: they are read as "up to now".
        start, end = today - timedelta(days=period.count - 1), today + timedelta(days=1)
        return _counted(period, start, end)
    current = floor(today, period.grain, calendar, fiscal=period.fiscal)
    if period.to_date:
        span = TimeRange(current, today + timedelta(days=1), period.label)
        return Resolved(span, f"{_capital(period.label)}: {_days(span)}.")
    end = shift(current, period.grain, offset + 1)
    start = shift(end, period.grain, -period.count)
    if period.count > 1:
        return _counted(period, start, end)
    span = TimeRange(start, end, period.label, period.grain)
    name = write_fiscal(start, period.grain, calendar.fiscal_year) if period.fiscal else ""
    name = f"{name}, {_days(span)}" if name else _name(span, calendar)
    if not period.label:
        return Resolved(replace(span, label=name))
    return Resolved(span, f"{_capital(period.label)} is {name}.")


def _counted(period: Period, start: date, end: date) -> Resolved:
    span = TimeRange(start, end, period.label, period.grain)
    return Resolved(span, f"{_capital(period.label)}: {_days(span)}.")


def units_in(span: TimeRange) -> int | None:
    """How many whole units of its grain a range covers; None when it has no whole units."""
    if span.start is None or span.end is None or span.grain is None or span.grain is Grain.HOUR:
        return None
    count, day = 0, span.start
    while day < span.end and count < 5000:
        count += 1
        day = shift(span.start, span.grain, count)
    return count if day == span.end else None


def _name(span: TimeRange, calendar: Calendar) -> str:
    """What a whole unit of the calendar is called, else its days."""
    start = span.start
    if start is None or span.grain is None or floor(start, span.grain, calendar) != start:
        return _days(span)
    match span.grain:
        case Grain.YEAR:
            return str(start.year)
        case Grain.QUARTER:
            return f"Q{(start.month + 2) // 3} {start.year}"
        case Grain.MONTH:
            return f"{start:%B} {start.year}"
        case Grain.DAY:
            return _day(start)
    return _days(span)


def _days(span: TimeRange) -> str:
    if span.start is None or span.end is None:
        return span.label
    return f"{_day(span.start)} to {_day(span.end - timedelta(days=1))}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _date_order(day: date, written: str) -> str:
    which = "day" if written.lstrip("0").startswith(f"{day.day}") else "month"
    return f"the {which} is read first"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def between(first: TimeRange, last: TimeRange) -> TimeRange:
    """From the start of one to the end of the other, both included.

    Raises ValueError when they are in the wrong order.
    """
    if first.start is None or last.end is None or last.end <= first.start:
        raise ValueError("a range that ends before it starts")
    grain = first.grain if first.grain == last.grain else None
    return TimeRange(first.start, last.end, f"{first.label} to {last.label}", grain)
