"""Values of groups and parts, ranks with ties, and lists of sums, beside SQL by hand."""

from __future__ import annotations

from datetime import date

from bi.model.catalog import Aggregation, ColumnRef, Grain
from bi.model.semantic import (
    Aggregate,
    Calculation,
    Limit,
    Measured,
    MeasureFilter,
    NamedMeasure,
    OfGroups,
    Operator,
    Order,
    OrderTarget,
    SemanticQuery,
    ShareOf,
    TimeGroup,
    Value,
)
from tests.bi.compiler.questions import Question, by, days, measured, where

_LINES = "order_lines l JOIN orders o ON o.order_id = l.order_id"
_REVENUE, _ORDERS = NamedMeasure("revenue"), NamedMeasure("orders")
_REGION = by("orders", "region")
_ORDER = by("orders", "order_id")
_LARGEST = (Order(OrderTarget.MEASURE, 0, descending=True),)
_PRICE = ColumnRef("products", "list_price")


def _measures(*values: Value) -> tuple[Measured, ...]:
    return tuple(map(Measured, values))


PERCENTILES = (
    Question(
        "percentile_of_a_column",
        SemanticQuery(_measures(Aggregate(Aggregation.PERCENTILE, _PRICE, 0.9))),
        "SELECT 250 + (999.99 - 250) * 0.7",
    ),
    Question(
        "quartile_by_group_over_joined_rows",
        SemanticQuery(
            _measures(
                Aggregate(Aggregation.PERCENTILE, ColumnRef("orders", "shipping_cost"), 0.25)
            ),
            (_REGION,),
            (where("orders", "region", Operator.IN, "North", "South"),),
        ),
        "SELECT 'North', 6.1875 UNION ALL SELECT 'South', 2.75",
    ),
    Question(
        "percentile_of_rows_met_several_times",
        SemanticQuery(
            _measures(Aggregate(Aggregation.PERCENTILE, ColumnRef("orders", "shipping_cost"), 0.5)),
            (by("products", "category"),),
            (where("products", "category", Operator.IN, "Technology"),),
        ),
        "SELECT 'Technology', 9.0",
    ),
)

OF_GROUPS = (
    Question(
        "median_of_a_count_for_each",
        SemanticQuery(
            _measures(OfGroups(Aggregation.MEDIAN, _ORDERS, by("customers", "name"))),
        ),
        "SELECT 3.0",
    ),
    Question(
        "average_monthly_sum_by_region",
        SemanticQuery(
            _measures(OfGroups(Aggregation.AVERAGE, _REVENUE, TimeGroup(Grain.MONTH))),
            (_REGION,),
            time=days(date(2024, 1, 1), date(2025, 1, 1)),
        ),
        f"""SELECT region, AVG(r) FROM (SELECT region, SUBSTR(CAST(order_date AS TEXT), 1, 7),
            SUM(revenue) AS r FROM {_LINES} WHERE order_date >= '2024-01-01'
            AND order_date < '2025-01-01' GROUP BY 1, 2) x GROUP BY region""",
    ),
    Question(
        "smallest_and_largest_order",
        SemanticQuery(
            _measures(
                OfGroups(Aggregation.MIN, _REVENUE, _ORDER),
                OfGroups(Aggregation.MAX, _REVENUE, _ORDER),
            ),
        ),
        f"""SELECT MIN(r), MAX(r) FROM
            (SELECT SUM(revenue) AS r FROM {_LINES} GROUP BY l.order_id) x""",
    ),
    Question(
        "percentile_of_orders",
        SemanticQuery(
            _measures(OfGroups(Aggregation.PERCENTILE, _REVENUE, _ORDER, 0.5)),
            filters=(where("orders", "region", Operator.IN, "South"),),
        ),
        "SELECT (195.3 + 250) / 2",
    ),
    Question(
        "how_many_groups_meet_a_condition",
        SemanticQuery(
            _measures(OfGroups(Aggregation.COUNT, _REVENUE, _ORDER)),
            measure_filters=(MeasureFilter(_REVENUE, Operator.GREATER, (500,)),),
        ),
        f"""SELECT COUNT(*) FROM (SELECT l.order_id FROM {_LINES} GROUP BY l.order_id
            HAVING SUM(revenue) > 500) x""",
    ),
    Question(
        "how_many_meet_it_in_each_group",
        SemanticQuery(
            _measures(OfGroups(Aggregation.COUNT, _REVENUE, by("customers", "name"))),
            (by("customers", "country"),),
            measure_filters=(MeasureFilter(_ORDERS, Operator.GREATER, (2,)),),
        ),
        "SELECT 'United States', 1 UNION ALL SELECT 'Canada', 1",
    ),
)

SHARES = (
    Question(
        "share_of_rows_that_meet_a_condition",
        SemanticQuery(
            _measures(ShareOf(_ORDERS, (where("orders", "region", Operator.IN, "North"),)))
        ),
        "SELECT 0.5",
    ),
    Question(
        "share_of_a_sum_by_group",
        SemanticQuery(
            _measures(ShareOf(_REVENUE, (where("order_lines", "returned", Operator.IN, True),))),
            (_REGION,),
        ),
        f"""SELECT region, SUM(CASE WHEN returned THEN revenue ELSE 0 END) * 1.0 / SUM(revenue)
            FROM {_LINES} GROUP BY region""",
    ),
    Question(
        "share_by_a_condition_on_further_rows",
        SemanticQuery(
            _measures(ShareOf(_ORDERS, (where("products", "category", Operator.IN, "Technology"),)))
        ),
        "SELECT 4.0 / 8",
    ),
    Question(
        "share_of_a_sum_by_a_condition_on_further_rows",
        SemanticQuery(
            _measures(
                ShareOf(
                    NamedMeasure("shipping_cost"),
                    (where("products", "category", Operator.IN, "Technology"),),
                )
            ),
        ),
        "SELECT 37.25 / 49.75",
    ),
    Question(
        "share_within_each_group",
        SemanticQuery(
            (measured("orders", Calculation.SHARE_OF_GROUP),),
            (_REGION, by("customers", "country")),
        ),
        """SELECT a.region, a.country, a.n * 1.0 / b.n FROM
            (SELECT region, country, COUNT(*) AS n FROM orders o LEFT JOIN customers c
             ON c.customer_id = o.customer_id GROUP BY 1, 2) a JOIN
            (SELECT region, COUNT(*) AS n FROM orders GROUP BY 1) b
            ON a.region IS NOT DISTINCT FROM b.region""",
    ),
)

BENCHMARKS = (
    Question(
        "less_than_the_average_group",
        SemanticQuery(
            _measures(_REVENUE),
            (_REGION,),
            measure_filters=(
                MeasureFilter(_REVENUE, Operator.LESS, benchmark=Aggregation.AVERAGE),
            ),
        ),
        f"""SELECT region, r FROM (SELECT region, SUM(revenue) AS r FROM {_LINES} GROUP BY 1) x
            WHERE r < (SELECT SUM(revenue) / 3.0 FROM order_lines)""",
    ),
    Question(
        "condition_on_what_is_not_shown",
        SemanticQuery(
            _measures(_REVENUE),
            (_REGION,),
            measure_filters=(
                MeasureFilter(_ORDERS, Operator.GREATER, benchmark=Aggregation.AVERAGE),
            ),
        ),
        f"""SELECT region, SUM(revenue) FROM {_LINES} WHERE region IN ('North', 'South')
            GROUP BY region""",
    ),
)

RANKS = (
    Question(
        "those_level_with_the_first",
        SemanticQuery(
            _measures(_ORDERS),
            (by("customers", "country"),),
            order=_LARGEST,
            limit=Limit(1, ties=True),
        ),
        """SELECT country, COUNT(*) FROM orders o LEFT JOIN customers c
            ON c.customer_id = o.customer_id GROUP BY country HAVING COUNT(*) = 3
            ORDER BY country""",
    ),
    Question(
        "second_best",
        SemanticQuery(_measures(_REVENUE), (_REGION,), order=_LARGEST, limit=Limit(1, skip=1)),
        f"SELECT region, SUM(revenue) FROM {_LINES} WHERE region IS NULL GROUP BY region",
    ),
    Question(
        "second_best_in_each_group",
        SemanticQuery(
            _measures(_REVENUE),
            (_REGION, by("orders", "order_id")),
            (where("orders", "region", Operator.IN, "North", "South"),),
            order=_LARGEST,
            limit=Limit(1, within=(0,), skip=1),
        ),
        "SELECT 'North', 1, 1038.99 UNION ALL SELECT 'South', 4, 195.30",
    ),
)

LISTS = (
    Question(
        "sums_beside_columns",
        SemanticQuery(
            columns=(ColumnRef("orders", "order_id"), ColumnRef("orders", "shipping_cost")),
            dataset="orders",
        ),
        "SELECT order_id, shipping_cost FROM orders ORDER BY order_id",
    ),
    Question(
        "latest_row_of_each",
        SemanticQuery(
            columns=(
                ColumnRef("customers", "name"),
                ColumnRef("orders", "order_id"),
                ColumnRef("orders", "order_date"),
            ),
            dataset="orders",
            filters=(where("customers", "country", Operator.IS_NOT_NULL),),
            order=(Order(OrderTarget.COLUMN, 2, descending=True),),
            limit=Limit(1, within=(0,)),
        ),
        """SELECT name, order_id, order_date FROM orders o JOIN customers c
            ON c.customer_id = o.customer_id WHERE order_id IN (7, 8)""",
    ),
)
