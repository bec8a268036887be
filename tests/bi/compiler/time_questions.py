"""What a question can say about time, beside SQL for it that was written by hand.

The order of weekdays, the beginnings of fiscal years and the days of holidays are counted out
here by hand; windows are subqueries over every earlier bucket.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bi.model.catalog import Aggregation, Calendar, ColumnRef, FiscalYear, Grain, Holiday
from bi.model.semantic import (
    Aggregate,
    Calculation,
    Comparison,
    DatePart,
    DatePartFilter,
    DatePartGroup,
    Limit,
    Measured,
    NamedMeasure,
    Operator,
    Order,
    OrderTarget,
    PeriodGroup,
    SemanticQuery,
    TimeGroup,
    TimeRange,
)
from tests.bi.compiler.questions import (
    CATEGORY,
    LARGEST_FIRST,
    MONTH,
    ORDERS,
    PLACED_AT,
    REGION,
    REVENUE,
    UNITS,
    YEAR_2024,
    Question,
    by,
    days,
    measured,
    where,
)
from tests.bi.shop import SHOP

_HOLIDAYS = (
    Holiday(
        "New Year", ((date(2024, 1, 1), date(2024, 1, 1)), (date(2025, 1, 1), date(2025, 1, 1)))
    ),
    Holiday("Between the years", ((date(2024, 12, 27), date(2024, 12, 31)),)),
)
# Weeks from Sunday, fiscal years from April, named by the year they end in.
AMERICAN = replace(
    SHOP, calendar=Calendar(week_start=6, fiscal_year=FiscalYear(4), holidays=_HOLIDAYS)
)
FROM_FEBRUARY = replace(SHOP, calendar=Calendar(fiscal_year=FiscalYear(2)))
IN_BERLIN = replace(SHOP, calendar=Calendar(time_zone="Europe/Berlin"))
IN_SYDNEY = replace(
    SHOP,
    calendar=Calendar(time_zone="Australia/Sydney", database_time_zone="America/New_York"),
)

_LINES = "order_lines l JOIN orders o ON o.order_id = l.order_id"
_ORDERS = "SELECT COUNT(*) FROM orders WHERE"


def on(part: DatePart, *values: int | str | None, at: ColumnRef | None = None) -> DatePartFilter:
    return DatePartFilter(part, values, at)


def _orders(name: str, one: DatePartFilter, ids: str, catalog: object = SHOP) -> Question:
    query = SemanticQuery((ORDERS,), part_filters=(one,))
    return Question(name, query, f"{_ORDERS} order_id IN ({ids})", catalog)  # type: ignore[arg-type]


PARTS = (
    _orders("on_tuesdays", on(DatePart.WEEKDAY, 2), "1, 2, 7"),
    _orders("on_weekends", on(DatePart.WEEKDAY, 6, 7), "6"),
    _orders("on_working_days", on(DatePart.WEEKDAY, 1, 2, 3, 4, 5), "1, 2, 3, 4, 5, 7, 8"),
    _orders("in_january_and_december", on(DatePart.MONTH_OF_YEAR, 12, 1), "1, 3, 4, 6, 7, 8"),
    _orders("in_the_fourth_quarter_of_any_year", on(DatePart.QUARTER_OF_YEAR, 4), "6, 7"),
    _orders("on_the_last_days_of_a_month", on(DatePart.DAY_OF_MONTH, 29, 30, 31), "1, 4, 5, 6, 7"),
    _orders("in_the_morning", on(DatePart.HOUR_OF_DAY, 6, 7, 8, 9, 10, 11, at=PLACED_AT), "1"),
    _orders("at_night", on(DatePart.HOUR_OF_DAY, 22, 23, 0, 1, at=PLACED_AT), "2, 3, 4, 7, 8"),
    _orders("on_a_holiday_of_any_year", on(DatePart.HOLIDAY, "New Year"), "3, 8", AMERICAN),
    _orders(
        "on_holidays", on(DatePart.HOLIDAY, "New Year", "Between the years"), "3, 6, 7, 8", AMERICAN
    ),
    _orders("on_no_holiday", on(DatePart.HOLIDAY, None), "1, 2, 4, 5", AMERICAN),
    Question(
        "part_of_a_date_with_filters_and_a_range",
        SemanticQuery(
            (REVENUE,),
            (CATEGORY,),
            filters=(where("orders", "region", Operator.IN, "North"),),
            time=YEAR_2024,
            part_filters=(on(DatePart.WEEKDAY, 1),),
        ),
        "SELECT category, SUM(revenue) FROM order_lines l LEFT JOIN products p "
        "ON p.product_id = l.product_id WHERE order_id = 3 GROUP BY category",
    ),
    Question(
        "part_of_a_date_against_the_year_before",
        SemanticQuery(
            (UNITS,),
            time=YEAR_2024,
            part_filters=(on(DatePart.MONTH_OF_YEAR, 1),),
            comparison=Comparison(Grain.YEAR),
        ),
        "SELECT 17, 3, 17 / 3.0 - 1",
    ),
    Question(
        "rows_on_weekends",
        SemanticQuery(
            columns=(ColumnRef("orders", "order_id"),),
            dataset="orders",
            part_filters=(on(DatePart.WEEKDAY, 6, 7),),
        ),
        "SELECT order_id FROM orders WHERE order_id = 6 ORDER BY 1",
    ),
    Question(
        "by_weekend",
        SemanticQuery((ORDERS,), (DatePartGroup(DatePart.WEEKEND),)),
        "SELECT 0, 7 UNION ALL SELECT 1, 1 ORDER BY 1",
    ),
    Question(
        "by_day_of_month",
        SemanticQuery((ORDERS,), (DatePartGroup(DatePart.DAY_OF_MONTH),)),
        "SELECT CAST(SUBSTR(CAST(order_date AS TEXT), 9, 2) AS INTEGER), COUNT(*) "
        "FROM orders GROUP BY 1 ORDER BY 1",
    ),
    Question(
        "by_week_of_year",
        SemanticQuery((ORDERS,), (DatePartGroup(DatePart.WEEK_OF_YEAR),)),
        # 31 December 2024 and 1 January 2025 lie in week 1, 29 December 2024 in week 52.
        "SELECT 1, 3 UNION ALL SELECT 5, 2 UNION ALL SELECT 7, 1 UNION ALL SELECT 9, 1 "
        "UNION ALL SELECT 52, 1 ORDER BY 1",
    ),
    Question(
        "by_week_of_year_from_sunday",
        SemanticQuery((ORDERS,), (DatePartGroup(DatePart.WEEK_OF_YEAR),)),
        # The Sunday, 29 December 2024, begins week 1.
        "SELECT 1, 4 UNION ALL SELECT 5, 2 UNION ALL SELECT 7, 1 UNION ALL SELECT 9, 1 ORDER BY 1",
        AMERICAN,
    ),
    Question(
        "by_weekday_from_sunday",
        SemanticQuery((ORDERS,), (DatePartGroup(DatePart.WEEKDAY),)),
        "SELECT d, n FROM (SELECT 7 AS d, 1 AS n, 1 AS p UNION ALL SELECT 1, 1, 2 UNION ALL "
        "SELECT 2, 3, 3 UNION ALL SELECT 3, 2, 4 UNION ALL SELECT 4, 1, 5) x ORDER BY p",
        AMERICAN,
    ),
    Question(
        "by_week_from_sunday",
        SemanticQuery((ORDERS,), (TimeGroup(Grain.WEEK),), time=days(date(2024, 12, 1), None)),
        "SELECT '2024-12-29', 3 ORDER BY 1",
        AMERICAN,
    ),
    Question(
        "by_holiday",
        SemanticQuery((ORDERS,), (DatePartGroup(DatePart.HOLIDAY),)),
        "SELECT h, n FROM (SELECT 'New Year' AS h, 2 AS n, 1 AS p UNION ALL "
        "SELECT 'Between the years', 2, 2 UNION ALL SELECT NULL, 4, 3) x ORDER BY p",
        AMERICAN,
    ),
)


def period(start: date, end: date, label: str, grain: Grain | None = None) -> TimeRange:
    return TimeRange(start, end, label, grain)


def year(number: int) -> TimeRange:
    return period(date(number, 1, 1), date(number + 1, 1, 1), str(number), Grain.YEAR)


_JANUARY_2024 = period(date(2024, 1, 1), date(2024, 2, 1), "January 2024", Grain.MONTH)
_FEBRUARY_2024 = period(date(2024, 2, 1), date(2024, 3, 1), "February 2024", Grain.MONTH)

PERIODS = (
    Question(
        "years_side_by_side",
        SemanticQuery((REVENUE, ORDERS), (PeriodGroup((year(2023), year(2025))),)),
        "SELECT '2023', 1288.99, 2 UNION ALL SELECT '2025', 969.75, 1 ORDER BY 1",
    ),
    Question(
        "months_side_by_side_in_their_order",
        SemanticQuery((UNITS,), (PeriodGroup((_JANUARY_2024, _FEBRUARY_2024)),)),
        "SELECT m, n FROM (SELECT 'January 2024' AS m, 17 AS n, 1 AS p UNION ALL "
        "SELECT 'February 2024', 1, 2) x ORDER BY p",
    ),
    Question(
        "periods_by_region_with_the_first_of_each",
        SemanticQuery(
            (UNITS,),
            (PeriodGroup((_JANUARY_2024, _FEBRUARY_2024, year(2025))), REGION),
            order=LARGEST_FIRST,
            limit=Limit(1, within=(0,)),
        ),
        "SELECT m, r, n FROM (SELECT 'January 2024' AS m, 'South' AS r, 11 AS n, 1 AS p UNION ALL "
        "SELECT 'February 2024', 'North', 1, 2 UNION ALL "
        "SELECT '2025', 'North', 2, 3) x ORDER BY p",
    ),
    Question(
        "periods_by_month",
        SemanticQuery((UNITS,), (PeriodGroup((year(2023), year(2025))), MONTH)),
        "SELECT '2023', '2023-01-01', 3 UNION ALL SELECT '2023', '2023-02-01', 1 UNION ALL "
        "SELECT '2025', '2025-01-01', 2 ORDER BY 1, 2",
    ),
    Question(
        "periods_of_two_facts",
        SemanticQuery(
            (UNITS, measured("target_revenue")), (PeriodGroup((year(2023), year(2025))),)
        ),
        "SELECT '2023', 4, 1300.00 UNION ALL SELECT '2025', 2, 1000.00 ORDER BY 1",
    ),
    Question(
        "periods_of_another_date",
        SemanticQuery(
            (Measured(NamedMeasure("orders")),),
            (PeriodGroup((_JANUARY_2024, year(2025)), PLACED_AT),),
        ),
        "SELECT 'January 2024', 2 UNION ALL SELECT '2025', 1",
    ),
    Question(
        "latest_day_of_each_period",
        SemanticQuery(
            (Measured(Aggregate(Aggregation.MAX, ColumnRef("orders", "order_date"))),),
            (PeriodGroup((year(2023), year(2024))),),
        ),
        "SELECT '2023', '2023-02-14' UNION ALL SELECT '2024', '2024-12-31' ORDER BY 1",
    ),
)


def average(name: str, window: int) -> Measured:
    return Measured(NamedMeasure(name), Calculation.MOVING_AVERAGE, window)


def rolling(name: str, window: int) -> Measured:
    return Measured(NamedMeasure(name), Calculation.ROLLING_SUM, window)


CHANGES = (
    Question(
        "change_from_month_to_month_under_a_filter",
        SemanticQuery(
            (UNITS,),
            (MONTH,),
            filters=(where("orders", "region", Operator.IN, "North", "South"),),
            time=YEAR_2024,
            comparison=Comparison(Grain.MONTH),
        ),
        # January meets the December of the year before, which had none; of the December of this
        # one there is no row, as nobody of these regions bought.
        """SELECT '2024-01-01', 17, NULLIF(0, 0), NULLIF(0.0, 0.0) UNION ALL
           SELECT '2024-02-01', 1, 17, 1 / 17.0 - 1 UNION ALL
           SELECT '2024-03-01', NULL, 1, NULL ORDER BY 1""",
    ),
    Question(
        "largest_changes_from_month_to_month",
        SemanticQuery(
            (UNITS,),
            (MONTH,),
            comparison=Comparison(Grain.MONTH),
            order=(Order(OrderTarget.CHANGE, 0, descending=True),),
            limit=Limit(2),
        ),
        "SELECT '2025-01-01', 2, 3, 2 / 3.0 - 1 UNION ALL "
        "SELECT '2023-02-01', 1, 3, 1 / 3.0 - 1 ORDER BY 4 DESC",
    ),
)


def to_date(name: str, grain: Grain, *, fiscal: bool = False) -> Measured:
    restart = TimeGroup(grain, fiscal=fiscal)
    return Measured(NamedMeasure(name), Calculation.RUNNING_TOTAL, restart=restart)


TO_DATE = (
    Question(
        "year_to_date_by_month",
        SemanticQuery((UNITS, to_date("units", Grain.YEAR)), (MONTH,)),
        "SELECT '2023-01-01', 3, 3 UNION ALL SELECT '2023-02-01', 1, 4 UNION ALL "
        "SELECT '2024-01-01', 17, 17 UNION ALL SELECT '2024-02-01', 1, 18 UNION ALL "
        "SELECT '2024-12-01', 3, 21 UNION ALL SELECT '2025-01-01', 2, 2 ORDER BY 1",
    ),
    Question(
        "year_to_date_from_the_middle_of_a_year",
        SemanticQuery(
            (UNITS, to_date("units", Grain.YEAR)),
            (MONTH,),
            time=days(date(2024, 2, 1), date(2025, 1, 1)),
        ),
        "SELECT '2024-02-01', 1, 18 UNION ALL SELECT '2024-12-01', 3, 21 ORDER BY 1",
    ),
    Question(
        "month_to_date_by_day_within_a_group",
        SemanticQuery(
            (to_date("units", Grain.MONTH),), (TimeGroup(Grain.DAY), REGION), time=YEAR_2024
        ),
        "SELECT '2024-01-01', 'North', 6 UNION ALL SELECT '2024-01-31', 'South', 11 UNION ALL "
        "SELECT '2024-02-29', 'North', 1 UNION ALL SELECT '2024-12-29', NULL, 3",
    ),
    Question(
        "fiscal_year_to_date_against_the_year_before",
        SemanticQuery(
            (to_date("units", Grain.YEAR, fiscal=True),),
            (MONTH,),
            time=days(date(2024, 2, 1), date(2024, 3, 1)),
            comparison=Comparison(Grain.YEAR),
        ),
        # The fiscal years begin in April; the one before has sold in January and February only.
        "SELECT '2024-02-01', 18, 4, 3.5",
        AMERICAN,
    ),
)

ROLLING = (
    Question(
        "moving_average_over_days_with_gaps",
        SemanticQuery((UNITS, average("units", 31)), (TimeGroup(Grain.DAY),)),
        # 31 days: the day itself and 30 before it; 31 January 2023 is the first there is.
        """SELECT '2023-01-31', 3, 3.0 UNION ALL
           SELECT '2023-02-14', 1, 4 / 15.0 UNION ALL
           SELECT '2024-01-01', 6, 6 / 31.0 UNION ALL SELECT '2024-01-31', 11, 17 / 31.0 UNION ALL
           SELECT '2024-02-29', 1, 12 / 31.0 UNION ALL SELECT '2024-12-29', 3, 3 / 31.0 UNION ALL
           SELECT '2025-01-01', 2, 5 / 31.0 ORDER BY 1""",
    ),
    Question(
        "rolling_months_from_a_start",
        SemanticQuery((rolling("units", 2),), (MONTH,), time=days(date(2024, 2, 1), None)),
        "SELECT '2024-02-01', 18 UNION ALL SELECT '2024-12-01', 3 UNION ALL "
        "SELECT '2025-01-01', 5 ORDER BY 1",
    ),
    Question(
        "rolling_months_in_the_middle_of_a_bucket",
        SemanticQuery((UNITS, rolling("units", 2)), (MONTH,), time=days(date(2024, 2, 15), None)),
        "SELECT '2024-02-01', 1, 18 UNION ALL "
        "SELECT '2024-12-01', 3, 3 UNION ALL SELECT '2025-01-01', 2, 5 ORDER BY 1",
    ),
    Question(
        "rolling_quarters_and_years",
        SemanticQuery((rolling("units", 4),), (TimeGroup(Grain.QUARTER),)),
        "SELECT '2023-01-01', NULL UNION ALL SELECT '2024-01-01', 18 UNION ALL "
        "SELECT '2024-10-01', 21 UNION ALL SELECT '2025-01-01', 5 ORDER BY 1",
    ),
    Question(
        "moving_average_within_a_group",
        SemanticQuery((average("units", 2),), (TimeGroup(Grain.YEAR), REGION)),
        """SELECT '2023-01-01', 'North', 3.0 UNION ALL
           SELECT '2023-01-01', 'South', 1.0 UNION ALL
           SELECT '2024-01-01', 'North', 10 / 2.0 UNION ALL
           SELECT '2024-01-01', 'South', 12 / 2.0 UNION ALL SELECT '2024-01-01', NULL, 3 / 2.0
           UNION ALL SELECT '2025-01-01', 'North', 9 / 2.0""",
    ),
    Question(
        "moving_average_of_an_average_is_of_the_buckets_there_are",
        SemanticQuery((average("satisfaction", 12),), (MONTH,)),
        "SELECT '2024-01-01', 3.5 UNION ALL SELECT '2024-02-01', 3.5 UNION ALL "
        "SELECT '2024-12-01', (3.5 + 3.5 + 1.0) / 3 ORDER BY 1",
    ),
    Question(
        "rolling_sum_against_the_year_before",
        SemanticQuery(
            (rolling("units", 2),),
            (MONTH,),
            time=days(date(2024, 2, 1), date(2024, 3, 1)),
            comparison=Comparison(Grain.YEAR),
        ),
        "SELECT '2024-02-01', 18, 4, 18 / 4.0 - 1",
    ),
    Question(
        "moving_average_with_the_highest_first",
        SemanticQuery(
            (average("units", 2),),
            (MONTH,),
            time=YEAR_2024,
            order=LARGEST_FIRST,
            limit=Limit(1),
        ),
        "SELECT '2024-02-01', 9.0",
    ),
    Question(
        "rolling_weeks",
        SemanticQuery((rolling("orders", 2),), (TimeGroup(Grain.WEEK),)),
        """SELECT '2023-01-30', NULL UNION ALL SELECT '2023-02-13', 1 UNION ALL
           SELECT '2024-01-01', 1 UNION ALL SELECT '2024-01-29', 1 UNION ALL
           SELECT '2024-02-26', 1 UNION ALL SELECT '2024-12-23', 1 UNION ALL
           SELECT '2024-12-30', 3 ORDER BY 1""",
    ),
)

FISCAL = (
    Question(
        "by_fiscal_year",
        SemanticQuery((UNITS,), (TimeGroup(Grain.YEAR, fiscal=True),)),
        "SELECT '2022-04-01', 4 UNION ALL SELECT '2023-04-01', 18 UNION ALL "
        "SELECT '2024-04-01', 5 ORDER BY 1",
        AMERICAN,
    ),
    Question(
        "by_fiscal_quarter",
        SemanticQuery((UNITS,), (TimeGroup(Grain.QUARTER, fiscal=True),)),
        "SELECT '2023-01-01', 4 UNION ALL SELECT '2024-01-01', 18 UNION ALL "
        "SELECT '2024-10-01', 3 UNION ALL SELECT '2025-01-01', 2 ORDER BY 1",
        AMERICAN,
    ),
    Question(
        "by_fiscal_quarter_from_february",
        SemanticQuery((UNITS,), (TimeGroup(Grain.QUARTER, fiscal=True),)),
        "SELECT '2022-11-01', 3 UNION ALL SELECT '2023-02-01', 1 UNION ALL "
        "SELECT '2023-11-01', 17 UNION ALL SELECT '2024-02-01', 1 UNION ALL "
        "SELECT '2024-11-01', 5 ORDER BY 1",
        FROM_FEBRUARY,
    ),
    Question(
        "by_fiscal_year_of_the_last_day_of_a_month",
        SemanticQuery((ORDERS,), (TimeGroup(Grain.YEAR, fiscal=True),)),
        "SELECT '2022-02-01', 1 UNION ALL SELECT '2023-02-01', 3 UNION ALL "
        "SELECT '2024-02-01', 4 ORDER BY 1",
        FROM_FEBRUARY,
    ),
    Question(
        "fiscal_year_against_the_one_before",
        SemanticQuery(
            (UNITS,), (TimeGroup(Grain.YEAR, fiscal=True),), comparison=Comparison(Grain.YEAR)
        ),
        "SELECT '2022-04-01', 4, NULL, NULL UNION ALL SELECT '2023-04-01', 18, 4, 3.5 UNION ALL "
        "SELECT '2024-04-01', 5, 18, 5 / 18.0 - 1 ORDER BY 1",
        AMERICAN,
    ),
)

ZONES = (
    Question(
        "by_day_in_another_zone",
        SemanticQuery((ORDERS,), (TimeGroup(Grain.DAY, PLACED_AT),)),
        # An hour later: what was placed shortly before midnight was placed on the next day.
        """SELECT '2023-01-31', 1 UNION ALL SELECT '2023-02-15', 1 UNION ALL
           SELECT '2024-01-01', 1 UNION ALL SELECT '2024-02-01', 1 UNION ALL
           SELECT '2024-02-29', 1 UNION ALL SELECT '2024-12-29', 1 UNION ALL
           SELECT '2025-01-01', 2 ORDER BY 1""",
        IN_BERLIN,
    ),
    Question(
        "a_range_of_days_in_another_zone",
        SemanticQuery((ORDERS,), time=days(date(2025, 1, 1), date(2026, 1, 1), PLACED_AT)),
        f"{_ORDERS} order_id IN (7, 8)",
        IN_BERLIN,
    ),
    Question(
        "hours_in_another_zone",
        SemanticQuery((ORDERS,), (DatePartGroup(DatePart.HOUR_OF_DAY, PLACED_AT),)),
        "SELECT 0, 3 UNION ALL SELECT 1, 2 UNION ALL SELECT 10, 1 UNION ALL SELECT 13, 1 "
        "UNION ALL SELECT 19, 1 ORDER BY 1",
        IN_BERLIN,
    ),
    Question(
        "a_condition_on_a_day_in_another_zone",
        SemanticQuery(
            (ORDERS,), filters=(where("orders", "placed_at", Operator.IN, "2024-02-01"),)
        ),
        f"{_ORDERS} order_id = 4",
        IN_BERLIN,
    ),
    Question(
        "periods_in_another_zone",
        SemanticQuery((ORDERS,), (PeriodGroup((year(2024), year(2025)), PLACED_AT),)),
        "SELECT '2024', 4 UNION ALL SELECT '2025', 2 ORDER BY 1",
        IN_BERLIN,
    ),
    Question(
        "dates_have_no_zone",
        SemanticQuery((ORDERS,), (TimeGroup(Grain.YEAR),)),
        "SELECT SUBSTR(CAST(order_date AS TEXT), 1, 4) || '-01-01', COUNT(*) FROM orders "
        "GROUP BY 1 ORDER BY 1",
        IN_BERLIN,
    ),
    Question(
        "both_zones_have_summers",
        SemanticQuery(
            (ORDERS,),
            (TimeGroup(Grain.HOUR, PLACED_AT),),
            time=days(None, date(2023, 3, 1), PLACED_AT),
        ),
        # In January Sydney is 16 hours ahead of New York.
        "SELECT '2023-02-01T01:00:00', 1 UNION ALL SELECT '2023-02-15T15:00:00', 1 ORDER BY 1",
        IN_SYDNEY,
    ),
    Question(
        "rows_show_moments_of_the_zone",
        SemanticQuery(
            columns=(ColumnRef("orders", "order_id"), PLACED_AT),
            dataset="orders",
            filters=(where("orders", "order_id", Operator.IN, 4),),
        ),
        "SELECT 4, '2024-02-01T00:30:00'",
        IN_BERLIN,
    ),
    Question(
        "months_of_another_zone_by_region",
        SemanticQuery((ORDERS,), (TimeGroup(Grain.MONTH, PLACED_AT), by("orders", "region"))),
        """SELECT '2023-01-01', 'North', 1 UNION ALL SELECT '2023-02-01', 'South', 1 UNION ALL
           SELECT '2024-01-01', 'North', 1 UNION ALL SELECT '2024-02-01', 'North', 1 UNION ALL
           SELECT '2024-02-01', 'South', 1 UNION ALL SELECT '2024-12-01', NULL, 1 UNION ALL
           SELECT '2025-01-01', 'North', 1 UNION ALL SELECT '2025-01-01', 'South', 1""",
        IN_BERLIN,
    ),
)
