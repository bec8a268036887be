"""What was understood, shown back: the query's parts with the words they came from."""

from __future__ import annotations

from collections.abc import Iterator

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
from bi.model.chart import ChartSort
from bi.model.reading import Token, TokenKind, Understanding
from bi.model.semantic import Order, OrderTarget, PeriodGroup, SemanticQuery, TimeGroup


def understanding_of(work: Work, notes: tuple[str, ...] = ()) -> Understanding:
    """`notes` are sentences about the words themselves, like corrections."""
    tokens = sorted(_tokens(work), key=lambda token: (token.start is None, token.start or 0))
    return Understanding(tuple(tokens), (*notes, *work.assumptions))


def _tokens(work: Work) -> Iterator[Token]:
    query, catalog = work.query, work.catalog
    for measured in query.measures:
        yield _token(
            work, TokenKind.MEASURE, measured_name(measured, catalog, query.groups), measured
        )
    if query.columns:
        labels = ", ".join(label_of(ref, catalog) for ref in query.columns)
        yield _token(work, TokenKind.MEASURE, f"List of {labels}", query.dataset)
    for group in query.groups:
        if isinstance(group, PeriodGroup):
            text = capital(periods_phrase(group, catalog))
            yield _token(work, TokenKind.TIME, text, group)
            continue
        kind = TokenKind.TIME if isinstance(group, TimeGroup) else TokenKind.DIMENSION
        yield _token(work, kind, f"By {group_name(group, catalog)}", group)
    for one in query.filters:
        yield _token(work, TokenKind.FILTER, capital(filter_phrase(one, catalog)), one)
    for other in query.conditions:
        text = capital(condition_phrase(other, catalog))
        yield _token(work, TokenKind.FILTER, text, other)
    for part in query.part_filters:
        text = capital(part_filter_phrase(part, catalog))
        yield _token(work, TokenKind.TIME, text, part)
    for condition in query.measure_filters:
        text = capital(measure_filter_phrase(condition, catalog))
        yield _token(work, TokenKind.FILTER, text, condition)
    if query.time is not None:
        yield _token(work, TokenKind.TIME, capital(time_phrase(query.time, catalog)), query.time)
    if query.comparison is not None:
        text = capital(comparison_phrase(query.comparison))
        yield _token(work, TokenKind.COMPARISON, text, query.comparison)
    if query.forecast is not None:
        text = capital(forecast_phrase(query.forecast, query.groups))
        yield _token(work, TokenKind.FORECAST, text, query.forecast)
    for order in query.order:
        yield _token(work, TokenKind.ORDER, _order_text(order, work), order)
    if query.limit is not None:
        yield _token(work, TokenKind.LIMIT, limit_phrase(query.limit), query.limit)
    yield from _drawing_tokens(work.draft, query)


def _token(work: Work, kind: TokenKind, text: str, part: object) -> Token:
    place = work.origins.get(part)
    value = getattr(part, "value", None)
    if place is None and value is not None:
        place = work.origins.get(value)
    if place is None:
        return Token(kind, text)
    return Token(kind, text, place.source, place.start, place.end)


def _order_text(order: Order, work: Work) -> str:
    query: SemanticQuery = work.query
    match order.target:
        case OrderTarget.MEASURE | OrderTarget.CHANGE:
            name = measured_name(query.measures[order.index], work.catalog)
        case OrderTarget.GROUP:
            name = group_name(query.groups[order.index], work.catalog)
        case OrderTarget.COLUMN:
            name = label_of(query.columns[order.index], work.catalog)
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
    if draft.bins is not None and draft.bins.count and not has_steps(query):
        yield _drawing_token(f"At most {draft.bins.count} bins", draft.bins.place)


def _drawing_token(text: str, place: Place) -> Token:
    return Token(TokenKind.CHART, text, place.source, place.start, place.end)
