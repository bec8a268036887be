"""Dashboards made and changed by a model: as the engine's, checked and with who wrote them."""

from __future__ import annotations

from typing import Any

import pytest

from bench.model_behaviours import Failure, Reply
from bench.model_server import ModelServer
from bi.model.dashboard import Dashboard
from llm.forms.dashboard_form import dashboard_form
from llm.usage import Author, AuthorKind
from llm.wish import Mode
from nodes.events import Complete, Failed, Progress
from runs.model import Compose
from tests.conversation import Conversation
from tests.model_server import MODEL
from tests.runs.modelled import BY_REGION, REVENUE, Opens, told

pytestmark = pytest.mark.asyncio(loop_scope="module")

BY_MODEL = Author(AuthorKind.MODEL, MODEL)
# What the engine does not read.
UNREAD = "dashboard of the flurbs that zorched"
MONTHS = {"measures": [REVENUE], "groups": [{"kind": "time", "grain": "month"}]}


def reply(kind: str, **parts: Any) -> Reply:
    return Reply(dict.fromkeys(dashboard_form().schema["required"]) | {"kind": kind, **parts})


def made(*tiles: dict[str, Any], **parts: Any) -> Reply:
    return reply("create", title="Flurbs", tiles=list(tiles), **parts)


def tile(query: dict[str, Any], title: str | None = None, chart: str | None = None) -> Any:
    return {"title": title, "query": query, "chart": chart}


async def composed(talk: Conversation, text: str) -> tuple[Dashboard, Complete]:
    ending, _ = await told(talk, Compose(text))
    assert isinstance(ending, Complete), ending
    assert ending.answer.dashboard is not None
    return ending.answer.dashboard, ending


async def test_a_dashboard_that_the_engine_does_not_read(opens: Opens, server: ModelServer) -> None:
    time = {"start": "2025-01-01", "end": "2026-01-01", "column": None, "moving": None}
    year: Any = {"title": "Year", "column": None, "values": [], "time": time}
    tiles = tile(BY_REGION, "<b>By region</b>", "pie"), tile(MONTHS)
    server.script.append(made(*tiles, filters=[year]))
    talk = await Conversation.begin(await opens())
    dashboard, ending = await composed(talk, UNREAD)
    assert ending.answer.author == BY_MODEL
    assert dashboard.title == "Flurbs"
    assert [one.title for one in dashboard.tiles] == ["Revenue by month", "‹b›By region‹/b›"]
    assert dashboard.tiles[1].chart == "pie"
    assert len(dashboard.filters) == 1


async def test_what_the_engine_reads_costs_no_token(opens: Opens, server: ModelServer) -> None:
    talk = await Conversation.begin(await opens())
    _, ending = await composed(talk, "sales dashboard for 2024: revenue by month, by region")
    assert (ending.answer.usage, server.requests) == (None, [])


async def test_changes_by_the_model_can_be_undone(opens: Opens, server: ModelServer) -> None:
    server.script.append(made(tile(BY_REGION), tile(MONTHS)))
    talk = await Conversation.begin(await opens())
    before, _ = await composed(talk, UNREAD)
    edits = [
        {"edit": "add_tile", "title": "All", "query": {"measures": [REVENUE]}},
        {"edit": "change_chart", "tile_id": "t1", "chart": "donut"},
        {"edit": "rename_tile", "tile_id": "t2", "title": "Months"},
        {"edit": "remove_tile", "tile_id": "t1"},
        {"edit": "set_filter", "filter": {"column": "orders.region", "values": ["west"]}},
        {"edit": "rename_dashboard", "title": "Zorched"},
    ]
    server.script.append(reply("change", edits=edits))
    after, ending = await composed(talk, "zorch the flurbs on it")
    assert ending.answer.author == BY_MODEL
    assert after.title == "Zorched"
    assert {one.title for one in after.tiles} == {"All", "Months"}
    assert after.filters[0].values == ("West",)  # type: ignore[union-attr]
    assert '"tile_id":"t1"' in server.last.body["messages"][1]["content"]
    undone, _ = await composed(talk, "undo")
    assert undone == before


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        (reply("change", edits=[{"edit": "remove_tile", "tile_id": "t77"}]), "no tile 't77'"),
        (reply("change", edits=[{"edit": "explode"}]), "edit is one of"),
        (reply("change", edits=[]), "needs edits"),
        (made(*[tile(BY_REGION)] * 500), "60 members at most"),
        (made(tile({"measures": ["flurbs"]})), "no measure or metric 'flurbs'"),
        (made(), "needs tiles"),
        (reply("poem"), "kind is one of"),
    ],
)
async def test_lies_are_asked_about_and_change_nothing(
    opens: Opens, server: ModelServer, lie: Reply, reason: str
) -> None:
    server.script.append(made(tile(BY_REGION)))
    talk = await Conversation.begin(await opens())
    before, _ = await composed(talk, UNREAD)
    server.answer = lie
    ending, events = await told(talk, Compose("zorch the flurbs on it"))
    assert isinstance(ending, Complete)
    assert ending.answer.dashboard is None
    assert ending.answer.notices[0].startswith("The model gave no reply that could be used")
    assert len(server.requests) == 5
    assert reason in server.last.body["messages"][-1]["content"]
    said = [one.message for one in events if isinstance(one, Progress)]
    assert len([one for one in said if "of 3)" in one]) == 3
    after, _ = await composed(talk, "add a chart of revenue by month")
    assert (before.tiles[0].query, 2) == (after.tiles[0].query, len(after.tiles))


async def test_without_the_model(opens: Opens, server: ModelServer) -> None:
    server.answer = Failure(500)
    talk = await Conversation.begin(await opens(mode=Mode.MODEL))
    _, ending = await composed(talk, "sales dashboard for 2024: revenue by month, by region")
    assert ending.answer.notices[0].startswith("The model cannot be reached")
    lost, _ = await told(talk, Compose(UNREAD))
    assert isinstance(lost, Failed)
    assert lost.code == "llm_unavailable"
