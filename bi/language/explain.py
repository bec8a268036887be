"""What was understood, shown back: the query's parts with the words they came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bi.catalog.wording import (
    capital,
    comparison_phrase,
    condition_phrase,
    filter_phrase,
    forecast_phrase,
    group_name,
    label_of,
    limit_phrase,
    measure_filter_phrase,
    measured_name,
    part_filter_phrase,
    periods_phrase,
    time_phrase,
)
from bi.language.charted import chart_wished, has_steps
from bi.language.clauses import Place
from bi.language.compose.work import Work
from bi.language.draft import Draft
from bi.model.catalog import Catalog
from bi.model.chart import ChartSort
from bi.model.reading import Token, TokenKind, Understanding
from bi.model.semantic import Order, OrderTarget, PeriodGroup, SemanticQuery, TimeGroup

# Where the words of a part stand in the sentence, if they do.
PlaceOf = Callable[[object], Place | None]


def understanding_of(work: Work, notes: tuple[str, ...] = ()) -> Understanding:
    """`notes` are sentences about the words themselves, like corrections."""
    said = (*tokens_of(work.query, work.catalog, work.origins.get), *_drawn(work))
    tokens = sorted(said, key=lambda token: (token.start is None, token.start or 0))
    return Understanding(tuple(tokens), (*notes, *work.assumptions))


def _drawn(work: Work) -> Iterator[Token]:
    return _drawing_tokens(work.draft, work.query)


def tokens_of(
    query: SemanticQuery, catalog: Catalog, place_of: PlaceOf = lambda _: None
) -> Iterator[Token]:
    """What a query says, part by part, whoever wrote it."""
    for _, one in told_parts(query, catalog, place_of):
        yield one


def told_parts(
    query: SemanticQuery, catalog: Catalog, place_of: PlaceOf = lambda _: None
) -> Iterator[tuple[object, Token]]:
    """The parts of a query, each with what is said of it."""

    def token(kind: TokenKind, text: str, part: object) -> tuple[object, Token]:
        value = getattr(part, "value", None)
        place = place_of(part) or (place_of(value) if value is not None else None)
        if place is None:
            return part, Token(kind, text)
        return part, Token(kind, text, place.source, place.start, place.end)

    for measured in query.measures:
        yield token(TokenKind.MEASURE, measured_name(measured, catalog, query.groups), measured)
    if query.columns:
        labels = ", ".join(label_of(ref, catalog) for ref in query.columns)
        yield token(TokenKind.MEASURE, f"List of {labels}", query.dataset)
    for group in query.groups:
        if isinstance(group, PeriodGroup):
            yield token(TokenKind.TIME, capital(periods_phrase(group, catalog)), group)
            continue
        kind = TokenKind.TIME if isinstance(group, TimeGroup) else TokenKind.DIMENSION
        yield token(kind, f"By {group_name(group, catalog)}", group)
    for one in query.filters:
        yield token(TokenKind.FILTER, capital(filter_phrase(one, catalog)), one)
    for other in query.conditions:
        yield token(TokenKind.FILTER, capital(condition_phrase(other, catalog)), other)
    for part in query.part_filters:
        yield token(TokenKind.TIME, capital(part_filter_phrase(part, catalog)), part)
    for condition in query.measure_filters:
        yield token(TokenKind.FILTER, capital(measure_filter_phrase(condition, catalog)), condition)
    if query.time is not None:
        yield token(TokenKind.TIME, capital(time_phrase(query.time, catalog)), query.time)
    if query.comparison is not None:
        text = capital(comparison_phrase(query.comparison))
        yield token(TokenKind.COMPARISON, text, query.comparison)
    if query.forecast is not None:
        text = capital(forecast_phrase(query.forecast, query.groups))
        yield token(TokenKind.FORECAST, text, query.forecast)
    for order in query.order:
        yield token(TokenKind.ORDER, _order_text(order, query, catalog), order)
    if query.limit is not None:
        yield token(TokenKind.LIMIT, limit_phrase(query.limit), query.limit)


def _order_text(order: Order, query: SemanticQuery, catalog: Catalog) -> str:
    match order.target:
        case OrderTarget.MEASURE | OrderTarget.CHANGE:
            name = measured_name(query.measures[order.index], catalog)
        case OrderTarget.GROUP:
            name = group_name(query.groups[order.index], catalog)
        case OrderTarget.COLUMN:
            name = label_of(query.columns[order.index], catalog)
    return f"{capital(name)}, {'highest' if order.descending else 'lowest'} first"


_SORTS = {
    ChartSort.ASCENDING: "Drawn with the lowest first",
    ChartSort.DESCENDING: "Drawn with the highest first",
    ChartSort.NAME: "Drawn by name",
    ChartSort.NAME_DESCENDING: "Drawn by name in reverse",
}


def _drawing_tokens(draft: Draft, query: SemanticQuery) -> Iterator[Token]:
    chart = chart_wished(draft, query)
    if draft.chart is not None and chart is not None:
        yield _drawing_token(capital(chart.value.replace("_", " ")), draft.chart.place)
    for one in draft.drawing:
        if one.log is not None:
            yield _drawing_token("Log scale" if one.log else "Linear scale", one.place)
        if one.sort is not None:
            yield _drawing_token(_SORTS[one.sort], one.place)
        if one.panels:
            yield _drawing_token("In panels", one.place)
    if draft.bins is not None and draft.bins.count and not has_steps(query):
        yield _drawing_token(f"At most {draft.bins.count} bins", draft.bins.place)


def _drawing_token(text: str, place: Place) -> Token:
    return Token(TokenKind.CHART, text, place.source, place.start, place.end)
