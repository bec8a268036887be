"""A query is within a catalog when all it names is there, wherever in it the name stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bi.catalog.within import is_within
from bi.model.catalog import Aggregation, Catalog, ColumnRef
from bi.model.semantic import (
    Aggregate,
    ColumnComparison,
    CountRows,
    DimensionGroup,
    Either,
    Filter,
    Measured,
    MeasureFilter,
    NamedMeasure,
    OfGroups,
    Operator,
    Ratio,
    Related,
    SemanticQuery,
    ShareOf,
    TimeRange,
)
from tests.bi.shop import SHOP

REGION = ColumnRef("orders", "region")
COUNTRY = ColumnRef("customers", "country")
ORDERS = Measured(NamedMeasure("orders"))
IN_CANADA = Filter(COUNTRY, Operator.IN, ("Canada",))


def without_customers() -> Catalog:
    left = tuple(dataset for dataset in SHOP.datasets if dataset.name != "customers")
    joins = tuple(join for join in SHOP.joins if join.right != "customers")
    return replace(SHOP, datasets=left, joins=joins)


ABOUT_CUSTOMERS = [
    SemanticQuery((ORDERS,), (DimensionGroup(COUNTRY),)),
    SemanticQuery((ORDERS,), filters=(IN_CANADA,)),
    SemanticQuery((ORDERS,), conditions=(Either((IN_CANADA,)),)),
    SemanticQuery((ORDERS,), conditions=(ColumnComparison(REGION, Operator.IN, COUNTRY),)),
    SemanticQuery((ORDERS,), conditions=(Related("orders", "customers"),)),
    SemanticQuery((ORDERS,), conditions=(Related("orders", "surveys", filters=(IN_CANADA,)),)),
    SemanticQuery((ORDERS,), time=TimeRange(None, None, "ever", column=COUNTRY)),
    SemanticQuery((Measured(CountRows("customers")),)),
    SemanticQuery((Measured(Ratio(NamedMeasure("revenue"), CountRows("customers"))),)),
    SemanticQuery((Measured(ShareOf(NamedMeasure("orders"), (IN_CANADA,))),)),
    SemanticQuery((Measured(Aggregate(Aggregation.COUNT_DISTINCT, COUNTRY)),)),
    SemanticQuery(
        (Measured(OfGroups(Aggregation.MEDIAN, NamedMeasure("orders"), DimensionGroup(COUNTRY))),)
    ),
    SemanticQuery(
        (ORDERS,), measure_filters=(MeasureFilter(CountRows("customers"), Operator.GREATER, (1,)),)
    ),
    SemanticQuery(columns=(REGION, COUNTRY), dataset="orders"),
    SemanticQuery(columns=(REGION,), dataset="customers"),
]


@pytest.mark.parametrize("query", ABOUT_CUSTOMERS)
def test_a_name_that_is_gone_is_found_wherever_it_stands(query: SemanticQuery) -> None:
    assert is_within(query, SHOP)
    assert not is_within(query, without_customers())


def test_measures_and_metrics_and_the_rows_of_a_measure_are_names_too() -> None:
    for value in (NamedMeasure("revenue"), NamedMeasure("return_rate")):
        query = SemanticQuery((Measured(value),))
        assert is_within(query, SHOP)
        assert not is_within(query, replace(SHOP, metrics=(), datasets=SHOP.datasets[:2]))
    assert is_within(SemanticQuery(columns=(ColumnRef("order_lines", "revenue"),)), SHOP)
    assert not is_within(SemanticQuery(columns=(ColumnRef("order_lines", "cost"),)), SHOP)


def test_what_names_nothing_of_the_missing_stays_within() -> None:
    query = SemanticQuery((ORDERS,), (DimensionGroup(REGION),))
    assert is_within(query, without_customers())
