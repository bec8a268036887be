"""Names as they stand in a database."""

from __future__ import annotations

import re

from sqlglot import exp

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
# Words that at least one supported engine reserves; quoting one too many harms nobody.
_RESERVED = frozenset(
    word
    for line in """
    add all alter analyse analyze and any array as asc asymmetric authorization begin between
    binary both by case cast check collate collation column commit concurrently constraint create
    cross current_catalog current_date current_role current_schema current_time current_timestamp
    current_user default deferrable delete desc describe distinct do drop else end escape except
    exists false fetch for foreign freeze from full glob grant group having if ilike in index
    initially inner insert intersect into is isnull join key lambda lateral leading left like limit
    localtime localtimestamp natural not notnull null offset on only or order outer overlaps
    pivot pivot_longer pivot_wider placing primary qualify references returning right rollback
    row rows select session_user set show similar some summarize symmetric table tablesample then
    to trailing transaction true union unique unpivot update user using values variadic verbose
    when where window with
    """.splitlines()
    for word in line.split()
)


def identifier(name: str) -> exp.Identifier:
    """A name as it stands in the database, quoted where it would be read as another one."""
    plain = _PLAIN.fullmatch(name) is not None and name not in _RESERVED
    return exp.Identifier(this=name, quoted=not plain)


def fresh(name: exp.Identifier) -> exp.Identifier:
    """The same name again. A plain copy takes ten times as long: it carries source positions."""
    return exp.Identifier(this=name.this, quoted=name.args.get("quoted"))


def physical_table(name: str) -> exp.Table:
    """`schema.table` as a reference."""
    *schema, last = name.split(".")
    return exp.Table(
        this=identifier(last),
        db=identifier(schema[-1]) if schema else None,
        catalog=identifier(schema[-2]) if len(schema) > 1 else None,
    )
