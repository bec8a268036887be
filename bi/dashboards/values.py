"""Values of a dashboard's filter, beside a tile's own conditions on the same column."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from bi.catalog.wording import filter_phrase
from bi.model.catalog import Catalog, ColumnType, Dimension
from bi.model.dashboard import ValueFilter
from bi.model.errors import FilterLeavesNothing, QueryNotPossible
from bi.model.semantic import Filter, Operator, Scalar, SemanticQuery


def with_values(
    query: SemanticQuery, one: ValueFilter, title: str, catalog: Catalog
) -> SemanticQuery:
    """Raises FilterLeavesNothing where the tile is about other values of the column."""
    dimension = catalog.dimension(one.column)
    if dimension is None:
        raise QueryNotPossible("What it filters is not there, or not for you to see.")
    filters, values = [], one.values
    for own in query.filters:
        if _lists(own, dimension):
            values = _both(values, own.values, dimension)
            if not values:
                own_words = filter_phrase(own, catalog)
                raise FilterLeavesNothing(
                    f"“{title}” is {own_words}, which the filter “{one.title}” leaves out.",
                    filter=one.id,
                )
        else:
            filters.append(own)
    filters.append(Filter(one.column, Operator.IN, values))
    return replace(query, filters=tuple(filters))


def _lists(own: Filter, dimension: Dimension) -> bool:
    """Moments are compared in ways of their own, so those conditions stand side by side."""
    same = own.column == dimension.ref and own.operator is Operator.IN
    return same and not dimension.type.is_temporal


def _both(
    values: tuple[Scalar, ...], others: tuple[Scalar, ...], dimension: Dimension
) -> tuple[Scalar, ...]:
    known = {_key(value, dimension) for value in others}
    return tuple(value for value in values if _key(value, dimension) in known)


def _key(value: Scalar, dimension: Dimension) -> object:
    """The same for the same value however it is written."""
    if value is None:
        return None
    if dimension.type.is_numeric and not isinstance(value, bool):
        try:
            return Decimal(str(value))
        except InvalidOperation:
            return value
    text = str(value)
    return text.lower() if dimension.type is ColumnType.BOOLEAN else text
