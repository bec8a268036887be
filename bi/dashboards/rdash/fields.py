"""Names of fields, to things of the catalog."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from bi.dashboards.rdash.date_rules import NotUnderstood
from bi.dashboards.rdash.vendor import AGGREGATIONS_READ, COUNT_ROWS, GRAINS_READ
from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnRef,
    Dataset,
    Dimension,
    Grain,
    Measure,
)
from bi.model.semantic import (
    Aggregate,
    CountRows,
    DimensionGroup,
    Group,
    Measured,
    NamedMeasure,
    TimeGroup,
    Value,
)

_COLUMN = re.compile(r'[^\W\d]\w*|"[^"]+"|`[^`]+`|\[[^\]]+\]')


class Fields(Protocol):
    """What the fields of a widget mean. Each raises NotUnderstood."""

    def group(self, field: str, date: str) -> Group: ...

    def measured(self, field: str, aggregation: str) -> Measured | None:
        """None: a column that comes along with another."""

    def column(self, field: str) -> ColumnRef:
        """A dimension, or a sum whose part of each row is meant."""


def bare_column(expression: str) -> str | None:
    """The column that an expression is nothing but."""
    written = expression.strip()
    return written.strip('"`[]') if _COLUMN.fullmatch(written) else None


def dataset_of(table: str, schema: str, catalog: Catalog) -> Dataset | None:
    """The dataset of a physical table; a schema that is named must be the same."""
    name = table.casefold()
    wanted = f"{schema}.{table}".casefold() if schema else name
    own = [dataset for dataset in catalog.datasets if dataset.role_of is None]
    for dataset in own:
        if dataset.table.casefold() in (wanted, name):
            return dataset
    last = name.rpartition(".")[2]
    found = [one for one in own if one.table.casefold().rpartition(".")[2] == last]
    qualified = schema or "." in table
    if qualified:
        found = [one for one in found if "." not in one.table]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class TableFields:
    """Fields of a table, by physical column, catalog name or label."""

    dataset: Dataset
    catalog: Catalog

    def group(self, field: str, date: str) -> Group:
        return group_by(self._dimension(field), date)

    def measured(self, field: str, aggregation: str) -> Measured | None:
        return Measured(self._value(field, aggregation))

    def column(self, field: str) -> ColumnRef:
        for dimension in self._dimensions(field):
            return dimension.ref
        for measure in self._measures(field):
            if measure.aggregation is Aggregation.SUM:
                return measure.ref
        raise NotUnderstood(field)

    def _dimension(self, field: str) -> Dimension:
        for dimension in self._dimensions(field):
            return dimension
        raise NotUnderstood(field)

    def _value(self, field: str, word: str) -> Value:
        if word == COUNT_ROWS:
            return _count_of(self.dataset)
        if word == "Auto":
            return self._automatic(field)
        aggregation = AGGREGATIONS_READ.get(word)
        if aggregation is None:
            raise NotUnderstood(word)
        for measure in self._measures(field):
            if measure.aggregation is aggregation:
                return NamedMeasure(measure.name)
        for dimension in self._dimensions(field):
            return Aggregate(aggregation, dimension.ref)
        for measure in self._measures(field):
            return Aggregate(aggregation, measure.ref)
        raise NotUnderstood(field)

    def _automatic(self, field: str) -> Value:
        for measure in self._measures(field):
            return NamedMeasure(measure.name)
        dimension = self._dimension(field)
        if dimension.type.is_numeric and not dimension.identifier:
            return Aggregate(Aggregation.SUM, dimension.ref)
        return Aggregate(Aggregation.COUNT, dimension.ref)

    def _dimensions(self, field: str) -> Iterator[Dimension]:
        wanted = field.casefold()
        for dimension in self.dataset.dimensions:
            if (bare_column(dimension.expression) or "").casefold() == wanted:
                yield dimension
        for dimension in self.dataset.dimensions:
            if wanted in (dimension.name.casefold(), dimension.label.casefold()):
                yield dimension

    def _measures(self, field: str) -> Iterator[Measure]:
        """Those of a column, then those of a name; a measure of some rows only has none."""
        wanted = field.casefold()
        plain = [one for one in self.dataset.measures if one.filter is None]
        for measure in plain:
            column = bare_column(measure.expression) or ""
            if measure.over_time is None and column.casefold() == wanted:
                yield measure
        for measure in plain:
            if wanted in (measure.name.casefold(), measure.label.casefold()):
                yield measure


def group_by(dimension: Dimension, date: str) -> Group:
    if not dimension.is_time:
        if date:
            raise NotUnderstood(date)
        return DimensionGroup(dimension.ref)
    grain = GRAINS_READ.get(date) if date else dimension.finest_grain
    if grain is None or (grain is Grain.HOUR and dimension.finest_grain is not Grain.HOUR):
        raise NotUnderstood(date)
    return TimeGroup(grain, dimension.ref)


def _count_of(dataset: Dataset) -> Value:
    for measure in dataset.measures:
        counts = measure.aggregation is Aggregation.COUNT and measure.expression.strip() == "*"
        if counts and measure.filter is None and measure.over_time is None:
            return NamedMeasure(measure.name)
    return CountRows(dataset.name)
