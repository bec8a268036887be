"""Findings in a result: computed from its rows, ranked by how much they matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bi.insights.breakdown import breakdown_findings, breakdown_of
from bi.insights.comparison import comparison_findings, earlier_of, pairs_of
from bi.insights.drivers.change import Change, step_findings
from bi.insights.drivers.reading import Answered, driver_findings
from bi.insights.missing import incomplete_findings, missing_findings
from bi.insights.movement import series_findings
from bi.insights.naming import Names
from bi.insights.ranking import ranking_findings, ranking_of, valueless_findings
from bi.insights.relation import Pair, relation_findings
from bi.insights.scope import Scope, scope_of
from bi.insights.series import Series, points_of
from bi.model.insight import Insight, InsightKind
from bi.model.result import ColumnRole, ResultSet
from bi.model.semantic import SemanticQuery
from bi.model.shape import KeyKind, Shape

_MOST = 4
# Of one kind more than this is repetition.
_MOST_OF_A_KIND = 2


def find_insights(
    result: ResultSet,
    title: str,
    *,
    today: date | None = None,
    query: SemanticQuery | None = None,
    change: Change | None = None,
    answered: Sequence[Answered] = (),
    comparable: frozenset[Pair] = frozenset(),
) -> tuple[Insight, ...]:
    """At most four findings, the weightiest first.

    `today` and `query` say what the rows alone do not: a bucket that is not over, or that the
    period asked for cuts, is left out of trends and comparisons; with a limit, shares are of
    what is shown. A result that was cut off yields none: they could be wrong. `change` is what
    `change_in` finds in the result, `answered` the rows of the splits that were planned of it.
    `comparable` are the measures whose relation would be news: what `comparable_pairs` says.
    """
    if result.truncated or not result.rows:
        return ()
    shape = Shape(result)
    if shape.is_row_list or not shape.measures:
        return ()
    scope = scope_of(title, query, today)
    findings = [*_findings(shape, scope)]
    if len(shape.keys) == 1 and comparable:
        findings += relation_findings(shape, shape.keys[0], scope, comparable)
    if change is not None:
        if len(shape.keys) == 1 and _are_two_periods(shape, shape.keys[0]):
            findings += step_findings(change)
        findings += driver_findings(change, answered)
    found = sorted(_untold(findings), key=lambda insight: -insight.weight)
    return tuple(_varied(found))[:_MOST]


def _untold(findings: list[Insight]) -> Iterator[Insight]:
    """Without who moved most where the same one is said to have driven the change."""
    drivers = {
        insight.figures["names"]
        for insight in findings
        if insight.kind is InsightKind.CONTRIBUTION and "names" in insight.figures
    }
    for insight in findings:
        moved_most = insight.kind is InsightKind.CHANGE and "name" in insight.figures
        if not (moved_most and insight.figures["name"] in drivers):
            yield insight


def _findings(shape: Shape, scope: Scope) -> Iterator[Insight]:
    measure = shape.measures[0]
    if len(shape.keys) == 1:
        key = shape.keys[0]
        prior = shape.prior_of(measure)
        if prior is not None:
            names = Names(shape, key, scope.title)
            pairs = pairs_of(shape, names, measure, prior, scope)
            earlier = earlier_of(shape.columns[prior])
            yield from comparison_findings(shape.columns[measure], names, pairs, earlier)
        if shape.kind(key) is KeyKind.TIME:
            yield from _over_time(shape, key, measure, scope)
        elif _are_two_periods(shape, key):
            return  # Which of two is higher is the change between them.
        elif ranking := ranking_of(shape, key, measure, shape.numbers(measure), scope):
            yield from ranking_findings(ranking)
            yield from valueless_findings(shape, key, measure, scope)
    elif len(shape.keys) == 2:
        yield from breakdown_findings(breakdown_of(shape, measure, scope))


def _over_time(shape: Shape, key: int, measure: int, scope: Scope) -> Iterator[Insight]:
    names = Names(shape, key, scope.title)
    points = points_of(shape.cells(key), shape.numbers(measure), names, scope)
    if not points or not is_in_order(shape, key):
        return
    column = shape.columns[measure]
    series = Series(column, names, points, column.label, measure)
    yield from series_findings(series)
    yield from incomplete_findings(series)
    if scope.whole and not scope.has_gaps:
        yield from missing_findings(series)


def _are_two_periods(shape: Shape, key: int) -> bool:
    column = shape.columns[key]
    return column.role is ColumnRole.TIME and len(column.sequence) == 2


def is_in_order(shape: Shape, key: int) -> bool:
    """Whether the rows run along time; ranked rows may be a choice of buckets."""
    cells = [str(cell) for cell in shape.cells(key) if cell is not None]
    return cells == sorted(cells)


def _varied(found: list[Insight]) -> Iterator[Insight]:
    kinds: dict[InsightKind, int] = {}
    for insight in found:
        kinds[insight.kind] = kinds.get(insight.kind, 0) + 1
        if kinds[insight.kind] <= _MOST_OF_A_KIND:
            yield insight
