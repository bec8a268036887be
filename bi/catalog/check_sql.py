"""The SQL in a catalog: expressions over a dataset's own columns."""

from __future__ import annotations

from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

from bi.catalog.faults import Fault
from bi.catalog.schema import CatalogSection, DatasetSection
from bi.catalog.source import Place, Source
from bi.catalog.url import dialect_of


def check_expressions(section: CatalogSection, source: Source) -> Iterator[Fault]:
    dialect = dialect_of(section.datasource.url)
    for name, dataset in section.datasets.items():
        for place, sql in written_expressions(name, dataset):
            yield from check_expression(source, place, sql, dialect)


def written_expressions(name: str, dataset: DatasetSection) -> Iterator[tuple[Place, str]]:
    """Each SQL expression that is written in a dataset, with its place."""
    for key, dimension in dataset.dimensions.items():
        if dimension.expression is not None:
            yield ("datasets", name, "dimensions", key, "expression"), dimension.expression
    for key, measure in dataset.measures.items():
        place = ("datasets", name, "measures", key)
        for aggregation, expression in measure.aggregations.items():
            if (aggregation, expression) != ("count", "*"):
                yield (*place, aggregation.value), expression
        if measure.filter is not None:
            yield (*place, "filter"), measure.filter


def check_expression(
    source: Source, place: Place, sql: str, dialect: str | None, *, written: str | None = None
) -> Iterator[Fault]:
    """`written` is how it stands in the file, where that is not what is parsed."""
    parsed, sql = sql, written or sql
    try:
        trees = sqlglot.parse(parsed, dialect=dialect)
    except SqlglotError as error:
        yield source.fault(place, f"`{sql}` is not an SQL expression: {_reason(error)}")
        return
    tree = trees[0] if len(trees) == 1 else None
    if tree is None or not isinstance(tree, exp.Condition) or isinstance(tree, exp.Query):
        yield source.fault(place, f"`{sql}` is not one SQL expression")
        return
    for node in tree.walk():
        if isinstance(node, exp.AggFunc):
            suggestion = "write the column alone: the key before it says how to aggregate"
            yield source.fault(place, f"`{sql}` aggregates by itself", suggestion)
            return
        if isinstance(node, exp.Query | exp.Window | exp.Star):
            suggestion = "make a view of it in the database"
            yield source.fault(place, f"`{sql}` is more than a row's expression", suggestion)
            return
        if isinstance(node, exp.Column) and node.table:
            suggestion = "use the dataset's own columns by their bare names"
            yield source.fault(place, f"`{sql}` names a column of another table", suggestion)
            return


def _reason(error: SqlglotError) -> str:
    details = error.errors if isinstance(error, ParseError) else []
    description = str(details[0]["description"]).rstrip(".") if details else ""
    # Some of the parser's texts name its own classes.
    return description if description and "<" not in description else "something is missing in it"
