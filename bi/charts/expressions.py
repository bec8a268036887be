"""Small Vega expressions: references to columns, and labels for moments, parts and amounts."""

from __future__ import annotations

import json

from bi.model.catalog import FiscalYear, Grain, NumberFormat, NumberStyle
from bi.model.semantic import DatePart
from bi.model.writing import MONTHS, WEEKDAYS, currency_sign

_LARGE = 10_000
_BILLION = 1_000_000_000
# From which amount on a log axis writes it shorter, the size of a unit, and its letter.
_LETTERS = (
    (_LARGE, 1000, "k"),
    (1_000_000, 1_000_000, "M"),
    (_BILLION, _BILLION, "B"),
    (1000 * _BILLION, 1000 * _BILLION, "T"),
)

# Tooltips have room for the whole name of a bucket.
_FULL_NAMES = {
    Grain.HOUR: "%-d %B %Y, %H:%M",
    Grain.DAY: "%A, %-d %B %Y",
    Grain.WEEK: "week of %-d %B %Y",
    Grain.MONTH: "%B %Y",
    Grain.QUARTER: "Q%q %Y",
    Grain.YEAR: "%Y",
}
# On an axis: a short name, and below it what the reader needs where it changes.
_SHORT_NAMES = {
    Grain.HOUR: ("%H:%M", "%-d %b", "utchours({t}) === 0"),
    Grain.DAY: ("%-d %b", "%Y", "utcdayofyear({t}) === 1"),
    Grain.WEEK: ("%-d %b", "%Y", "utcdayofyear({t}) < 8"),
    Grain.MONTH: ("%b", "%Y", "utcmonth({t}) === 0"),
    Grain.QUARTER: ("Q%q", "%Y", "utcmonth({t}) === 0"),
}


def datum(name: str) -> str:
    return f"datum[{json.dumps(name, ensure_ascii=False)}]"


def moment(value: str, *, has_time: bool) -> str:
    """A moment from its ISO text, read as UTC so that no time zone shifts a day."""
    text = f"isString({value}) ? {value} + 'Z' : {value}" if has_time else value
    return f"toDate({text})"


def full_name(time: str, grain: Grain, fiscal: FiscalYear | None = None) -> str:
    if fiscal is not None:
        year = _fiscal_year(time, fiscal)
        return f"{year} + ' ' + {_fiscal_quarter(time, fiscal)}" if grain is Grain.QUARTER else year
    return f"utcFormat({time}, '{_FULL_NAMES[grain]}')"


def _fiscal_year(time: str, fiscal: FiscalYear) -> str:
    """ "FY2025", as `bi.model.writing.write_fiscal` has it."""
    begun = f"utcyear({time}) + (utcmonth({time}) < {fiscal.start - 1} ? -1 : 0)"
    return f"'FY' + ({begun} + {fiscal.ahead})"


def _fiscal_quarter(time: str, fiscal: FiscalYear) -> str:
    months = f"(utcmonth({time}) + {13 - fiscal.start}) % 12"
    return f"'Q' + (floor({months} / 3) + 1)"


def short_name(time: str, grain: Grain, fiscal: FiscalYear | None = None) -> str:
    """A label of one or two lines for a tick of a time axis."""
    if fiscal is not None:
        year = _fiscal_year(time, fiscal)
        if grain is Grain.YEAR:
            return year
        changes = f"datum.index === 0 || utcmonth({time}) === {fiscal.start - 1}"
        return f"[{_fiscal_quarter(time, fiscal)}, {changes} ? {year} : '']"
    if grain is Grain.YEAR:
        return f"utcFormat({time}, '%Y')"
    short, below, changes = _SHORT_NAMES[grain]
    condition = f"datum.index === 0 || {changes.format(t=time)}"
    return f"[utcFormat({time}, '{short}'), {condition} ? utcFormat({time}, '{below}') : '']"


def part_name(value: str, part: DatePart, *, short: bool) -> str:
    match part:
        case DatePart.WEEKDAY | DatePart.MONTH_OF_YEAR:
            names = WEEKDAYS if part is DatePart.WEEKDAY else MONTHS
            listed = json.dumps([name[:3] if short else name for name in names])
            return f"{listed}[{value} - 1]"
        case DatePart.QUARTER_OF_YEAR:
            return f"'Q' + {value}"
        case DatePart.HOUR_OF_DAY:
            return f"format({value}, '02') + ':00'"
        case DatePart.DAY_OF_MONTH:
            return f"'' + {value}"
        case DatePart.WEEK_OF_YEAR:
            return f"'W' + {value}"
        case DatePart.WEEKEND:
            return f"{value} ? 'Weekends' : 'Working days'"
        case DatePart.HOLIDAY:
            return value


def tick_labels(form: NumberFormat, peak: float) -> dict[str, str]:
    """How an axis writes amounts whose largest is `peak`, as axis properties."""
    if form.style is NumberStyle.PERCENT:
        return {"format": "~%" if peak >= 0.05 else ".1~%"}
    if form.style is NumberStyle.PLAIN:
        return {"format": "~f"}
    sign = currency_sign(form.unit) if form.style is NumberStyle.CURRENCY else ""
    if peak >= _LARGE:
        # As a format an axis would give every label the same prefix, zero too ("$0M").
        return {"labelExpr": _signed(sign, _shortened(peak))}
    few = ",.2f" if sign else ",~f"
    shape = few if peak < 10 else ",.0f"
    if sign in ("", "$"):
        return {"format": f"{sign}{shape}"}
    # Vega's one currency sign is the dollar.
    return {"labelExpr": _signed(sign, f"format(abs(datum.value), '{shape}')")}


def log_labels(form: NumberFormat) -> str:
    """How a logarithmic axis writes amounts, from parts of one to billions."""
    if form.style is NumberStyle.PERCENT:
        return "format(datum.value, '~%')"
    if form.style is NumberStyle.PLAIN:
        return "format(datum.value, '~f')"
    sign = currency_sign(form.unit) if form.style is NumberStyle.CURRENCY else ""
    written = "format(datum.value, ',~f')"
    for least, size, letter in _LETTERS:
        short = f"format(datum.value / {size}, ',~f') + '{letter}'"
        written = f"datum.value >= {least} ? {short} : {written}"
    return f"{json.dumps(sign, ensure_ascii=False)} + ({written})"


def _signed(sign: str, digits: str) -> str:
    return f"(datum.value < 0 ? '−' : '') + {json.dumps(sign, ensure_ascii=False)} + {digits}"


def _shortened(peak: float) -> str:
    """Thousands and millions by their prefix; a billion is B, where the prefix would be G."""
    if peak < _BILLION:
        return "format(abs(datum.value), '.4~s')"
    size, letter = (1000 * _BILLION, "T") if peak >= 1000 * _BILLION else (_BILLION, "B")
    digits = f"format(abs(datum.value) / {size}, ',.4~f')"
    return f"{digits} + (datum.value === 0 ? '' : '{letter}')"


def amount_format(form: NumberFormat, peak: float) -> str:
    """A d3 format for one exact amount; the unit stands in its title."""
    if form.style is NumberStyle.PERCENT:
        return ".1%" if form.decimals is None else f".{form.decimals}%"
    if form.style is NumberStyle.PLAIN:
        return "~f"
    if form.style is NumberStyle.CURRENCY:
        sign = "$" if currency_sign(form.unit) == "$" else ""
        return f"{sign},.0f" if peak >= 1000 else f"{sign},.2f"
    return ",.0f" if peak >= 1000 else ",.2~f" if peak >= 1 else ",.4~f"


def unit_of(form: NumberFormat) -> str:
    return f" ({form.unit})" if form.unit else ""
