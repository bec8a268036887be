"""Where: another value of a column, a condition more, or one less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bi.catalog.wording import label_of, value_name
from bi.language.edits.edit import Edit, Ground
from bi.language.edits.groups import text_dimensions
from bi.model.catalog import ColumnRef
from bi.model.semantic import Condition, Filter, MeasureFilter, Operator

# A dimension of so many values at most has one that is worth looking at alone.
_FEW = 12


def filter_removed(one: Filter, ground: Ground) -> Edit:
    kept = tuple(other for other in ground.query.filters if other != one)
    meant = replace(ground.query, filters=kept)
    name = label_of(one.column, ground.catalog)
    return Edit("", meant, ground.ways("remove_filter", "remove_filters", old=name))


def amount_removed(one: MeasureFilter, ground: Ground) -> Edit:
    kept = tuple(other for other in ground.query.measure_filters if other != one)
    meant = replace(ground.query, measure_filters=kept)
    name = value_name(one.value, ground.catalog)
    return Edit("", meant, ground.ways("remove_filter", "remove_filters", old=name))


def condition_removed(one: Condition, ground: Ground) -> Edit:
    kept = tuple(other for other in ground.query.conditions if other != one)
    return Edit("", replace(ground.query, conditions=kept), ground.ways("remove_filters"))


def other_values(one: Filter, ground: Ground) -> Iterator[Edit]:
    """Each other value of the column alone."""
    if one.operator is not Operator.IN or not all(isinstance(v, str) for v in one.values):
        return
    old, alone = str(one.values[0]), len(one.values) == 1
    for value in _values(one.column, ground):
        if alone and value == old:
            continue
        new = replace(one, values=(value,))
        filters = tuple(new if other == one else other for other in ground.query.filters)
        column = label_of(one.column, ground.catalog)
        ways = ground.ways("value", "value_of", new=value, old=old, column=column)
        yield Edit(value, replace(ground.query, filters=filters), ways)


def more_values(ground: Ground) -> Iterator[Edit]:
    """The first value of each dimension that has few."""
    query = ground.query
    taken = {group.column for group in query.groups} | {one.column for one in query.filters}
    for dimension in text_dimensions(ground) if query.measures else ():
        values = _values(dimension.ref, ground)
        if dimension.ref in taken or not 1 < len(values) <= _FEW:
            continue
        new = Filter(dimension.ref, Operator.IN, (values[0],))
        names = {"new": values[0], "old": "", "column": dimension.label}
        called = ground.ways("value", **names)
        meant = replace(query, filters=(*query.filters, new))
        yield Edit(called[0] if called else values[0], meant, called)


def _values(column: ColumnRef, ground: Ground) -> Sequence[str]:
    known = ground.engine.profile.values.get(column)
    dimension = ground.catalog.dimension(column)
    return known or (dimension.values if dimension else ())
