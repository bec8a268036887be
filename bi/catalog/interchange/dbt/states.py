"""Measures of states, such as stocks and balances: theirs are not additive along a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bi.catalog.interchange.notes import Part
from bi.catalog.interchange.patch import Plain
from bi.catalog.interchange.sql import NotExpressed
from bi.catalog.schema import MeasureSection

STATE_KEYS = frozenset({"over_time", "series"})
_CHOICES = {"last": "max", "first": "min"}
_TAKEN = {theirs: ours for ours, theirs in _CHOICES.items()}


def non_additive(measure: Plain, time: str, entities: Mapping[str, str]) -> Plain:
    """What theirs says of a state; empty for a measure of anything else.

    `entities` are the names of the model's, by their columns. Raises NotExpressed.
    """
    how = measure.get("over_time")
    if how is None:
        return {}
    if how not in _CHOICES:
        raise NotExpressed(f"`over_time: {how}` is a choice that theirs has not")
    series = measure.get("series") or []
    missing = [column for column in series if column not in entities]
    if missing:
        raise NotExpressed(f"its series {', '.join(missing)} is no entity of the model")
    found: Plain = {"name": time, "window_choice": _CHOICES[how]}
    if series:
        found["window_groupings"] = [entities[column] for column in series]
    return {"non_additive_dimension": found}


def state_of(written: Any, place: Part, time: str, columns: Mapping[str, str]) -> Plain:
    """`over_time` and `series` of their `non_additive_dimension`.

    `columns` are those of the model's entities by name. Raises NotExpressed.
    """
    part = Part(written, f"{place.place}.non_additive_dimension", place.notes)
    name, choice = part.text("name"), part.text("window_choice").lower() or "min"
    groupings = part.texts("window_groupings")
    part.rest()
    if STATE_KEYS - MeasureSection.model_fields.keys():
        raise NotExpressed("it must not be added up along time (non_additive_dimension)")
    if name != time:
        raise NotExpressed(f"it is not additive along `{name}`, which is not its time")
    missing = [one for one in groupings if one not in columns]
    if missing:
        raise NotExpressed(f"its groupings {', '.join(missing)} are no entities of the model")
    series = [columns[one] for one in groupings]
    return {"over_time": _TAKEN[choice], **({"series": series} if series else {})}
