"""Conditions on recurring parts of dates."""

from __future__ import annotations

from bi.language.clauses import Bound, PartClause, TimeClause
from bi.language.compose.work import Work
from bi.language.periods import Period
from bi.language.trouble import Trouble
from bi.model.catalog import ColumnRef, Dimension, Grain
from bi.model.semantic import (
    DatePart,
    DatePartFilter,
    DatePartGroup,
    NamedMeasure,
    TimeGroup,
    Value,
)


def put_parts(work: Work) -> None:
    """A condition on a part takes the place of the one before it; several in one sentence join."""
    new: dict[DatePart, DatePartFilter] = {}
    for clause in work.draft.parts:
        one = _part(clause, work)
        before = new.get(one.part)
        if before is not None:
            one = DatePartFilter(one.part, _both(before, one, clause), one.column)
        new[one.part] = one
        work.origins[one] = clause.place
    if new:
        kept = [one for one in work.query.part_filters if one.part not in new]
        work.set(part_filters=(*kept, *new.values()))


def put_every_year(clause: TimeClause, work: Work) -> bool:
    """ "in December by year": with a row for each year, that of every year is meant."""
    period = clause.period
    by_year = any(isinstance(g, TimeGroup) and g.grain is Grain.YEAR for g in work.query.groups)
    alone = clause.bound is Bound.IN and clause.last is None and not clause.others
    if not (by_year and alone and period.lacks_year) or period.fiscal or work.draft.against:
        return False
    columns = clause.columns
    column = work.chooser().choose(clause.place.source, columns, lambda c: c) if columns else None
    for part, values in _parts_of(period).items():
        one = DatePartFilter(part, values, column)
        work.origins[one] = clause.place
        kept = [old for old in work.query.part_filters if old.part is not part]
        work.set(part_filters=(*kept, one))
    source = clause.place.source
    work.assume(f"“{source}” is read as that of every year, as there is a row for each year.")
    return True


def _parts_of(period: Period) -> dict[DatePart, tuple[int | str | None, ...]]:
    if period.holiday:
        return {DatePart.HOLIDAY: (period.holiday,)}
    if period.week:
        return {DatePart.WEEK_OF_YEAR: (period.week,)}
    if period.quarter:
        return {DatePart.QUARTER_OF_YEAR: (period.quarter,)}
    if period.half:
        return {DatePart.QUARTER_OF_YEAR: (2 * period.half - 1, 2 * period.half)}
    parts: dict[DatePart, tuple[int | str | None, ...]] = {DatePart.MONTH_OF_YEAR: (period.month,)}
    if period.day_of_month:
        parts[DatePart.DAY_OF_MONTH] = (period.day_of_month,)
    return parts


def require_known(work: Work) -> None:
    """Raises Trouble for parts of dates that nobody has, or that dates known by day do not tell."""
    asked = [(g.part, g.column) for g in work.query.groups if isinstance(g, DatePartGroup)]
    asked += [(one.part, one.column) for one in work.query.part_filters]
    for part, column in asked:
        if part is DatePart.HOLIDAY and not work.catalog.calendar.holidays:
            raise Trouble("The catalog names no holidays.")
        if part is not DatePart.HOUR_OF_DAY:
            continue
        for dimension in _dated_by(column, work):
            if dimension.finest_grain is not Grain.HOUR:
                raise Trouble(f"{dimension.label} is known by day only: it has no hours.")


def _dated_by(column: ColumnRef | None, work: Work) -> list[Dimension]:
    """The time dimension named, else those that the measures' rows are dated by."""
    if column is not None:
        found = [work.catalog.dimension(column)]
    else:
        found = [_time_of(measured.value, work) for measured in work.query.measures]
    return [dimension for dimension in found if dimension is not None]


def _time_of(value: Value, work: Work) -> Dimension | None:
    measure = work.catalog.measure(value.name) if isinstance(value, NamedMeasure) else None
    if measure is not None:
        return work.catalog.time_of(measure)
    for home in work.setting.reach.homes(value):
        if time := work.catalog.dataset(home).time:
            return work.catalog.dimension(time)
    return None


def _part(clause: PartClause, work: Work) -> DatePartFilter:
    work.assume(clause.said)
    column = None
    if clause.columns:
        column = work.chooser().choose(clause.place.source, clause.columns, lambda c: c)
    return DatePartFilter(clause.part, clause.values, column)


def _both(
    before: DatePartFilter, one: DatePartFilter, clause: PartClause
) -> tuple[int | str | None, ...]:
    """What both conditions leave: "on weekdays but not on Mondays"."""
    values = tuple(value for value in before.values if value in one.values)
    if not values:
        raise Trouble(f"With “{clause.place.source}” as well, no day is left.")
    return values
