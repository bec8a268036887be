"""Results of several shapes, with what is computed of them."""

from __future__ import annotations

from bi.insights.find import find_insights
from bi.insights.summary import summarize
from bi.model.catalog import ColumnType, Grain, NumberFormat, NumberStyle
from bi.model.result import Cell, ColumnRole, ResultColumn, ResultSet
from llm.prose.facts import Facts

MONEY = NumberFormat(NumberStyle.CURRENCY, "USD")
SHARE = NumberFormat(NumberStyle.PERCENT)


def name(label: str) -> ResultColumn:
    return ResultColumn(label.lower(), label, ColumnType.TEXT, ColumnRole.DIMENSION)


def month(label: str = "Month") -> ResultColumn:
    return ResultColumn("month", label, ColumnType.DATE, ColumnRole.TIME, grain=Grain.MONTH)


def measure(
    label: str, form: NumberFormat = NumberFormat(), *, additive: bool = True
) -> ResultColumn:
    key = label.lower().replace(" ", "_")
    return ResultColumn(
        key, label, ColumnType.NUMBER, ColumnRole.MEASURE, format=form, additive=additive
    )


def facts(
    question: str,
    title: str,
    columns: list[ResultColumn],
    rows: list[tuple[Cell, ...]],
    language: str = "en",
) -> Facts:
    result = ResultSet(tuple(columns), tuple(rows))
    insights = find_insights(result, title)
    text = summarize(result, title, insights)
    return Facts(question, title, result, text, tuple(insights), language)


REGIONS = facts(
    "revenue by region",
    "Revenue by region",
    [name("Region"), measure("Revenue", MONEY)],
    [("North", 1_234_567.0), ("South", 845_300.0), ("West", 412_050.0), ("East", 98_750.5)],
)
_ORDERS = (120, 132, 128, 140, 151, 149, 160, 171, 165, 180, 192, 240)
MONTHS = facts(
    "monthly orders in 2024",
    "Orders by month in 2024",
    [month(), measure("Orders")],
    [
        (f"2024-{number:02}-01", count)
        for number, count in enumerate(
            [120, 132, 128, 140, 151, 149, 160, 171, 165, 180, 192, 240], 1
        )
    ],
)
RATES = facts(
    "return rate by category",
    "Return rate by category",
    [name("Category"), measure("Return rate", SHARE, additive=False)],
    [("Chairs", 0.083), ("Desks", 0.041), ("Lamps", 0.122)],
)
SINGLE = facts("how many customers", "Customers", [measure("Customers")], [(4_812,)])
TOP = facts(
    "top 3 products by units",
    "Top 3 products by units",
    [name("Product"), measure("Units")],
    [("7-Eleven Mug", 912), ("Product 12", 877), ("Pen", 640)],
)
GERMAN = facts(
    "Umsatz nach Region",
    "Umsatz nach Region",
    [name("Region"), measure("Umsatz", NumberFormat(NumberStyle.CURRENCY, "EUR"))],
    [("Nord", 1_234_567.0), ("Süd", 845_300.0), ("West", 412_050.0)],
    "de",
)
PAIRS = facts(
    "revenue and orders by segment",
    "Revenue and orders by segment",
    [name("Segment"), measure("Revenue", MONEY), measure("Orders")],
    [("Consumer", 50_000.0, 410), ("Corporate", 75_500.0, 295), ("Home", 12_250.0, 102)],
)
