"""Who may see what: a slip here would show what is to be hidden, so every name must be known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bi.catalog.check_sql import check_expression, written_expressions
from bi.catalog.faults import Fault, did_you_mean
from bi.catalog.schema import (
    AccessSection,
    CatalogSection,
    DatasetSecuritySection,
    SecuritySection,
)
from bi.catalog.source import Place, Source
from bi.catalog.url import dialect_of
from bi.model.access import MARKER, PLACEHOLDER, with_markers

_BRACES = re.compile(r"\{[^{}]*\}?")


def check_security(section: CatalogSection, source: Source) -> Iterator[Fault]:
    security = section.security
    if security is None:
        return
    place: Place = ("security", "datasets")
    dialect = dialect_of(section.datasource.url)
    for name, one in security.datasets.items():
        within = (*place, name)
        if name not in section.datasets:
            near = did_you_mean(name, section.datasets)
            yield source.fault(within, f"`{name}` is not a dataset", near)
            continue
        for at, condition in conditions(within, one):
            yield from _condition(source, at, condition, dialect)
        yield from _links(section, security, source, within, name)
        yield from _columns(section, source, within, name, one, dialect)
        yield from _unreached(source, within, one.access or ())
    yield from _open_beside_filtered(section, security, source)
    yield from _one_table_twice(section, security, source)


def conditions(place: Place, one: DatasetSecuritySection) -> Iterator[tuple[Place, str]]:
    """Every condition on rows, with its place."""
    if one.rows is not None:
        yield (*place, "rows"), one.rows
    for n, access in enumerate(one.access or ()):
        if access.rows is not None:
            yield (*place, "access", n, "rows"), access.rows


def columns_of_conditions(
    section: CatalogSection, dialect: str
) -> Iterator[tuple[str, Place, str]]:
    """The physical columns that conditions name: dataset, place, column."""
    for name, one in (section.security or SecuritySection()).datasets.items():
        for place, condition in conditions(("security", "datasets", name), one):
            try:
                tree = sqlglot.parse_one(with_markers(condition)[0], dialect=dialect)
            except SqlglotError:
                continue  # told of by the check of conditions
            for node in tree.find_all(exp.Column):
                if not node.name.startswith(MARKER):
                    yield name, place, node.name


def _condition(
    source: Source, place: Place, condition: str, dialect: str | None
) -> Iterator[Fault]:
    marked, _ = with_markers(condition)
    if braces := _BRACES.search(PLACEHOLDER.sub("", condition)):
        suggestion = "a claim is written {claims.NAME}"
        yield source.fault(place, f"`{braces[0]}` is not a claim", suggestion)
        return
    if re.search(r"(?<![\w{.])claims\.\w", condition):
        suggestion = "put it in braces: {claims.NAME}"
        yield source.fault(place, f"`{condition}` names a claim without braces", suggestion)
        return
    found = list(check_expression(source, place, marked, dialect, written=condition))
    yield from found
    if found:
        return
    tree = sqlglot.parse_one(marked, dialect=dialect)
    if any(literal.is_string and MARKER in literal.name for literal in tree.find_all(exp.Literal)):
        suggestion = "leave the quotes off: it stands for a whole value"
        yield source.fault(place, "a claim stands in quotes", suggestion)
    whole = tree.unnest()
    if isinstance(whole, exp.Literal) or (
        isinstance(whole, exp.Column) and whole.name.startswith(MARKER)
    ):
        yield source.fault(place, f"`{condition}` compares nothing", "write `column = value`")


def _links(
    section: CatalogSection,
    security: SecuritySection,
    source: Source,
    place: Place,
    name: str,
) -> Iterator[Fault]:
    joins = section.datasets[name].joins
    for n, called in enumerate(security.datasets[name].rows_with):
        at = (*place, "rows_with", n) if (*place, "rows_with", n) in source.lines else (
            *place, "rows_with",
        )  # fmt: skip
        if called not in joins:
            near = did_you_mean(called, joins)
            yield source.fault(at, f"`{name}` has no join `{called}`", near)
        elif name in _hang_on(section, security, joins[called].dataset or called):
            yield source.fault(at, f"the rows of `{name}` would depend on themselves")


def _hang_on(section: CatalogSection, security: SecuritySection, start: str) -> set[str]:
    """The datasets whose rows decide which ones of `start` are seen, itself among them."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in found or name not in section.datasets:
            continue
        found.add(name)
        said = security.datasets.get(name)
        joins = section.datasets[name].joins
        links = (called for called in (said.rows_with if said else ()) if called in joins)
        waiting.extend(joins[called].dataset or called for called in links)
    return found


def _columns(
    section: CatalogSection,
    source: Source,
    place: Place,
    name: str,
    one: DatasetSecuritySection,
    dialect: str | None,
) -> Iterator[Fault]:
    known = _spoken_of(section, name, dialect)
    plain = {column.casefold() for column in known}
    measures = section.datasets[name].measures
    for at, column in _named(place, one):
        if column.casefold() in plain:
            continue
        if column in measures:
            message = f"`{column}` is a measure"
            yield source.fault(at, message, "name the columns that it is made of")
        else:
            message = f"the catalog speaks of no column `{column}` of `{name}`"
            yield source.fault(at, message, did_you_mean(column, known))


def _named(place: Place, one: DatasetSecuritySection) -> Iterator[tuple[Place, str]]:
    for column in one.columns:
        yield (*place, "columns", column), column
    for n, access in enumerate(one.access or ()):
        for key, names in (("hide", access.hide), ("show", access.show or ())):
            for column in names:
                yield (*place, "access", n, key), column


def _spoken_of(section: CatalogSection, name: str, dialect: str | None) -> set[str]:
    """Dimensions of a dataset, and physical columns that the catalog names in it."""
    dataset = section.datasets[name]
    known = {*dataset.key, *dataset.dimensions}
    known |= {dimension.column for dimension in dataset.dimensions.values() if dimension.column}
    for join in dataset.joins.values():
        known |= set(join.columns)
    for other in section.datasets.values():
        for called, join in other.joins.items():
            if (join.dataset or called) == name:
                known |= set(join.columns.values())
    for _, sql in written_expressions(name, dataset):
        try:
            tree = sqlglot.parse_one(sql, dialect=dialect)
        except SqlglotError:
            continue  # told of by the check of expressions
        known |= {column.name for column in tree.find_all(exp.Column)}
    return known


def _unreached(source: Source, place: Place, entries: Iterable[AccessSection]) -> Iterator[Fault]:
    for_all = False
    for n, access in enumerate(entries):
        if for_all:
            yield source.hint(
                (*place, "access", n),
                "nobody comes to this entry: the one before it is for everybody",
                "of several entries the first that fits counts; put the widest last",
            )
        for_all = for_all or (access.roles is None and access.tenants is None)


def _open_beside_filtered(
    section: CatalogSection, security: SecuritySection, source: Source
) -> Iterator[Fault]:
    """Lines of orders that not everybody sees tell much of the orders."""
    for name, dataset in section.datasets.items():
        said = security.datasets.get(name)
        if (said is None and security.others == "hidden") or _filters(said):
            continue
        for called, join in dataset.joins.items():
            target = join.dataset or called
            if not _filters(security.datasets.get(target)):
                continue
            place: Place = ("security", "datasets", *((name,) if said else ()))
            yield source.hint(
                place,
                f"`{name}` joins `{target}`, of which not everybody sees every row, but all rows "
                f"of `{name}` itself are seen",
                f"add `rows_with: {called}` to `{name}`",
            )


def _filters(said: DatasetSecuritySection | None) -> bool:
    if said is None:
        return False
    return bool(said.rows or said.rows_with or any(one.rows for one in said.access or ()))


def _one_table_twice(
    section: CatalogSection, security: SecuritySection, source: Source
) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for name, dataset in section.datasets.items():
        table = (dataset.table or name).casefold()
        other = first.setdefault(table, name)
        if security.datasets.get(other) != security.datasets.get(name):
            at = name if name in security.datasets else other
            message = f"`{other}` and `{name}` are the same table, but not secured alike"
            suggestion = "say the same of both: in SQL a table is one thing"
            yield source.fault(("security", "datasets", at), message, suggestion)
