"""Whether two queries ask the same."""

from __future__ import annotations

from dataclasses import replace

from bi.model.semantic import (
    Filter,
    Group,
    Operator,
    Order,
    OrderTarget,
    PeriodGroup,
    SemanticQuery,
    TimeRange,
)


def plain(query: SemanticQuery) -> SemanticQuery:
    """Equal for queries that ask the same, whatever their periods are called, and in whichever
    order groups and conditions stand."""
    query = replace(query, groups=tuple(map(_unnamed, query.groups)))
    places = sorted(range(len(query.groups)), key=lambda index: repr(query.groups[index]))
    moved = {old: new for new, old in enumerate(places)}
    limit = query.limit
    if limit is not None and not query.columns:
        limit = replace(limit, within=tuple(sorted(moved[index] for index in limit.within)))
    return replace(
        query,
        groups=tuple(query.groups[index] for index in places),
        order=tuple(_moved(one, moved) for one in query.order),
        limit=limit,
        time=_without_label(query.time) if query.time else None,
        filters=tuple(sorted(map(_sorted, query.filters), key=repr)),
        conditions=tuple(sorted(query.conditions, key=repr)),
        part_filters=tuple(sorted(query.part_filters, key=repr)),
        measure_filters=tuple(sorted(query.measure_filters, key=repr)),
    )


def _moved(order: Order, places: dict[int, int]) -> Order:
    return replace(order, index=places[order.index]) if order.target is OrderTarget.GROUP else order


def _unnamed(group: Group) -> Group:
    if isinstance(group, PeriodGroup):
        return replace(group, periods=tuple(map(_without_label, group.periods)))
    return group


def _without_label(time: TimeRange) -> TimeRange:
    return replace(time, label="")


def _sorted(one: Filter) -> Filter:
    if one.operator in (Operator.IN, Operator.NOT_IN):
        return replace(one, values=tuple(sorted(one.values, key=repr)))
    return one
