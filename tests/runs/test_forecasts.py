"""A forecast in a conversation: rows, chart and words of one turn, and what follows it."""

from __future__ import annotations

import pytest
import pytest_asyncio

from bi.model.insight import InsightKind
from nodes.events import Progress
from runs.model import Ask
from runs.service import Service
from tests.bi.charts.vega_lite import faults
from tests.conversation import Conversation

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def talk(service: Service) -> Conversation:
    return await Conversation.begin(service)


async def test_rows_chart_and_words_go_on_into_the_future(talk: Conversation) -> None:
    said = await talk.say("forecast revenue for the next 6 months")
    answer = said.answer
    assert answer.visited == ("router", "sql", "forecast", "viz", "insight")
    assert answer.title == "Revenue by month, with a forecast of 6 months"
    # The demo's last day is June 30, 2026.
    assert said.rows[-1][0] == "2026-06-01"
    assert answer.forecast is not None
    assert [point.bucket for point in answer.forecast.points] == [
        "2026-07-01", "2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01", "2026-12-01",
    ]  # fmt: skip
    assert answer.text.startswith("Revenue is expected to come to $")
    assert "in December 2026" in answer.text
    assert "on average" in answer.text
    assert answer.insights[0].kind is InsightKind.FORECAST
    assert answer.chart is not None
    assert len(answer.chart.spec["layer"]) == 4
    assert faults(answer.chart.spec) == []


async def test_it_goes_further_is_drawn_anew_and_taken_away(talk: Conversation) -> None:
    first = (await talk.say("revenue by month")).answer
    assert first.forecast is None
    assert first.visited == ("router", "sql", "viz", "insight")
    forecast = (await talk.say("forecast this")).answer.forecast
    further = (await talk.say("and the next 12 months?")).answer.forecast
    assert forecast is not None
    assert further is not None
    assert (len(forecast.points), len(further.points)) == (6, 12)
    bars = (await talk.visualize("bar")).answer
    assert bars.forecast == further
    assert bars.chart is not None
    assert len(bars.chart.spec["layer"]) == 3
    table = (await talk.visualize("table")).answer
    assert table.chart is not None
    assert "forecast" in (table.chart.note or "")
    without = (await talk.say("without the forecast")).answer
    assert without.forecast is None
    assert without.title == "Revenue by month"


async def test_a_series_that_is_too_short_is_shown_all_the_same(talk: Conversation) -> None:
    said = await talk.say("forecast revenue by year")
    assert said.rows
    assert said.answer.forecast is None
    assert said.answer.text.startswith("There is no forecast: revenue has 4 whole years")
    assert said.answer.chart is not None
    assert "layer" not in said.answer.chart.spec


async def test_a_run_tells_that_it_forecasts(talk: Conversation) -> None:
    run = await talk.begun(Ask("predict orders next quarter"))
    told = [
        event.event.message
        async for event in talk.service.runs.events(talk.session_id, run)
        if isinstance(event.event, Progress)
    ]
    assert "Making a forecast of 1 quarter" in told
