"""Every construct of a semantic query, beside SQL for it that was written by hand.

The SQL runs unchanged on all engines and takes other roads than the compiler: months are
pieces of text, joins are inner or written out, earlier periods are separate queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bi.model.catalog import Aggregation, Catalog, ColumnRef, Grain
from bi.model.semantic import (
    Aggregate,
    Calculation,
    Comparison,
    CountRows,
    DatePart,
    DatePartGroup,
    Difference,
    DimensionGroup,
    Filter,
    Limit,
    Measured,
    MeasureFilter,
    NamedMeasure,
    Operator,
    Order,
    OrderTarget,
    Ratio,
    Scalar,
    SemanticQuery,
    TimeGroup,
    TimeRange,
)
from tests.bi.shop import SHOP


@dataclass(frozen=True, slots=True)
class Question:
    """`by_hand` with ORDER BY at its end fixes the order of rows, too."""

    name: str
    query: SemanticQuery
    by_hand: str
    catalog: Catalog = SHOP


def measured(name: str, calculation: Calculation | None = None) -> Measured:
    return Measured(NamedMeasure(name), calculation)


def by(dataset: str, name: str, bin_width: float | None = None) -> DimensionGroup:
    return DimensionGroup(ColumnRef(dataset, name), bin_width)


def where(dataset: str, name: str, operator: Operator, *values: Scalar) -> Filter:
    return Filter(ColumnRef(dataset, name), operator, values)


def days(start: date | None, end: date | None, column: ColumnRef | None = None) -> TimeRange:
    return TimeRange(start, end, "the period", None, column)


YEAR_2024 = TimeRange(date(2024, 1, 1), date(2025, 1, 1), "2024", Grain.YEAR)
REVENUE, ORDERS, UNITS = measured("revenue"), measured("orders"), measured("units")
MONTH, PLACED_AT = TimeGroup(Grain.MONTH), ColumnRef("orders", "placed_at")
CATEGORY, REGION = by("products", "category"), by("orders", "region")
LARGEST_FIRST = (Order(OrderTarget.MEASURE, 0, descending=True),)

_LINES = "order_lines l JOIN orders o ON o.order_id = l.order_id"
_MONTH_OF = "SUBSTR(CAST(order_date AS TEXT), 1, 7) || '-01'"
_IN_2024 = "SUBSTR(CAST(order_date AS TEXT), 1, 4) = '2024'"
_IN_2023 = "SUBSTR(CAST(order_date AS TEXT), 1, 4) = '2023'"
_ALL_LINES = "order_lines l LEFT JOIN products p ON p.product_id = l.product_id"
_TO_CUSTOMERS = f"{_LINES} LEFT JOIN customers c ON c.customer_id = o.customer_id"

MEASURES = (
    Question("total", SemanticQuery((REVENUE,)), "SELECT SUM(revenue) FROM order_lines"),
    Question(
        "revenue_by_month_in_a_year",
        SemanticQuery((REVENUE,), (MONTH,), time=YEAR_2024),
        f"SELECT {_MONTH_OF}, SUM(revenue) FROM {_LINES} WHERE {_IN_2024} GROUP BY 1 ORDER BY 1",
    ),
    Question(
        "two_hops",
        SemanticQuery((REVENUE, UNITS), (by("customers", "country"),)),
        f"SELECT country, SUM(revenue), SUM(quantity) FROM {_TO_CUSTOMERS} GROUP BY country",
    ),
    Question(
        "null_is_a_group",
        SemanticQuery((REVENUE,), (CATEGORY,)),
        f"SELECT category, SUM(revenue) FROM {_ALL_LINES} GROUP BY 1 ORDER BY 1 NULLS LAST",
    ),
    Question(
        "filtered_measure_and_metric_of_integers",
        SemanticQuery((measured("returned_units"), measured("return_rate")), (CATEGORY,)),
        "SELECT category, SUM(CASE WHEN returned THEN quantity ELSE 0 END), "
        "1.0 * SUM(CASE WHEN returned THEN quantity ELSE 0 END) / SUM(quantity) "
        f"FROM {_ALL_LINES} GROUP BY 1",
    ),
    Question(
        "aggregates_of_a_dimension",
        SemanticQuery(
            tuple(
                Measured(Aggregate(how, ColumnRef("order_lines", "quantity")))
                for how in (
                    Aggregation.AVERAGE,
                    Aggregation.MIN,
                    Aggregation.MAX,
                    Aggregation.COUNT_DISTINCT,
                    Aggregation.COUNT,
                )
            )
        ),
        "SELECT 1.0 * SUM(quantity) / COUNT(*), MIN(quantity), MAX(quantity), "
        "COUNT(DISTINCT quantity), COUNT(*) FROM order_lines",
    ),
    Question(
        "median_and_deviation",
        SemanticQuery(
            (
                Measured(Aggregate(Aggregation.MEDIAN, ColumnRef("order_lines", "revenue"))),
                Measured(Aggregate(Aggregation.STDDEV, ColumnRef("order_lines", "quantity"))),
            ),
            filters=(where("orders", "region", Operator.IN, "South"),),
        ),
        # Three lines: 250 of 1, 195 of 10, 0.30 of 1.
        "SELECT 195.0, 5.196152422706632",
    ),
    Question(
        "measure_reaggregated_keeps_its_filter",
        SemanticQuery(
            (Measured(Aggregate(Aggregation.MAX, ColumnRef("order_lines", "returned_units"))),)
        ),
        "SELECT MAX(quantity) FROM order_lines WHERE returned",
    ),
    Question(
        "count_of_rows",
        SemanticQuery((Measured(CountRows("customers")),), (by("customers", "country"),)),
        "SELECT country, COUNT(*) FROM customers GROUP BY country",
    ),
    Question(
        "ratio",
        SemanticQuery(
            (Measured(Ratio(NamedMeasure("units"), NamedMeasure("orders"))),),
            (REGION,),
        ),
        "SELECT o.region, 1.0 * (SELECT SUM(quantity) FROM order_lines l JOIN orders i "
        "ON i.order_id = l.order_id WHERE i.region IS NOT DISTINCT FROM o.region) / COUNT(*) "
        "FROM orders o GROUP BY o.region",
    ),
    Question(
        "difference",
        SemanticQuery(
            (Measured(Difference(NamedMeasure("orders"), CountRows("customers"))),),
            (by("customers", "country"),),
        ),
        "SELECT c.country, (SELECT COUNT(*) FROM orders o LEFT JOIN customers i "
        "ON i.customer_id = o.customer_id WHERE i.country IS NOT DISTINCT FROM c.country) "
        "- COUNT(*) FROM customers c GROUP BY c.country",
    ),
    Question(
        "division_by_zero_is_null",
        SemanticQuery(
            (Measured(Ratio(NamedMeasure("revenue"), NamedMeasure("returned_units"))),),
            filters=(where("orders", "region", Operator.IS_NULL),),
        ),
        "SELECT NULL",
    ),
    Question(
        "lowest_day",
        SemanticQuery(
            (Measured(Aggregate(Aggregation.MIN, ColumnRef("orders", "order_date"))),), (REGION,)
        ),
        "SELECT region, CAST(MIN(order_date) AS TEXT) FROM orders GROUP BY region",
    ),
)

FACTS = (
    Question(
        "two_facts_in_one_metric",
        SemanticQuery((measured("average_order_value"),), (MONTH,), time=YEAR_2024),
        f"SELECT {_MONTH_OF}, (SELECT SUM(revenue) FROM order_lines l JOIN orders i "
        "ON i.order_id = l.order_id WHERE SUBSTR(CAST(i.order_date AS TEXT), 1, 7) = "
        "MIN(SUBSTR(CAST(o.order_date AS TEXT), 1, 7))) / COUNT(*) "
        f"FROM orders o WHERE {_IN_2024} GROUP BY 1 ORDER BY 1",
    ),
    Question(
        "three_facts_meet_in_their_own_time",
        SemanticQuery(
            (REVENUE, measured("target_revenue"), measured("satisfaction")),
            (MONTH,),
            time=YEAR_2024,
        ),
        """SELECT '2024-01-01', 1633.90, 1500.00, 3.5 UNION ALL
           SELECT '2024-02-01', 33.33, 100.00, 3.5 UNION ALL
           SELECT '2024-12-01', 750.00, 500.00, 1.0 ORDER BY 1""",
    ),
    Question(
        "a_missing_fact_adds_nothing_to_a_difference",
        SemanticQuery((measured("over_target"),), (TimeGroup(Grain.YEAR),)),
        "SELECT '2023-01-01', 1288.99 - 1300.00 UNION ALL "
        "SELECT '2024-01-01', 2417.23 - 2100.00 UNION ALL "
        "SELECT '2025-01-01', 969.75 - 1000.00 ORDER BY 1",
    ),
    Question(
        "order_cost_by_what_was_ordered",
        SemanticQuery((measured("shipping_cost"), ORDERS, UNITS), (CATEGORY,)),
        f"""SELECT a.category, a.cost, a.orders, b.units
            FROM (SELECT category, SUM(shipping_cost) AS cost, COUNT(*) AS orders
                  FROM (SELECT category, o.order_id, MIN(shipping_cost) AS shipping_cost
                        FROM {_LINES} LEFT JOIN products p ON p.product_id = l.product_id
                        GROUP BY 1, 2) x GROUP BY 1) a
            JOIN (SELECT category, SUM(quantity) AS units FROM {_ALL_LINES} GROUP BY 1) b
            ON a.category IS NOT DISTINCT FROM b.category""",
    ),
    Question(
        "customers_who_bought_something",
        SemanticQuery(
            (Measured(CountRows("customers")),),
            filters=(where("products", "category", Operator.IN, "Technology"),),
            time=days(date(2024, 1, 1), date(2025, 1, 1), ColumnRef("orders", "order_date")),
        ),
        f"""SELECT COUNT(*) FROM customers WHERE customer_id IN
            (SELECT customer_id FROM {_LINES} JOIN products p ON p.product_id = l.product_id
             WHERE category = 'Technology' AND {_IN_2024})""",
    ),
    Question(
        "countries_of_buyers_by_category",
        SemanticQuery(
            (Measured(Aggregate(Aggregation.COUNT_DISTINCT, ColumnRef("customers", "country"))),),
            (CATEGORY,),
        ),
        f"""SELECT category, COUNT(DISTINCT country) FROM {_TO_CUSTOMERS}
            LEFT JOIN products p ON p.product_id = l.product_id GROUP BY 1""",
    ),
    Question(
        "average_of_orders_by_category",
        SemanticQuery(
            (Measured(Aggregate(Aggregation.AVERAGE, ColumnRef("orders", "shipping_cost"))),),
            (CATEGORY,),
        ),
        f"""SELECT category, AVG(shipping_cost) FROM (
              SELECT DISTINCT category, o.order_id, shipping_cost
              FROM {_LINES} LEFT JOIN products p ON p.product_id = l.product_id) x GROUP BY 1""",
    ),
)

TIMES = (
    Question(
        "by_day",
        SemanticQuery((ORDERS,), (TimeGroup(Grain.DAY),), time=YEAR_2024),
        f"SELECT CAST(order_date AS TEXT), 1 FROM orders WHERE {_IN_2024} ORDER BY 1",
    ),
    Question(
        "by_day_of_a_timestamp",
        SemanticQuery((ORDERS,), (TimeGroup(Grain.DAY, PLACED_AT),)),
        "SELECT SUBSTR(CAST(placed_at AS TEXT), 1, 10), COUNT(*) FROM orders GROUP BY 1 ORDER BY 1",
    ),
    Question(
        "by_hour",
        SemanticQuery((ORDERS,), (TimeGroup(Grain.HOUR, PLACED_AT),)),
        "SELECT SUBSTR(CAST(placed_at AS TEXT), 1, 10) || 'T' || "
        "SUBSTR(CAST(placed_at AS TEXT), 12, 2) || ':00:00', COUNT(*) "
        "FROM orders GROUP BY 1 ORDER BY 1",
    ),
    Question(
        "by_week",
        SemanticQuery((ORDERS,), (TimeGroup(Grain.WEEK),), time=days(date(2024, 12, 1), None)),
        "SELECT '2024-12-23', 1 UNION ALL SELECT '2024-12-30', 2 ORDER BY 1",
    ),
    Question(
        "by_quarter",
        SemanticQuery((ORDERS,), (TimeGroup(Grain.QUARTER),)),
        "SELECT '2023-01-01', 2 UNION ALL SELECT '2024-01-01', 3 UNION ALL "
        "SELECT '2024-10-01', 2 UNION ALL SELECT '2025-01-01', 1 ORDER BY 1",
    ),
    Question(
        "the_last_moment_of_a_range_counts",
        SemanticQuery((ORDERS,), time=days(date(2024, 1, 1), date(2025, 1, 1), PLACED_AT)),
        "SELECT COUNT(*) FROM orders WHERE SUBSTR(CAST(placed_at AS TEXT), 1, 4) = '2024'",
    ),
    Question(
        "by_weekday",
        SemanticQuery((ORDERS,), (DatePartGroup(DatePart.WEEKDAY),)),
        # 2023-01-31 and 2023-02-14 were Tuesdays, 2024-12-29 a Sunday.
        "SELECT 1, 1 UNION ALL SELECT 2, 3 UNION ALL SELECT 3, 2 UNION ALL SELECT 4, 1 "
        "UNION ALL SELECT 7, 1 ORDER BY 1",
    ),
    Question(
        "by_month_and_quarter_of_year",
        SemanticQuery(
            (ORDERS,),
            (DatePartGroup(DatePart.MONTH_OF_YEAR), DatePartGroup(DatePart.QUARTER_OF_YEAR)),
        ),
        "SELECT 1, 1, 4 UNION ALL SELECT 2, 1, 2 UNION ALL SELECT 12, 4, 2 ORDER BY 1",
    ),
    Question(
        "by_hour_of_day",
        SemanticQuery((ORDERS,), (DatePartGroup(DatePart.HOUR_OF_DAY, PLACED_AT),)),
        "SELECT CAST(SUBSTR(CAST(placed_at AS TEXT), 12, 2) AS INTEGER), COUNT(*) "
        "FROM orders GROUP BY 1 ORDER BY 1",
    ),
)

FILTERS = tuple(
    Question(
        name,
        SemanticQuery((UNITS,), filters=conditions),
        f"SELECT SUM(quantity) FROM {_ALL_LINES} LEFT JOIN orders o ON o.order_id = l.order_id "
        f"LEFT JOIN customers c ON c.customer_id = o.customer_id WHERE {by_hand}",
    )
    for name, conditions, by_hand in (
        (
            "in",
            (where("products", "category", Operator.IN, "Technology", "Furniture"),),
            "category = 'Technology' OR category = 'Furniture'",
        ),
        (
            "in_with_null",
            (where("products", "category", Operator.IN, "Furniture", None),),
            "category = 'Furniture' OR category IS NULL",
        ),
        (
            "not_in_keeps_null",
            (where("products", "category", Operator.NOT_IN, "Technology"),),
            "COALESCE(category, '') <> 'Technology'",
        ),
        (
            "not_in_with_null",
            (where("products", "category", Operator.NOT_IN, "Technology", None),),
            "category = 'Furniture'",
        ),
        ("greater", (where("order_lines", "quantity", Operator.GREATER, 2),), "quantity >= 3"),
        (
            "at_least_and_less",
            (
                where("order_lines", "quantity", Operator.GREATER_OR_EQUAL, 2),
                where("order_lines", "quantity", Operator.LESS, 10),
            ),
            "quantity IN (2, 3)",
        ),
        (
            "at_most",
            (where("products", "list_price", Operator.LESS_OR_EQUAL, 19.5),),
            "p.product_id IN (2, 4)",
        ),
        (
            "between",
            (where("products", "list_price", Operator.BETWEEN, "19.50", 250),),
            "p.product_id IN (2, 3)",
        ),
        (
            "contains",
            (where("customers", "name", Operator.CONTAINS, "BOB"),),
            "c.customer_id IN (2, 3)",
        ),
        (
            "contains_a_percent_sign",
            (where("customers", "name", Operator.CONTAINS, "0%"),),
            "c.customer_id = 1",
        ),
        (
            "contains_an_underscore",
            (where("customers", "name", Operator.STARTS_WITH, "bob_"),),
            "c.customer_id = 2",
        ),
        (
            "ends_with_the_escape_character",
            (where("products", "name", Operator.ENDS_WITH, "Y!"),),
            "p.product_id = 4",
        ),
        ("is_null", (where("orders", "region", Operator.IS_NULL),), "region IS NULL"),
        ("is_not_null", (where("orders", "region", Operator.IS_NOT_NULL),), "region IS NOT NULL"),
        ("boolean", (where("order_lines", "returned", Operator.IN, True),), "returned"),
        (
            "day_of_a_timestamp",
            (where("orders", "placed_at", Operator.IN, "2024-01-31"),),
            "o.order_id = 4",
        ),
        (
            "timestamp_up_to_a_day",
            (where("orders", "placed_at", Operator.LESS_OR_EQUAL, "2023-02-14"),),
            "o.order_id IN (1, 2)",
        ),
        (
            "timestamp_between_days",
            (where("orders", "placed_at", Operator.BETWEEN, "2024-01-31", "2024-12-31"),),
            "o.order_id IN (4, 5, 6, 7)",
        ),
        (
            "quote_in_a_value",
            (where("products", "name", Operator.NOT_IN, "x' OR '1'='1"),),
            "1 = 1",
        ),
    )
)

AFTER_GROUPING = (
    Question(
        "having",
        SemanticQuery(
            (REVENUE,),
            (REGION,),
            measure_filters=(MeasureFilter(NamedMeasure("orders"), Operator.GREATER, (1,)),),
        ),
        f"""SELECT region, SUM(revenue) FROM {_LINES} WHERE region IN
            (SELECT region FROM orders GROUP BY region HAVING COUNT(*) > 1) GROUP BY region""",
    ),
    Question(
        "having_the_measure_itself",
        SemanticQuery(
            (REVENUE,),
            (CATEGORY,),
            measure_filters=(
                MeasureFilter(NamedMeasure("revenue"), Operator.BETWEEN, (100, 2000)),
            ),
        ),
        f"SELECT * FROM (SELECT category, SUM(revenue) AS r FROM {_ALL_LINES} GROUP BY 1) x "
        "WHERE r >= 100 AND r <= 2000",
    ),
    Question(
        "share_before_the_limit",
        SemanticQuery(
            (REVENUE, measured("revenue", Calculation.SHARE_OF_TOTAL)),
            (CATEGORY,),
            order=LARGEST_FIRST,
            limit=Limit(1),
        ),
        f"""SELECT category, SUM(revenue), 1.0 * SUM(revenue) /
            (SELECT SUM(revenue) FROM order_lines)
            FROM {_ALL_LINES} WHERE category = 'Technology' GROUP BY 1""",
    ),
    Question(
        "running_total",
        SemanticQuery((measured("revenue", Calculation.RUNNING_TOTAL),), (MONTH,), time=YEAR_2024),
        f"""SELECT m.month, (SELECT SUM(revenue) FROM {_LINES} WHERE {_IN_2024}
                            AND {_MONTH_OF} <= m.month)
            FROM (SELECT DISTINCT {_MONTH_OF} AS month FROM {_LINES} WHERE {_IN_2024}) m
            ORDER BY 1""",
    ),
    Question(
        "running_total_within_a_group",
        SemanticQuery(
            (measured("units", Calculation.RUNNING_TOTAL),), (TimeGroup(Grain.YEAR), REGION)
        ),
        """SELECT '2023-01-01', 'North', 3 UNION ALL SELECT '2023-01-01', 'South', 1 UNION ALL
           SELECT '2024-01-01', 'North', 10 UNION ALL SELECT '2024-01-01', 'South', 12 UNION ALL
           SELECT '2024-01-01', NULL, 3 UNION ALL SELECT '2025-01-01', 'North', 12""",
    ),
    Question(
        "order_and_limit",
        SemanticQuery((UNITS,), (by("products", "name"),), order=LARGEST_FIRST, limit=Limit(2)),
        f"SELECT p.name, SUM(quantity) FROM {_ALL_LINES} GROUP BY 1 "
        "ORDER BY 2 DESC, 1 NULLS LAST LIMIT 2",
    ),
    Question(
        "ties_are_broken_by_group",
        SemanticQuery(
            (Measured(CountRows("products")),),
            (by("products", "name"),),
            order=LARGEST_FIRST,
            limit=Limit(3),
        ),
        "SELECT name, 1 FROM products WHERE name <> 'Mystery!' ORDER BY 1",
    ),
    Question(
        "null_comes_last_when_descending",
        SemanticQuery((ORDERS,), (REGION,), order=(Order(OrderTarget.GROUP, 0, True),)),
        "SELECT region, COUNT(*) FROM orders GROUP BY region ORDER BY region DESC NULLS LAST",
    ),
    Question(
        "first_within_each_group",
        SemanticQuery(
            (REVENUE,),
            (REGION, by("products", "name")),
            order=LARGEST_FIRST,
            limit=Limit(1, within=(0,)),
        ),
        """SELECT 'North', 'Laptop', 2850.24 UNION ALL SELECT 'South', 'Desk', 250.00
           UNION ALL SELECT NULL, 'Desk', 750.00""",
    ),
)

COMPARISONS = (
    Question(
        "year_over_year_by_month",
        SemanticQuery((REVENUE,), (MONTH,), time=YEAR_2024, comparison=Comparison(Grain.YEAR)),
        """SELECT '2024-01-01', 1633.90, 1038.99, 1633.90 / 1038.99 - 1 UNION ALL
           SELECT '2024-02-01', 33.33, 250.00, 33.33 / 250.00 - 1 UNION ALL
           SELECT '2024-12-01', 750.00, NULL, NULL ORDER BY 1""",
    ),
    Question(
        "total_against_the_year_before",
        SemanticQuery((UNITS, ORDERS), time=YEAR_2024, comparison=Comparison(Grain.YEAR)),
        f"""SELECT a.u, b.u, 1.0 * a.u / b.u - 1, a.o, b.o, 1.0 * a.o / b.o - 1
            FROM (SELECT SUM(quantity) AS u, (SELECT COUNT(*) FROM orders WHERE {_IN_2024}) AS o
                  FROM {_LINES} WHERE {_IN_2024}) a
            CROSS JOIN (SELECT SUM(quantity) AS u, (SELECT COUNT(*) FROM orders WHERE {_IN_2023})
                        AS o FROM {_LINES} WHERE {_IN_2023}) b""",
    ),
    Question(
        "groups_of_either_period",
        SemanticQuery(
            (UNITS,),
            (CATEGORY,),
            time=days(date(2025, 1, 1), date(2026, 1, 1)),
            comparison=Comparison(Grain.YEAR),
        ),
        """SELECT 'Technology', 2, 14, 2 / 14.0 - 1 UNION ALL SELECT 'Furniture', NULL, 5, NULL
           UNION ALL SELECT NULL, NULL, 2, NULL""",
    ),
    Question(
        "month_over_month_without_a_range",
        SemanticQuery((UNITS,), (MONTH,), comparison=Comparison(Grain.MONTH)),
        """SELECT '2023-01-01', 3, NULL, NULL UNION ALL
           SELECT '2023-02-01', 1, 3, 1 / 3.0 - 1 UNION ALL
           SELECT '2024-01-01', 17, NULL, NULL UNION ALL
           SELECT '2024-02-01', 1, 17, 1 / 17.0 - 1 UNION ALL
           SELECT '2024-12-01', 3, NULL, NULL UNION ALL
           SELECT '2025-01-01', 2, 3, 2 / 3.0 - 1 ORDER BY 1""",
    ),
    Question(
        "days_against_a_month_earlier_meet_its_end",
        SemanticQuery(
            (UNITS,),
            (TimeGroup(Grain.DAY),),
            time=days(date(2024, 2, 1), date(2024, 3, 1)),
            comparison=Comparison(Grain.MONTH),
        ),
        # 1 January meets 1 February; 31 January meets 29 February.
        """SELECT '2024-02-01', NULL, 6, NULL UNION ALL
           SELECT '2024-02-29', 1, 11, 1 / 11.0 - 1 ORDER BY 1""",
    ),
    Question(
        "weeks_meet_weeks_a_year_earlier",
        SemanticQuery(
            (ORDERS,),
            (TimeGroup(Grain.WEEK),),
            time=days(date(2024, 12, 30), date(2025, 1, 6)),
            comparison=Comparison(Grain.YEAR),
        ),
        "SELECT '2024-12-30', 2, 1, 1.0",
    ),
    Question(
        "order_by_change",
        SemanticQuery(
            (UNITS,),
            (REGION,),
            time=YEAR_2024,
            comparison=Comparison(Grain.YEAR),
            order=(Order(OrderTarget.CHANGE, 0, descending=True),),
        ),
        """SELECT * FROM (SELECT 'South' AS r, 11 AS a, 1 AS b, 10.0 AS c UNION ALL
           SELECT 'North', 7, 3, 7 / 3.0 - 1 UNION ALL SELECT NULL, 3, NULL, NULL) x
           ORDER BY c DESC NULLS LAST""",
    ),
    Question(
        "share_against_the_year_before",
        SemanticQuery(
            (measured("units", Calculation.SHARE_OF_TOTAL),),
            (REGION,),
            time=days(date(2025, 1, 1), date(2026, 1, 1)),
            comparison=Comparison(Grain.YEAR),
        ),
        """SELECT 'North', 1.0, 7 / 21.0, 2.0 UNION ALL SELECT 'South', NULL, 11 / 21.0, NULL
           UNION ALL SELECT NULL, NULL, 3 / 21.0, NULL""",
    ),
    Question(
        "weekdays_stay_weekdays",
        SemanticQuery(
            (ORDERS,),
            (DatePartGroup(DatePart.WEEKDAY),),
            time=YEAR_2024,
            comparison=Comparison(Grain.YEAR),
        ),
        """SELECT 1, 1, 0, NULL UNION ALL SELECT 2, 1, 2, -0.5 UNION ALL
           SELECT 3, 1, 0, NULL UNION ALL SELECT 4, 1, 0, NULL UNION ALL
           SELECT 7, 1, 0, NULL ORDER BY 1""",
    ),
)

ROWS = (
    Question(
        "list_of_rows_with_joined_columns",
        SemanticQuery(
            columns=(
                ColumnRef("orders", "order_id"),
                ColumnRef("customers", "name"),
                ColumnRef("orders", "region"),
            ),
            dataset="orders",
            time=YEAR_2024,
            order=(Order(OrderTarget.COLUMN, 2),),
            limit=Limit(4),
        ),
        f"""SELECT o.order_id, c.name, o.region FROM orders o LEFT JOIN customers c
            ON c.customer_id = o.customer_id WHERE {_IN_2024}
            ORDER BY o.region NULLS LAST, o.order_id LIMIT 4""",
    ),
    Question(
        "list_filtered_by_what_belongs_to_the_rows",
        SemanticQuery(
            columns=(ColumnRef("customers", "name"),),
            dataset="customers",
            filters=(where("products", "category", Operator.IN, "Technology"),),
        ),
        "SELECT name FROM customers WHERE customer_id IN (1, 2) ORDER BY customer_id",
    ),
    Question(
        "distinct_values",
        SemanticQuery(groups=(by("customers", "country"),)),
        "SELECT DISTINCT country FROM customers ORDER BY 1 NULLS LAST",
    ),
    Question(
        "distinct_pairs_across_datasets",
        SemanticQuery(groups=(REGION, CATEGORY)),
        f"""SELECT DISTINCT region, category FROM {_LINES} LEFT JOIN products p
            ON p.product_id = l.product_id ORDER BY 1 NULLS LAST, 2 NULLS LAST""",
    ),
    Question(
        "bins",
        SemanticQuery((Measured(CountRows("products")),), (by("products", "list_price", 100),)),
        "SELECT 0, 2 UNION ALL SELECT 200, 1 UNION ALL SELECT 900, 1 ORDER BY 1",
    ),
    Question(
        "fractional_bins_keep_their_edges",
        SemanticQuery(
            (Measured(CountRows("products")),),
            (by("products", "list_price", 0.1),),
            filters=(where("products", "list_price", Operator.LESS, 1),),
        ),
        "SELECT 0.3, 1",
    ),
)

_EVERY_REGION = "(SELECT region FROM orders UNION SELECT area FROM targets) r"
_REVENUE_THERE = f"(SELECT SUM(revenue) FROM {_LINES} WHERE o.region IS NOT DISTINCT FROM r.region)"
_TARGET_THERE = (
    "(SELECT SUM(target_revenue) FROM targets t WHERE t.area IS NOT DISTINCT FROM r.region)"
)
CONFORMED = (
    Question(
        "two_facts_meet_in_a_conformed_dimension",
        SemanticQuery((REVENUE, measured("target_revenue")), (REGION,)),
        f"SELECT region, {_REVENUE_THERE}, {_TARGET_THERE} FROM {_EVERY_REGION} "
        "ORDER BY 1 NULLS LAST",
    ),
    Question(
        "a_dimension_of_targets_stands_for_that_of_orders",
        SemanticQuery(
            (REVENUE,),
            (by("targets", "area"),),
            filters=(where("targets", "area", Operator.IN, "North", "South"),),
        ),
        f"SELECT o.region, SUM(revenue) FROM {_LINES} WHERE o.region IN ('North', 'South') "
        "GROUP BY o.region ORDER BY 1",
    ),
    Question(
        "a_condition_holds_for_all_facts",
        SemanticQuery(
            (measured("over_target"), measured("target_revenue")),
            (TimeGroup(Grain.YEAR),),
            filters=(where("orders", "region", Operator.IN, "North"),),
        ),
        "SELECT '2023-01-01', 1038.99 - 1000.00, 1000.00 UNION ALL "
        "SELECT '2024-01-01', 1471.93 - 1500.00, 1500.00 UNION ALL "
        "SELECT '2025-01-01', 969.75 - 1000.00, 1000.00 ORDER BY 1",
    ),
    Question(
        "conformed_buckets_of_an_earlier_period",
        SemanticQuery(
            (REVENUE, measured("target_revenue")),
            (REGION,),
            time=YEAR_2024,
            comparison=Comparison(Grain.YEAR),
        ),
        """SELECT 'North', 1471.93, 1038.99, (1471.93 - 1038.99) / 1038.99,
                  1500.00, 1000.00, 0.5 UNION ALL
           SELECT 'South', 195.30, 250.00, (195.30 - 250.00) / 250.00,
                  NULL, 300.00, NULL UNION ALL
           SELECT 'West', NULL, NULL, NULL, 100.00, NULL, NULL UNION ALL
           SELECT NULL, 750.00, NULL, NULL, 500.00, NULL, NULL ORDER BY 1 NULLS LAST""",
    ),
    Question(
        "rows_with_a_column_that_is_the_same_as_theirs",
        SemanticQuery(
            dataset="targets",
            columns=(ColumnRef("targets", "month"), ColumnRef("orders", "region")),
            filters=(where("orders", "region", Operator.NOT_IN, "North"),),
        ),
        "SELECT month, area FROM targets WHERE area IS DISTINCT FROM 'North' ORDER BY 1",
    ),
)
