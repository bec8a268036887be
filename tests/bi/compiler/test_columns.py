"""The columns of an answer say what they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bi.compiler.compile import compile_query
from bi.model.catalog import Aggregation, ColumnRef, ColumnType, Grain, NumberFormat, NumberStyle
from bi.model.result import ColumnRole, ResultColumn, RowOrder
from bi.model.semantic import (
    Aggregate,
    Calculation,
    Comparison,
    DatePart,
    DatePartGroup,
    DimensionGroup,
    Measured,
    NamedMeasure,
    Order,
    OrderTarget,
    Ratio,
    SemanticQuery,
)
from tests.bi.compiler.questions import CATEGORY, MONTH, ORDERS, REVENUE, by, measured
from tests.bi.shop import SHOP

MONEY = NumberFormat(NumberStyle.CURRENCY, "USD")
PERCENT = NumberFormat(NumberStyle.PERCENT)


def columns_of(query: SemanticQuery) -> tuple[ResultColumn, ...]:
    return compile_query(query, SHOP, "duckdb").columns


def test_a_measure_carries_what_the_catalog_says_of_it() -> None:
    month, revenue = columns_of(SemanticQuery((REVENUE,), (MONTH,)))

    assert month == ResultColumn(
        "month", "Month", ColumnType.DATE, ColumnRole.TIME, grain=Grain.MONTH
    )
    assert revenue == ResultColumn(
        "revenue",
        "Revenue",
        ColumnType.NUMBER,
        ColumnRole.MEASURE,
        MONEY,
        higher_is_better=True,
        additive=True,
    )


def test_a_comparison_adds_two_columns_to_each_measure() -> None:
    query = SemanticQuery((REVENUE,), (MONTH,), comparison=Comparison(Grain.YEAR, 2))

    _, now, prior, change = columns_of(query)

    assert (prior.name, prior.label) == ("revenue_previous", "Revenue, 2 years earlier")
    assert (prior.role, prior.format, prior.additive) == (ColumnRole.PRIOR, MONEY, True)
    assert (change.name, change.label) == ("revenue_change", "Change of revenue")
    assert (change.role, change.format, change.additive) == (ColumnRole.CHANGE, PERCENT, False)
    assert change.higher_is_better is now.higher_is_better is True


def test_a_share_is_a_percentage_and_a_running_total_does_not_add_up() -> None:
    share, total = columns_of(
        SemanticQuery(
            (
                measured("revenue", Calculation.SHARE_OF_TOTAL),
                measured("revenue", Calculation.RUNNING_TOTAL),
            ),
            (MONTH,),
        )
    )[1:]

    assert (share.name, share.label, share.format) == ("revenue_share", "Share of revenue", PERCENT)
    assert (share.calculation, share.additive) == (Calculation.SHARE_OF_TOTAL, True)
    assert (total.name, total.label) == ("running_revenue", "Running total of revenue")
    assert (total.calculation, total.additive, total.format) == (
        Calculation.RUNNING_TOTAL,
        False,
        MONEY,
    )


@pytest.mark.parametrize(
    ("measure", "name", "label", "additive"),
    [
        (ORDERS, "orders", "Orders", False),  # an order may be in several categories
        (measured("units"), "units", "Units", True),
        (measured("return_rate"), "return_rate", "Return rate", False),
        (
            Measured(Aggregate(Aggregation.AVERAGE, ColumnRef("order_lines", "quantity"))),
            "average_quantity",
            "Average quantity",
            False,
        ),
        (
            Measured(Ratio(NamedMeasure("revenue"), NamedMeasure("units"))),
            "revenue_per_units",
            "Revenue per units",
            False,
        ),
    ],
)
def test_only_what_adds_up_over_the_groups_is_said_to(
    measure: Measured, name: str, label: str, additive: bool
) -> None:
    column = columns_of(SemanticQuery((measure,), (CATEGORY,)))[1]

    assert (column.name, column.label, column.additive) == (name, label, additive)


def test_groups_say_what_they_are() -> None:
    groups = (
        DatePartGroup(DatePart.WEEKDAY),
        DimensionGroup(ColumnRef("products", "list_price"), 50),
        by("products", "name"),
        by("customers", "name"),
    )

    weekday, price, product, customer = columns_of(SemanticQuery((REVENUE,), groups))[:4]

    assert (weekday.part, weekday.role) == (DatePart.WEEKDAY, ColumnRole.TIME)
    assert (price.bin_width, price.role) == (50, ColumnRole.DIMENSION)
    assert (product.name, customer.name) == ("name", "customers_name")


def test_a_measure_asked_for_twice_is_computed_once() -> None:
    query = SemanticQuery((measured("revenue", Calculation.SHARE_OF_TOTAL), REVENUE), (CATEGORY,))

    compiled = compile_query(query, SHOP, "duckdb")

    assert [column.name for column in compiled.columns] == ["category", "revenue_share", "revenue"]
    assert compiled.sql.count("SUM(order_lines.revenue)") == 1


def test_the_column_that_the_rows_are_in_order_of_knows_it() -> None:
    query = SemanticQuery((REVENUE,), (CATEGORY,))
    assert [column.order for column in columns_of(query)] == [None, None]
    by_value = replace(query, order=(Order(OrderTarget.MEASURE, 0, descending=True),))
    assert [column.order for column in columns_of(by_value)] == [None, RowOrder.DESCENDING]
    by_name = replace(query, order=(Order(OrderTarget.GROUP, 0),))
    assert [column.order for column in columns_of(by_name)] == [RowOrder.ASCENDING, None]
