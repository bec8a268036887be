"""How many rows and in which order, beside what, and how far ahead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bi.catalog.wording import capital
from bi.language.edits.edit import Edit, Ground
from bi.model.catalog import Grain
from bi.model.semantic import (
    Comparison,
    ForecastWish,
    Limit,
    Order,
    OrderTarget,
    SemanticQuery,
    TimeGroup,
)

_COUNTS = (5, 10, 20)
_AHEAD = (3, 6, 12)
_EARLIER = {
    "year_before": Grain.YEAR,
    "quarter_before": Grain.QUARTER,
    "month_before": Grain.MONTH,
}


def limit_removed(ground: Ground) -> Edit:
    return Edit("", replace(ground.query, limit=None), ground.ways("remove_limit"))


def other_limits(one: Limit, ground: Ground) -> Iterator[Edit]:
    for count in _COUNTS:
        ways = _first(count, ground.query, ground)
        if ways and not one.skip:
            meant = replace(ground.query, limit=replace(one, count=count))
            yield Edit(ways[0], meant, ways)


def _first(count: int, query: SemanticQuery, ground: Ground) -> tuple[str, ...]:
    by = query.order[0] if query.order else None
    if by is None or by.target is not OrderTarget.MEASURE:
        return ground.ways("first", new=str(count))
    return ground.ways("top" if by.descending else "bottom", new=str(count))


def order_removed(one: Order, ground: Ground) -> Edit | None:
    """Where only the first rows are kept it says which."""
    if ground.query.limit is not None:
        return None
    kept = tuple(other for other in ground.query.order if other != one)
    return Edit("", replace(ground.query, order=kept), ground.ways("remove_order"))


def other_orders(one: Order, ground: Ground) -> Iterator[Edit]:
    """The other way round."""
    query = ground.query
    turned = replace(one, descending=not one.descending)
    order = tuple(turned if other == one else other for other in query.order)
    meant = replace(query, order=order)
    if query.limit is not None:
        ways = _first(query.limit.count, meant, ground)
    elif one.target in (OrderTarget.MEASURE, OrderTarget.CHANGE):
        ways = ground.ways("highest_first" if turned.descending else "lowest_first")
    else:
        ways = ground.ways("descending" if turned.descending else "ascending")
    if ways:
        yield Edit(ways[0], meant, ways)


def comparison_removed(ground: Ground) -> Edit:
    return Edit("", replace(ground.query, comparison=None), ground.ways("remove_comparison"))


def other_comparisons(ground: Ground) -> Iterator[Edit]:
    for name, grain in _EARLIER.items():
        ways = ground.ways(name)
        if ways:
            yield Edit(ways[0], replace(ground.query, comparison=Comparison(grain)), ways)


def forecast_removed(ground: Ground) -> Edit:
    return Edit("", replace(ground.query, forecast=None), ground.ways("remove_forecast"))


def other_forecasts(ground: Ground) -> Iterator[Edit]:
    grains = [group.grain for group in ground.query.groups if isinstance(group, TimeGroup)]
    words = ground.engine.lexicon.phrases["grains"].get(grains[0], ()) if grains else ()
    for count in _AHEAD if len(words) > 1 else ():
        ways = ground.ways("forecast", count=str(count), new=capital(words[1]))
        if ways:
            yield Edit(ways[0], replace(ground.query, forecast=ForecastWish(count)), ways)
