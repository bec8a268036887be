"""Which of two numbers lies across: the first of a list's numbers does, where points are drawn."""

from __future__ import annotations

from bi.language.clauses import Axis, AxisClause, EntityClause, Manner
from bi.language.compose.work import Work
from bi.model.catalog import ColumnRef

# "X axis: price", "x=price": nothing but a sign stands between.
_NEXT_TO = 2
_TWO = 2


def along_axes(work: Work, columns: tuple[ColumnRef, ...]) -> tuple[ColumnRef, ...]:
    """The columns with two numbers among them in the order across, up.

    What an axis is said of lies along it; of "weight against height" and "weight by height" the
    height lies across, by custom.
    """
    said = [one for one in work.draft.outputs if one.amounts]
    places = {n for one in said if (n := _place(one, columns)) is not None}
    if len(places) != _TWO:
        return columns
    here, there = sorted(places)
    if work.draft.axes:
        named = {clause.axis: _beside(clause, said) for clause in work.draft.axes}
        along = {axis: _place(one, columns) for axis, one in named.items() if one is not None}
        is_turned = along.get(Axis.X) == there or along.get(Axis.Y) == here
    else:
        is_turned = {_place(one, columns) for one in said if one.manner is Manner.BY} == {there}
    if not is_turned:
        return columns
    turned = list(columns)
    turned[here], turned[there] = columns[there], columns[here]
    return tuple(turned)


def _beside(clause: AxisClause, said: list[EntityClause]) -> EntityClause | None:
    """The thing right after the axis, else the last one before it."""
    for one in said:
        if 0 <= one.place.start - clause.place.end <= _NEXT_TO:
            return one
    before = [one for one in said if one.place.start < clause.place.start]
    return before[-1] if before else None


def _place(one: EntityClause, columns: tuple[ColumnRef, ...]) -> int | None:
    return next((n for n, ref in enumerate(columns) if ref in one.columns), None)
