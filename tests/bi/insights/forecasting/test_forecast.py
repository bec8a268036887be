"""A forecast from its own process: what comes back, and what becomes of a process that breaks."""

from __future__ import annotations

import os
import re
import signal
from dataclasses import replace
from datetime import date

import pytest
from anyio import to_process

from bi.insights.forecasting import forecast as module
from bi.insights.forecasting.forecast import ForecastFailed, forecast
from bi.insights.forecasting.telling import forecast_finding, forecast_text
from bi.model.insight import InsightKind
from bi.model.result import ResultSet
from bi.model.writing import write_number, write_share
from tests.bi.insights.forecasting.monthly import months, seasonal, wish
from tests.bi.results import ORDERS, REVENUE

pytestmark = pytest.mark.asyncio(loop_scope="module")  # and so one process for all

TODAY = date(2026, 11, 28)
HISTORY = months(seasonal(46))


async def test_points_are_written_as_the_rows_are() -> None:
    found = await forecast(HISTORY, wish(3), today=TODAY)
    assert [point.bucket for point in found.points] == [
        "2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01",
    ]  # fmt: skip
    assert (found.measure, found.time, found.level) == ("revenue", "month", 0.8)
    assert found.method == "exponential smoothing with a trend and a season of 12 months"
    assert all(point.low < point.value < point.high for point in found.points)
    assert found.error is not None
    assert 0 < found.error < 0.1


async def test_what_cannot_be_negative_is_not() -> None:
    few = months([i % 3 for i in range(30)], ORDERS)
    found = await forecast(few, wish(6), today=date(2025, 7, 1))
    assert all(point.low >= 0 for point in found.points)
    assert any(point.low == 0 for point in found.points)


@pytest.mark.parametrize("result", [HISTORY, months([40 + i % 7 for i in range(46)], ORDERS)])
async def test_every_number_that_is_told_is_one_of_the_forecast(result: ResultSet) -> None:
    found = await forecast(result, wish(6), today=TODAY)
    finding, text = forecast_finding(result, found), forecast_text(result, found)
    assert finding.kind is InsightKind.FORECAST
    last = found.points[-1]
    assert finding.figures["value"] == last.value
    numbers = [last.value, last.low, last.high]
    if result.columns[1] is ORDERS:
        numbers = [float(round(n)) for n in numbers]
    told = [write_number(n, result.columns[1].format) for n in numbers]
    assert found.error is not None
    rest = ["May 2027", write_share(0.8), write_share(found.error)]
    left = text
    for one in (*told, *rest):
        assert one in left
        left = left.replace(one, "", 1)
    assert re.findall(r"\d+", left.replace("season of 12 months", "")) == []


async def test_an_error_that_nobody_knows_is_not_told() -> None:
    found = await forecast(HISTORY, wish(1), today=TODAY)
    text = forecast_text(HISTORY, replace(found, error=None))
    assert "too little history" in text
    assert REVENUE.label in text


async def test_a_process_that_died_is_replaced() -> None:
    before = await forecast(HISTORY, wish(2), today=TODAY)
    os.kill(await to_process.run_sync(os.getpid), signal.SIGKILL)
    assert await forecast(HISTORY, wish(2), today=TODAY) == before


async def test_one_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TIMEOUT_S", 0.0)
    with pytest.raises(ForecastFailed):
        await forecast(HISTORY, wish(1), today=TODAY)
