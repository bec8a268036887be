"""Summary, analysis and forecast of a dashboard."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx_sse import EventSource

from api.faces.reveal.insight_schemas import InsightsResult
from bi.model.dashboard import Dashboard, Place, Tile
from bi.model.semantic import Measured, NamedMeasure, SemanticQuery
from runs.model import Principal
from tests.api.live import LiveServer, serving, settings_for
from tests.api.reveal.errors import refusal
from tests.api.reveal.talk import PREFIX, Talk, widgets
from tests.slow import slow_catalog

ASKED = "Create a dashboard: revenue by month; revenue by region; total profit"


@pytest.fixture(scope="module")
def document(live: LiveServer) -> str:
    with live.client(**{"X-User-ID": "insights"}) as client:
        made: str = Talk(client).say(ASKED)["dashboard"]
        return made


@pytest.fixture
def client(live: LiveServer) -> Iterator[httpx.Client]:
    with live.client() as opened:
        opened.timeout = httpx.Timeout(120)
        yield opened


def told(client: httpx.Client, **body: Any) -> str:
    response = client.post(f"{PREFIX}/insights", json=body)
    assert response.status_code == 200, response.text
    result = InsightsResult.model_validate(response.json(), strict=True)
    assert result.finishReason == "Stop"
    assert (result.usage.inputTokens, result.usage.outputTokens) == (0, 0)
    return result.explanation


def lines_of(text: str, document: str) -> dict[str, str]:
    """The line about each tile."""
    titles = [widget["Title"] for widget in widgets(document)]
    return {
        title: line
        for line in text.splitlines()
        for title in titles
        if line.startswith(f"“{title}”")
    }


def id_of(document: str, title: str) -> str:
    found: str = next(one["Id"] for one in widgets(document) if one["Title"] == title)
    return found


def test_a_summary_tells_every_tile_in_a_sentence_or_two(
    client: httpx.Client, document: str
) -> None:
    text = told(client, dashboardJson=document)
    first, *rest = text.splitlines()
    assert "3 charts" in first
    assert len(rest) == 3
    assert all(re.search(r"\$[\d.]+", line) for line in rest)


@pytest.mark.parametrize("name", ["insightType", "type"])
@pytest.mark.parametrize("kind", ["Analysis", "analysis", "ANALYSIS"])
def test_an_analysis_tells_what_stands_out_with_figures(
    client: httpx.Client, document: str, name: str, kind: str
) -> None:
    text = told(client, dashboard=json.loads(document), **{name: kind})
    findings = [line for line in text.splitlines() if line.startswith("- ")]
    assert len(findings) >= 2
    assert all(re.search(r"\d", line) for line in findings)


def test_a_forecast_is_made_of_series_along_time_and_refused_of_others(
    client: httpx.Client, document: str
) -> None:
    text = told(client, dashboardJson=document, insightType="Forecast", forecastPeriods=3)
    lines = lines_of(text, document)
    series = lines["Revenue by month"]
    assert "probability of 80%" in series
    assert "off by" in series
    points = series.partition("Bucket by bucket: ")[2]
    assert re.findall(r"([A-Z]\w+ 20\d\d) \$[\d.]+M \(\$[\d.]+M to \$[\d.]+M\)", points) == [
        "July 2026",
        "August 2026",
        "September 2026",
    ]
    assert "has no forecast" in lines["Revenue by region"]
    assert "has no forecast" in lines["Profit"]


def test_one_visualization_can_be_told_of_alone(client: httpx.Client, document: str) -> None:
    region = id_of(document, "Revenue by region")
    for kind in ("Summary", "Analysis"):
        text = told(client, dashboardJson=document, visualizationId=region, type=kind)
        assert "West" in text
        assert "month" not in text.casefold()
    unknown = client.post(
        f"{PREFIX}/insights", json={"dashboardJson": document, "visualizationId": "nothing"}
    )
    assert "nothing" in refusal(unknown, 400)


async def test_a_stored_dashboard_is_named_by_its_id(
    data_dir: Path, valkey_url: str, live: LiveServer
) -> None:
    from runs.service import ServiceOptions, open_service

    async with open_service(ServiceOptions(data_dir=data_dir, redis_url=valkey_url)) as service:
        revenue = SemanticQuery(measures=(Measured(NamedMeasure("revenue")),))
        tile = Tile("one", "Revenue", revenue, Place(0, 0, 6, 4))
        owner = Principal("acme-corp", "alice")
        stored = await service.dashboards.create(owner, Dashboard("Stored", "demo", (tile,)))
    body = {"dashboardId": stored.line.dashboard_id}
    with live.caller(user="alice") as alice, live.caller(user="bob") as bob:
        assert re.search(r"Revenue was \$[\d.]+M", told(alice, **body))
        refused = bob.post(f"{PREFIX}/insights", json=body)
    assert body["dashboardId"] in refusal(refused, 404)


def test_a_stream_tells_progress_text_and_the_whole(client: httpx.Client, document: str) -> None:
    body = {"dashboardJson": document, "stream": True}
    response = client.post(f"{PREFIX}/insights", json=body)
    events = list(EventSource(response).iter_sse())
    kinds = [event.event for event in events]
    assert kinds == sorted(kinds, key=["progress", "text", "complete"].index)
    last = events[-1].json()
    assert last["message"] == "Insights generated successfully"
    said = "".join(event.json()["content"] for event in events if event.event == "text")
    assert said == last["result"]["explanation"] == told(client, dashboardJson=document)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "Either dashboardJson or dashboardId"),
        ({"dashboardJson": "{}", "dashboardId": "one"}, "Either dashboardJson or dashboardId"),
        ({"dashboardJson": "{}", "insightType": "Poem"}, "Summary, Analysis, Forecast"),
        ({"dashboardJson": "{}", "forecastPeriods": 0}, "forecastPeriods"),
        ({"dashboardJson": "{}", "model": "gpt-9"}, "There is no model 'gpt-9'"),
        ({"dashboardJson": "{"}, "not JSON"),
        ({"dashboardJson": "{}"}, "no charts"),
    ],
)
def test_a_request_that_cannot_be_used_is_400(
    client: httpx.Client, body: dict[str, Any], words: str
) -> None:
    assert words in refusal(client.post(f"{PREFIX}/insights", json=body), 400)


def test_what_fails_in_a_stream_is_an_event(client: httpx.Client) -> None:
    response = client.post(f"{PREFIX}/insights", json={"dashboardJson": "{}", "stream": True})
    [event] = EventSource(response).iter_sse()
    assert event.event == "error"
    assert "no charts" in event.json()["error"]


def test_a_named_datasource_must_be_there(client: httpx.Client, document: str) -> None:
    body = {"dashboardJson": document, "datasourceId": "nowhere"}
    response = client.post(f"{PREFIX}/insights", json=body)
    assert refusal(response, 404) == "Datasource not found"


def test_a_dashboard_of_which_nothing_can_be_read_is_a_failure(
    tmp_path: Path, valkey_url: str
) -> None:
    catalog = slow_catalog(tmp_path)
    settings = settings_for(tmp_path, redis_url=valkey_url, catalog=catalog, query_timeout_s=0.2)
    with serving(settings) as live, live.client() as client:
        body = {"datasourceId": "slow", "message": "create a dashboard of total work"}
        made = client.post(f"{PREFIX}/chat", json=body).json()["dashboard"]
        response = client.post(f"{PREFIX}/insights", json={"dashboardJson": made})
    assert "second" in refusal(response, 500)
