"""Numbers, moments and lists as a person reads them: "$2.1M", "12%", "March 2025", "a, b and c"."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime

from bi.model.catalog import FiscalYear, Grain, NumberFormat, NumberStyle
from bi.model.semantic import DatePart
from bi.model.words import mid_sentence, plural

_SIGNS = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "INR": "₹",
    "KRW": "₩",
    "BRL": "R$",
    "CAD": "CA$",
    "AUD": "A$",
    "NZD": "NZ$",
    "MXN": "MX$",
    "CNY": "CN¥",
    "ILS": "₪",
    "VND": "₫",
    "PHP": "₱",
    "TWD": "NT$",
    "HKD": "HK$",
}
_STEPS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
# Money is shortened early, counts late: an exact count is short enough to read until then.
_SHORTEN_MONEY = 10_000
_SHORTEN_NUMBER = 1_000_000

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def currency_sign(code: str | None) -> str:
    """What is put before an amount: `$`, or the code itself where no sign is common."""
    if not code:
        return ""
    return _SIGNS.get(code, f"{code} ")


def write_number(value: float, form: NumberFormat = NumberFormat(), *, short: bool = True) -> str:
    """A value with its unit: "$2.1M", "$45.20", "23.4%", "1,234", "3.5 days".

    `short` False spells large values out: "$2,134,567".
    """
    if form.style is NumberStyle.PERCENT:
        return f"{_grouped(value * 100, 1 if form.decimals is None else form.decimals)}%"
    if form.style is NumberStyle.PLAIN:
        return f"{value:.{form.decimals or 0}f}" if value == int(value) else f"{value:g}"
    sign = "-" if value < 0 else ""
    size = abs(value)
    money = form.style is NumberStyle.CURRENCY
    if short and size >= (_SHORTEN_MONEY if money else _SHORTEN_NUMBER):
        digits = _shortened(size)
    else:
        digits = f"{size:,.{_money_decimals(size, form)}f}" if money else _plain(size, form)
    if not digits.strip("0.,"):
        sign = ""
    if money:
        return f"{sign}{currency_sign(form.unit)}{digits}"
    return f"{sign}{digits} {form.unit}" if form.unit else f"{sign}{digits}"


def write_share(ratio: float) -> str:
    """A derived ratio as a percentage: "60%", "5.6%"; never rounded to all or nothing."""
    percent = abs(ratio) * 100
    sign = "-" if ratio < 0 else ""
    if 0 < percent < 0.05:
        return "under 0.1%"
    decimals = 0 if 10 <= percent < 99.5 or percent >= 100.5 else 1
    if percent < 100 and round(percent, decimals) >= 100:
        return "over 99.9%"
    return f"{sign}{_grouped(percent, decimals)}%"


def write_points(difference: float) -> str:
    """The difference of two percentages: "3.2 points"."""
    text = _grouped(abs(difference) * 100, 1)
    return f"{text} point" if text == "1" else f"{text} points"


def write_difference(difference: float, form: NumberFormat) -> str:
    """How far apart two values of one format are, without a sign."""
    if form.style is NumberStyle.PERCENT:
        return write_points(difference)
    return write_number(abs(difference), form)


def write_bucket(
    start: datetime, grain: Grain, *, year: bool = True, fiscal: FiscalYear | None = None
) -> str:
    """A bucket's name: "December 2024", "Q4 2024", "FY2025 Q2", "the week of 3 March 2025"."""
    if fiscal is not None:
        return write_fiscal(start, grain, fiscal)
    suffix = f" {start.year}" if year else ""
    match grain:
        case Grain.YEAR:
            return str(start.year)
        case Grain.QUARTER:
            return f"Q{(start.month + 2) // 3}{suffix}"
        case Grain.MONTH:
            return f"{MONTHS[start.month - 1]}{suffix}"
        case Grain.WEEK:
            return f"the week of {start.day} {MONTHS[start.month - 1]}{suffix}"
        case Grain.DAY:
            return f"{start.day} {MONTHS[start.month - 1]}{suffix}"
        case Grain.HOUR:
            return f"{start:%H:%M} on {start.day} {MONTHS[start.month - 1]}{suffix}"


def write_moment(moment: datetime, *, has_time: bool) -> str:
    """A day or moment: "3 March 2025", "3 March 2025, 14:05"."""
    day = write_bucket(moment, Grain.DAY)
    return f"{day}, {moment:%H:%M}" if has_time else day


def write_fiscal(day: date, grain: Grain, fiscal: FiscalYear) -> str:
    """The fiscal year or quarter that holds a day: "FY2025", "FY2025 Q2"."""
    name = f"FY{fiscal.number(day)}"
    return f"{name} Q{fiscal.quarter(day)}" if grain is Grain.QUARTER else name


def write_part(value: int, part: DatePart) -> str:
    """A recurring part of a date by its name: "Monday", "December", "Q4", "14:00"."""
    match part:
        case DatePart.WEEKDAY:
            return WEEKDAYS[(value - 1) % 7]
        case DatePart.MONTH_OF_YEAR:
            return MONTHS[(value - 1) % 12]
        case DatePart.QUARTER_OF_YEAR:
            return f"Q{value}"
        case DatePart.HOUR_OF_DAY:
            return f"{value:02d}:00"
        case DatePart.DAY_OF_MONTH:
            return f"day {value}"
        case DatePart.WEEK_OF_YEAR:
            return f"week {value}"
        case DatePart.WEEKEND:
            return "weekends" if value else "working days"
        case DatePart.HOLIDAY:
            return str(value)


def preposition(unit: Grain | DatePart) -> str:
    """The word before a bucket's name: "in December", "on 3 March", "at 14:00"."""
    if unit in (Grain.DAY, DatePart.WEEKDAY, DatePart.WEEKEND, DatePart.DAY_OF_MONTH):
        return "on"
    return "at" if unit in (Grain.HOUR, DatePart.HOUR_OF_DAY) else "in"


def write_list(names: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def count_of(number: int, singular: str, plural: str | None = None) -> str:
    """ "1 row", "2 rows"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def _shortened(size: float) -> str:
    for step, letter in _STEPS:
        # What rounds up to the next step is written in it: 999,999 is 1M, not 1,000k.
        if size >= step * 0.9995 or step == _STEPS[-1][0]:
            scaled = size / step
            return f"{_grouped(scaled, 1 if scaled < 99.95 else 0)}{letter}"
    raise AssertionError


def _money_decimals(size: float, form: NumberFormat) -> int:
    if form.decimals is not None:
        return form.decimals
    return 0 if size >= 100 or size == int(size) else 2


def _plain(size: float, form: NumberFormat) -> str:
    if form.decimals is not None:
        return f"{size:,.{form.decimals}f}"
    if size >= 1000 or size == 0:
        return _grouped(size, 0)
    if size >= 1:
        return _grouped(size, 1 if size >= 100 else 2)
    return _grouped(size, min(9, 1 - math.floor(math.log10(size))))


def _grouped(value: float, decimals: int) -> str:
    """Thousands apart, no zeros after the last digit that says something."""
    text = f"{value:,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def singular_of(label: str) -> str:
    """What one of a dimension's values is called: "Customer name" -> "customer"."""
    word = mid_sentence(label.strip())
    for ending in (" name", " id", " code"):
        if len(word) > len(ending):
            word = word.removesuffix(ending)
    return word


def plural_of(label: str) -> str:
    """What a dimension's values are called together: "Customer name" -> "customers"."""
    return plural(singular_of(label))


def is_plural(label: str) -> bool:
    """Whether "were" follows: "orders were", but "number of orders was", "profit was"."""
    head = re.split(r" (?:of|per|in|by|with|without|for)\b", label, maxsplit=1)[0]
    return head.endswith("s") and not head.endswith(("ss", "us", "is"))
