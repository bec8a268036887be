"""Conditions on related rows, on other columns and on averages, beside SQL written by hand."""

from __future__ import annotations

from datetime import date

from bi.model.catalog import Aggregation, ColumnRef
from bi.model.semantic import (
    Benchmark,
    ColumnComparison,
    CountRows,
    Either,
    Filter,
    Limit,
    Measured,
    Operator,
    Order,
    OrderTarget,
    Related,
    SemanticQuery,
)
from tests.bi.compiler.questions import CATEGORY, REVENUE, Question, days, where

_NAME = ColumnRef("customers", "name")
_QUANTITY = ColumnRef("order_lines", "quantity")
_LAPTOP = where("products", "name", Operator.IN, "Laptop")
_MYSTERY = where("products", "name", Operator.IN, "Mystery!")
_BOUGHT = """SELECT o.customer_id FROM orders o JOIN order_lines l ON l.order_id = o.order_id
             JOIN products p ON p.product_id = l.product_id
             WHERE o.customer_id IS NOT NULL AND p.name"""


def _customers(*conditions: Related) -> SemanticQuery:
    return SemanticQuery(columns=(_NAME,), dataset="customers", conditions=conditions)


def _never(*filters: Filter) -> Related:
    return Related("customers", "products", Operator.IN, 0, filters)


RELATED = (
    Question(
        "rows_with_at_least_one_related_row",
        _customers(Related("customers", "orders")),
        "SELECT name FROM customers WHERE customer_id IN (SELECT customer_id FROM orders)",
    ),
    Question(
        "rows_without_any",
        _customers(Related("customers", "orders", Operator.IN, 0)),
        """SELECT name FROM customers EXCEPT
           SELECT name FROM customers c JOIN orders o ON o.customer_id = c.customer_id""",
    ),
    Question(
        "rows_with_more_than_a_number",
        _customers(Related("customers", "orders", Operator.GREATER, 2)),
        """SELECT name FROM customers c JOIN orders o ON o.customer_id = c.customer_id
           GROUP BY c.customer_id, name HAVING COUNT(*) > 2""",
    ),
    Question(
        "related_rows_far_away_count_once",
        _customers(Related("customers", "products", Operator.IN, 3)),
        f"""SELECT name FROM customers c WHERE 3 = (SELECT COUNT(DISTINCT l.product_id)
            FROM orders o JOIN order_lines l ON l.order_id = o.order_id
            WHERE o.customer_id = c.customer_id) AND c.customer_id IN ({_BOUGHT} IS NOT NULL)""",
    ),
    Question(
        "one_and_never_the_other",
        _customers(
            Related("customers", "products", filters=(_LAPTOP,)),
            _never(_MYSTERY),
        ),
        f"""SELECT name FROM customers WHERE customer_id IN ({_BOUGHT} = 'Laptop')
            AND customer_id NOT IN ({_BOUGHT} = 'Mystery!')""",
    ),
    Question(
        "related_rows_in_a_period",
        _customers(Related("customers", "orders", time=days(date(2025, 1, 1), date(2026, 1, 1)))),
        """SELECT DISTINCT name FROM customers c JOIN orders o ON o.customer_id = c.customer_id
           WHERE CAST(order_date AS TEXT) >= '2025'""",
    ),
    Question(
        "products_never_sold_are_counted",
        SemanticQuery(
            (Measured(CountRows("products")),),
            conditions=(Related("products", "order_lines", Operator.IN, 0),),
        ),
        """SELECT COUNT(*) FROM products p WHERE NOT EXISTS
           (SELECT 1 FROM order_lines l WHERE l.product_id = p.product_id)""",
    ),
    Question(
        "a_measure_of_those_who_have_something",
        SemanticQuery(
            (REVENUE,),
            (CATEGORY,),
            conditions=(Related("customers", "surveys", Operator.GREATER_OR_EQUAL, 2),),
        ),
        """SELECT p.category, SUM(l.revenue) FROM order_lines l
           JOIN orders o ON o.order_id = l.order_id
           JOIN products p ON p.product_id = l.product_id
           WHERE o.customer_id IN (SELECT customer_id FROM surveys WHERE customer_id IS NOT NULL
                                   GROUP BY customer_id HAVING COUNT(*) >= 2)
           GROUP BY p.category""",
    ),
)

BESIDE = (
    Question(
        "above_the_average_of_all_rows",
        SemanticQuery(
            columns=(_QUANTITY,),
            dataset="order_lines",
            conditions=(Benchmark(_QUANTITY, Operator.GREATER, Aggregation.AVERAGE),),
        ),
        "SELECT quantity FROM order_lines "
        "WHERE quantity > (SELECT SUM(quantity) * 1.0 / 12 FROM order_lines)",
    ),
    Question(
        "equal_to_the_lowest",
        SemanticQuery(
            columns=(_QUANTITY,),
            dataset="order_lines",
            conditions=(Benchmark(_QUANTITY, Operator.IN, Aggregation.MIN),),
        ),
        "SELECT quantity FROM order_lines WHERE quantity = 1",
    ),
    Question(
        "two_columns_of_a_row",
        SemanticQuery(
            (Measured(CountRows("order_lines")),),
            conditions=(
                ColumnComparison(
                    ColumnRef("orders", "order_date"),
                    Operator.GREATER,
                    ColumnRef("customers", "signup_date"),
                ),
            ),
        ),
        """SELECT COUNT(*) FROM order_lines l JOIN orders o ON o.order_id = l.order_id
           JOIN customers c ON c.customer_id = o.customer_id
           WHERE o.order_date > c.signup_date""",
    ),
    Question(
        "either_of_two_columns",
        SemanticQuery(
            columns=(_NAME,),
            dataset="customers",
            conditions=(
                Either(
                    (
                        where("customers", "country", Operator.IN, "United States"),
                        where("customers", "name", Operator.STARTS_WITH, "Dora"),
                    )
                ),
            ),
        ),
        "SELECT 'Ada 100%' UNION SELECT 'Dora'",
    ),
    Question(
        "rows_that_look_alike_once",
        SemanticQuery(
            columns=(ColumnRef("customers", "country"),), dataset="customers", distinct=True
        ),
        "SELECT DISTINCT country FROM customers",
    ),
    Question(
        "the_first_rows_by_a_column",
        SemanticQuery(
            columns=(ColumnRef("customers", "name"), ColumnRef("customers", "signup_date")),
            dataset="customers",
            order=(Order(OrderTarget.COLUMN, 1, descending=True),),
            limit=Limit(2),
        ),
        "SELECT 'Dora', '2024-03-31' UNION ALL SELECT 'BobXSons', '2024-02-29'",
    ),
)
