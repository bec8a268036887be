"""Whether the parts of a query fit one another: what the compiler would not miss or mend."""

from __future__ import annotations

from bi.model.catalog import Aggregation
from bi.model.semantic import (
    Aggregate,
    Either,
    Filter,
    Limit,
    OfGroups,
    Operator,
    Order,
    OrderTarget,
    SemanticQuery,
    ShareOf,
    TimeGroup,
)
from llm.errors import ReplyUnusable
from llm.forms.remaking import parts_of

# Of one query; a database would not like more.
_MOST_PARTS, _MOST_VALUES, _MOST_ROWS, _MOST_AHEAD = 20, 1000, 100_000, 1000


def check_parts(query: SemanticQuery) -> None:
    """Raises ReplyUnusable."""
    _check_sizes(query)
    for order in query.order:
        _check_order(order, query)
    if query.limit is not None:
        _check_limit(query.limit, query)
    if query.forecast is not None:
        _check_forecast(query.forecast.periods, query)
    for part in parts_of(query):
        _check_part(part)


def _check_sizes(query: SemanticQuery) -> None:
    if not (query.measures or query.groups or query.columns):
        raise ReplyUnusable("The query asks for nothing: it needs measures, groups or columns.")
    if query.columns and query.measures:
        raise ReplyUnusable("A list of columns has no measures; group by the columns instead.")
    parts = (query.measures, query.groups, query.filters, query.conditions, query.columns)
    others = (query.measure_filters, query.part_filters, query.order)
    if any(len(one) > _MOST_PARTS for one in (*parts, *others)):
        raise ReplyUnusable(f"The query has more than {_MOST_PARTS} parts of a kind.")
    if len(set(query.groups)) < len(query.groups):
        raise ReplyUnusable("`groups` has the same group twice.")


def _check_order(order: Order, query: SemanticQuery) -> None:
    target = order.target
    if target is OrderTarget.CHANGE and query.comparison is None:
        raise ReplyUnusable("An order by change needs a `comparison`.")
    parts = {OrderTarget.GROUP: query.groups, OrderTarget.COLUMN: query.columns}
    there = len(parts.get(target, query.measures))
    if not 0 <= order.index < there:
        raise ReplyUnusable(
            f"There is no {target.value} {order.index} to order by: the query has {there}, counted "
            "from 0."
        )


def _check_limit(limit: Limit, query: SemanticQuery) -> None:
    if not 1 <= limit.count <= _MOST_ROWS or limit.skip < 0:
        raise ReplyUnusable(f"A limit is 1 to {_MOST_ROWS} rows, and skips none or some.")
    # The values of groups alone have an order of their own.
    if not query.order and (query.measures or query.columns):
        raise ReplyUnusable("A limit needs an order: the first rows of what?")
    there = len(query.columns or query.groups)
    if any(not 0 <= index < there for index in limit.within):
        raise ReplyUnusable(f"`limit.within` counts the query's {there} groups, from 0.")


def _check_forecast(periods: int, query: SemanticQuery) -> None:
    if not 0 <= periods <= _MOST_AHEAD:
        raise ReplyUnusable(f"A forecast is of 0 to {_MOST_AHEAD} periods.")
    if not any(isinstance(group, TimeGroup) for group in query.groups):
        raise ReplyUnusable("A forecast needs a group of the kind time.")


def _check_part(part: object) -> None:
    match part:
        case Aggregate() | OfGroups():
            _check_fraction(part)
        case Filter():
            _check_values(part)
        case Either(filters=()) | ShareOf(filters=()):
            raise ReplyUnusable(f"`filters` of the kind {part.kind} has at least one filter.")


def _check_fraction(value: Aggregate | OfGroups) -> None:
    is_percentile = value.aggregation is Aggregation.PERCENTILE
    if is_percentile and (value.fraction is None or not 0 < value.fraction < 1):
        raise ReplyUnusable("`fraction` of a percentile is between 0 and 1: 0.9 for the 90th.")
    if not is_percentile and value.fraction is not None:
        raise ReplyUnusable("`fraction` is for the aggregation percentile alone.")


def _check_values(one: Filter) -> None:
    if len(one.values) > _MOST_VALUES:
        raise ReplyUnusable(f"The filter on {one.column} has more than {_MOST_VALUES} values.")
    if one.operator is not Operator.BETWEEN or len(one.values) != 2:
        return
    low, high = one.values
    are_texts = isinstance(low, str) and isinstance(high, str)
    if type(low) is type(high) and (are_texts or isinstance(low, int | float)) and low > high:  # type: ignore[operator]
        raise ReplyUnusable(f"`values` of between has the lower one first: {high}, {low}.")
