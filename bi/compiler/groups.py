"""By what: each group of the question, its column in the answer and its expression."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlglot import exp

from bi.compiler import names
from bi.compiler.parts import any_of, check_part, part_expression
from bi.compiler.periods import Shift, is_finer
from bi.compiler.scope import Scope, dimension_of
from bi.compiler.viewpoint import Viewpoint
from bi.model.catalog import Calendar, Catalog, ColumnRef, ColumnType, Grain
from bi.model.errors import QueryNotPossible
from bi.model.result import ColumnRole, ResultColumn
from bi.model.semantic import (
    DatePart,
    DatePartGroup,
    DimensionGroup,
    Group,
    PeriodGroup,
    TimeGroup,
)
from bi.model.words import mid_sentence

_PART_LABELS = {
    DatePart.WEEKDAY: "Weekday",
    DatePart.MONTH_OF_YEAR: "Month of year",
    DatePart.QUARTER_OF_YEAR: "Quarter of year",
    DatePart.HOUR_OF_DAY: "Hour of day",
    DatePart.DAY_OF_MONTH: "Day of month",
    DatePart.WEEK_OF_YEAR: "Week of year",
    DatePart.WEEKEND: "Weekend",
    DatePart.HOLIDAY: "Holiday",
}
# What moves with a comparison of months or quarters; weekdays stay weekdays.
_SHIFTED_PARTS = (DatePart.MONTH_OF_YEAR, DatePart.QUARTER_OF_YEAR)


@dataclass(frozen=True, slots=True)
class GroupColumn:
    """A group and the column it makes; `column.name` is its alias in every SELECT."""

    group: Group
    column: ResultColumn

    @property
    def name(self) -> str:
        return self.column.name

    def source(self, viewpoint: Viewpoint) -> ColumnRef:
        """The dimension it stands on, as a fact's rows see it."""
        ref = viewpoint.column(self.group.column)
        if ref is None:
            raise QueryNotPossible("There is no time to group by.")
        return ref

    def expression(
        self, scope: Scope, viewpoint: Viewpoint, shift: Shift | None = None
    ) -> exp.Expr:
        """Its expression; `shift` moves the buckets of an earlier period onto the present's."""
        dimension = dimension_of(scope.catalog, self.source(viewpoint))
        column = scope.dimension(dimension.ref)
        match self.group:
            case TimeGroup(grain=grain):
                week_start = scope.catalog.calendar.week_start
                ahead = months_ahead(self.group, scope.catalog.calendar)
                return scope.dialect.bucket(column, dimension.type, grain, week_start, shift, ahead)
            case DatePartGroup(part=part):
                if shift and shift.months % 12 and part in _SHIFTED_PARTS:
                    column = scope.dialect.bucket(column, dimension.type, Grain.MONTH, 0, shift)
                return part_expression(column, part, scope.catalog.calendar, scope.dialect)
            case PeriodGroup(periods=periods):
                stored, zones = scope.stored(dimension.ref), scope.zones(dimension.ref)
                cases = [
                    exp.If(
                        this=any_of(stored, [one], scope.dialect, zones),
                        true=exp.Literal.string(one.label),
                    )
                    for one in periods
                ]
                return exp.Case(ifs=cases)
            case DimensionGroup(bin_width=width) if width is not None:
                return scope.dialect.step(column, Decimal(str(width)))
            case _:
                return column


def group_columns(
    groups: tuple[Group, ...], catalog: Catalog, aliases: names.Aliases
) -> tuple[GroupColumn, ...]:
    """Raises QueryNotPossible for a group that its dimension cannot carry."""
    return tuple(GroupColumn(group, _column(group, catalog, aliases)) for group in groups)


def months_ahead(group: TimeGroup, calendar: Calendar) -> int:
    """By how many months buckets of the fiscal calendar begin later than those of years."""
    ahead = calendar.fiscal_year.start - 1 if group.fiscal else 0
    return ahead % 3 if group.grain is Grain.QUARTER else ahead


def check_group(group: Group, ref: ColumnRef, catalog: Catalog) -> None:
    """Raises QueryNotPossible for what dates that are known so far do not tell."""
    if isinstance(group, TimeGroup):
        check_grain(group, ref, catalog)
    if isinstance(group, DatePartGroup):
        dimension = dimension_of(catalog, ref)
        check_part(group.part, dimension)


def check_grain(group: TimeGroup, ref: ColumnRef, catalog: Catalog) -> None:
    """Raises QueryNotPossible for buckets finer than the dimension knows."""
    dimension = dimension_of(catalog, ref)
    if not dimension.is_time:
        raise QueryNotPossible(f"{dimension.label} is no date.", dimension=str(ref))
    finest = dimension.finest_grain
    if is_finer(group.grain, finest):
        dataset = catalog.dataset(ref.dataset)
        raise QueryNotPossible(
            f"{dimension.label} of {mid_sentence(dataset.label)} is known by {finest} only, "
            f"not by {group.grain}.",
            dimension=str(ref),
            grain=finest.value,
        )


def _column(group: Group, catalog: Catalog, aliases: names.Aliases) -> ResultColumn:
    match group:
        case TimeGroup():
            return _time_column(group, catalog, aliases)
        case DatePartGroup():
            return _part_column(group, catalog, aliases)
        case PeriodGroup():
            return _period_column(group, aliases)
        case DimensionGroup():
            return _dimension_column(group, catalog, aliases)


def _part_column(group: DatePartGroup, catalog: Catalog, aliases: names.Aliases) -> ResultColumn:
    calendar = catalog.calendar
    name, label = aliases.take(group.part.value), _PART_LABELS[group.part]
    if group.part is DatePart.HOLIDAY:
        holidays = tuple(holiday.name for holiday in calendar.holidays)
        return ResultColumn(name, label, ColumnType.TEXT, ColumnRole.DIMENSION, sequence=holidays)
    week = tuple((calendar.week_start + day) % 7 + 1 for day in range(7))
    reordered = group.part is DatePart.WEEKDAY and calendar.week_start
    return ResultColumn(
        name=name,
        label=label,
        type=ColumnType.INTEGER,
        role=ColumnRole.TIME,
        part=group.part,
        sequence=week if reordered else (),
    )


def _period_column(group: PeriodGroup, aliases: names.Aliases) -> ResultColumn:
    """Raises QueryNotPossible for periods that a day could lie in two of."""
    starts = sorted(group.periods, key=lambda one: one.start or date.min)
    ends = [one.end for one in starts]
    if any(one.start is None or one.end is None for one in starts):
        raise QueryNotPossible("Periods side by side need a beginning and an end each.")
    for before, after, end in zip(starts, starts[1:], ends, strict=False):
        if after.start is not None and end is not None and after.start < end:
            raise QueryNotPossible(f"{before.label} and {after.label} overlap.")
    return ResultColumn(
        name=aliases.take("period"),
        label="Period",
        type=ColumnType.TEXT,
        role=ColumnRole.TIME,
        sequence=tuple(one.label for one in group.periods),
    )


def _time_column(group: TimeGroup, catalog: Catalog, aliases: names.Aliases) -> ResultColumn:
    name = f"fiscal_{group.grain}" if group.fiscal else group.grain.value
    wishes, label = [name], name.replace("_", " ").capitalize()
    if group.column:
        dimension = dimension_of(catalog, group.column)
        wishes.append(f"{dimension.name}_{name}")
        default = {dataset.time for dataset in catalog.datasets}
        if group.column not in default:
            label = f"{dimension.label} ({label.lower()})"
    return ResultColumn(
        name=aliases.take(*wishes),
        label=label,
        type=ColumnType.TIMESTAMP if group.grain is Grain.HOUR else ColumnType.DATE,
        role=ColumnRole.TIME,
        grain=group.grain,
        fiscal=catalog.calendar.fiscal_year if group.fiscal else None,
    )


def _dimension_column(
    group: DimensionGroup, catalog: Catalog, aliases: names.Aliases
) -> ResultColumn:
    dimension = dimension_of(catalog, group.column)
    if group.bin_width is not None and not (dimension.type.is_numeric and group.bin_width > 0):
        raise QueryNotPossible(
            f"{dimension.label} cannot be grouped in steps of {group.bin_width}.",
            dimension=str(dimension.ref),
        )
    return ResultColumn(
        name=aliases.take(dimension.name, f"{dimension.dataset}_{dimension.name}"),
        label=dimension.label,
        type=dimension.type if group.bin_width is None else ColumnType.NUMBER,
        role=ColumnRole.TIME if dimension.is_time else ColumnRole.DIMENSION,
        format=dimension.format,
        grain=dimension.grain if dimension.is_time else None,
        bin_width=group.bin_width,
        identifier=dimension.identifier,
        is_year=dimension.is_year and group.bin_width is None,
    )
