"""A forecast in words."""

from __future__ import annotations

from collections.abc import Sequence

from bi.insights.naming import Names
from bi.model.catalog import ColumnType
from bi.model.forecast import Forecast
from bi.model.insight import Insight, InsightKind
from bi.model.result import ResultColumn, ResultSet
from bi.model.shape import Shape
from bi.model.writing import is_plural, write_number, write_share

_MOST = 4


def forecast_finding(result: ResultSet, forecast: Forecast) -> Insight:
    """Where it ends: "Revenue is expected to come to $1.2M in May 2027, …"."""
    shape = Shape(result)
    column = shape.columns[result.column(forecast.measure)]
    names = Names(shape, result.column(forecast.time), "")
    last = forecast.points[-1]
    value, low, high = (write_expected(n, column) for n in (last.value, last.low, last.high))
    are = "are" if is_plural(column.label) else "is"
    text = (
        f"{column.label} {are} expected to come to {value} {names.at(last.bucket)}, and to lie "
        f"between {low} and {high} with a probability of {write_share(forecast.level)}"
    )
    figures: dict[str, float | str] = {
        "bucket": last.bucket,
        "value": last.value,
        "low": last.low,
        "high": last.high,
        "level": forecast.level,
    }
    if forecast.error is not None:
        figures["error"] = forecast.error
    return Insight(InsightKind.FORECAST, text, figures, 0.95)


def write_expected(value: float, column: ResultColumn, *, short: bool = True) -> str:
    """An expected value as its column's are written: orders are whole."""
    whole = column.type is ColumnType.INTEGER
    return write_number(round(value) if whole else value, column.format, short=short)


def forecast_text(result: ResultSet, forecast: Forecast) -> str:
    """The finding, and how far it can be relied on."""
    past = (
        "there is too little history to say how far off it has been"
        if forecast.error is None
        else f"in the past it was off by {write_share(forecast.error)} on average"
    )
    finding = forecast_finding(result, forecast).text
    method = f"{forecast.method[:1].upper()}{forecast.method[1:]}"
    return f"{finding}. {method}; {past}."


def points_text(result: ResultSet, forecast: Forecast) -> str:
    """Every point: "July 2026 $2.1M ($1.9M to $2.3M), August 2026 $2.2M ($1.9M to $2.4M)"."""
    shape = Shape(result)
    column = shape.columns[result.column(forecast.measure)]
    names = Names(shape, result.column(forecast.time), "")
    told = []
    for point in forecast.points:
        value, low, high = (write_expected(n, column) for n in (point.value, point.low, point.high))
        told.append(f"{names.of(point.bucket)} {value} ({low} to {high})")
    return ", ".join(told)


def with_forecast(
    insights: Sequence[Insight], result: ResultSet, forecast: Forecast
) -> tuple[Insight, ...]:
    """The forecast first: it is what was asked for."""
    return (forecast_finding(result, forecast), *insights)[:_MOST]
