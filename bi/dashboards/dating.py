"""A period of a dashboard's filter, beside a tile's own period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bi.compiler.values import quantity_of
from bi.language.units import days_of
from bi.model.catalog import Catalog, ColumnRef, Grain
from bi.model.dashboard import DateFilter
from bi.model.errors import FilterLeavesNothing, QueryNotPossible
from bi.model.semantic import (
    Filter,
    OfGroups,
    Operator,
    SemanticQuery,
    TimeGroup,
    TimeRange,
    Value,
)
from bi.model.words import mid_sentence


def with_dates(
    query: SemanticQuery, range_: TimeRange, one: DateFilter, title: str, catalog: Catalog
) -> SemanticQuery:
    """The query within the range too.

    A query has one period. A range by the same date is put together with it; one by another date
    is a condition on rows beside it, which a comparison with an earlier period does not move.
    Raises QueryNotPossible where measures have no date to limit, FilterLeavesNothing.
    """
    dates = _Dates.of(query, catalog)
    column = dates.named(range_.column)
    own = query.time if query.time and (query.time.start or query.time.end) else None
    if own is None and (not _steps_in_time(query) or column in dates.of_groups(query)):
        return replace(query, time=replace(range_, column=column))
    if own is None or dates.named(own.column) != column:
        return _beside(query, range_, dates.one(column), catalog)
    both = _overlap(own, range_)
    if both is None:
        raise FilterLeavesNothing(
            f"“{title}” is about {own.label}, and the filter “{one.title}” about "
            f"{range_.label}: no day is in both.",
            filter=one.id,
        )
    return replace(query, time=replace(both, column=own.column))


class _Dates:
    """The dates that a query's rows have. `own`: those that what it measures is dated by."""

    def __init__(self, own: frozenset[ColumnRef | None], grouped: ColumnRef | None) -> None:
        self._own = own
        self._grouped = grouped

    @classmethod
    def of(cls, query: SemanticQuery, catalog: Catalog) -> _Dates:
        grouped = (one.column for one in query.groups if isinstance(one, TimeGroup))
        return cls(frozenset(_own_dates(query, catalog)), next(grouped, None))

    def named(self, column: ColumnRef | None) -> ColumnRef | None:
        """The same for the same date; None is the one that each measure is dated by.

        What has no date of its own is dated by what it is grouped by.
        """
        if column is None:
            return self._grouped if self._own == {None} else None
        return None if self._own == {column} else column

    def of_groups(self, query: SemanticQuery) -> set[ColumnRef | None]:
        return {self.named(one.column) for one in query.groups if isinstance(one, TimeGroup)}

    def one(self, column: ColumnRef | None) -> ColumnRef:
        """Raises QueryNotPossible where it is not one and the same for all measures."""
        found = self._own if column is None else {column}
        if len(found) != 1 or (only := next(iter(found))) is None:
            raise QueryNotPossible("What it shows has no one date that could be limited.")
        return only


def _own_dates(query: SemanticQuery, catalog: Catalog) -> Iterator[ColumnRef | None]:
    for measured in query.measures:
        for atom in quantity_of(_inner(measured.value), catalog, "duckdb").formula.atoms:
            yield atom.time
    if not query.measures:
        listed = [ref.dataset for ref in query.columns]
        home = query.dataset or min(listed, default=None)
        yield catalog.dataset(home).time if home else None


def _inner(value: Value) -> Value:
    return value.value if isinstance(value, OfGroups) else value


def _steps_in_time(query: SemanticQuery) -> bool:
    """Whether what it shows of one bucket depends on others, along the dates of its groups."""
    return query.comparison is not None or any(one.calculation for one in query.measures)


def _overlap(own: TimeRange, other: TimeRange) -> TimeRange | None:
    """Called as the one that lies in the other; by its days where neither does."""
    start = max(filter(None, (own.start, other.start)), default=None)
    end = min(filter(None, (own.end, other.end)), default=None)
    if start and end and start >= end:
        return None
    for one in (own, other):
        if (one.start, one.end) == (start, end):
            return one
    span = TimeRange(start, end, "")
    return replace(span, label=days_of(span))


def _beside(
    query: SemanticQuery, range_: TimeRange, column: ColumnRef, catalog: Catalog
) -> SemanticQuery:
    dimension = catalog.dimension(column)
    if dimension is None or not dimension.is_time:
        raise QueryNotPossible("What it filters is no date.")
    if dimension.grain not in (None, Grain.HOUR, Grain.DAY):
        label = mid_sentence(dimension.label)
        raise QueryNotPossible(
            f"What it shows is not by {label}, which is known by {dimension.grain} only."
        )
    conditions = []
    if range_.start:
        day = range_.start.isoformat()
        conditions.append(Filter(column, Operator.GREATER_OR_EQUAL, (day,)))
    if range_.end:
        conditions.append(Filter(column, Operator.LESS, (range_.end.isoformat(),)))
    return replace(query, filters=(*query.filters, *conditions))
