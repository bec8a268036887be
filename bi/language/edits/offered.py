"""All that is offered for a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from bi.language.context import ReadContext
from bi.language.edits import conditions, groups, measures, rows, times
from bi.language.edits.edit import Edit, Ground
from bi.language.engine import LanguageEngine
from bi.language.explain import told_parts
from bi.model.reading import AddedPart, EditChoice, Edits, Token, TokenEdits
from bi.model.semantic import (
    Benchmark,
    ColumnComparison,
    Comparison,
    DatePartFilter,
    DatePartGroup,
    DimensionGroup,
    Either,
    Filter,
    ForecastWish,
    Limit,
    Measured,
    MeasureFilter,
    Order,
    PeriodGroup,
    Related,
    SemanticQuery,
    TimeGroup,
    TimeRange,
)

_MOST = 12
# Of what could be added: so many of each kind.
_DIMENSIONS, _MEASURES, _FILTERS, _TIMES = 4, 3, 3, 2


def edits_of(
    engine: LanguageEngine,
    context: ReadContext,
    tokens: Iterable[Token],
    is_possible: Callable[[SemanticQuery], bool],
) -> Edits:
    """The changes of `context.previous`, of which `tokens` were shown; of none where there is no
    such query.

    `context` is that in which the sentences will be read, `is_possible` tells whether a query has
    SQL. Takes some hundred readings at most:
    for a thread.
    """
    query = context.previous
    if query is None:
        return Edits()
    ground = Ground(engine, query, context, is_possible)
    return Edits(tuple(_of_tokens(tokens, ground)), tuple(_added(ground)))


def _of_tokens(tokens: Iterable[Token], ground: Ground) -> Iterator[TokenEdits]:
    """Those of a drawing belong to no part of the query, and have nothing to offer here."""
    parts = list(told_parts(ground.query, ground.catalog))
    for index, shown in enumerate(tokens):
        at = next((at for at, (_, told) in enumerate(parts) if _is_same(told, shown)), None)
        part = parts.pop(at)[0] if at is not None else None
        removed = _removed(part, ground)
        remove = ground.said(removed) if removed is not None else None
        yield TokenEdits(index, remove, tuple(islice(_choices(part, ground), _MOST)))


def _is_same(told: Token, shown: Token) -> bool:
    return (told.kind, told.text) == (shown.kind, shown.text)


def _choices(part: object, ground: Ground) -> Iterator[EditChoice]:
    offered = set()
    for one, sentence in _said(_changes(part, ground), ground):
        if sentence not in offered:
            offered.add(sentence)
            yield EditChoice(one.text, sentence)


def _said(edits: Iterable[Edit], ground: Ground) -> Iterator[tuple[Edit, str]]:
    for one in edits:
        sentence = ground.said(one)
        if sentence is not None:
            yield one, sentence


def _removed(part: object, ground: Ground) -> Edit | None:
    match part:
        case Measured():
            return measures.measure_removed(part, ground)
        case DimensionGroup() | TimeGroup() | DatePartGroup() | PeriodGroup():
            return groups.group_removed(part, ground)
        case Filter():
            return conditions.filter_removed(part, ground)
        case MeasureFilter():
            return conditions.amount_removed(part, ground)
        case ColumnComparison() | Benchmark() | Either() | Related():
            return conditions.condition_removed(part, ground)
        case DatePartFilter():
            return times.part_removed(part, ground)
        case TimeRange():
            return times.time_removed(ground)
        case Comparison():
            return rows.comparison_removed(ground)
        case ForecastWish():
            return rows.forecast_removed(ground)
        case Order():
            return rows.order_removed(part, ground)
        case Limit():
            return rows.limit_removed(ground)
    return None


def _changes(part: object, ground: Ground) -> Iterator[Edit]:
    match part:
        case Measured():
            yield from measures.other_measures(part, ground)
        case DimensionGroup() | TimeGroup() | DatePartGroup() | PeriodGroup():
            yield from groups.other_groups(part, ground)
        case Filter():
            yield from conditions.other_values(part, ground)
        case TimeRange():
            yield from times.other_times(part, ground)
        case Comparison():
            yield from rows.other_comparisons(ground)
        case ForecastWish():
            yield from rows.other_forecasts(ground)
        case Order():
            yield from rows.other_orders(part, ground)
        case Limit():
            yield from rows.other_limits(part, ground)


def _added(ground: Ground) -> Iterator[AddedPart]:
    timed = (*groups.more_times(ground), *times.more_times(ground))
    for one, said in islice(_said(groups.more_groups(ground), ground), _DIMENSIONS):
        yield AddedPart("dimension", one.text, said)
    for one, said in islice(_said(measures.more_measures(ground), ground), _MEASURES):
        yield AddedPart("measure", one.text, said)
    for one, said in islice(_said(conditions.more_values(ground), ground), _FILTERS):
        yield AddedPart("filter", one.text, said)
    for one, said in islice(_said(timed, ground), _TIMES):
        yield AddedPart("time", one.text, said)
