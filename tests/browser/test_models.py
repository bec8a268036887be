"""Where a model writes queries: who answered, what it cost, and who is to answer next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bench.model_behaviours import Failure, Reply
from bench.model_replies import sql_reply
from bench.model_server import ModelServer, running_model_server
from tests.api.live import LiveServer, serving, settings_for
from tests.browser.models import PROSE, telling
from tests.browser.workbench import Turn, Workbench
from tests.model_server import MODEL

OTHER = "second"


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with running_model_server() as server:
        yield server


@pytest.fixture
def modelled(
    model: ModelServer, demo_database: Path, tmp_path: Path, valkey_url: str
) -> Iterator[LiveServer]:
    (tmp_path / "demo.duckdb").symlink_to(demo_database)
    settings = settings_for(
        tmp_path,
        redis_url=valkey_url,
        model=MODEL,
        models=("embedded", MODEL, OTHER),
        model_url=model.url,
        model_prices={MODEL: {"input": 3, "output": 15}},
        model_reuse_s=0,
        model_retries=0,
        model_breaker_failures=0,
    )
    with serving(settings) as server:
        yield server


async def details(turn: Turn) -> str:
    await turn.status.click()
    box = turn.root.locator(".details")
    await expect(box).to_be_visible()
    return await box.inner_text()


async def test_who_answered_and_who_is_to_answer(
    page: Page, modelled: LiveServer, model: ModelServer
) -> None:
    workbench = Workbench(page, modelled.url)
    model.answer = telling()
    await workbench.open()
    # What the engine understands costs nothing.
    known = await workbench.ask("revenue by channel in 2024")
    assert "Written by the language engine." in await details(known)
    assert model.requests == []

    unknown = await workbench.ask("which flurbs did we zorch")
    await expect(unknown.prose).to_contain_text(PROSE)
    told = await details(unknown)
    assert f"Written by {MODEL}." in told
    assert "2 calls of a model: 200 tokens read, 40 written; cost 0.0012." in told
    await unknown.tab("SQL").click()
    await expect(unknown.root.get_by_role("tabpanel")).to_contain_text(f"Written by {MODEL}")

    await page.get_by_role("button", name=f"How to answer: Engine, then model · {MODEL}").click()
    menu = page.get_by_role("menu", name="How to answer")
    await menu.get_by_role("menuitemradio", name="A model writes every query").click()
    await menu.get_by_role("menuitemradio", name=OTHER).click()
    await page.keyboard.press("Escape")
    chosen = page.get_by_role("button", name=f"How to answer: Model · {OTHER}")
    await expect(chosen).to_be_focused()
    calls = len(model.requests)
    async with page.expect_request("**/messages*") as sent:
        asked = await workbench.ask("revenue by region")
    assert (await sent.value).post_data_json == {
        "message": "revenue by region",
        "mode": "model",
        "model": OTHER,
    }
    assert {request.model for request in model.requests[calls:]} == {OTHER}
    assert f"Written by {OTHER}." in await details(asked)
    # It is chosen for whatever is asked next, also after a reload.
    await page.reload()
    await expect(chosen).to_be_visible()
    async with page.expect_request("**/refine*") as sent:
        await asked.change("By region", "Channel")
    body = (await sent.value).post_data_json
    assert body
    assert (body["mode"], body["model"]) == ("model", OTHER)
    await expect(workbench.turns).to_have_count(4)
    await workbench.newest.answered()

    # While the model is down the engine answers, and says so.
    model.answer = Failure(500)
    alone = await workbench.ask("orders by region")
    told = await details(alone)
    assert "Written by the language engine." in told
    notice = alone.root.get_by_role("list", name="Notices")
    await expect(notice).to_contain_text(re.compile("model", re.I))
    assert await notice.inner_text() in await alone.prose.inner_text()
    lost = await workbench.send("which flurbs did we zorch")
    await expect(lost.root.get_by_role("group", name="Error")).to_contain_text(
        "The model cannot be reached"
    )


async def test_what_a_turn_took_that_failed(
    page: Page, modelled: LiveServer, model: ModelServer
) -> None:
    workbench = Workbench(page, modelled.url)
    model.answer = Reply(sql_reply("SELECT CAST(region AS INTEGER) AS n FROM orders"))
    await workbench.open()
    turn = await workbench.send("which flurbs did we zorch")
    await expect(turn.status).to_have_text("Stopped with an error")
    calls = len(model.requests)
    took = f"{calls} calls of a model: {100 * calls} tokens read, {20 * calls} written"
    assert took in await details(turn)
    await page.reload()
    await expect(turn.status).to_have_text("Stopped with an error")
    assert took in await details(turn)


async def test_without_a_model_there_is_no_such_choice(workbench: Workbench) -> None:
    page = workbench.page
    await workbench.open()
    await page.get_by_role("button", name="How to answer: Options").click()
    menu = page.get_by_role("menu", name="How to answer")
    await expect(menu.get_by_role("menuitemradio")).to_have_count(1)
    await expect(menu).not_to_contain_text("Who writes the query")
    await page.keyboard.press("Escape")
    turn = await workbench.ask("revenue by channel in 2024")
    assert "of a model" not in await details(turn)
    await turn.tab("SQL").click()
    await expect(turn.root.get_by_role("tabpanel")).not_to_contain_text("Written by")
