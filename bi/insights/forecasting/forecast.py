"""What is expected to come after a result, worked out in a process of its own.

Loading the library alone holds the interpreter for seconds, so that in this process it would stop
every other turn for as long. One process works for the whole service, from the first forecast on;
one that breaks, or takes too long, is replaced by the next one's.
"""

from __future__ import annotations

import asyncio
from datetime import date

from anyio import BrokenWorkerProcess, CapacityLimiter, to_process
from anyio.lowlevel import RunVar

from bi.insights.forecasting import models
from bi.insights.forecasting.history import History, history_of
from bi.insights.forecasting.models import Fitted
from bi.model.buckets import as_cell
from bi.model.errors import ParleyError
from bi.model.forecast import Forecast, ForecastPoint
from bi.model.result import ResultSet
from bi.model.semantic import SemanticQuery

# Long, for it counts from the start of the process, on a machine that may be busy.
TIMEOUT_S = 60.0

# One process an event loop, which is one a process.
_one_at_a_time: RunVar[CapacityLimiter] = RunVar("one process that forecasts")


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
        async with asyncio.timeout(TIMEOUT_S):
            try:
                fitted = await _fitted(history)
            except BrokenWorkerProcess:
                # The one that idled may have died since; that is seen when it is asked.
                fitted = await _fitted(history)
    except TimeoutError:
        raise ForecastFailed(f"a forecast took longer than {TIMEOUT_S:g} s") from None
    except BrokenWorkerProcess as error:
        raise ForecastFailed("the process that forecasts broke") from error
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


async def _fitted(history: History) -> Fitted:
    """A cancelled forecast, or one that is too late, ends with its process."""
    return await to_process.run_sync(
        models.fit,
        history.values,
        len(history.coming),
        history.season,
        cancellable=True,
        limiter=_limiter(),
    )


def _limiter() -> CapacityLimiter:
    try:
        return _one_at_a_time.get()
    except LookupError:
        limiter = CapacityLimiter(1)
        _one_at_a_time.set(limiter)
        return limiter


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
