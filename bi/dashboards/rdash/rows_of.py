"""Where a widget has its rows from: a table, rows of joined tables, or a computed result.

The first that is true is taken. Of a table and of rows a client can draw, filter and aggregate
anew by itself; a computed result it can only draw.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeVar

import sqlglot

from bi.catalog.joins import join_graph
from bi.compiler.compile import CompiledQuery, compile_query
from bi.dashboards.rdash.carried import GroupColumn, Meaning, MeasureColumn, RowColumn
from bi.dashboards.rdash.columns import (
    dimension_column,
    field_of,
    grid_column,
    measure_column,
)
from bi.dashboards.rdash.field_rules import FieldRules, field_rules
from bi.dashboards.rdash.fields import bare_column
from bi.dashboards.rdash.parsing import Json
from bi.dashboards.rdash.plain import Plain, PlainValue
from bi.dashboards.rdash.vendor import (
    BIG_QUERY_SCHEMA,
    BIG_QUERY_TABLE,
    CUSTOM_QUERY,
    GRAINS,
    SCHEMA,
    TABLE,
)
from bi.guard.guard import guard_sql
from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnRef,
    ColumnType,
    Dataset,
)
from bi.model.errors import QueryNotPossible
from bi.model.result import ColumnRole, ResultColumn
from bi.model.semantic import (
    MovingPeriod,
    OrderTarget,
    SemanticQuery,
)

_T = TypeVar("_T")

# Columns that are numbers, if they are aggregated so.
_OF_NUMBERS = (Aggregation.SUM, Aggregation.AVERAGE, Aggregation.STDDEV, Aggregation.MEDIAN)


@dataclass(frozen=True, slots=True)
class WidgetRows:
    """`groups` and `values` are columns of the widget's specification, `listed` those of a grid.

    `ordered` holds the places of groups in an order of their own. `names` are fields by the
    dimensions that they hold the values of: a filter can be bound to them. `base` and `meanings`
    are what only Parley needs to read it back.
    """

    properties: Json
    title: str
    fields: list[Json]
    groups: list[Json] = field(default_factory=list)
    values: list[Json] = field(default_factory=list)
    listed: list[Json] = field(default_factory=list)
    ordered: frozenset[int] = frozenset()
    names: dict[ColumnRef, str] = field(default_factory=dict)
    date: str = ""
    indicator: str = ""
    base: SemanticQuery = SemanticQuery()
    meanings: dict[str, Meaning] = field(default_factory=dict)


def table_rows(
    query: SemanticQuery, moving: MovingPeriod | None, plain: Plain, catalog: Catalog, dialect: str
) -> WidgetRows | None:
    """Rows of the dataset's own table, if all that is asked is said by its columns."""
    dataset = plain.dataset
    if catalog.security is not None or dataset.rows is not None:
        return None  # a client reads the table itself, whoever looks at it
    names, fields = _table_fields(dataset)
    rules = field_rules(query, moving, plain, catalog)
    used = [one.column for one in plain.groups] + list(rules.by_column)
    if plain.indicator and plain.time is not None:
        used.append(plain.time)
    if rules.rest != SemanticQuery() or not all(column in names for column in used):
        return None
    columns = [_table_column(value, dataset) for value in plain.values]
    if None in columns:
        return None
    listed = {one["FieldName"] for one in fields}
    for value, column in zip(plain.values, columns, strict=True):
        if column and column not in listed:
            fields.append(field_of(column, value.label, ColumnType.NUMBER))
            listed.add(column)
    schema, _, table = dataset.table.rpartition(".")
    is_big_query = dialect == "bigquery"
    properties: Json = {BIG_QUERY_SCHEMA if is_big_query else SCHEMA: schema} if schema else {}
    properties[BIG_QUERY_TABLE if is_big_query else TABLE] = table
    properties["ServerAggregation"] = True
    named = [(value, column or fields[0]["FieldName"]) for value, column in _pairs(plain, columns)]
    return _plain_rows(query, plain, rules, names, named, fields, properties, dataset.label)


def joined_rows(
    query: SemanticQuery,
    moving: MovingPeriod | None,
    plain: Plain,
    catalog: Catalog,
    dialect: str,
    wanted: tuple[ColumnRef, ...],
) -> WidgetRows | None:
    """Rows of the dataset with columns of what it is joined to, as a custom query.

    `wanted` are dimensions that filters of the dashboard are on.
    """
    rules = field_rules(query, moving, plain, catalog)
    values = [_row_column(value, plain.dataset, catalog) for value in plain.values]
    own = any(part.column is None for part in query.part_filters)
    if (own and plain.time != plain.dataset.time) or not plain.dataset.dimensions:
        return None
    if any(value.column is not None and ref is None for value, ref in _pairs(plain, values)):
        return None
    needed = [one.column for one in plain.groups] + [ref for ref in values if ref is not None]
    needed += list(rules.by_column)
    if plain.indicator and plain.time is not None:
        needed.append(plain.time)
    columns = tuple(dict.fromkeys(needed)) or (plain.dataset.dimensions[0].ref,)
    # One that a row has several values of would repeat the row.
    if not all(_has_one(plain.dataset, column, catalog) for column in columns):
        return None
    compiled = _listing(columns, rules.rest, plain.dataset, catalog, dialect)
    if compiled is None:
        return None
    for extra in wanted:
        if extra not in columns and _has_one(plain.dataset, extra, catalog):
            longer = _listing((*columns, extra), rules.rest, plain.dataset, catalog, dialect)
            if longer is not None:
                columns, compiled = (*columns, extra), longer
    sql = read_sql(compiled, catalog, dialect)
    refs = dict(zip(columns, compiled.columns, strict=True))
    fields = [field_of(one.name, one.label, one.type) for one in compiled.columns]
    names = {ref: one.name for ref, one in refs.items() if catalog.dimension(ref) is not None}
    named = [
        (value, refs[ref].name if ref is not None else fields[0]["FieldName"])
        for value, ref in _pairs(plain, values)
    ]
    properties: Json = {CUSTOM_QUERY: sql, "ServerAggregation": True}
    rows = _plain_rows(query, plain, rules, names, named, fields, properties, plain.dataset.label)
    meanings: dict[str, Meaning] = {one.name: RowColumn(ref) for ref, one in refs.items()}
    return replace(rows, base=rules.rest, meanings=meanings)


def computed_rows(
    query: SemanticQuery, compiled: CompiledQuery, catalog: Catalog, dialect: str
) -> WidgetRows:
    """The result of the query as it is: its columns are the widget's fields."""
    columns = compiled.columns
    measured = [one for one in columns if one.role is ColumnRole.MEASURE]
    grouped = [one for one in columns if one.role in (ColumnRole.TIME, ColumnRole.DIMENSION)]
    meanings: dict[str, Meaning] = {}
    for column, group in zip(grouped, query.groups, strict=False):
        meanings[column.name] = GroupColumn(group)
    for column, measure in zip(measured, query.measures, strict=False):
        meanings[column.name] = MeasureColumn(measure)
    for column, ref in zip(columns, query.columns, strict=False):
        meanings[column.name] = RowColumn(ref)
    for column in columns:
        meanings.setdefault(column.name, MeasureColumn(None))
    values = [one for one in columns if one not in grouped and not query.columns]
    return WidgetRows(
        properties={CUSTOM_QUERY: read_sql(compiled, catalog, dialect), "ServerAggregation": True},
        title="Result",
        fields=[field_of(one.name, one.label, one.type) for one in columns],
        groups=[dimension_column(one.name, _date_word(one)) for one in grouped],
        values=[measure_column(one.name, one.label, "Sum", one.format) for one in values],
        listed=[grid_column(one.name) for one in columns],
        ordered=frozenset(
            index for index, one in enumerate(grouped) if one.grain or one.part or one.bin_width
        ),
        base=replace(query, measures=(), groups=(), order=(), limit=None, columns=()),
        meanings=meanings,
    )


def read_sql(compiled: CompiledQuery, catalog: Catalog, dialect: str) -> str:
    """SQL that another may put into a statement of its own, and that reads no row too many."""
    tree = sqlglot.parse_one(compiled.sql, read=dialect)
    if tree.args.get("limit") is None and tree.args.get("fetch") is None:
        tree.set("order", None)  # some engines take an order in a subquery with a limit only
    sql = tree.sql(dialect=dialect, pretty=True)
    if catalog.security is not None or any(one.rows is not None for one in catalog.datasets):
        sql = guard_sql(sql, catalog, dialect, is_compiled=True).sql
    return sql


def _table_fields(dataset: Dataset) -> tuple[dict[ColumnRef, str], list[Json]]:
    """The fields of a table, and their names by the dimensions that are columns of it."""
    names: dict[ColumnRef, str] = {}
    fields: dict[str, Json] = {}
    for dimension in dataset.dimensions:
        column = bare_column(dimension.expression)
        if column is None:
            continue
        names[dimension.ref] = column
        fields.setdefault(column, field_of(column, dimension.label, dimension.type))
    for measure in dataset.measures:
        column = bare_column(measure.expression)
        if column is not None and measure.aggregation in _OF_NUMBERS:
            fields.setdefault(column, field_of(column, measure.label, ColumnType.NUMBER))
    return names, list(fields.values())


def _table_column(value: PlainValue, dataset: Dataset) -> str | None:
    """A value's column; empty for a count of rows, None for what is more than a column."""
    if value.column is None:
        return "" if dataset.dimensions else None
    return bare_column(value.expression) if value.expression else None


def _row_column(value: PlainValue, dataset: Dataset, catalog: Catalog) -> ColumnRef | None:
    """What a list of rows shows of a value: a dimension, or a sum's part of each row."""
    if value.column is None:
        return None
    if catalog.dimension(value.column) is not None:
        return value.column
    measure = catalog.measure(value.column.name)
    if measure is not None and measure.aggregation is Aggregation.SUM:
        return value.column
    for dimension in dataset.dimensions:
        if dimension.expression.strip() == value.expression.strip():
            return dimension.ref
    return None


def _listing(
    columns: tuple[ColumnRef, ...],
    conditions: SemanticQuery,
    dataset: Dataset,
    catalog: Catalog,
    dialect: str,
) -> CompiledQuery | None:
    try:
        return compile_query(
            replace(conditions, columns=columns, dataset=dataset.name), catalog, dialect
        )
    except QueryNotPossible:
        return None


def _has_one(dataset: Dataset, column: ColumnRef, catalog: Catalog) -> bool:
    near = {dataset.name} | join_graph(catalog).reach(dataset.name)
    return any(one.dataset in near for one in catalog.conformed(column))


def _plain_rows(
    query: SemanticQuery,
    plain: Plain,
    rules: FieldRules,
    names: dict[ColumnRef, str],
    values: list[tuple[PlainValue, str]],
    fields: list[Json],
    properties: Json,
    title: str,
) -> WidgetRows:
    by_name = {one["FieldName"]: one for one in fields}
    for column, rule in rules.by_column.items():
        by_name[names[column]]["Filter"] = rule
    columns = [
        measure_column(name, value.label, value.aggregation, value.format) for value, name in values
    ]
    _sort(query, plain, columns, [by_name[names[one.column]] for one in plain.groups])
    return WidgetRows(
        properties=properties,
        title=title,
        fields=fields,
        groups=[dimension_column(names[one.column], one.date) for one in plain.groups],
        values=columns,
        ordered=frozenset(index for index, one in enumerate(plain.groups) if one.date),
        names=names,
        date=names.get(plain.time, "") if plain.time else "",
        indicator=plain.indicator,
    )


def _sort(query: SemanticQuery, plain: Plain, values: list[Json], groups: list[Json]) -> None:
    for index, order in enumerate(query.order):
        way = "Desc" if order.descending else "Asc"
        if order.target is OrderTarget.GROUP and order.index < len(groups):
            groups[order.index]["Sorting"] = way
        if order.target is OrderTarget.MEASURE and order.index < len(values):
            value = values[order.index]["SummarizationField"]
            value["Sorting"] = way
            if index == 0 and plain.top is not None:
                value["Filter"] = {
                    "_type": "NumberFilterType",
                    "FilterType": "FilterByRule",
                    "SelectedValues": [],
                    "RuleType": "TopItems" if order.descending else "BottomItems",
                    "Value": float(plain.top),
                }


def _pairs(plain: Plain, others: list[_T]) -> list[tuple[PlainValue, _T]]:
    return list(zip(plain.values, others, strict=True))


def _date_word(column: ResultColumn) -> str:
    """How the buckets of a result are dates to a client; they are days where it has no such."""
    if column.grain is None or not column.type.is_temporal:
        return ""
    return GRAINS.get(column.grain, "Day") if column.fiscal is None else "Day"
