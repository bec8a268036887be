"""Texts that say no more than yes or no: what can be said of the rows that have a yes."""

from __future__ import annotations

from bi.catalog.inspection import Column
from bi.catalog.lexicon import words
from bi.catalog.yaml_text import Value

_YES = words("y yes t true")
_NO = words("n no f false")
# `is_male`, `has_garden`: what comes after is said of a row, "male people".
_VERBS = words("is has was had are have does can")
# `on_scholarship`: said as it stands, too.
_STATES = words("on in under with")


def values_of(column: Column) -> Value:
    """The values of a column for a catalog; a yes with the words for it, where the name has any."""
    yes = [value for value in column.values if value.casefold() in _YES]
    others = [value for value in column.values if value not in yes]
    said = _said(column.words)
    if len(yes) != 1 or not said or any(value.casefold() not in _NO for value in others):
        return list(column.values)
    return {value: list(said) if value in yes else [] for value in column.values}


def _said(name: list[str]) -> list[str]:
    first, rest = name[0], " ".join(name[1:])
    if not rest:
        return []
    if first in _STATES:
        return [rest, " ".join(name)]
    return [rest] if first in _VERBS else []
