"""By what: each group of the question, its column in the answer and its expression."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlglot import exp

from bi.compiler import names
from bi.compiler.periods import Shift, is_finer
from bi.compiler.scope import Scope, dimension_of
from bi.compiler.viewpoint import Viewpoint
from bi.model.catalog import Catalog, ColumnRef, ColumnType, Grain
from bi.model.errors import QueryNotPossible
from bi.model.result import ColumnRole, ResultColumn
from bi.model.semantic import DatePart, DatePartGroup, DimensionGroup, Group, TimeGroup
from bi.model.words import mid_sentence

_PART_LABELS = {
    DatePart.WEEKDAY: "Weekday",
    DatePart.MONTH_OF_YEAR: "Month of year",
    DatePart.QUARTER_OF_YEAR: "Quarter of year",
    DatePart.HOUR_OF_DAY: "Hour of day",
}


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
                return scope.dialect.bucket(column, dimension.type, grain, week_start, shift)
            case DatePartGroup(part=part):
                if shift and shift.months % 12 and part is not DatePart.WEEKDAY:
                    column = scope.dialect.bucket(column, dimension.type, Grain.MONTH, 0, shift)
                return scope.dialect.part(column, part)
            case DimensionGroup(bin_width=width) if width is not None:
                return scope.dialect.step(column, Decimal(str(width)))
            case _:
                return column


def group_columns(
    groups: tuple[Group, ...], catalog: Catalog, aliases: names.Aliases
) -> tuple[GroupColumn, ...]:
    """Raises QueryNotPossible for a group that its dimension cannot carry."""
    return tuple(GroupColumn(group, _column(group, catalog, aliases)) for group in groups)


def check_grain(group: TimeGroup, ref: ColumnRef, catalog: Catalog) -> None:
    """Raises QueryNotPossible for buckets finer than the dimension knows."""
    dimension = dimension_of(catalog, ref)
    if not dimension.is_time:
        raise QueryNotPossible(f"{dimension.label} is no date.", dimension=str(ref))
    finest = dimension.grain or (Grain.DAY if dimension.type is ColumnType.DATE else Grain.HOUR)
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
            return ResultColumn(
                name=aliases.take(group.part.value),
                label=_PART_LABELS[group.part],
                type=ColumnType.INTEGER,
                role=ColumnRole.TIME,
                part=group.part,
            )
        case DimensionGroup():
            return _dimension_column(group, catalog, aliases)


def _time_column(group: TimeGroup, catalog: Catalog, aliases: names.Aliases) -> ResultColumn:
    wishes, label = [group.grain.value], group.grain.value.capitalize()
    if group.column:
        dimension = dimension_of(catalog, group.column)
        wishes.append(f"{dimension.name}_{group.grain}")
        default = {dataset.time for dataset in catalog.datasets}
        if group.column not in default:
            label = f"{dimension.label} ({group.grain})"
    return ResultColumn(
        name=aliases.take(*wishes),
        label=label,
        type=ColumnType.TIMESTAMP if group.grain is Grain.HOUR else ColumnType.DATE,
        role=ColumnRole.TIME,
        grain=group.grain,
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
    )
