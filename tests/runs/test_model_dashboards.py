"""Dashboards made and changed by a model: as the engine's, checked and with who wrote them."""

from __future__ import annotations

from typing import Any

import pytest

from bench.model_behaviours import Failure, Hang, Reply
from bench.model_server import ModelServer
from bi.model.dashboard import Dashboard
from llm.forms.dashboard_form import dashboard_form
from llm.forms.reply_form import reply_form
from llm.settings import Budget
from llm.usage import Author, AuthorKind
from llm.wish import Mode
from nodes.events import Complete, Failed, Progress
from runs.model import Ask, Compose, Principal
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
        (made(tile({"measures": ["flurbs"]})), "no measure or metric `flurbs`"),
        (made(), "needs tiles"),
        (reply("poem"), "kind is one of"),
        (reply("change", edits=[{"edit": {}}]), "edit is one of"),
        (reply("change", edits=[{"edit": "swap_tiles", "tile_id": "t1", "beside": "t1"}]), "anoth"),
        (reply("change", edits=[{"edit": "resize_tile", "tile_id": "t1", "width": 99}]), "width"),
        (reply("change", edits=[{"edit": "remove_filter", "filter_id": "f1"}]), "there is none"),
        (reply("analyse", tile_ids=7), "tile_ids is a list"),
        (reply("analyse", tile_ids=[["t1"]]), "no tile"),
        (reply("ask_back", message="?", choices=[{"label": "Odd", "edits": []}]), "needs edits"),
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


@pytest.mark.parametrize("lie", [reply("analyse"), reply("go_back"), reply("change", edits=[])])
async def test_without_a_dashboard_there_is_only_a_new_one(
    opens: Opens, server: ModelServer, lie: Reply
) -> None:
    server.script.extend([lie, made(tile(BY_REGION, "'; DROP TABLE orders; --"))])
    talk = await Conversation.begin(await opens())
    dashboard, _ = await composed(talk, UNREAD)
    assert "There is no dashboard yet" in server.last.body["messages"][-1]["content"]
    assert dashboard.tiles[0].title == "'; DROP TABLE orders; --"


async def begun(opens: Opens, server: ModelServer, **options: Any) -> Conversation:
    """A session at a dashboard of two tiles that the model made: t1 by month, t2 by region."""
    server.script.append(made(tile(BY_REGION), tile(MONTHS)))
    talk = await Conversation.begin(await opens(**options))
    await composed(talk, UNREAD)
    return talk


def edited(**edit: Any) -> Reply:
    return reply("change", edits=[edit])


async def test_each_edit(opens: Opens, server: ModelServer) -> None:
    talk = await begun(opens, server)
    total = {"measures": [REVENUE]}
    month = {"moving": {"span": "previous", "grain": "month", "count": 1}}

    async def after(**edit: Any) -> Dashboard:
        server.script.append(edited(**edit))
        ending, _ = await told(talk, Compose("zorch the flurbs on it"))
        assert isinstance(ending, Complete), server.last.body["messages"][-1]["content"]
        dashboard = ending.answer.dashboard
        assert dashboard is not None
        assert ending.answer.author == BY_MODEL
        return dashboard

    copied = await after(edit="duplicate_tile", tile_id="t2")
    assert [one.id for one in copied.tiles] == ["t1", "t2", "t3"]
    replaced = await after(edit="replace_tile", tile_id="t3", query=total, title="Total")
    assert [one.title for one in replaced.tiles][2] == "Total"
    asked = await after(edit="change_query", tile_id="t1", query=BY_REGION)
    assert next(one for one in asked.tiles if one.id == "t1").query == asked.tiles[1].query
    moved = await after(edit="move_tile", tile_id="t3", to="before", beside="t1")
    assert [one.id for one in moved.tiles] == ["t3", "t1", "t2"]
    swapped = await after(edit="swap_tiles", tile_id="t1", beside="t2")
    assert [one.id for one in swapped.tiles] == ["t3", "t2", "t1"]
    wide = await after(edit="resize_tile", tile_id="t1", width=12)
    assert next(one for one in wide.tiles if one.id == "t1").place.width == 12
    dated = await after(edit="set_filter", filter={"title": "When", "time": month})
    assert dated.filters[0].moving is not None  # type: ignore[union-attr]
    assert '"time":"last month"' not in server.last.body["messages"][1]["content"]
    bare = await after(edit="remove_filter", filter_id="f1")
    assert '"time":"last month"' in server.last.body["messages"][1]["content"]
    assert bare.filters == ()


async def test_an_offered_change_is_done_when_it_is_chosen(
    opens: Opens, server: ModelServer
) -> None:
    talk = await begun(opens, server)
    choices = [
        {"label": f"Remove {one}", "edits": [{"edit": "remove_tile", "tile_id": one}]}
        for one in ("t1", "t2")
    ]
    server.script.append(reply("ask_back", message="Which flurb?", choices=choices))
    asked, _ = await told(talk, Compose("zorch a flurb on it"))
    assert isinstance(asked, Complete)
    assert asked.answer.asked_back is not None
    assert [one.label for one in asked.answer.asked_back.options] == ["Remove t1", "Remove t2"]
    count = len(server.requests)
    after, ending = await composed(talk, "2")
    assert [one.id for one in after.tiles] == ["t1"]
    assert (ending.answer.author, len(server.requests)) == (BY_MODEL, count)


async def test_a_message_at_a_dashboard_may_be_about_it(opens: Opens, server: ModelServer) -> None:
    talk = await begun(opens, server)
    server.script.append(edited(edit="rename_tile", tile_id="t1", title="Flurbs"))
    ending, _ = await told(talk, Ask("flurbs are the first ones called"))
    assert isinstance(ending, Complete)
    assert ending.answer.dashboard is not None
    assert ending.answer.dashboard.tiles[0].title == "Flurbs"
    assert ending.answer.author == BY_MODEL


async def test_a_message_at_a_dashboard_may_be_a_question(
    opens: Opens, server: ModelServer
) -> None:
    talk = await begun(opens, server)
    server.script.append(reply("plain", query=BY_REGION))
    ending, _ = await told(talk, Ask("where were the flurbs"))
    assert isinstance(ending, Complete)
    assert (ending.answer.intent, ending.answer.author) == ("query", BY_MODEL)
    assert len(server.requests) == 2


async def test_a_question_that_no_query_says_is_asked_for_as_one(
    opens: Opens, server: ModelServer
) -> None:
    talk = await begun(opens, server)
    sql = dict.fromkeys(reply_form().schema["required"]) | {
        "kind": "sql",
        "sql": "SELECT count(*) AS n FROM orders",
        "title": "Flurbs",
    }
    server.script.extend([reply("plain"), Reply(sql)])
    ending, _ = await told(talk, Ask("where were the flurbs"))
    assert isinstance(ending, Complete)
    assert (ending.answer.intent, ending.answer.title) == ("query", "Flurbs")
    assert len(server.requests) == 3


async def test_what_the_engine_reads_at_a_dashboard_costs_no_token(
    opens: Opens, server: ModelServer
) -> None:
    talk = await begun(opens, server)
    await composed(talk, "make the first chart a bar chart")
    ending, _ = await told(talk, Ask("revenue by category"))
    assert isinstance(ending, Complete)
    assert ending.answer.intent == "query"
    assert len(server.requests) == 1


async def test_in_the_mode_model_it_is_asked_but_for_steps_back(
    opens: Opens, server: ModelServer
) -> None:
    talk = await begun(opens, server, mode=Mode.MODEL)
    server.script.append(edited(edit="change_chart", tile_id="t2", chart="pie"))
    _, ending = await composed(talk, "make the second chart a pie chart")
    assert ending.answer.author == BY_MODEL
    _, undone = await composed(talk, "undo")
    assert undone.answer.author is None
    assert len(server.requests) == 2


async def test_the_embedded_mode_asks_nobody(opens: Opens, server: ModelServer) -> None:
    talk = await Conversation.begin(await opens(mode=Mode.EMBEDDED))
    ending, _ = await told(talk, Compose(UNREAD))
    assert isinstance(ending, Complete)
    assert ending.answer.asked_back is not None
    assert server.requests == []


async def test_over_budget_the_engine_answers(opens: Opens, server: ModelServer) -> None:
    tenant = Principal("spent dashboards", "s")
    given = {"mode": Mode.MODEL, "model_budget": Budget(tokens=10)}
    talk = await Conversation.begin(await opens(**given), tenant)
    server.script.append(made(tile(BY_REGION)))
    await told(talk, Compose(UNREAD))
    _, ending = await composed(talk, "sales dashboard for 2024: revenue by month, by region")
    assert "budget" in ending.answer.notices[0]
    lost, _ = await told(talk, Compose("zorch the flurbs on it"))
    assert isinstance(lost, Complete)
    assert "budget" in lost.answer.notices[0]


async def test_a_hung_model_ends_within_its_time(opens: Opens, server: ModelServer) -> None:
    server.answer = Hang()
    talk = await Conversation.begin(await opens(mode=Mode.MODEL, model_timeout_s=0.5))
    _, ending = await composed(talk, "sales dashboard for 2024: revenue by month, by region")
    assert ending.answer.notices[0].startswith("The model cannot be reached")
