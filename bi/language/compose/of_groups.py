"""Counts of what meets a condition on its total: "how many customers spent over 500"."""

from __future__ import annotations

from bi.catalog.wording import group_name
from bi.language.clauses import NumberClause
from bi.language.compose.work import Work
from bi.language.rows_wanted import counted_dataset
from bi.model.catalog import Aggregation
from bi.model.semantic import (
    Aggregate,
    CountRows,
    DimensionGroup,
    Measured,
    NamedMeasure,
    OfGroups,
    Value,
)


def is_of_groups(work: Work) -> bool:
    return any(isinstance(one.value, OfGroups) for one in work.query.measures)


def count_each(clause: NumberClause, work: Work) -> bool:
    """Turns a count into one of the things that meet a condition, where that is said of them.

    False where the measure is something else, or the condition is of the question's groups.
    """
    if clause.columns or len(set(clause.values)) != 1 or len(work.query.measures) != 1:
        return False
    if counted_dataset(clause) and not work.query.groups:
        return False  # rows that belong to each are counted among the conditions
    counted, value = work.query.measures[0], clause.values[0]
    if isinstance(counted.value, OfGroups):
        return counted.value.aggregation is Aggregation.COUNT
    per = _counted(counted.value, work)
    if per is None or value == counted.value or not isinstance(value, NamedMeasure | CountRows):
        return False
    if work.query.groups and not _is_said_of(clause, counted, work):
        return False
    measured = Measured(OfGroups(Aggregation.COUNT, value, per))
    for part in (measured, measured.value):
        if counted in work.origins:
            work.origins[part] = work.origins[counted]
    work.set(measures=(measured,))
    _say_what_is_left_out(value, per, work)
    return True


def _counted(value: Value, work: Work) -> DimensionGroup | None:
    """What is counted, as one group for each."""
    if isinstance(value, Aggregate):
        distinct = value.aggregation is Aggregation.COUNT_DISTINCT
        return DimensionGroup(value.column) if distinct else None
    dataset = value.dataset if isinstance(value, CountRows) else None
    if isinstance(value, NamedMeasure):
        measure = work.catalog.measure(value.name)
        counts = measure is not None and measure.aggregation is Aggregation.COUNT
        if measure is None or not counts or measure.expression.strip() != "*" or measure.filter:
            return None
        dataset = measure.dataset
    if dataset is None:
        return None
    found = work.catalog.dataset(dataset)
    key = next((d for d in found.dimensions if found.key == (d.name,)), None)
    return DimensionGroup(key.ref) if key is not None else None


def _is_said_of(clause: NumberClause, counted: Measured, work: Work) -> bool:
    """Whether the condition follows the thing counted, and no group stands between them."""
    place = work.origins.get(counted)
    if place is None or place.start > clause.place.start:
        return False
    groups = [one.place.start for one in work.draft.groups]
    return not any(place.start < start < clause.place.start for start in groups)


def _say_what_is_left_out(value: Value, per: DimensionGroup, work: Work) -> None:
    homes = work.setting.reach.homes(value)
    if per.column.dataset not in homes:
        name = group_name(per, work.catalog)
        work.assume(f"Counted by {name}; what has no rows at all is left out.")
