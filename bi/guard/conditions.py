"""The rows a viewer sees, as a condition in SQL: claims become literals of its tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import sqlglot
from sqlglot import exp

from bi.guard.names import identifier, physical_table
from bi.model.access import Claim, ClaimValue, Link, RowFilter, with_markers
from bi.model.errors import ClaimMissing

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def condition_of(rows: RowFilter, dialect: str, alias: str) -> exp.Expr:
    """What rows of the table that is called `alias` must meet.

    Raises ClaimMissing where the viewer's token does not carry what it depends on.
    """
    if lacks := rows.lacks:
        raise claim_missing(lacks)
    return exp.and_(*_parts(rows, dialect, alias), copy=False)


def claim_missing(names: tuple[str, ...]) -> ClaimMissing:
    listed = ", ".join(f"`{name}`" for name in names)
    plural = "s" if len(names) > 1 else ""
    return ClaimMissing(
        f"What you may see of this depends on the claim{plural} {listed} of your token, which "
        "it does not carry in a form that can be used.",
        rule="claim_missing",
        claims=list(names),
    )


def _parts(rows: RowFilter, dialect: str, alias: str) -> Iterator[exp.Expr]:
    for condition in rows.conditions:
        yield _filled(condition, rows, dialect, alias)
    for n, (link, table, other) in enumerate(rows.links):
        yield _linked(link, table, other, dialect, alias, f"{alias}_{n}")


def _linked(
    link: Link, table: str, other: RowFilter, dialect: str, alias: str, inner: str
) -> exp.Expr:
    """That the row belongs to a visible one of the other table.

    Every column says whose it is: a name that the other table lacked would mean this one's, and
    let every row through.
    """
    source = physical_table(table)
    source.set("alias", exp.TableAlias(this=exp.to_identifier(inner)))
    theirs = [exp.column(identifier(name), table=inner) for name in link.other_columns]
    ours = [exp.column(identifier(name), table=alias) for name in link.columns]
    visible = exp.select(*(theirs if len(theirs) == 1 else [exp.Literal.number(1)]), copy=False)
    visible = visible.from_(source, copy=False)
    conditions = list(_parts(other, dialect, inner))
    if len(theirs) == 1:
        visible = visible.where(*conditions, copy=False)
        return exp.In(this=ours[0], query=exp.Subquery(this=visible))
    pairs = (exp.EQ(this=one, expression=an) for one, an in zip(theirs, ours, strict=True))
    return exp.Exists(this=visible.where(*pairs, *conditions, copy=False))


def _filled(condition: str, rows: RowFilter, dialect: str, alias: str) -> exp.Expr:
    text, names = with_markers(condition)
    tree = exp.Paren(this=sqlglot.parse_one(text, dialect=dialect))
    claims = dict(rows.claims)
    filled: set[str] = set()
    for column in list(tree.find_all(exp.Column)):
        if column.name in names and not column.table:
            name = names[column.name]
            _put(column, _fitting(claims[name], column, rows, name), name)
            filled.add(name)
        else:
            column.set("table", exp.to_identifier(alias))
    if filled != set(names.values()):
        # It stands where no value can, inside a text for instance; the catalog's check says so.
        raise claim_missing(tuple(sorted(set(names.values()) - filled)))
    return tree


def _put(column: exp.Column, value: ClaimValue, name: str) -> None:
    """The value in its place; of a list each one, where a list can stand."""
    parent = column.parent
    if isinstance(parent, exp.In) and column.arg_key in ("field", "expressions"):
        others = [one for one in parent.expressions if one is not column]
        literals = [_literal(one) for one in _listed(value)]
        parent.set("field", None)
        parent.set("expressions", [*others, *literals])
    elif not isinstance(value, tuple):
        column.replace(_literal(value))
    elif isinstance(parent, exp.EQ | exp.NEQ):
        other = parent.expression if column.arg_key == "this" else parent.this
        among: exp.Expr = exp.In(this=other, expressions=[_literal(one) for one in value])
        if isinstance(parent, exp.NEQ):
            among = exp.Not(this=among)
        parent.replace(among)
    else:
        raise claim_missing((name,))


def _fitting(value: ClaimValue, column: exp.Column, rows: RowFilter, name: str) -> ClaimValue:
    """The value in the type of the column it is compared with, where the catalog tells that.

    Engines differ in what they make of a text beside a number: some take it for 0.
    """
    parent = column.parent
    if not isinstance(parent, exp.EQ | exp.NEQ | exp.In):
        return value
    other = parent.this if column.arg_key != "this" else parent.args.get("expression")
    if not isinstance(other, exp.Column):
        return value
    kind = other.name.lower()
    if kind in rows.texts:
        return _each(value, str)
    if kind in rows.numbers:
        return _each(value, lambda one: _as_number(one, name))
    return value


def _each(value: ClaimValue, change: Callable[[Claim], Claim]) -> ClaimValue:
    return tuple(change(one) for one in value) if isinstance(value, tuple) else change(value)


def _as_number(value: Claim, name: str) -> Claim:
    if isinstance(value, bool):
        raise claim_missing((name,))
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            raise claim_missing((name,))
        return float(value) if "." in value else int(value)
    return value


def _listed(value: ClaimValue) -> tuple[Claim, ...]:
    return value if isinstance(value, tuple) else (value,)


def _literal(value: Claim) -> exp.Expr:
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, str):
        return exp.Literal.string(value)
    return exp.Literal.number(value)
