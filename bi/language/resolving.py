"""The days that a period means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bi.catalog.wording import capital
from bi.language.periods import NoSuchPeriod, Period
from bi.language.units import day_name, days_of, floor, shift, unit_name
from bi.model.catalog import Calendar, Grain
from bi.model.semantic import MovingPeriod, Span, TimeRange
from bi.model.writing import WEEKDAYS, write_fiscal


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
        named = day_name(period.day)
        said = f"{named} is meant: {_date_order(period.day, period.label)}."
        span = TimeRange(period.day, period.day + timedelta(days=1), named, Grain.DAY)
        return Resolved(span, said if period.ambiguous else None)
    if period.around is not None:
        return _around(period, period.around, today, calendar, context)
    if period.weekday is not None:
        return _weekday(period.weekday, period.offset, today, calendar)
    if period.weekend:
        return _weekend(period.offset or 0, today, calendar)
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
        return TimeRange(day, day + timedelta(days=1), day_name(day), Grain.DAY)
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
    if period.weekend:
        if found.range.start.weekday() not in calendar.weekend:
            raise NoSuchPeriod(f"{found.range.label} is no day of a weekend.")
        return _weekend(0, found.range.start, calendar)
    start = floor(found.range.start, period.grain, calendar)
    span = TimeRange(start, shift(start, period.grain, 1), "", period.grain)
    label = (
        f"the week of {day_name(start)}"
        if period.grain is Grain.WEEK
        else unit_name(span, calendar)
    )
    return Resolved(replace(span, label=label), f"{capital(label)} is {days_of(span)}.")


def _weekday(weekday: int, offset: int | None, today: date, calendar: Calendar) -> Resolved:
    """`offset` 0 is that of this week, -1 the last one before today, None the last one."""
    if offset == 0:
        start = floor(today, Grain.WEEK, calendar)
        day, which = start + timedelta(days=(weekday - 1 - start.weekday()) % 7), "of this week"
    else:
        back = (today.weekday() + 1 - weekday) % 7
        day = today - timedelta(days=7 if offset and back == 0 else back)
        which = "the most recent one"
    span = TimeRange(day, day + timedelta(days=1), day_name(day), Grain.DAY)
    return Resolved(span, f"{WEEKDAYS[weekday - 1]}, {day_name(day)}, is meant, {which}.")


def _weekend(offset: int, today: date, calendar: Calendar) -> Resolved:
    """`offset` 0 is the one of today, else the coming one; -1 the last that was over."""
    first = next((d for d in calendar.weekend if (d - 1) % 7 not in calendar.weekend), None)
    if first is None:
        raise NoSuchPeriod("The catalog names no days of a weekend.")
    start = today - timedelta(days=(today.weekday() - first) % 7)
    length = timedelta(days=len(calendar.weekend))
    if offset == 0 and start + length <= today:
        start += timedelta(days=7)
    if offset and start + length > today:
        start -= timedelta(days=7)
    span = TimeRange(start, start + length, f"the weekend of {day_name(start)}")
    return Resolved(span, f"{capital(span.label)} is meant.")


def _this_year(period: Period, today: date, calendar: Calendar) -> int:
    return calendar.fiscal_year.number(today) if period.fiscal else today.year


def _yearless(
    period: Period, today: date, calendar: Calendar, context: TimeRange | None
) -> Resolved:
    year = _year_of(context)
    if year is not None:
        chosen = absolute(period, year, calendar)
        return Resolved(
            chosen, f"{capital(chosen.label)} is meant, as the question before was about {year}."
        )
    chosen = _most_recent(period, today, calendar)
    return Resolved(
        chosen, f"{capital(chosen.label)} is meant, the most recent one that has begun."
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
    found = _from_today(period, today, calendar)
    return replace(found, range=replace(found.range, moving=_moving(period)))


def _moving(period: Period) -> MovingPeriod | None:
    """None for what has not begun."""
    offset, grain, fiscal = period.offset or 0, period.grain, period.fiscal
    if offset > 0:
        return None
    if period.to_date:
        return MovingPeriod(Span.TO_DATE, grain, fiscal=fiscal)
    if period.count > 1 and grain is Grain.DAY:
        return MovingPeriod(Span.TRAILING, grain, period.count)
    if offset == 0:
        return MovingPeriod(Span.THIS, grain, fiscal=fiscal)
    return MovingPeriod(Span.PREVIOUS, grain, period.count, skip=-1 - offset, fiscal=fiscal)


def _from_today(period: Period, today: date, calendar: Calendar) -> Resolved:
    offset = period.offset or 0
    if period.grain is Grain.DAY and period.count > 1 and offset < 0:
        # Rolling days end with today: they are read as "up to now".
        start, end = today - timedelta(days=period.count - 1), today + timedelta(days=1)
        return _counted(period, start, end)
    current = floor(today, period.grain, calendar, fiscal=period.fiscal)
    if period.to_date:
        span = TimeRange(current, today + timedelta(days=1), period.label)
        return Resolved(span, f"{capital(period.label)}: {days_of(span)}.")
    end = shift(current, period.grain, offset + 1)
    if period.count > 1 and offset == -1 and not period.before_other:
        end = _end_of_last(today, current, period.grain)
    start = shift(end, period.grain, -period.count)
    if period.count > 1:
        return _counted(period, start, end)
    span = TimeRange(start, end, period.label, period.grain)
    name = write_fiscal(start, period.grain, calendar.fiscal_year) if period.fiscal else ""
    name = f"{name}, {days_of(span)}" if name else unit_name(span, calendar)
    if not period.label:
        return Resolved(replace(span, label=name))
    return Resolved(span, f"{capital(period.label)} is {name}.")


def _end_of_last(today: date, current: date, grain: Grain) -> date:
    """ "The last 3 months" are whole ones: the current one is among them on its last day."""
    over = shift(current, grain, 1)
    return over if today + timedelta(days=1) == over else current


def _counted(period: Period, start: date, end: date) -> Resolved:
    span = TimeRange(start, end, period.label, period.grain)
    return Resolved(span, f"{capital(period.label)}: {days_of(span)}.")


def _date_order(day: date, written: str) -> str:
    which = "day" if written.lstrip("0").startswith(f"{day.day}") else "month"
    return f"the {which} is read first"
