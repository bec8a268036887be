"""Units that stand in the names of columns: `height_cm`, `Sales_in_Billion`, `price_usd`."""

from __future__ import annotations

from collections.abc import Mapping

from bi.catalog.inspection import Column, Table
from bi.catalog.judge import is_money, is_rate, is_year
from bi.catalog.lexicon import words
from bi.catalog.yaml_text import Value

_CURRENCIES = {
    "usd": "USD", "dollar": "USD", "dollars": "USD", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "gbp": "GBP", "chf": "CHF", "jpy": "JPY", "yen": "JPY", "cny": "CNY", "inr": "INR",
    "rupees": "INR", "cad": "CAD", "aud": "AUD",
}  # fmt: skip
# Units that nothing else is called by.
_PLAIN: Mapping[str, str] = {
    "cm": "cm", "mm": "mm", "km": "km", "kg": "kg", "mph": "mph", "kph": "km/h", "kmh": "km/h",
    "knots": "knots", "lbs": "lbs", "sqft": "sq ft", "sqm": "m²", "mb": "MB", "gb": "GB",
    "kwh": "kWh", "percent": "%", "thousand": "thousand", "thousands": "thousand",
    "million": "million", "millions": "million", "billion": "billion", "billions": "billion",
}  # fmt: skip
# Units only after "in", or after a word for what is measured: "working hours" are no unit.
_AFTER_A_MEASURE = words("""
    milliseconds seconds minutes hours days weeks months years miles feet inches metres meters
    kilometers kilometres kilograms grams pounds tons litres liters degrees
""")
_MEASURED = words("""
    duration length time age delay distance range height width depth weight speed size altitude
    elevation span
""")


def measured_words(column: Column, table: Table) -> list[str]:
    """The words of a column without its unit, unless another one is left with the same."""
    unit = unit_of(column)
    if unit is None:
        return column.words
    others = [other for other in table.columns if other is not column]
    taken = [other.words for other in others]
    taken += [found[0] for other in others if (found := unit_of(other))]
    return column.words if unit[0] in taken else unit[0]


def unit_of(column: Column) -> tuple[list[str], Value] | None:
    """The words before the unit and the format it makes; None for a column that names no unit."""
    if column.type is None or not column.type.is_numeric or len(column.words) < 2:
        return None
    *rest, last = column.words
    linked = rest[-1] == "in"
    rest = rest[:-1] if linked else rest
    if not rest or rest[-1] in ("of", "per", "by", "the"):
        return None
    if last in _CURRENCIES:
        return rest, {"style": "currency", "unit": _CURRENCIES[last]}
    if last in _PLAIN:
        return rest, {"unit": _PLAIN[last]}
    told = linked or rest[-1] in _MEASURED
    return (rest, {"unit": last}) if told and last in _AFTER_A_MEASURE else None


def format_of(column: Column) -> Value:
    """How a column's numbers are written; None without anything to say."""
    if column.type is None or not column.type.is_numeric:
        return None
    if is_year(column):
        return "plain"
    if unit := unit_of(column):
        return unit[1]
    if is_rate(column):
        return "percent"
    return "currency" if is_money(column) else None
