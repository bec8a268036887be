"""Where no right SQL exists the compiler says why, in words for whoever asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bi.compiler.compile import compile_query
from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnRef,
    Dataset,
    Dimension,
    Grain,
    Join,
    Metric,
)
from bi.model.errors import QueryNotPossible
from bi.model.semantic import (
    Aggregate,
    Calculation,
    Comparison,
    CountRows,
    Difference,
    Group,
    Limit,
    Measured,
    NamedMeasure,
    OfGroups,
    Operator,
    Order,
    OrderTarget,
    SemanticQuery,
    TimeGroup,
)
from tests.bi.compiler.questions import (
    CATEGORY,
    MONTH,
    ORDERS,
    REGION,
    REVENUE,
    by,
    days,
    measured,
    where,
)
from tests.bi.compiler.state_questions import STORE
from tests.bi.compiler.time_questions import to_date
from tests.bi.shop import SHOP

TARGET = measured("target_revenue")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (SemanticQuery(), "neither measures, groups nor lists"),
        (SemanticQuery((measured("zodiac"),)), "no measure zodiac"),
        (SemanticQuery((REVENUE,), (by("orders", "zodiac"),)), "no dimension orders.zodiac"),
        (SemanticQuery((Measured(CountRows("zodiacs")),)), "no dataset zodiacs"),
        (
            SemanticQuery((TARGET,), (CATEGORY,)),
            "Target revenue cannot be grouped by Category: no join path leads from Targets to "
            "Products. What belongs to Targets would work.",
        ),
        (
            SemanticQuery((REVENUE, TARGET), (MONTH, CATEGORY)),
            "Target revenue cannot be grouped by Category",
        ),
        (
            SemanticQuery(
                (measured("satisfaction"),),
                filters=(where("products", "category", Operator.IN, "Technology"),),
            ),
            "Satisfaction cannot be filtered by Category",
        ),
        (SemanticQuery((Measured(CountRows("products")),), (MONTH,)), "Products has no date"),
        (
            SemanticQuery((TARGET,), (TimeGroup(Grain.WEEK),)),
            "Month of targets is known by month only, not by week",
        ),
        (
            SemanticQuery((TARGET,), time=days(date(2024, 1, 1), date(2024, 1, 16))),
            "Targets are known by month only",
        ),
        (
            SemanticQuery((ORDERS,), (TimeGroup(Grain.HOUR),)),
            "Order date of orders is known by day only",
        ),
        (
            SemanticQuery((ORDERS,), (TimeGroup(Grain.DAY, ColumnRef("orders", "region")),)),
            "Region is no date",
        ),
        (
            SemanticQuery(
                (Measured(Aggregate(Aggregation.AVERAGE, ColumnRef("orders", "region"))),)
            ),
            "Region is text: it has no average",
        ),
        (
            SemanticQuery(
                (Measured(Aggregate(Aggregation.MEDIAN, ColumnRef("orders", "orders"))),)
            ),
            "Orders counts rows",
        ),
        (
            SemanticQuery((ORDERS,), comparison=Comparison(Grain.YEAR)),
            "needs a period",
        ),
        (
            SemanticQuery((ORDERS,), (TimeGroup(Grain.YEAR),), comparison=Comparison(Grain.MONTH)),
            "a month is shorter than a year",
        ),
        (
            SemanticQuery(
                (Measured(Difference(NamedMeasure("orders"), NamedMeasure("revenue"))),), (REGION,)
            ),
            "not in the same unit",
        ),
        (
            SemanticQuery((measured("return_rate", Calculation.SHARE_OF_TOTAL),), (CATEGORY,)),
            "Return rate does not add up",
        ),
        (
            # An order with two categories is in both groups.
            SemanticQuery((measured("orders", Calculation.SHARE_OF_TOTAL),), (CATEGORY,)),
            "Orders does not add up",
        ),
        (
            SemanticQuery((measured("revenue", Calculation.RUNNING_TOTAL),), (CATEGORY,)),
            "needs periods",
        ),
        (
            SemanticQuery((to_date("revenue", Grain.YEAR),), (TimeGroup(Grain.WEEK),)),
            "Whole weeks do not make up a year",
        ),
        (
            SemanticQuery((to_date("revenue", Grain.MONTH),), (MONTH,)),
            "Whole months do not make up a month",
        ),
        (SemanticQuery((to_date("revenue", Grain.YEAR),), (CATEGORY,)), "along periods"),
        (
            SemanticQuery(
                (to_date("revenue", Grain.YEAR), measured("revenue", Calculation.RUNNING_TOTAL)),
                (MONTH,),
                time=days(date(2024, 2, 1), None),
            ),
            "cannot stand beside",
        ),
        (SemanticQuery((ORDERS,), filters=(where("orders", "region", Operator.IN),)), "value"),
        (
            SemanticQuery(
                (ORDERS,), filters=(where("orders", "order_id", Operator.IN, "1; DROP"),)
            ),
            "no integer",
        ),
        (
            SemanticQuery(
                (ORDERS,), filters=(where("orders", "order_date", Operator.LESS, "soon"),)
            ),
            "no date",
        ),
        (
            SemanticQuery(
                (ORDERS,), filters=(where("orders", "order_date", Operator.CONTAINS, "2024"),)
            ),
            "Only text and numbers can be searched",
        ),
        (SemanticQuery((ORDERS,), (REGION,), limit=Limit(0)), "at least 1"),
        (
            SemanticQuery((ORDERS,), (REGION,), order=(Order(OrderTarget.MEASURE, 3),)),
            "does not have",
        ),
        (SemanticQuery((ORDERS,), (by("order_lines", "quantity", -1),)), "steps of -1"),
        (
            SemanticQuery(
                columns=(ColumnRef("targets", "month"), ColumnRef("orders", "region")),
                dataset="orders",
            ),
            "No join path connects Orders, Targets",
        ),
    ],
)
def test_a_refusal_names_what_stands_in_the_way(query: SemanticQuery, says: str) -> None:
    with pytest.raises(QueryNotPossible) as caught:
        compile_query(query, SHOP, "duckdb")

    assert says in caught.value.message


@pytest.mark.parametrize(
    ("measured_value", "groups", "says"),
    [
        (measured("stock", Calculation.RUNNING_TOTAL), (MONTH,), "so it has no total"),
        (Measured(NamedMeasure("stock"), Calculation.ROLLING_SUM, 3), (MONTH,), "no total"),
        (measured("stock", Calculation.SHARE_OF_TOTAL), (MONTH,), "no share of a total over time"),
        (
            measured("stock", Calculation.SHARE_OF_GROUP),
            (by("stock_levels", "warehouse"), MONTH),
            "no share of a total over time",
        ),
        (
            Measured(OfGroups(Aggregation.SUM, NamedMeasure("stock"), MONTH)),
            (),
            "does not add up over time",
        ),
        (
            Measured(Aggregate(Aggregation.MEDIAN, ColumnRef("stock_levels", "stock"))),
            (),
            "its median over time is not defined",
        ),
        (
            Measured(Aggregate(Aggregation.AVERAGE, ColumnRef("balances", "balance"))),
            (),
            "known at times of its own for each",
        ),
    ],
)
def test_states_are_not_added_up_over_time(
    measured_value: Measured, groups: tuple[Group, ...], says: str
) -> None:
    with pytest.raises(QueryNotPossible, match=says):
        compile_query(SemanticQuery((measured_value,), groups), STORE, "duckdb")


def test_a_state_without_a_date_is_none() -> None:
    undated = replace(STORE.dataset("stock_levels"), time=None)
    catalog = replace(
        STORE, datasets=tuple(undated if d.name == undated.name else d for d in STORE.datasets)
    )

    with pytest.raises(QueryNotPossible, match="has no date"):
        compile_query(SemanticQuery((measured("stock"),)), catalog, "duckdb")


def test_two_equally_short_roads_are_not_guessed_between() -> None:
    shipped = Join("orders", ("shipped_by",), "customers", ("customer_id",), role="shipper")
    catalog = replace(SHOP, joins=(*SHOP.joins, shipped))

    with pytest.raises(QueryNotPossible, match="2 equally short ways to join Order lines"):
        compile_query(SemanticQuery((REVENUE,), (by("customers", "country"),)), catalog, "duckdb")


def test_two_facts_that_could_connect_are_not_guessed_between() -> None:
    returns = Dataset("returns", "Returns", "returns", key=("return_id",))
    joins = (
        Join("returns", ("order_id",), "orders", ("order_id",)),
        Join("returns", ("product_id",), "products", ("product_id",)),
    )
    catalog = replace(SHOP, datasets=(*SHOP.datasets, returns), joins=(*SHOP.joins, *joins))

    with pytest.raises(QueryNotPossible, match="through Order lines and Returns"):
        compile_query(SemanticQuery((ORDERS,), (CATEGORY,)), catalog, "duckdb")


def test_rows_without_a_key_are_not_counted_through_others() -> None:
    orders = replace(SHOP.dataset("orders"), key=())
    catalog = replace(
        SHOP, datasets=tuple(orders if d.name == "orders" else d for d in SHOP.datasets)
    )

    with pytest.raises(QueryNotPossible, match="no key"):
        compile_query(SemanticQuery((ORDERS,), (CATEGORY,)), catalog, "duckdb")


@pytest.mark.parametrize("formula", ["circle / 2", "SUM(revenue)", "revenue > 1"])
def test_a_metric_is_arithmetic_of_measures_and_not_of_itself(formula: str) -> None:
    catalog = replace(SHOP, metrics=(Metric("circle", "Circle", formula),))

    with pytest.raises(QueryNotPossible):
        compile_query(SemanticQuery((measured("circle"),)), catalog, "duckdb")


def test_an_engine_without_a_dialect_is_named() -> None:
    with pytest.raises(QueryNotPossible, match="oracle"):
        compile_query(SemanticQuery((REVENUE,)), SHOP, "oracle")


def test_two_dimensions_that_stand_in_equally_well_are_not_chosen_between() -> None:
    zone = replace(_dimension_of(SHOP, "targets", "area"), name="zone", label="Zone")
    datasets = tuple(
        replace(d, dimensions=(*d.dimensions, zone)) if d.name == "targets" else d
        for d in SHOP.datasets
    )
    with pytest.raises(QueryNotPossible) as caught:
        compile_query(
            SemanticQuery((TARGET,), (REGION,)), replace(SHOP, datasets=datasets), "duckdb"
        )

    assert str(caught.value) == (
        "targets.area and targets.zone are both the same as orders.region and equally near to "
        "targets; the catalog does not say which one is meant."
    )


def _dimension_of(catalog: Catalog, dataset: str, name: str) -> Dimension:
    found = catalog.dimension(ColumnRef(dataset, name))
    assert found is not None
    return found
