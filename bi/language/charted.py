"""What a sentence wishes of a drawing: one chart of all that are named, and how it is drawn."""

from __future__ import annotations

from dataclasses import replace

from bi.language.clauses import ChartClause
from bi.language.draft import Draft
from bi.model.chart import ChartOptions, ChartType
from bi.model.semantic import SemanticQuery

# What becomes of a chart whose parts are stacked: a lying bar stays one, its parts are stacked.
_STACKED = {
    ChartType.BAR: ChartType.STACKED_BAR,
    ChartType.HORIZONTAL_BAR: ChartType.HORIZONTAL_BAR,
    ChartType.AREA: ChartType.STACKED_AREA,
    ChartType.LINE: ChartType.STACKED_AREA,
    ChartType.MULTI_LINE: ChartType.STACKED_AREA,
}
_TWO = 2


def chart_of(clauses: list[ChartClause]) -> ChartClause | None:
    """The last one named; "an area chart, stacked by region" is one of stacked areas."""
    if not clauses:
        return None
    named = [one for one in clauses if not one.laid]
    laid = [one for one in clauses if one.laid]
    if not named or not laid:
        return clauses[-1]
    if laid[-1].beside:
        return replace(laid[-1], otherwise=named[-1].chart)
    stacked = _STACKED.get(named[-1].chart)
    return clauses[-1] if stacked is None else replace(named[-1], chart=stacked)


def chart_wished(draft: Draft, query: SemanticQuery) -> ChartType | None:
    """The chart to draw a query as; "side by side" are bars of one grouping anyway."""
    if draft.chart is None:
        return None
    columns = len(query.groups) + len(query.measures) - 1 + (query.comparison is not None)
    if draft.chart.beside and columns < _TWO:
        return draft.chart.otherwise
    return draft.chart.chart


def options_wished(
    draft: Draft, before: ChartOptions, query: SemanticQuery | None = None
) -> ChartOptions | None:
    """How to draw, changed from before as far as the words say so; None: they do not.

    `query` is the one they make: what its SQL puts into steps needs no bins, and an order that was
    asked of it takes the place of one of the drawing.
    """
    found = before
    for one in draft.drawing:
        found = replace(found, log=found.log if one.log is None else one.log)
        found = replace(found, sort=one.sort or found.sort)
    said = bool(draft.drawing)
    if draft.bins is not None and draft.bins.count and not has_steps(query):
        found, said = replace(found, bins=draft.bins.count), True
    sorted_rows = (draft.sort or draft.rank) and not any(one.sort for one in draft.drawing)
    if sorted_rows and found.sort is not None:
        found, said = replace(found, sort=None), True
    return found if said else None


def has_steps(query: SemanticQuery | None) -> bool:
    """Whether numbers are grouped in steps by the query itself."""
    return query is not None and any(
        getattr(group, "bin_width", None) is not None for group in query.groups
    )
