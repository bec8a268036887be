"""Questions for a date: "when was the last order", "latest order date"."""

from __future__ import annotations

from bi.language.clauses import Clause, EntityClause, Manner, MeasureClause
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place, place
from bi.language.constructs.ranking import rank_of
from bi.language.meanings import DatasetName, DimensionName
from bi.language.pattern import Match
from bi.model.catalog import Aggregation, ColumnRef
from bi.model.semantic import Aggregate

dates = ClauseConstructs()
Clauses = tuple[Clause, ...]
_SMALL = "WORD|IS? WORD|IS? WORD|IS?"


@dates.add(
    f"WHEN {_SMALL} which=LATEST|EARLIEST thing=dataset",
    f"HOW_RECENT {_SMALL} which=LATEST|EARLIEST thing=dataset",
)
def when(match: Match, scope: Scope) -> Clauses | None:
    """ "when was the last order"."""
    return _extreme(match, tuple(_dated(match, scope)))


@dates.add(f"WHEN {_SMALL} COUNT? thing=measure|dataset {_SMALL} rank=TOP|BOTTOM|BEST|WORST")
def when_highest(match: Match, scope: Scope) -> Clauses:
    """ "when was revenue highest": in which bucket of a sensible width."""
    item = match.item("thing")
    bucket = EntityClause(item_place(match.item("WHEN")), Manner.RANKED, plural=False, auto=True)
    measure = MeasureClause(item_place(item), scope.values(item))
    return (rank_of(match, count=1), measure, bucket)


@dates.add("WHAT? IS? which=LATEST|EARLIEST moment")
def extreme_date(match: Match, _: Scope) -> Clauses | None:
    """ "latest order date"."""
    return _extreme(match, tuple(m.dimension.ref for m in match.all("moment", DimensionName)))


def _dated(match: Match, scope: Scope) -> list[ColumnRef]:
    """What a dataset's rows are dated by: its time, else the one date that it has."""
    found = []
    for meaning in match.all("thing", DatasetName):
        dataset = scope.catalog.dataset(meaning.dataset)
        moments = [d.ref for d in dataset.dimensions if d.is_time]
        if dataset.time is not None:
            found.append(dataset.time)
        elif len(moments) == 1:
            found += moments
    return found


def _extreme(match: Match, columns: tuple[ColumnRef, ...]) -> Clauses | None:
    if not columns:
        return None
    latest = "LATEST" in match.item("which").tags
    aggregation = Aggregation.MAX if latest else Aggregation.MIN
    choices = tuple(Aggregate(aggregation, column) for column in columns)
    return (MeasureClause(place(match), choices),)
