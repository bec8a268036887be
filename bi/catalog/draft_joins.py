"""The joins of a draft: declared and inferred references to other tables."""

from __future__ import annotations

from dataclasses import dataclass

from bi.catalog.inspection import ForeignKey, Inspection, Table
from bi.catalog.lexicon import KEYS, PLAIN, PREPOSITIONS
from bi.catalog.naming import identifier_of, words_of
from bi.catalog.yaml_text import Value


@dataclass(frozen=True, slots=True)
class DraftJoin:
    """A reference to `target` (a table's name). One that is not `active` is only told of.

    `role`: it is a further reference, told apart by the role that a row of `target` plays.
    """

    target: str
    columns: tuple[str, ...]
    name: str
    spec: Value
    active: bool
    comment: str | None = None
    role: bool = False


def joins_of(table: Table, inspection: Inspection, names: dict[str, str]) -> tuple[DraftJoin, ...]:
    """One join for each dataset that is referred to; of several roads to it each has its role."""
    joins: list[DraftJoin] = []
    roles: list[DraftJoin] = []
    known = [link for link in table.foreign_keys if inspection.table(link.table)]
    for link in sorted(known, key=lambda link: _detour(table, link)):
        target = inspection.table(link.table)
        if target is None:
            continue
        name = names[target.name]
        several = sum(other.table == link.table for other in known) > 1
        role = _role(table, link, target) if several or target.name == table.name else None
        taken = any(join.target == target.name and join.active for join in joins)
        if role and link.leads_to_one and role not in (*names.values(), *(r.name for r in roles)):
            spec = {"dataset": name, "columns": _columns(link, paired=True)}
            roles.append(DraftJoin(target.name, link.columns, role, spec, active=True, role=True))
            if taken or target.name == table.name:
                continue
        joins.append(_join(table, link, target, name, taken))
    return (*joins, *roles)


def _detour(table: Table, link: ForeignKey) -> tuple[bool, bool, int]:
    """Of several roads the plain one is that whose column is named like the key it leads to, else
    that which is called so (a current address comes before a permanent one), else the first."""
    columns = [table.column(name) for name in link.columns]
    words = {word for column in columns if column for word in column.words}
    place = next((n for n, column in enumerate(table.columns) if column == columns[0]), 0)
    return (link.columns != link.target_columns, not words & PLAIN, place)


def _role(table: Table, link: ForeignKey, target: Table) -> str | None:
    """What the other side is here: `loser_id` of matches -> loser; None where nothing says so."""
    column = table.column(link.columns[0])
    if len(link.columns) > 1 or column is None or (column.type and column.type.is_temporal):
        return None
    key = words_of(link.target_columns[0])[-1]
    words = [word for word in column.words if word not in KEYS and word != key]
    entity = target.entity
    if words[-len(entity) :] == entity:
        words = words[: -len(entity)]
    if words == ["reports", "to"]:
        return "manager"
    if not words or words[-1] in PREPOSITIONS:
        return None
    return identifier_of("_".join(words))


def _columns(link: ForeignKey, *, paired: bool = False) -> Value:
    if link.columns == link.target_columns and not paired:
        return link.columns[0] if len(link.columns) == 1 else list(link.columns)
    return dict(zip(link.columns, link.target_columns, strict=True))


def _join(
    table: Table, link: ForeignKey, target: Table, target_name: str, taken: bool
) -> DraftJoin:
    columns = _columns(link)
    spec: dict[str, Value] = {"columns": columns}
    if table.key and set(link.columns) == set(table.key):
        spec["cardinality"] = "one_to_one"
    short = spec.keys() == {"columns"} and not isinstance(columns, dict)
    itself = target.name == table.name
    return DraftJoin(
        target=target.name,
        columns=link.columns,
        name=target_name,
        spec=columns if short else spec,
        active=not (taken or itself) and link.leads_to_one,
        comment=_comment(link, target_name, taken, itself),
    )


def _comment(link: ForeignKey, target: str, taken: bool, itself: bool) -> str | None:
    if itself:
        return "leads to the same table; give the join the name of a role to use it"
    if not link.leads_to_one:
        return f"several rows of {target} have the same"
    if taken:
        return f"a second road to {target}; give the join the name of a role to use it"
    return None if link.declared else "inferred from names and values"
