"""Questions that measure nothing: lists of rows, and the distinct values of groups."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from bi.catalog.joins import join_graph
from bi.compiler import names
from bi.compiler.filtered import filtered
from bi.compiler.groups import group_columns
from bi.compiler.leaves import LeafSource
from bi.compiler.names import aliased
from bi.compiler.ordering import cut, order_terms, ordered, within_limit
from bi.compiler.question import Leaf, Question
from bi.compiler.related import condition_datasets
from bi.compiler.scope import Scope, dimension_of
from bi.model.catalog import Aggregation, Catalog, ColumnRef, ColumnType, Measure
from bi.model.errors import QueryNotPossible
from bi.model.result import ColumnRole, ResultColumn
from bi.model.semantic import Limit, SemanticQuery


def listed(question: Question) -> tuple[exp.Select, tuple[ResultColumn, ...]]:
    """Rows of the query's dataset, with columns of it and of what it is joined to."""
    query, catalog = question.query, question.catalog
    aliases = names.Aliases()
    columns = tuple(_detail(ref, catalog, aliases) for ref in query.columns)
    home = _home(question, query.columns)
    leaf, scope = _scope(question, home, query.columns)
    once = leaf.base != home
    shown = [_shown(ref, leaf, scope) for ref in query.columns]
    expressions = [aliased(one, column.name) for one, column in zip(shown, columns, strict=True)]
    rows = filtered(scope.select(), scope, question, leaf).select(*expressions, copy=False)
    terms = order_terms(query, columns)
    if query.distinct:
        rows.distinct(copy=False).order_by(*ordered(_all_terms(terms, columns)), copy=False)
        return _cut(rows, query), columns
    if once:
        key = [aliased(part, aliases.take(part.name)) for part in scope.key(home)]
        inner = rows.select(*key, copy=False).distinct(copy=False)
        rows = exp.select(*(names.column(column.name) for column in columns), copy=False)
        rows.from_(inner.subquery(f"{home}_once", copy=False), copy=False)
        shown = [names.column(column.name) for column in columns]
        tie_break: list[exp.Expr] = [names.column(part.alias_or_name) for part in key]
    else:
        tie_break = _tie_break(catalog, leaf.base, scope)
    if query.limit and (query.limit.within or query.limit.ties):
        parts = [_parted(index, query, shown, scope, once=once) for index in query.limit.within]
        return _ranked(rows, query, columns, shown, parts, tie_break), columns
    if order := [*ordered(terms), *tie_break]:
        rows.order_by(*order, copy=False)
    return _cut(rows, query), columns


def _shown(ref: ColumnRef, leaf: Leaf, scope: Scope) -> exp.Expr:
    measure = _row_measure(ref, scope.catalog)
    if measure is None:
        return scope.dimension(leaf.viewpoint.dimension(ref))
    value = scope.expression(measure.dataset, measure.expression)
    if measure.filter is None:
        return value
    met = scope.expression(measure.dataset, measure.filter).unnest()
    return exp.Case(ifs=[exp.If(this=met, true=value.unnest())])


def _row_measure(ref: ColumnRef, catalog: Catalog) -> Measure | None:
    """The sum that a column names whose part of each row is shown."""
    measure = catalog.measure(ref.name)
    if catalog.dimension(ref) is not None or measure is None or measure.dataset != ref.dataset:
        return None
    summed = measure.aggregation is Aggregation.SUM
    return measure if summed and measure.expression.strip() != "*" else None


def _parted(
    index: int, query: SemanticQuery, shown: list[exp.Expr], scope: Scope, *, once: bool
) -> list[exp.Expr]:
    """What rows are parted by: a name that may be two things' stands for their key."""
    if not 0 <= index < len(shown):
        raise QueryNotPossible("The limit names a column that the list does not have.")
    ref, catalog = query.columns[index], scope.catalog
    dimension = catalog.dimension(ref)
    if once or dimension is None or not dimension.display:
        return [shown[index].copy()]
    return [*scope.key(ref.dataset)] if catalog.dataset(ref.dataset).key else [shown[index].copy()]


def _ranked(
    rows: exp.Select,
    query: SemanticQuery,
    columns: tuple[ResultColumn, ...],
    shown: list[exp.Expr],
    parts: list[list[exp.Expr]],
    tie_break: list[exp.Expr],
) -> exp.Select:
    """The first rows of each part, or with those level with the last."""
    limit = query.limit or Limit(1)
    taken = names.Aliases()
    for column in columns:
        taken.take(column.name)
    terms = order_terms(query, columns)
    expressions = {column.name: one for column, one in zip(columns, shown, strict=True)}
    order = [
        exp.Ordered(this=expressions[name].copy(), desc=descending or None, nulls_first=False)
        for name, descending in terms
    ]
    rank = exp.Window(
        this=exp.Rank() if limit.ties else exp.RowNumber(),
        partition_by=[part for found in parts for part in found],
        order=exp.Order(expressions=[*order, *(() if limit.ties else tie_break)]),
    )
    position = taken.take("position")
    numbered = rows.select(exp.Alias(this=rank, alias=names.identifier(position)), copy=False)
    found = exp.select(*(names.column(column.name) for column in columns), copy=False)
    found.from_(numbered.subquery("numbered", copy=False), copy=False)
    found.where(*within_limit(names.column(position), limit), copy=False)
    first = {columns[index].name: False for index in limit.within}
    return found.order_by(*ordered(tuple((first | dict(terms)).items())), copy=False)


def _all_terms(
    terms: tuple[tuple[str, bool], ...], columns: tuple[ResultColumn, ...]
) -> tuple[tuple[str, bool], ...]:
    """The order asked for, then every column: the same rows come in the same order."""
    known = dict(terms)
    rest = {column.name: False for column in columns if column.name not in known}
    return (*terms, *rest.items())


def distinct_values(question: Question) -> tuple[exp.Select, tuple[ResultColumn, ...]]:
    """Every combination of the groups that occurs."""
    query, catalog = question.query, question.catalog
    question = replace(question, groups=group_columns(query.groups, catalog, names.Aliases()))
    columns = tuple(group.column for group in question.groups)
    grouped = tuple(g.group.column for g in question.groups if g.group.column)
    home = _home(question, grouped)
    leaf, _ = _scope(question, home, grouped)
    rows = LeafSource(leaf, question, {}).select([])
    rows.set("group", None)
    rows.distinct(copy=False).order_by(*ordered(order_terms(query, columns)), copy=False)
    return _cut(rows, query), columns


def _home(question: Question, shown: tuple[ColumnRef, ...]) -> str:
    """The dataset whose rows are listed: the one named, or that which has all columns."""
    graph, catalog = join_graph(question.catalog), question.catalog
    start = question.query.dataset or min((ref.dataset for ref in shown), default=None)
    if start is None or start not in {dataset.name for dataset in catalog.datasets}:
        raise QueryNotPossible("There is no dataset to list rows of.")
    viewpoint = question.seen_from(start, None)
    needed = frozenset(viewpoint.dimension(ref).dataset for ref in shown)
    home = graph.base(start, needed)
    if home is None:
        labels = ", ".join(catalog.dataset(name).label for name in sorted(needed | {start}))
        raise QueryNotPossible(f"No join path connects {labels}.", datasets=sorted(needed))
    return home


def _scope(question: Question, home: str, shown: tuple[ColumnRef, ...]) -> tuple[Leaf, Scope]:
    """Where rows come from; filters may need rows further down (customers who bought …)."""
    graph, catalog, query = join_graph(question.catalog), question.catalog, question.query
    own_time = catalog.dataset(home).time
    viewpoint = question.seen_from(home, own_time)
    named = (*shown, *(part.column for part in query.filters))
    named += tuple(part.column for part in query.part_filters if part.column)
    used = {viewpoint.dimension(ref).dataset for ref in named}
    used |= condition_datasets(query.conditions)
    if query.time and (ref := viewpoint.column(query.time.column)):
        used.add(ref.dataset)
    if question.uses_own_time and own_time:
        used.add(own_time.dataset)
    base = graph.base(home, frozenset(used))
    if base is None:
        labels = ", ".join(catalog.dataset(name).label for name in sorted(used | {home}))
        raise QueryNotPossible(f"No join path connects {labels}.", datasets=sorted(used))
    leaf = Leaf(base=base, viewpoint=viewpoint)
    joins = graph.path(base, used | {home})
    return leaf, Scope(catalog, question.dialect, base, joins)


def _detail(ref: ColumnRef, catalog: Catalog, aliases: names.Aliases) -> ResultColumn:
    if (measure := _row_measure(ref, catalog)) is not None:
        return ResultColumn(
            name=aliases.take(measure.name, f"{measure.dataset}_{measure.name}"),
            label=measure.label,
            type=ColumnType.NUMBER,
            role=ColumnRole.DETAIL,
            format=measure.format,
        )
    dimension = dimension_of(catalog, ref)
    return ResultColumn(
        name=aliases.take(dimension.name, f"{dimension.dataset}_{dimension.name}"),
        label=dimension.label,
        type=dimension.type,
        role=ColumnRole.DETAIL,
        format=dimension.format,
        identifier=dimension.identifier,
    )


def _tie_break(catalog: Catalog, base: str, scope: Scope) -> list[exp.Expr]:
    """By key where there is one, so that the same question lists the same rows."""
    return list(scope.key(base)) if catalog.dataset(base).key else []


def _cut(rows: exp.Select, query: SemanticQuery) -> exp.Select:
    if query.limit is None:
        return rows
    return cut(rows, query.limit)
