"""A catalog -> its data summary: what the file or the draft says, and by rule what neither says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnType,
    Dataset,
    Dimension,
    Join,
    Measure,
)
from bi.model.summary import (
    CatalogSummary,
    ColumnSummary,
    MeasureSummary,
    Relationship,
    TableSummary,
)
from bi.model.words import singular
from bi.model.writing import count_of, write_list

# So many words tell what a whole database is about.
_MOST_KEYWORDS = 40
# So many values of a column stand for all.
_MOST_VALUES = 8

_TYPES = {
    ColumnType.TEXT: "Text",
    ColumnType.INTEGER: "A whole number",
    ColumnType.NUMBER: "A number",
    ColumnType.BOOLEAN: "Yes or no",
    ColumnType.DATE: "A date",
    ColumnType.TIMESTAMP: "A moment",
    ColumnType.TIME: "A time of day",
}
_AGGREGATIONS = {
    Aggregation.SUM: "The sum",
    Aggregation.AVERAGE: "The average",
    Aggregation.MEDIAN: "The median",
    Aggregation.MIN: "The lowest",
    Aggregation.MAX: "The highest",
    Aggregation.COUNT: "How many there are",
    Aggregation.COUNT_DISTINCT: "How many different ones there are",
    Aggregation.STDDEV: "The standard deviation",
}


def summary_of(catalog: Catalog) -> CatalogSummary:
    """Of what a viewer sees: give it the catalog that `seen_by` made out."""
    datasets = [dataset for dataset in catalog.datasets if dataset.role_of is None]
    tables = tuple(_table(dataset, catalog) for dataset in datasets)
    return CatalogSummary(
        description=catalog.datasource.description or _about(datasets),
        text=_text(tables, catalog),
        keywords=_distinct(_keywords(datasets, catalog))[:_MOST_KEYWORDS],
        tables=tables,
        relationships=tuple(one for join in catalog.joins for one in _relationships(join, catalog)),
    )


def _table(dataset: Dataset, catalog: Catalog) -> TableSummary:
    measures = tuple(map(_measure, dataset.measures))
    return TableSummary(
        name=dataset.name,
        table=dataset.table,
        label=dataset.label,
        description=dataset.description or _row(dataset, catalog),
        keywords=_distinct([*dataset.synonyms, *(one.label for one in measures)]),
        key=dataset.key,
        time=str(dataset.time) if dataset.time else None,
        columns=tuple(_column(dimension, dataset) for dimension in dataset.dimensions),
        measures=measures,
    )


def measure_of(dimension: Dimension, dataset: Dataset) -> Measure | None:
    """What is made of a column of numbers. Who names the column means that: orders are asked for
    by their amount in all, and seldom grouped by it."""
    if not dimension.type.is_numeric or dimension.identifier:
        return None
    made = (one for one in dataset.measures if _bare(one.expression) == _bare(dimension.expression))
    return next(made, None)


def _bare(expression: str) -> str:
    return expression.strip('"`[] ').casefold()


def _column(dimension: Dimension, dataset: Dataset) -> ColumnSummary:
    values = dimension.values[:_MOST_VALUES]
    such_as = f", such as {write_list(values[:3])}" if values else ""
    aliases = (alias for value in values for alias in dimension.value_aliases.get(value, ()))
    measure = measure_of(dimension, dataset)
    words = (*dimension.synonyms, *(measure.synonyms if measure else ()))
    return ColumnSummary(
        name=dimension.name,
        label=dimension.label,
        type=dimension.type,
        description=dimension.description or f"{_TYPES[dimension.type]}{such_as}.",
        keywords=_distinct([*words, *values, *aliases]),
        is_key=dimension.name in dataset.key,
    )


def _measure(measure: Measure) -> MeasureSummary:
    return MeasureSummary(
        name=measure.name,
        label=measure.label,
        aggregation=measure.aggregation.value,
        description=measure.description or f"{_AGGREGATIONS[measure.aggregation]}.",
        keywords=measure.synonyms,
    )


def _relationships(join: Join, catalog: Catalog) -> Iterator[Relationship]:
    """In the database's names of columns; a dataset in a role is that dataset."""
    left, right = (_itself(name, catalog) for name in (join.left, join.right))
    for column, to_column in zip(join.left_columns, join.right_columns, strict=True):
        yield Relationship(left, column, right, to_column)


def _itself(name: str, catalog: Catalog) -> str:
    return catalog.dataset(name).role_of or name


def _row(dataset: Dataset, catalog: Catalog) -> str:
    """By rule: what a row is, what belongs to it, and when it is."""
    with_its = _distinct(
        singular(catalog.dataset(_itself(join.right, catalog)).label.lower())
        for join in catalog.joins
        if join.left == dataset.name
    )
    dated = catalog.dimension(dataset.time) if dataset.time else None
    parts = [f"One row for each {singular(dataset.label.lower())}"]
    parts += [f"with its {write_list(with_its)}"] if with_its else []
    parts += [f"dated by {dated.label.lower()}"] if dated else []
    return f"{', '.join(parts)}."


def _about(datasets: list[Dataset]) -> str:
    return f"{write_list([dataset.label for dataset in datasets])}." if datasets else ""


def _text(tables: tuple[TableSummary, ...], catalog: Catalog) -> str:
    counts = [
        count_of(len(tables), "table"),
        count_of(sum(len(table.columns) for table in tables), "column"),
        count_of(sum(len(table.measures) for table in tables) + len(catalog.metrics), "measure"),
    ]
    return f"{catalog.datasource.title}: {write_list(counts)}."


def _keywords(datasets: list[Dataset], catalog: Catalog) -> Iterator[str]:
    """What people would ask for first: tables, what is measured, then what it is grouped by, and
    last the values."""
    yield from (dataset.label for dataset in datasets)
    yield from (measure.label for dataset in datasets for measure in dataset.measures)
    yield from (metric.label for metric in catalog.metrics)
    grouped = [
        dimension
        for dataset in datasets
        for dimension in dataset.dimensions
        if dimension.has_known_values or dimension.is_time
    ]
    yield from (dimension.label for dimension in grouped)
    yield from (value for one in grouped for value in one.values[:_MOST_VALUES])


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    """Each word once, whatever its capitals."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(word.casefold(), word)
    return tuple(found.values())
