"""Results as the warehouse gives them, one for each kind of question; the same every time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import sin

from bi.model.catalog import ColumnType, FiscalYear, Grain, NumberFormat, NumberStyle
from bi.model.result import Cell, ColumnRole, ResultColumn, ResultSet, RowOrder
from bi.model.semantic import Calculation, DatePart

DOLLARS = NumberFormat(NumberStyle.CURRENCY, "USD")
EUROS = NumberFormat(NumberStyle.CURRENCY, "EUR")
PERCENT = NumberFormat(NumberStyle.PERCENT)

MEASURE, DIMENSION, TIME = ColumnRole.MEASURE, ColumnRole.DIMENSION, ColumnRole.TIME
NUMBER, INTEGER, TEXT = ColumnType.NUMBER, ColumnType.INTEGER, ColumnType.TEXT

REVENUE = ResultColumn("revenue", "Revenue", NUMBER, MEASURE, DOLLARS, additive=True)
PRIOR = ResultColumn(
    "revenue_prior", "Revenue, previous year", NUMBER, ColumnRole.PRIOR, DOLLARS, additive=True
)
CHANGE = ResultColumn("revenue_change", "Change of revenue", NUMBER, ColumnRole.CHANGE, PERCENT)
PROFIT = ResultColumn("profit", "Profit", NUMBER, MEASURE, DOLLARS, additive=True)
ORDERS = ResultColumn("orders", "Orders", INTEGER, MEASURE, additive=True)
MARGIN = ResultColumn("profit_margin", "Profit margin", NUMBER, MEASURE, PERCENT)
SCORE = ResultColumn("satisfaction", "Satisfaction", NUMBER, MEASURE)
SHARE = ResultColumn(
    "share",
    "Share of revenue",
    NUMBER,
    MEASURE,
    PERCENT,
    calculation=Calculation.SHARE_OF_TOTAL,
)
RUNNING = ResultColumn(
    "running",
    "Running total of revenue",
    NUMBER,
    MEASURE,
    DOLLARS,
    calculation=Calculation.RUNNING_TOTAL,
)

MONTH = ResultColumn("month", "Month", ColumnType.DATE, TIME, grain=Grain.MONTH)
QUARTER = ResultColumn("quarter", "Quarter", ColumnType.DATE, TIME, grain=Grain.QUARTER)
YEAR = ResultColumn("year", "Year", ColumnType.DATE, TIME, grain=Grain.YEAR)
WEEK = ResultColumn("week", "Week", ColumnType.DATE, TIME, grain=Grain.WEEK)
DAY = ResultColumn("day", "Day", ColumnType.DATE, TIME, grain=Grain.DAY)
HOUR = ResultColumn("hour", "Hour", ColumnType.TIMESTAMP, TIME, grain=Grain.HOUR)
WEEKDAY = ResultColumn("weekday", "Weekday", INTEGER, TIME, part=DatePart.WEEKDAY)
MONTH_OF_YEAR = ResultColumn(
    "month_of_year", "Month of year", INTEGER, TIME, part=DatePart.MONTH_OF_YEAR
)
HOUR_OF_DAY = ResultColumn("hour_of_day", "Hour of day", INTEGER, TIME, part=DatePart.HOUR_OF_DAY)
FISCAL_QUARTER = replace(
    QUARTER, name="fiscal_quarter", label="Fiscal quarter", fiscal=FiscalYear(4)
)
FISCAL_YEAR = replace(YEAR, name="fiscal_year", label="Fiscal year", fiscal=FiscalYear(4))
SUNDAY_FIRST = replace(WEEKDAY, sequence=(7, 1, 2, 3, 4, 5, 6))
WEEKEND = ResultColumn("weekend", "Weekend", INTEGER, TIME, part=DatePart.WEEKEND)
DAY_OF_MONTH = ResultColumn(
    "day_of_month", "Day of month", INTEGER, TIME, part=DatePart.DAY_OF_MONTH
)
WEEK_OF_YEAR = ResultColumn(
    "week_of_year", "Week of year", INTEGER, TIME, part=DatePart.WEEK_OF_YEAR
)
PERIODS = ("Q1 2025", "Q4 2024", "January 2026")
PERIOD = ResultColumn("period", "Period", TEXT, TIME, sequence=PERIODS)
HOLIDAY = ResultColumn("holiday", "Holiday", TEXT, DIMENSION, sequence=("New Year", "Christmas"))
MOVING = ResultColumn(
    "moving_average_revenue",
    "7-day average of revenue",
    NUMBER,
    MEASURE,
    DOLLARS,
    calculation=Calculation.MOVING_AVERAGE,
)
LATEST = ResultColumn("latest_order_date", "Latest order date", ColumnType.DATE, MEASURE)
REGION = ResultColumn("region", "Region", TEXT, DIMENSION)
CATEGORY = ResultColumn("category", "Category", TEXT, DIMENSION)
CUSTOMER = ResultColumn("customer_name", "Customer name", TEXT, DIMENSION)
RETURNED = ResultColumn("returned", "Returned", ColumnType.BOOLEAN, DIMENSION)
SIZE = ResultColumn("size", "Order size", NUMBER, DIMENSION, DOLLARS, bin_width=50)
YEAR_NUMBER = ResultColumn("year", "Year", INTEGER, DIMENSION, is_year=True)
STARS = ResultColumn("stars", "Stars", INTEGER, DIMENSION)
ODD = ResultColumn('a.b["c"]\'d\\', "Odd [name]", TEXT, DIMENSION)

REGIONS = ("North", "South", "East", "West")
CATEGORIES = ("Technology", "Furniture", "Office Supplies")
CUSTOMERS = tuple(
    f"{name} {kind}"
    for kind in ("Corp", "Industries", "and Partners Limited")
    for name in (
        "Acme",
        "Borealis",
        "Cobalt",
        "Dynamo",
        "Ember",
        "Fathom",
        "Grove",
        "Harbour",
        "Indigo",
        "Juniper",
        "Kestrel",
        "Lumen",
    )
)


def months(count: int, start: int = 2024 * 12) -> list[str]:
    return [f"{m // 12}-{m % 12 + 1:02d}-01" for m in range(start, start + count)]


def wave(i: int, scale: float = 1_000_000) -> float:
    """A rise with a swing in it, to the cent."""
    return round(scale * (1 + 0.04 * i + 0.3 * sin(i * 1.7)), 2)


def result(
    columns: tuple[ResultColumn, ...], rows: list[tuple[Cell, ...]], *, truncated: bool = False
) -> ResultSet:
    return ResultSet(columns, tuple(rows), truncated=truncated)


def _days(count: int) -> list[str]:
    return [(date(2025, 1, 6) + timedelta(days=i)).isoformat() for i in range(count)]


def _grid(
    columns: tuple[ResultColumn, ...], xs: list[Cell], ys: list[Cell], scale: float
) -> ResultSet:
    return result(
        columns,
        [(x, y, wave(i * 3 + j * 5, scale)) for i, x in enumerate(xs) for j, y in enumerate(ys)],
    )


def _details() -> ResultSet:
    columns = (
        ResultColumn("order_id", "Order ID", INTEGER, ColumnRole.DETAIL, identifier=True),
        ResultColumn("order_date", "Order date", ColumnType.DATE, ColumnRole.DETAIL),
        ResultColumn("segment", "Segment", TEXT, ColumnRole.DETAIL),
        ResultColumn("amount", "Amount", NUMBER, ColumnRole.DETAIL, DOLLARS),
        ResultColumn("quantity", "Quantity", INTEGER, ColumnRole.DETAIL),
    )
    segments = ("Consumer", "Corporate", "Small Business")
    return result(
        columns,
        [
            (10_000 + i, day, segments[i % 3], abs(wave(i, 120)), i * 7 % 23 + 1)
            for i, day in enumerate(_days(60))
        ],
    )


def _numbers_only() -> ResultSet:
    columns = tuple(
        ResultColumn(name, name.capitalize(), NUMBER, ColumnRole.DETAIL)
        for name in ("mpg", "power")
    )
    return result(columns, [(wave(i, 20), wave(i * 2, 90)) for i in range(80)])


def samples() -> dict[str, ResultSet]:
    """By a name that says what was asked."""
    year = months(12)
    return {
        "nothing": result((MONTH, REVENUE), []),
        "revenue": result((REVENUE,), [(21_412_345.67,)]),
        "revenue_without_rows": result((REVENUE,), [(None,)]),
        "revenue_against_last_year": result(
            (REVENUE, PRIOR, CHANGE), [(21_412_345.67, 19_100_000.0, 0.121065)]
        ),
        "revenue_profit_orders": result((REVENUE, PROFIT, ORDERS), [(1234.5, -200.0, 12)]),
        "revenue_by_month": result((MONTH, REVENUE), [(m, wave(i)) for i, m in enumerate(year)]),
        "revenue_by_month_over_years": result(
            (MONTH, REVENUE), [(m, wave(i)) for i, m in enumerate(months(47))]
        ),
        "revenue_by_two_months": result(
            (MONTH, REVENUE), [(m, wave(i)) for i, m in enumerate(year[:2])]
        ),
        "revenue_by_month_with_gaps": result(
            (MONTH, REVENUE),
            [(m, None if i == 3 else wave(i)) for i, m in enumerate(year) if i not in (6, 7)],
        ),
        "revenue_by_quarter": result(
            (QUARTER, REVENUE), [(m, wave(i)) for i, m in enumerate(months(24)[::3])]
        ),
        "revenue_by_year": result(
            (YEAR, REVENUE), [(f"{2020 + i}-01-01", wave(i, 9e8)) for i in range(6)]
        ),
        "revenue_by_week": result(
            (WEEK, REVENUE), [(d, wave(i, 30_000)) for i, d in enumerate(_days(7 * 30)[::7])]
        ),
        "orders_by_day": result(
            (DAY, ORDERS), [(d, 20 + i * 7 % 13) for i, d in enumerate(_days(90))]
        ),
        "orders_by_hour": result(
            (HOUR, ORDERS),
            [(f"2025-03-0{1 + i // 24}T{i % 24:02d}:00:00", i * 5 % 17) for i in range(48)],
        ),
        "satisfaction_by_month": result(
            (MONTH, SCORE), [(m, round(4 + 0.2 * sin(i), 3)) for i, m in enumerate(year)]
        ),
        "running_total_by_month": result(
            (MONTH, RUNNING), [(m, 100_000.0 * (i + 1)) for i, m in enumerate(year)]
        ),
        "revenue_by_month_against_last_year": result(
            (MONTH, REVENUE, PRIOR, CHANGE),
            [(m, wave(i), wave(i, 900_000), 0.1111) for i, m in enumerate(year)],
        ),
        "revenue_and_profit_by_month": result(
            (MONTH, REVENUE, PROFIT), [(m, wave(i), wave(i, 150_000)) for i, m in enumerate(year)]
        ),
        "revenue_and_orders_by_month": result(
            (MONTH, REVENUE, ORDERS), [(m, wave(i), 200 + i * 11) for i, m in enumerate(year)]
        ),
        "revenue_by_region": result(
            (REGION, REVENUE), [(r, wave(i * 2)) for i, r in enumerate(REGIONS)]
        ),
        "revenue_by_region_in_euros": result(
            (REGION, ResultColumn("revenue", "Revenue", NUMBER, MEASURE, EUROS, additive=True)),
            [(r, wave(i * 2, 7_000)) for i, r in enumerate(REGIONS)],
        ),
        "revenue_by_region_against_last_year": result(
            (REGION, REVENUE, PRIOR, CHANGE),
            [(r, wave(i * 2), wave(i * 3, 800_000), 0.1) for i, r in enumerate(REGIONS)],
        ),
        "share_by_region": result(
            (REGION, SHARE), list(zip(REGIONS, (0.4, 0.3, 0.2, 0.1), strict=True))
        ),
        "margin_by_category": result(
            (CATEGORY, MARGIN), list(zip(CATEGORIES, (0.182, 0.034, -0.021), strict=True))
        ),
        "profit_with_losses_by_region": result(
            (REGION, PROFIT),
            list(zip(REGIONS, (52_000.0, 18_000.0, -7_500.0, -31_000.0), strict=True)),
        ),
        "top_customers": result(
            (CUSTOMER, REVENUE),
            [(c, round(150_000 * 0.8**i, 2)) for i, c in enumerate(CUSTOMERS[:10])],
        ),
        "bottom_customers": result(
            (CUSTOMER, replace(REVENUE, order=RowOrder.ASCENDING)),
            [(c, 100.0 + i * 10) for i, c in enumerate(CUSTOMERS[:5])],
        ),
        "revenue_by_customer": result(
            (CUSTOMER, REVENUE), [(c, abs(wave(i * 7, 40_000))) for i, c in enumerate(CUSTOMERS)]
        ),
        "revenue_and_margin_by_customer": result(
            (CUSTOMER, REVENUE, MARGIN),
            [(c, abs(wave(i * 7, 40_000)), 0.1 + i % 7 / 50) for i, c in enumerate(CUSTOMERS)],
        ),
        "revenue_profit_orders_by_customer": result(
            (CUSTOMER, REVENUE, PROFIT, ORDERS),
            [(c, abs(wave(i, 40_000)), wave(i * 3, 4_000), i + 3) for i, c in enumerate(CUSTOMERS)],
        ),
        "revenue_by_region_with_none": result(
            (REGION, REVENUE), [*((r, wave(i)) for i, r in enumerate(REGIONS)), (None, 210_000.0)]
        ),
        "orders_by_returned": result((RETURNED, ORDERS), [(True, 120), (False, 2310), (None, 4)]),
        "revenue_by_odd_name": result((ODD, REVENUE), [("x", 10.5), ("y'\"z", 20.25)]),
        "revenue_by_weekday": result(
            (WEEKDAY, REVENUE), [(d, wave(d, 80_000)) for d in range(1, 8)]
        ),
        "orders_by_month_of_year": result(
            (MONTH_OF_YEAR, ORDERS), [(m, 300 + m * 37 % 90) for m in range(1, 13)]
        ),
        "orders_by_weekday_and_hour": result(
            (WEEKDAY, HOUR_OF_DAY, ORDERS),
            [(d, h, (d * 5 + h * 3) % 41) for d in range(1, 8) for h in range(24)],
        ),
        "revenue_by_fiscal_quarter": result(
            (FISCAL_QUARTER, REVENUE), [(m, wave(i)) for i, m in enumerate(months(36)[::3])]
        ),
        "revenue_by_fiscal_year": result(
            (FISCAL_YEAR, REVENUE), [(f"{2020 + i}-04-01", wave(i, 9e8)) for i in range(6)]
        ),
        "revenue_by_weekday_from_sunday": result(
            (SUNDAY_FIRST, REVENUE), [(d, wave(d, 80_000)) for d in (7, 1, 2, 3, 4, 5, 6)]
        ),
        "revenue_by_weekend": result((WEEKEND, REVENUE), [(0, 500_000.0), (1, 120_000.0)]),
        "orders_by_day_of_month": result(
            (DAY_OF_MONTH, ORDERS), [(d, 30 + d * 7 % 19) for d in range(1, 32)]
        ),
        "orders_by_week_of_year": result(
            (WEEK_OF_YEAR, ORDERS), [(w, 60 + w * 5 % 31) for w in range(1, 54)]
        ),
        "revenue_by_period": result(
            (PERIOD, REVENUE), [(p, wave(i)) for i, p in enumerate(PERIODS)]
        ),
        "revenue_by_period_and_region": _grid(
            (PERIOD, REGION, REVENUE), [*PERIODS], [*REGIONS], 200_000
        ),
        "revenue_by_holiday": result(
            (HOLIDAY, REVENUE),
            [("New Year", 30_000.0), ("Christmas", 90_000.0), (None, 2_000_000.0)],
        ),
        "moving_average_by_day": result(
            (DAY, MOVING), [(d, None if i < 6 else wave(i, 9_000)) for i, d in enumerate(_days(60))]
        ),
        "latest_order_by_region": result(
            (REGION, LATEST), [(r, f"2025-06-{28 - i}") for i, r in enumerate(REGIONS)]
        ),
        "latest_order": result((LATEST,), [("2025-06-30",)]),
        "orders_by_size": result((SIZE, ORDERS), [(50.0 * i, 90 - i * i) for i in range(9)]),
        "orders_by_stars": result((STARS, ORDERS), [(s, s * s * 10) for s in range(1, 6)]),
        "revenue_by_year_number": result(
            (YEAR_NUMBER, REVENUE), [(2019 + n, 2e5 + 3e4 * n) for n in range(6)]
        ),
        "margin_by_region_and_year": _grid(
            (REGION, YEAR_NUMBER, MARGIN), [*REGIONS], [2019, 2020, 2021, 2022], 0.12
        ),
        "revenue_by_month_and_region": _grid(
            (MONTH, REGION, REVENUE), [*year], [*REGIONS], 200_000
        ),
        "revenue_by_month_and_customer": _grid(
            (MONTH, CUSTOMER, REVENUE), [*year], [*CUSTOMERS[:14]], 9_000
        ),
        "margin_by_month_and_customer": _grid(
            (MONTH, CUSTOMER, MARGIN), [*year], [*CUSTOMERS[:14]], 0.1
        ),
        "revenue_by_category_and_region": _grid(
            (CATEGORY, REGION, REVENUE), [*CATEGORIES], [*REGIONS], 200_000
        ),
        "margin_by_category_and_region": _grid(
            (CATEGORY, REGION, MARGIN), [*CATEGORIES], [*REGIONS], 0.12
        ),
        "revenue_by_customer_and_category": _grid(
            (CUSTOMER, CATEGORY, REVENUE), [*CUSTOMERS[:20]], [*CATEGORIES], 40_000
        ),
        "revenue_by_customer_and_month": _grid(
            (CUSTOMER, WEEKDAY, REVENUE), [*CUSTOMERS[:12]], [*range(1, 8)], 40_000
        ),
        "revenue_by_category_region_returned": result(
            (CATEGORY, REGION, RETURNED, REVENUE),
            [
                (c, r, b, wave(i))
                for i, (c, r, b) in enumerate(
                    (c, r, b) for c in CATEGORIES for r in REGIONS for b in (True, False)
                )
            ],
        ),
        "revenue_by_region_in_one_month": result(
            (MONTH, REGION, REVENUE), [("2024-03-01", r, wave(i)) for i, r in enumerate(REGIONS)]
        ),
        "list_of_orders": _details(),
        "list_of_orders_cut_off": result(_details().columns, [*_details().rows], truncated=True),
        "list_of_numbers": _numbers_only(),
        "long_numbers": result(
            (REGION, REVENUE), [("North", "9007199254740993.25"), ("South", 2.0e15)]
        ),
        "distinct_regions": result((REGION,), [(r,) for r in REGIONS]),
    }
