"""What is expected to come after a result.

Loading the library alone holds the interpreter for seconds, so it works in a process beside.
"""

from __future__ import annotations

from datetime import date

from bi.insights.forecasting import models
from bi.insights.forecasting.history import History, history_of
from bi.insights.forecasting.models import Fitted
from bi.model.buckets import as_cell
from bi.model.errors import ParleyError
from bi.model.forecast import Forecast, ForecastPoint
from bi.model.result import ResultSet
from bi.model.semantic import SemanticQuery
from bi.processes.aside import Aside, ProcessFailed

_FORECASTER = Aside("forecasts", timeout_s=30.0)


class ForecastFailed(ParleyError):
    """The process that forecasts broke, or took too long."""

    code = "forecast_failed"
    retryable = True


async def forecast(result: ResultSet, query: SemanticQuery, *, today: date) -> Forecast:
    """What `query.forecast` asks for, of the first measure of its result.

    `today` is the first day that is not over; a bucket that it lies in is forecast as a whole, and
    `periods` further ones. Raises ForecastNotPossible, ForecastFailed.
    """
    history = history_of(result, query, today)
    try:
        fitted = await _FORECASTER.call(
            models.fit, history.values, len(history.coming), history.season
        )
    except ProcessFailed as error:
        raise ForecastFailed(str(error)) from error
    except (ArithmeticError, ValueError) as error:
        raise ForecastFailed(f"the library fits no model: {error}") from error
    return Forecast(
        measure=history.measure.name,
        time=history.time.name,
        points=tuple(_points(history, fitted)),
        method=_method(history, fitted),
        level=models.LEVEL / 100,
        error=fitted.error,
    )


def _points(history: History, fitted: Fitted) -> list[ForecastPoint]:
    def within(value: float) -> float:
        if history.lowest is not None:
            value = max(history.lowest, value)
        return value if history.highest is None else min(history.highest, value)

    numbers = zip(fitted.mean, fitted.low, fitted.high, strict=True)
    return [
        ForecastPoint(as_cell(start, history.like), within(mean), within(low), within(high))
        for start, (mean, low, high) in zip(history.coming, numbers, strict=True)
    ]


def _method(history: History, fitted: Fitted) -> str:
    """ "exponential smoothing with a trend and a season of 12 months"."""
    season = f"a season of {history.season} {history.grain}s"
    parts = ["a trend"] * fitted.trend + [season] * fitted.season
    return f"exponential smoothing with {' and '.join(parts)}" if parts else "exponential smoothing"
