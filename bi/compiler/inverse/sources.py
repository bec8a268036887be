"""The tables of one SELECT as datasets that the catalog joins."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from bi.compiler.inverse.not_read import NotRead
from bi.guard.physical import named_columns
from bi.model.catalog import Cardinality, Catalog, Dataset, Join


@dataclass(frozen=True)
class Sources:
    """`datasets` are those in FROM by what they are called there, in lower case.

    `base` is the one whose rows are the rows of the join, `joins` what brings the others to them.
    """

    datasets: dict[str, str]
    base: str
    joins: frozenset[Join]


def sources_of(select: exp.Select, catalog: Catalog, dialect: str) -> Sources:
    """Raises NotRead for what is no tree of the catalog's joins."""
    from_ = select.args.get("from_")
    if from_ is None:
        raise NotRead("it reads no table")
    joined = select.args.get("joins") or []
    if select.args.get("laterals"):
        raise NotRead("it reads the elements of a list")
    datasets: dict[str, str] = {}
    for node in (from_.this, *(join.this for join in joined)):
        called, dataset = _dataset(node, catalog)
        if called in datasets or dataset in datasets.values():
            raise NotRead(f"it reads {dataset} twice")
        datasets[called] = dataset
    used = [_join(one, datasets, catalog, dialect) for one in joined]
    return Sources(datasets, _base(set(datasets.values()), used), frozenset(used))


def _dataset(node: exp.Expr, catalog: Catalog) -> tuple[str, str]:
    if not isinstance(node, exp.Table) or not isinstance(node.this, exp.Identifier):
        raise NotRead("it reads more than tables")
    if node.args.get("joins") or node.args.get("pivots") or node.args.get("sample"):
        raise NotRead("it reads a table that is joined, turned or sampled by itself")
    found = called_in(node, catalog)
    if found is None:
        raise NotRead(f"{node.name} is no table of the catalog")
    return node.alias_or_name.lower(), found


def called_in(table: exp.Table, catalog: Catalog) -> str | None:
    """The dataset that a table in SQL is; of several over one table that of the alias."""
    wanted = ".".join(part.name for part in table.parts).lower()
    found = [one for one in catalog.datasets if _is_called(one, wanted)]
    called = table.alias_or_name.lower()
    named = next((one for one in found if one.name.lower() == called), None)
    return named.name if named else next((one.name for one in found), None)


def _is_called(dataset: Dataset, wanted: str) -> bool:
    table = dataset.table.lower()
    return table == wanted or ("." not in wanted and table.rpartition(".")[2] == wanted)


def _join(node: exp.Join, datasets: dict[str, str], catalog: Catalog, dialect: str) -> Join:
    side, kind = node.args.get("side") or "", node.args.get("kind") or ""
    if side not in ("", "LEFT") or kind not in ("", "INNER", "OUTER") or node.args.get("method"):
        raise NotRead(f"it joins by {' '.join(filter(None, (side, kind)))} JOIN")
    right = datasets[node.this.alias_or_name.lower()]
    for join in catalog.joins:
        if right not in (join.left, join.right):
            continue
        other = join.left if right == join.right else join.right
        if other in datasets.values() and _is_on(node, join, right, datasets, catalog, dialect):
            return join
    raise NotRead(f"it joins {right} in a way that the catalog does not know")


def _is_on(
    node: exp.Join, join: Join, right: str, datasets: dict[str, str], catalog: Catalog, dialect: str
) -> bool:
    mine, theirs = join.right_columns, join.left_columns
    if right == join.left:
        mine, theirs = theirs, mine
    if using := node.args.get("using"):
        names = {one.name.lower() for one in using}
        return mine == theirs and names == {one.lower() for one in mine}
    on = node.args.get("on")
    if on is None:
        return False
    other = join.left if right == join.right else join.right
    wanted = {
        frozenset({(right, one.lower()), (other, two.lower())})
        for one, two in zip(mine, theirs, strict=True)
    }
    parts = [part.unnest() for part in (on.flatten() if isinstance(on, exp.And) else [on])]
    found = set()
    for part in parts:
        sides = [part.left, part.right] if isinstance(part, exp.EQ) else []
        columns = [one for one in sides if isinstance(one, exp.Column)]
        if len(columns) != 2:
            return False
        found.add(frozenset(column_of(one, datasets, catalog, dialect) for one in columns))
    return found == wanted


def column_of(
    column: exp.Column, datasets: dict[str, str], catalog: Catalog, dialect: str
) -> tuple[str, str]:
    """The dataset and the physical name, in lower case. Raises NotRead."""
    name = column.name.lower()
    if column.table:
        dataset = datasets.get(column.table.lower())
        if dataset is None:
            raise NotRead(f"{column.table} is no table that it reads")
        return dataset, name
    having = [
        dataset
        for dataset in datasets.values()
        if len(datasets) == 1
        or name in {n for n, _ in named_columns(catalog.dataset(dataset), catalog, dialect)}
    ]
    if len(having) != 1:
        raise NotRead(f"{column.name} may be of several tables, or of none")
    return having[0], name


def _base(datasets: set[str], joins: list[Join]) -> str:
    """The dataset of which every other one has at most one row."""
    if len(datasets) == 1:
        return next(iter(datasets))
    reached = {join.right for join in joins if join.cardinality is not Cardinality.ONE_TO_ONE}
    bases = datasets - reached
    if len(bases) != 1 or len(set(joins)) != len(datasets) - 1:
        raise NotRead("its joins repeat rows, or leave open what a row is")
    return next(iter(bases))
