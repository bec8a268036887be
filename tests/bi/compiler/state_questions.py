"""Stocks and balances, which add up over everything but time, beside SQL written by hand.

Of the warehouses, Paris was not counted after 15 January 2024, and again in 2025.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bi.model.catalog import (
    Aggregation,
    ColumnRef,
    ColumnType,
    Dataset,
    Dimension,
    Grain,
    Join,
    Measure,
    Metric,
    OverTime,
)
from bi.model.semantic import (
    Aggregate,
    Calculation,
    Comparison,
    DatePart,
    DatePartFilter,
    DatePartGroup,
    Measured,
    MeasureFilter,
    NamedMeasure,
    OfGroups,
    Operator,
    PeriodGroup,
    SemanticQuery,
    ShareOf,
    TimeGroup,
)
from tests.bi.compiler.questions import (
    CATEGORY,
    MONTH,
    REVENUE,
    YEAR_2024,
    Question,
    by,
    days,
    measured,
    where,
)
from tests.bi.compiler.time_questions import average, year
from tests.bi.shop import SHOP


def _state(dataset: str, name: str, of: str, choice: OverTime, **more: object) -> Measure:
    label = name.replace("_", " ").capitalize()
    how = more.pop("how", Aggregation.SUM)
    return Measure(dataset, name, label, of, how, over_time=choice, **more)  # type: ignore[arg-type]


_DAY, _CHANGED = ColumnRef("stock_levels", "day"), ColumnRef("balances", "changed_at")
_LEVELS = Dataset(
    "stock_levels",
    "Stock levels",
    "stock_levels",
    key=("day", "warehouse", "product_id"),
    time=_DAY,
    dimensions=(
        Dimension("stock_levels", "day", "Day", "day", ColumnType.DATE),
        Dimension("stock_levels", "warehouse", "Warehouse", "warehouse", ColumnType.TEXT),
    ),
    measures=(
        _state("stock_levels", "stock", "quantity", OverTime.LAST),
        _state("stock_levels", "opening_stock", "quantity", OverTime.FIRST),
        _state("stock_levels", "usual_stock", "quantity", OverTime.AVERAGE),
        _state("stock_levels", "in_paris", "quantity", OverTime.LAST, filter="warehouse = 'Paris'"),
        _state("stock_levels", "kinds", "*", OverTime.LAST, how=Aggregation.COUNT),
    ),
)
_BALANCES = Dataset(
    "balances",
    "Balances",
    "balances",
    time=_CHANGED,
    dimensions=(
        Dimension("balances", "changed_at", "Changed at", "changed_at", ColumnType.TIMESTAMP),
        Dimension("balances", "account_id", "Account", "account_id", ColumnType.INTEGER),
    ),
    measures=(
        _state("balances", "balance", "balance", OverTime.LAST, series=("account_id",)),
        _state("balances", "first_balance", "balance", OverTime.FIRST, series=("account_id",)),
    ),
)
_ORDERS = replace(
    SHOP.dataset("orders"),
    measures=(
        *SHOP.dataset("orders").measures,
        _state("orders", "cost_of_the_last_day", "shipping_cost", OverTime.LAST),
        _state("orders", "cost_of_a_day", "shipping_cost", OverTime.AVERAGE),
    ),
)
STORE = replace(
    SHOP,
    datasets=(
        *(_ORDERS if one.name == "orders" else one for one in SHOP.datasets),
        _LEVELS,
        _BALANCES,
    ),
    joins=(
        *SHOP.joins,
        Join("stock_levels", ("product_id",), "products", ("product_id",)),
        Join("balances", ("customer_id",), "customers", ("customer_id",)),
    ),
    metrics=(*SHOP.metrics, Metric("turnover", "Turnover", "units / usual_stock")),
)
STOCK_NOW = measured("stock")
_BALANCE = measured("balance")
_WAREHOUSE = by("stock_levels", "warehouse")


def _over(aggregation: Aggregation) -> Measured:
    return Measured(Aggregate(aggregation, ColumnRef("stock_levels", "stock")))


def _asked(name: str, query: SemanticQuery, by_hand: str) -> Question:
    return Question(name, query, by_hand, STORE)


STOCK = (
    _asked("stock_as_last_known", SemanticQuery((STOCK_NOW,)), "SELECT 20"),
    _asked(
        "stock_of_a_year_is_that_of_its_end",
        SemanticQuery((STOCK_NOW,), time=YEAR_2024),
        "SELECT 10",
    ),
    _asked(
        "stock_by_month",
        SemanticQuery((STOCK_NOW,), (MONTH,)),
        "SELECT '2023-12-01', 22 UNION ALL SELECT '2024-01-01', 11 UNION ALL "
        "SELECT '2024-02-01', 10 UNION ALL SELECT '2025-01-01', 20 ORDER BY 1",
    ),
    _asked(
        "stock_by_month_and_warehouse_adds_up_to_that_of_the_month",
        SemanticQuery((STOCK_NOW,), (MONTH, _WAREHOUSE)),
        "SELECT '2023-12-01', 'Berlin', 15 UNION ALL SELECT '2023-12-01', 'Paris', 7 UNION ALL "
        "SELECT '2024-01-01', 'Berlin', 9 UNION ALL SELECT '2024-01-01', NULL, 2 UNION ALL "
        "SELECT '2024-02-01', 'Berlin', 10 UNION ALL SELECT '2025-01-01', 'Paris', 20",
    ),
    _asked(
        "stock_of_one_warehouse_is_its_part_of_all",
        SemanticQuery(
            (STOCK_NOW,),
            (MONTH,),
            filters=(where("stock_levels", "warehouse", Operator.IN, "Paris"),),
        ),
        "SELECT '2023-12-01', 7 UNION ALL SELECT '2025-01-01', 20 ORDER BY 1",
    ),
    _asked(
        "stock_by_category_at_the_end_of_january",
        SemanticQuery((STOCK_NOW,), (CATEGORY,), time=days(date(2024, 1, 1), date(2024, 2, 1))),
        "SELECT 'Technology', 9 UNION ALL SELECT 'Furniture', 2",
    ),
    _asked(
        "stock_before_a_day_that_a_filter_names",
        SemanticQuery(
            (STOCK_NOW,), filters=(where("stock_levels", "day", Operator.LESS, "2024-01-31"),)
        ),
        "SELECT 18",
    ),
    _asked(
        "opening_stock_by_quarter",
        SemanticQuery((measured("opening_stock"),), (TimeGroup(Grain.QUARTER),)),
        "SELECT '2023-10-01', 22 UNION ALL SELECT '2024-01-01', 18 UNION ALL "
        "SELECT '2025-01-01', 20 ORDER BY 1",
    ),
    _asked(
        "average_stock_by_month",
        SemanticQuery((_over(Aggregation.AVERAGE), STOCK_NOW), (MONTH,), time=YEAR_2024),
        "SELECT '2024-01-01', 14.5, 11 UNION ALL SELECT '2024-02-01', 10.0, 10 ORDER BY 1",
    ),
    _asked(
        "lowest_and_highest_stock_by_warehouse",
        SemanticQuery(
            (_over(Aggregation.MIN), _over(Aggregation.MAX)), (_WAREHOUSE,), time=YEAR_2024
        ),
        "SELECT 'Berlin', 9, 12 UNION ALL SELECT 'Paris', 6, 6 UNION ALL SELECT NULL, 2, 2",
    ),
    _asked(
        "stock_against_the_month_before",
        SemanticQuery((STOCK_NOW,), (MONTH,), time=YEAR_2024, comparison=Comparison(Grain.MONTH)),
        "SELECT '2024-01-01', 11, 22, -0.5 UNION ALL "
        "SELECT '2024-02-01', 10, 11, 10 / 11.0 - 1 UNION ALL "
        "SELECT '2024-03-01', NULL, 10, NULL ORDER BY 1",
    ),
    _asked(
        "stock_of_a_period_against_the_year_before",
        SemanticQuery(
            (STOCK_NOW,),
            (_WAREHOUSE,),
            time=days(date(2025, 1, 1), date(2025, 2, 1)),
            comparison=Comparison(Grain.YEAR),
        ),
        "SELECT 'Paris', 20, NULL, NULL UNION ALL SELECT 'Berlin', NULL, 9, NULL UNION ALL "
        "SELECT NULL, NULL, 2, NULL",
    ),
    _asked(
        "revenue_beside_stock_and_turnover",
        SemanticQuery((REVENUE, STOCK_NOW, measured("turnover")), (MONTH,), time=YEAR_2024),
        "SELECT '2024-01-01', 1633.90, 11, 17 / 14.5 UNION ALL "
        "SELECT '2024-02-01', 33.33, 10, 1 / 10.0 UNION ALL "
        "SELECT '2024-12-01', 750.00, NULL, NULL ORDER BY 1",
    ),
    _asked(
        "only_rows_that_count_are_states",
        SemanticQuery((measured("in_paris"), STOCK_NOW), (MONTH,), time=YEAR_2024),
        "SELECT '2024-01-01', 6, 11 UNION ALL SELECT '2024-02-01', NULL, 10 ORDER BY 1",
    ),
    _asked(
        "counted_states",
        SemanticQuery((measured("kinds"),), (TimeGroup(Grain.YEAR),)),
        "SELECT '2023-01-01', 3 UNION ALL SELECT '2024-01-01', 2 UNION ALL "
        "SELECT '2025-01-01', 1 ORDER BY 1",
    ),
    _asked(
        "stock_of_years_side_by_side",
        SemanticQuery((STOCK_NOW,), (PeriodGroup((year(2023), year(2024))),)),
        "SELECT '2023', 22 UNION ALL SELECT '2024', 10 ORDER BY 1",
    ),
    _asked(
        "stock_in_januaries",
        SemanticQuery((STOCK_NOW,), part_filters=(DatePartFilter(DatePart.MONTH_OF_YEAR, (1,)),)),
        "SELECT 20",
    ),
    _asked(
        "stock_by_month_of_year",
        SemanticQuery((STOCK_NOW,), (DatePartGroup(DatePart.MONTH_OF_YEAR),), time=YEAR_2024),
        "SELECT 1, 11 UNION ALL SELECT 2, 10 ORDER BY 1",
    ),
    _asked(
        "share_of_stock_by_warehouse",
        SemanticQuery(
            (measured("stock", Calculation.SHARE_OF_TOTAL),),
            (_WAREHOUSE,),
            time=days(None, date(2024, 2, 1)),
        ),
        "SELECT 'Berlin', 9 / 11.0 UNION ALL SELECT NULL, 2 / 11.0",
    ),
    _asked(
        "share_of_stock_within_each_month",
        SemanticQuery((measured("stock", Calculation.SHARE_OF_GROUP),), (MONTH, _WAREHOUSE)),
        "SELECT '2023-12-01', 'Berlin', 15 / 22.0 UNION ALL "
        "SELECT '2023-12-01', 'Paris', 7 / 22.0 UNION ALL "
        "SELECT '2024-01-01', 'Berlin', 9 / 11.0 UNION ALL SELECT '2024-01-01', NULL, 2 / 11.0 "
        "UNION ALL SELECT '2024-02-01', 'Berlin', 1.0 UNION ALL SELECT '2025-01-01', 'Paris', 1.0",
    ),
    _asked(
        "share_of_stock_that_meets_a_condition",
        SemanticQuery(
            (
                Measured(
                    ShareOf(
                        NamedMeasure("stock"),
                        (where("stock_levels", "warehouse", Operator.IN, "Berlin"),),
                    )
                ),
            ),
            (MONTH,),
            time=YEAR_2024,
        ),
        "SELECT '2024-01-01', 9 / 11.0 UNION ALL SELECT '2024-02-01', 1.0 ORDER BY 1",
    ),
    _asked(
        "moving_average_of_stock",
        SemanticQuery((average("stock", 2),), (MONTH,)),
        "SELECT '2023-12-01', 22.0 UNION ALL SELECT '2024-01-01', 16.5 UNION ALL "
        "SELECT '2024-02-01', 10.5 UNION ALL SELECT '2025-01-01', 20.0 ORDER BY 1",
    ),
    _asked(
        "average_of_monthly_stock",
        SemanticQuery(
            (Measured(OfGroups(Aggregation.AVERAGE, NamedMeasure("stock"), MONTH)),),
            time=YEAR_2024,
        ),
        "SELECT 10.5",
    ),
    _asked(
        "months_with_more_stock_than_a_number",
        SemanticQuery(
            (STOCK_NOW,),
            (MONTH,),
            measure_filters=(MeasureFilter(NamedMeasure("stock"), Operator.GREATER, (11,)),),
        ),
        "SELECT '2023-12-01', 22 UNION ALL SELECT '2025-01-01', 20 ORDER BY 1",
    ),
    _asked(
        "states_that_are_met_several_times",
        SemanticQuery((measured("cost_of_the_last_day"), measured("cost_of_a_day")), (CATEGORY,)),
        # The last day is 1 January 2025; the eight orders are of eight days.
        """SELECT 'Technology', 8.00, (10.00 + 7.25 + 12.00 + 8.00) / 4 UNION ALL
           SELECT 'Furniture', NULL, (5.50 + 7.25 + 4.00) / 3 UNION ALL
           SELECT NULL, NULL, (12.00 + 3.00) / 2""",
    ),
)

BALANCES = (
    _asked("each_account_has_its_last_balance", SemanticQuery((_BALANCE,)), "SELECT 220.50"),
    _asked(
        "balance_of_some_accounts_by_account",
        SemanticQuery(
            (_BALANCE,),
            (by("balances", "account_id"),),
            (where("balances", "account_id", Operator.LESS, 3),),
        ),
        "SELECT 1, 150.50 UNION ALL SELECT 2, 60.00 ORDER BY 1",
    ),
    _asked(
        "balance_by_month",
        SemanticQuery((_BALANCE, measured("first_balance")), (MONTH,)),
        "SELECT '2024-01-01', 220.75, 170.25 UNION ALL SELECT '2024-02-01', 10.00, 10.00 UNION ALL "
        "SELECT '2024-03-01', 60.00, 60.00 ORDER BY 1",
    ),
    _asked(
        "balance_by_country_until_a_day",
        SemanticQuery(
            (_BALANCE,), (by("customers", "country"),), time=days(None, date(2024, 2, 1))
        ),
        "SELECT 'United States', 150.50 UNION ALL SELECT 'Canada', 70.25",
    ),
    _asked(
        "balance_of_one_country_beside_the_year_before",
        SemanticQuery(
            (_BALANCE,),
            (TimeGroup(Grain.YEAR),),
            filters=(where("customers", "country", Operator.IN, "Canada"),),
            comparison=Comparison(Grain.YEAR),
        ),
        "SELECT '2024-01-01', 60.00, NULLIF(0, 0), NULLIF(0.0, 0.0)",
    ),
)
