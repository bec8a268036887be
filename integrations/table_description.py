"""A catalog's tables as a language model is told of them: bounded, and with their meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bi.guard.physical import AllowedTable, allowed_tables
from bi.model.catalog import Catalog, Dataset, Dimension, Measure

_VALUES_SHOWN = 5


def describe_tables(
    catalog: Catalog, dialect: str, tables: Sequence[str], max_chars: int = 20_000
) -> str:
    """Each of `tables` with the columns that SQL may name. Those that no longer fit are named."""
    parts: list[str] = []
    room = max_chars
    for index, name in enumerate(tables):
        part = "\n".join(_table(name, catalog, dialect))
        room -= len(part)
        if parts and room < 0:
            left = ", ".join(tables[index:])
            parts.append(f"-- Left out here, ask for them by name: {left[:max_chars]}")
            break
        parts.append(part[:max_chars])
    return "\n\n".join(parts)


def _table(name: str, catalog: Catalog, dialect: str) -> Iterator[str]:
    datasets = [dataset for dataset in catalog.datasets if dataset.table == name]
    table = allowed_tables(catalog, dialect).find(tuple(name.split(".")))
    if table is None:
        return
    for dataset in datasets:
        yield f"-- {dataset.label}{_more(dataset.description)}"
    yield f"CREATE TABLE {name} ("
    yield ",\n".join(_columns(table, datasets))
    yield ")"
    for dataset in datasets:
        yield from (f"-- {line}" for line in _joins(dataset, catalog))
        yield from (f"-- {_measure(measure)}" for measure in dataset.measures)


def _columns(table: AllowedTable, datasets: Iterable[Dataset]) -> Iterator[str]:
    known = {
        dimension.expression.strip().strip('"`').lower(): dimension
        for dataset in datasets
        for dimension in dataset.dimensions
    }
    for key, column in table.columns.items():
        dimension = known.get(key)
        line = f"  {column.name}"
        yield f"{line} {dimension.type.value} /* {_meaning(dimension)} */" if dimension else line


def _meaning(dimension: Dimension) -> str:
    told = f"{dimension.label}{_more(dimension.description.rstrip('.'))}"
    if dimension.values:
        told += f"; values such as {', '.join(map(repr, dimension.values[:_VALUES_SHOWN]))}"
    return told.replace("*/", "* /")


def _joins(dataset: Dataset, catalog: Catalog) -> Iterator[str]:
    for join in catalog.joins:
        if join.left == dataset.name:
            right = catalog.dataset(join.right).table
            pairs = zip(join.left_columns, join.right_columns, strict=True)
            on = " AND ".join(f"{dataset.table}.{a} = {right}.{b}" for a, b in pairs)
            yield f"joins {right} ON {on}{f' ({join.role})' if join.role else ''}"


def _measure(measure: Measure) -> str:
    where = f" where {measure.filter}" if measure.filter else ""
    told = f"measure {measure.label}: {measure.aggregation.value} of {measure.expression}{where}"
    return told + _more(measure.description)


def _more(description: str) -> str:
    return f": {' '.join(description.split())}" if description else ""
