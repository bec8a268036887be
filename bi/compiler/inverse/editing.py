"""Changes of SQL that nothing but SQL says, each safe by where it is put."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from bi.catalog.wording import filter_phrase, part_filter_phrase, time_phrase
from bi.compiler.conditions import within
from bi.compiler.dialects.registry import dialect_named
from bi.compiler.filtered import condition_of
from bi.compiler.inverse.conditions import parts_of
from bi.compiler.inverse.not_read import NotRead
from bi.compiler.inverse.sources import called_in
from bi.compiler.parts import part_condition
from bi.compiler.scope import Scope
from bi.model.catalog import Catalog, ColumnRef
from bi.model.semantic import DatePartFilter, Filter, TimeRange

_ROWS = "these_rows"


@dataclass(frozen=True, slots=True)
class RowsChange:
    """The order of the rows by an output column, and how many of them; None leaves them."""

    column: int | None = None
    descending: bool = False
    count: int | None = None


def output_columns(sql: str, dialect: str) -> tuple[str, ...]:
    """What the result's columns are called; empty where that cannot be told."""
    tree = sqlglot.parse_one(sql, dialect=dialect)
    if not isinstance(tree, exp.Query) or tree.is_star:
        return ()
    return tuple(tree.named_selects)


def datasets_open_to_conditions(sql: str, catalog: Catalog, dialect: str) -> tuple[str, ...]:
    """Those whose rows can be limited without changing what the rest says."""
    tree = sqlglot.parse_one(sql, dialect=dialect)
    found = []
    for dataset in catalog.datasets:
        try:
            _place(tree, dataset.name, catalog)
        except NotRead:
            continue
        found.append(dataset.name)
    return tuple(found)


def with_conditions(
    sql: str,
    conditions: Sequence[Filter | DatePartFilter | tuple[TimeRange, ColumnRef]],
    catalog: Catalog,
    dialect: str,
) -> str:
    """Each is put where its table is read. Raises NotRead where that is not safe."""
    tree = sqlglot.parse_one(sql, dialect=dialect)
    for one in conditions:
        ref = one[1] if isinstance(one, tuple) else one.column
        if ref is None:
            raise NotRead("it is not clear which date is meant")
        select, alias = _place(tree, ref.dataset, catalog)
        for part in _written(one, ref, catalog, dialect):
            for column in part.find_all(exp.Column):
                column.set("table", exp.to_identifier(alias))
            select.where(part, copy=False)
    return tree.sql(dialect=dialect, pretty=True)


def condition_phrases(
    conditions: Sequence[Filter | DatePartFilter | tuple[TimeRange, ColumnRef]], catalog: Catalog
) -> tuple[str, ...]:
    """What was added, in words."""
    said = []
    for one in conditions:
        match one:
            case Filter():
                said.append(filter_phrase(one, catalog))
            case DatePartFilter():
                said.append(part_filter_phrase(one, catalog))
            case (time, _):
                said.append(time_phrase(time, catalog))
    return tuple(said)


def with_rows(sql: str, change: RowsChange, dialect: str) -> str:
    """Raises NotRead where nothing says what the first rows are the first by."""
    tree = sqlglot.parse_one(sql, dialect=dialect)
    if not isinstance(tree, exp.Query):
        raise NotRead("it is no query")
    limited = tree.args.get("limit") or tree.args.get("offset")
    if change.column is None:
        if not tree.args.get("order"):
            raise NotRead("its rows are in no order, so none are the first")
        return tree.limit(change.count or 1, copy=False).sql(dialect=dialect, pretty=True)
    name = tree.named_selects[change.column]
    if limited or not isinstance(tree, exp.Select):
        # Of the rows that it has: another order would choose others.
        tree = exp.select("*").from_(tree.subquery(_ROWS, copy=False), copy=False)
    ordered = exp.Ordered(
        this=exp.column(exp.to_identifier(name, quoted=not name.isidentifier())),
        desc=change.descending or None,
        nulls_first=False,
    )
    tree = tree.order_by(ordered, append=False, copy=False)
    if change.count is not None:
        tree = tree.limit(change.count, copy=False)
    return tree.sql(dialect=dialect, pretty=True)


def _written(
    one: Filter | DatePartFilter | tuple[TimeRange, ColumnRef],
    ref: ColumnRef,
    catalog: Catalog,
    dialect: str,
) -> list[exp.Expr]:
    scope = Scope(catalog, dialect_named(dialect), ref.dataset, beside=True)
    match one:
        case Filter():
            return [condition_of(one, ref, scope)]
        case DatePartFilter():
            shown, stored, zones = scope.dimension(ref), scope.stored(ref), scope.zones(ref)
            calendar = catalog.calendar
            return [part_condition(one, shown, stored, zones, calendar, scope.dialect)]
        case (time, _):
            return within(scope.stored(ref), time, scope.dialect, scope.zones(ref))


def _place(tree: exp.Expr, dataset: str, catalog: Catalog) -> tuple[exp.Select, str]:
    """The SELECT that reads a dataset's table, and what it calls it. Raises NotRead."""
    label = catalog.dataset(dataset).label
    found = [table for table in tree.find_all(exp.Table) if called_in(table, catalog) == dataset]
    if not found:
        raise NotRead(f"it does not read {label}")
    if len(found) > 1:
        raise NotRead(f"it reads {label} in several places")
    table = found[0]
    holder = table.parent
    select = holder.parent if holder is not None else None
    if not isinstance(holder, exp.From | exp.Join) or not isinstance(select, exp.Select):
        raise NotRead(f"it reads {label} where no condition can be put")
    if any(join.args.get("side") in ("RIGHT", "FULL") for join in select.args.get("joins") or []):
        raise NotRead("its joins keep rows of both sides")
    is_outer = isinstance(holder, exp.Join) and holder.args.get("side") == "LEFT"
    if is_outer and any(_asks_for_none(part, table) for part in _conditions(select)):
        raise NotRead(f"it asks for rows that have no {label}")
    _check_way(tree, select)
    return select, table.alias_or_name


def _conditions(select: exp.Select) -> Iterator[exp.Expr]:
    where = select.args.get("where")
    yield from parts_of(where.this if where else None)


def _asks_for_none(part: exp.Expr, table: exp.Table) -> bool:
    alias = table.alias_or_name.lower()
    return any(
        column.table.lower() in ("", alias)
        for test in part.find_all(exp.Is)
        for column in test.find_all(exp.Column)
    )


def _check_way(tree: exp.Expr, select: exp.Select) -> None:
    """Whether all that the statement gives is made of these rows: they are no side of a set, not
    compared with, and no other rows stay where one of these is left out."""
    within = NotRead("it reads the table within a condition or a value")
    node: exp.Expr = select
    _check_numbers_nothing(select, tree)
    while (parent := node.parent) is not None:
        match parent:
            case exp.SetOperation():
                raise NotRead("it puts several results together")
            case exp.Join() if parent.args.get("side"):
                raise NotRead("its joins keep rows without these")
            case exp.CTE():
                read = [one for one in tree.find_all(exp.Table) if one.name == parent.alias]
                if len(read) != 1:
                    raise NotRead("it reads the same rows in several places")
                node = read[0]
                continue
            case exp.Select() if not isinstance(node, exp.From | exp.Join):
                raise within
            case exp.Subquery() | exp.From() | exp.Join() | exp.Select():
                node = parent
                _check_numbers_nothing(node, tree)
            case _:
                raise within


def _check_numbers_nothing(select: exp.Expr, tree: exp.Expr) -> None:
    """A window, or the first rows of what is gone on with, would be of other rows."""
    if not isinstance(select, exp.Select):
        return
    if any(one.find_ancestor(exp.Select) is select for one in select.find_all(exp.Window)):
        raise NotRead("it has a window, which would see other rows")
    if select is not tree and select.args.get("limit"):
        raise NotRead("it goes on with some first rows, which would be others")
