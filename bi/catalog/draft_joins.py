"""The joins of a draft: declared and inferred references to other tables."""

from __future__ import annotations

from dataclasses import dataclass

from bi.catalog.inspection import ForeignKey, Inspection, Table
from bi.catalog.yaml_text import Value


@dataclass(frozen=True, slots=True)
class DraftJoin:
    """A reference to `target` (a table's name). One that is not `active` is only told of."""

    target: str
    columns: tuple[str, ...]
    name: str
    spec: Value
    active: bool
    comment: str | None = None


def joins_of(table: Table, inspection: Inspection, names: dict[str, str]) -> tuple[DraftJoin, ...]:
    """One join for each dataset that is referred to; further roads to it are comments."""
    joins: list[DraftJoin] = []
    known = [link for link in table.foreign_keys if inspection.table(link.table)]
    # The road whose column is named like the key it leads to is the plain one.
    for link in sorted(known, key=lambda link: link.columns != link.target_columns):
        target = inspection.table(link.table)
        if target is None:
            continue
        taken = any(join.target == target.name and join.active for join in joins)
        joins.append(_join(table, link, target, names[target.name], taken))
    return tuple(joins)


def _join(
    table: Table, link: ForeignKey, target: Table, target_name: str, taken: bool
) -> DraftJoin:
    columns: Value = dict(zip(link.columns, link.target_columns, strict=True))
    if link.columns == link.target_columns:
        columns = link.columns[0] if len(link.columns) == 1 else list(link.columns)
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
        return "leads to the same table; a view of it as a dataset of its own can be joined"
    if not link.leads_to_one:
        return f"several rows of {target} have the same"
    if taken:
        return f"a second road to {target}; a question could not tell which one is meant"
    return None if link.declared else "inferred from names and values"
