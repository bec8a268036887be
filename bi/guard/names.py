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
    binary both by case cast charset check collate collation column commit concurrently constraint
    create cross cube current_catalog current_date current_datetime current_role current_schema
    current_time current_timestamp current_user default deferrable delete desc describe distinct
    distinctrow do drop else end escape except exists explain false fetch for force foreign freeze
    from full glob global grant group having if ignore ilike in index inf infinity initially inner
    insert install intersect interval into is isnull join key lambda lateral leading left like
    limit localtime localtimestamp lock manual map match_recognize minus mod nan natural not
    notnull null offset on only option or order outer overlaps parallel partitioned_by pivot
    pivot_longer pivot_wider placing portion positional prewhere primary qualify recursive
    references regexp returning revoke right rlike rollback rollup row rows sample select
    separator session_user set show similar some straight_join summarize symmetric system_user
    table tablesample then to top trailing transaction true uncache undrop union unique unpivot
    update user using values variadic verbose when where window with xor
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
