"""Which measures of the demo may be related in a way that is news."""

from __future__ import annotations

import pytest

from bi.insights.comparable import comparable_pairs
from bi.model.catalog import Catalog, ColumnRef, Grain
from bi.model.semantic import (
    CountRows,
    DimensionGroup,
    Group,
    Measured,
    NamedMeasure,
    SemanticQuery,
    TimeGroup,
    Value,
)

BY_MONTH = TimeGroup(Grain.MONTH)
BY_COUNTRY = DimensionGroup(ColumnRef("customers", "country"))


def value(name: str) -> Value:
    return CountRows("orders") if name == "rows of orders" else NamedMeasure(name)


@pytest.mark.parametrize(
    ("one", "other", "group", "is_news"),
    [
        ("revenue", "profit", BY_MONTH, False),  # profit is made of revenue
        ("profit_margin", "average_order_value", BY_COUNTRY, False),  # both hold revenue
        ("profit_margin", "revenue", BY_COUNTRY, False),
        ("revenue", "units", BY_MONTH, False),  # totals over the same lines
        ("revenue", "orders", BY_MONTH, False),  # more orders have more lines
        ("revenue", "rows of orders", BY_MONTH, False),
        ("revenue", "customers", BY_MONTH, True),  # dated by their own days
        ("revenue", "customers", BY_COUNTRY, False),  # a large country has more of both
        ("revenue", "target_revenue", BY_MONTH, True),
        ("discount", "return_rate", BY_COUNTRY, True),
        ("discount", "units", BY_COUNTRY, True),
        ("satisfaction", "revenue", BY_MONTH, True),
    ],
)
def test_parts_and_sizes_are_no_news(
    demo_catalog: Catalog, one: str, other: str, group: Group, is_news: bool
) -> None:
    query = SemanticQuery((Measured(value(one)), Measured(value(other))), (group,))
    expected = {(0, 1)} if is_news else set()
    assert comparable_pairs(query, demo_catalog, "duckdb") == expected
