"""One amount of each row or group divided by another: "the ratio of capacity to range"."""

from __future__ import annotations

from bi.language.clauses import Clause
from bi.language.constructs.construct import ClauseConstructs, Scope
from bi.language.constructs.measures import aggregates_of, ratio_of
from bi.language.meanings import AggregationName
from bi.language.pattern import Match
from bi.model.catalog import Aggregation
from bi.model.semantic import Value

ratios = ClauseConstructs()


@ratios.add(
    "RATIO OF? dataset? up=aggregation? OF? above=quantity TO|AND|PER THEIR? dataset? "
    "down=aggregation? OF? below=quantity"
)
def ratio_of_columns(match: Match, scope: Scope) -> tuple[Clause, ...] | None:
    """Of each row where rows are what is grouped by, else of the totals."""
    above, below = _totals(match, "above", "up", scope), _totals(match, "below", "down", scope)
    return ratio_of(match, above, below)


def _totals(match: Match, name: str, how: str, scope: Scope) -> tuple[Value, ...]:
    """What is aggregated as said, else added up."""
    said = match.all(how, AggregationName)
    aggregation = said[0].aggregation if said else Aggregation.SUM
    return tuple(aggregates_of(aggregation, match.item(name), scope))
