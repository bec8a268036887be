"""Recurring parts of a date, as expressions and as conditions."""

from __future__ import annotations

from datetime import timedelta

from sqlglot import exp

from bi.compiler.conditions import within
from bi.compiler.dialects.dialect import Dialect, number
from bi.compiler.periods import is_finer
from bi.compiler.zones import Zones
from bi.model.catalog import Calendar, Dimension, Grain, Holiday
from bi.model.errors import QueryNotPossible
from bi.model.semantic import DatePart, DatePartFilter, TimeRange

# What a date must be known by for a part to have a meaning.
_GRAINS = {
    DatePart.HOUR_OF_DAY: Grain.HOUR,
    DatePart.WEEK_OF_YEAR: Grain.WEEK,
    DatePart.MONTH_OF_YEAR: Grain.MONTH,
    DatePart.QUARTER_OF_YEAR: Grain.QUARTER,
}


def check_part(part: DatePart, dimension: Dimension) -> None:
    """Raises QueryNotPossible for a part that dates known so far do not have."""
    finest = dimension.finest_grain
    if is_finer(_GRAINS.get(part, Grain.DAY), finest):
        raise QueryNotPossible(
            f"{dimension.label} is known by {finest} only: it has no "
            f"{part.value.replace('_', ' ')}.",
            dimension=str(dimension.ref),
        )


def part_expression(
    column: exp.Expr, part: DatePart, calendar: Calendar, dialect: Dialect
) -> exp.Expr:
    """The part of a date: an integer, or of a holiday its name."""
    match part:
        case DatePart.WEEKEND:
            weekday = dialect.part(column, DatePart.WEEKDAY)
            return dialect.flag(_among(weekday, [day + 1 for day in calendar.weekend]))
        case DatePart.WEEK_OF_YEAR:
            return dialect.week_of_year(column, calendar.week_start)
        case DatePart.HOLIDAY:
            cases = [
                exp.If(this=_on(column, holiday, dialect), true=exp.Literal.string(holiday.name))
                for holiday in calendar.holidays
            ]
            return exp.Case(ifs=cases) if cases else exp.null()
        case _:
            return dialect.part(column, part)


def part_condition(
    one: DatePartFilter,
    column: exp.Expr,
    stored: exp.Expr,
    zones: Zones | None,
    calendar: Calendar,
    dialect: Dialect,
) -> exp.Expr:
    """A condition on a part of `column`; `stored` is the same date as the database has it."""
    if not one.values:
        raise QueryNotPossible("A condition on a part of a date needs at least one value.")
    if one.part is DatePart.HOLIDAY:
        return _on_holidays(one, stored, calendar, dialect, zones)
    values = sorted(value for value in one.values if isinstance(value, int))
    return _among(part_expression(column, one.part, calendar, dialect), values)


def _on_holidays(
    one: DatePartFilter,
    column: exp.Expr,
    calendar: Calendar,
    dialect: Dialect,
    zones: Zones | None,
) -> exp.Expr:
    if None in one.values:
        every = [_on(column, holiday, dialect, zones) for holiday in calendar.holidays]
        return exp.Not(this=exp.Paren(this=exp.or_(*every, copy=False)))
    found = [calendar.holiday(str(name)) for name in one.values]
    days = [_on(column, holiday, dialect, zones) for holiday in found if holiday is not None]
    if len(days) < len(found) or not days:
        raise QueryNotPossible(f"The catalog has no days for {', '.join(map(str, one.values))}.")
    either = exp.or_(*days, copy=False)
    return exp.Paren(this=either) if isinstance(either, exp.Or) else either


def _on(
    column: exp.Expr, holiday: Holiday, dialect: Dialect, zones: Zones | None = None
) -> exp.Expr:
    ranges = [
        TimeRange(first, last + timedelta(days=1), holiday.name) for first, last in holiday.spans
    ]
    return any_of(column, ranges, dialect, zones)


def any_of(
    column: exp.Expr, ranges: list[TimeRange], dialect: Dialect, zones: Zones | None
) -> exp.Expr:
    """Whether a date lies in one of some ranges."""
    parts = [exp.and_(*within(column.copy(), one, dialect, zones), copy=False) for one in ranges]
    if len(parts) == 1:
        return parts[0]
    return exp.Paren(this=exp.or_(*(exp.Paren(this=part) for part in parts), copy=False))


def _among(part: exp.Expr, values: list[int]) -> exp.Expr:
    """One value, a row of neighbours, or a list."""
    literals = [number(value) for value in values]
    if len(values) == 1:
        return exp.EQ(this=part, expression=literals[0])
    if len(values) > 2 and values[-1] - values[0] == len(values) - 1:
        return exp.Between(this=part, low=literals[0], high=literals[-1])
    return exp.In(this=part, expressions=literals)
