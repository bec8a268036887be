"""What single engines need, where no question of the shop shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bi.catalog.naming import quoted
from bi.compiler.compile import compile_query
from bi.model.catalog import (
    Aggregation,
    Calendar,
    Catalog,
    ColumnRef,
    ColumnType,
    Dimension,
    Grain,
)
from bi.model.errors import QueryNotPossible
from bi.model.semantic import (
    Aggregate,
    Calculation,
    DatePart,
    DatePartGroup,
    Measured,
    MeasureFilter,
    NamedMeasure,
    Operator,
    SemanticQuery,
    TimeGroup,
)
from tests.bi.compiler.questions import (
    CATEGORY,
    MONTH,
    ORDERS,
    PLACED_AT,
    REGION,
    by,
    measured,
    where,
)
from tests.bi.shop import SHOP

_PRICE, _COST = ColumnRef("products", "list_price"), ColumnRef("orders", "shipping_cost")


def sql(query: SemanticQuery, dialect: str, catalog: Catalog = SHOP) -> str:
    """On one line, with single spaces."""
    return " ".join(compile_query(query, catalog, dialect).sql.split())


def with_column(name: str) -> Catalog:
    """The shop with one more column of orders."""
    orders = SHOP.dataset("orders")
    column = Dimension("orders", name, name, quoted(name), ColumnType.TEXT)
    more = replace(orders, dimensions=(*orders.dimensions, column))
    return replace(SHOP, datasets=tuple(more if d is orders else d for d in SHOP.datasets))


@pytest.mark.parametrize(
    ("dialect", "name", "written"),
    [
        ("tsql", "plan", "[plan]"),
        ("tsql", "key", "[key]"),
        ("trino", "skip", '"skip"'),
        ("bigquery", "proto", "`proto`"),
        ("redshift", "tag", '"tag"'),
        # Unquoted names are capitals in Snowflake, quoted ones what they are.
        ("snowflake", "start", '"START"'),
        ("snowflake", "order", '"ORDER"'),
        ("snowflake", "name", "name"),
    ],
)
def test_words_that_an_engine_reserves_are_quoted(dialect: str, name: str, written: str) -> None:
    query = SemanticQuery((ORDERS,), (by("orders", name),))

    assert f"SELECT {written}, COUNT(*)" in sql(query, dialect, with_column(name)).replace(
        f" AS {written}", ""
    )


def test_texts_of_all_scripts_are_of_unicode_on_sql_server() -> None:
    query = SemanticQuery((ORDERS,), filters=(where("orders", "region", Operator.IN, "Zürich"),))

    assert "region = N'Zürich'" in sql(query, "tsql")


def test_brackets_are_no_wildcards_on_sql_server() -> None:
    query = SemanticQuery((ORDERS,), filters=(where("orders", "region", Operator.CONTAINS, "[A]"),))

    assert "LIKE '%![a]%' ESCAPE '!'" in sql(query, "tsql")


def test_redshift_orders_one_operand_only_in_a_select() -> None:
    price = Measured(Aggregate(Aggregation.MEDIAN, _PRICE))
    quarter = Measured(Aggregate(Aggregation.PERCENTILE, _PRICE, 0.25))
    quantity = Measured(Aggregate(Aggregation.MEDIAN, ColumnRef("order_lines", "quantity")))
    revenue = Measured(Aggregate(Aggregation.MEDIAN, ColumnRef("order_lines", "revenue")))

    assert sql(SemanticQuery((price, quarter), (CATEGORY,)), "redshift").count("WITHIN GROUP") == 2
    assert "WITHIN GROUP" not in sql(SemanticQuery((quantity, revenue)), "redshift")


@pytest.mark.parametrize("dialect", ["bigquery", "trino", "tsql", "redshift"])
def test_windows_of_several_lengths_stand_side_by_side(dialect: str) -> None:
    query = SemanticQuery(
        tuple(
            Measured(NamedMeasure("units"), Calculation.ROLLING_SUM, window) for window in (2, 3)
        ),
        (MONTH, REGION),
    )

    compiled = compile_query(query, SHOP, dialect)

    assert [column.name for column in compiled.columns[2:]] == ["rolling_units", "rolling_units_2"]


def test_a_zone_that_windows_does_not_have_is_refused_on_sql_server() -> None:
    catalog = replace(SHOP, calendar=Calendar(time_zone="Antarctica/Troll"))

    with pytest.raises(QueryNotPossible, match="Antarctica/Troll"):
        compile_query(SemanticQuery((ORDERS,), (TimeGroup(Grain.DAY, PLACED_AT),)), catalog, "tsql")


def test_a_group_that_is_the_same_for_all_rows_is_none_on_sql_server() -> None:
    query = SemanticQuery((ORDERS,), (DatePartGroup(DatePart.HOLIDAY),))

    assert "GROUP BY" not in sql(query, "tsql")


def test_a_condition_on_groups_means_the_table_in_bigquery() -> None:
    query = SemanticQuery(
        (measured("units"),),
        (by("order_lines", "returned"),),
        measure_filters=(MeasureFilter(NamedMeasure("units"), Operator.GREATER, (1,)),),
    )

    assert "HAVING SUM(order_lines.quantity) > 1" in sql(query, "bigquery")
