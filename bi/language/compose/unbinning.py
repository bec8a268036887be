"""The single rows behind a histogram: "as a boxplot", where they were counted in steps."""

from __future__ import annotations

from dataclasses import replace

from bi.model.catalog import Aggregation, Catalog
from bi.model.chart import ChartType
from bi.model.semantic import CountRows, DimensionGroup, NamedMeasure, SemanticQuery, Value


def rows_behind(query: SemanticQuery, wish: ChartType, catalog: Catalog) -> SemanticQuery | None:
    """The rows that a count in steps is of, for a chart that needs them; None: it is no such count.

    A boxplot of the counts would be one of how many there are in each step.
    """
    if wish is not ChartType.BOXPLOT or query.measure_filters or query.comparison or query.limit:
        return None
    groups = [group for group in query.groups if isinstance(group, DimensionGroup)]
    counted = {home for one in query.measures if (home := _counted(one.value, catalog))}
    if len(groups) != len(query.groups) or not any(group.bin_width for group in groups):
        return None
    if len(query.measures) != 1 or counted != {group.column.dataset for group in groups}:
        return None
    columns = tuple(dict.fromkeys(group.column for group in groups))
    return replace(query, measures=(), groups=(), order=(), columns=columns, dataset=min(counted))


def _counted(value: Value, catalog: Catalog) -> str | None:
    """The dataset whose rows a measure counts, all of them."""
    if isinstance(value, CountRows):
        return value.dataset
    measure = catalog.measure(value.name) if isinstance(value, NamedMeasure) else None
    rows = measure and measure.aggregation is Aggregation.COUNT and measure.expression == "*"
    return measure.dataset if measure and rows else None
