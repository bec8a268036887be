"""Whatever breaks on the way to an answer, the page goes on by itself and repeats nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bench.model_server import ModelServer, running_model_server
from tests.api.live import serving, settings_for
from tests.browser.conftest import Faults
from tests.browser.cutting import way_to
from tests.browser.models import PROSE, SENTENCES, MidwayGate, telling
from tests.browser.workbench import Turn, Workbench
from tests.faults.store import durable_store
from tests.faults.workers import workers
from tests.model_server import MODEL

RECONNECTING = re.compile(r"Connection lost\. Reconnecting, attempt \d+ …")


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with running_model_server() as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path, demo_database: Path) -> Path:
    (tmp_path / "demo.duckdb").symlink_to(demo_database)
    return tmp_path


@pytest.fixture
def store_url(tmp_path: Path) -> Iterator[str]:
    """A store of its own: what a worker leaves there nobody else goes on with."""
    with durable_store(tmp_path) as store:
        yield store.url


async def has_begun(turn: Turn) -> None:
    """What is there of the answer before its text is whole."""
    await expect(turn.prose).to_have_text(SENTENCES[0])
    await expect(turn.tokens).to_have_text(["Revenue", "Region"])
    await expect(turn.chart).to_be_visible()


async def test_a_worker_that_is_killed_costs_nothing(
    page: Page, faults: Faults, folder: Path, model: ModelServer, store_url: str
) -> None:
    faults.allow("net::ERR_")
    options = ["--model", MODEL, "--model-url", model.url, "--mode", "model"]
    options += ["--model-reuse-s", "0"]
    with workers(folder, 1, "--redis-url", store_url, *options) as (worker,):
        worker.start()
        await worker.ready()
        workbench = Workbench(page, worker.url)
        await workbench.open()
        await page.evaluate("window.isTheSame = true")
        model.answer = telling(gate := MidwayGate())
        turn = await workbench.send("revenue by region")
        await has_begun(turn)
        await asyncio.to_thread(worker.kill)
        await expect(turn.status).to_have_text(RECONNECTING)
        await has_begun(turn)
        worker.start()
        gate.open()
        await turn.answered()
        await expect(turn.prose).to_contain_text(PROSE)
        await expect(turn.chart).to_be_visible()
        await expect(workbench.turns).to_have_count(1)
        assert await page.evaluate("window.isTheSame")

        # And who loads the page anew finds the turn where it is.
        model.answer = telling(gate := MidwayGate())
        turn = await workbench.send("and once more revenue by region")
        await has_begun(turn)
        await asyncio.to_thread(worker.kill)
        await expect(turn.status).to_have_text(RECONNECTING)
        worker.start()
        await worker.ready()
        await page.reload()
        await expect(turn.title).to_have_text("and once more revenue by region")
        gate.open()
        await turn.answered()
        await expect(turn.prose).to_contain_text(PROSE)
        await expect(workbench.turns).to_have_count(2)


# Every text that was seen, from now on.
WATCH = """() => {
  window.seen = [];
  new MutationObserver(() => {
    const text = document.querySelector(".prose")?.innerText;
    if (text !== undefined && text !== window.seen.at(-1)) window.seen.push(text);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


async def test_a_connection_that_breaks_goes_on_where_it_was(
    page: Page, faults: Faults, folder: Path, model: ModelServer, valkey_url: str
) -> None:
    faults.allow("net::ERR_")
    settings = settings_for(
        folder,
        redis_url=valkey_url,
        model=MODEL,
        model_url=model.url,
        mode="model",
        model_reuse_s=0,
    )
    followed: list[str | None] = []
    page.on(
        "request",
        lambda request: (
            followed.append(request.headers.get("last-event-id"))
            if "/events" in request.url
            else None
        ),
    )
    with serving(settings) as service:
        async with way_to(service.url) as way:
            workbench = Workbench(page, way.url)
            await workbench.open()
            await page.evaluate(WATCH)
            model.answer = telling(gate := MidwayGate())
            turn = await workbench.send("revenue by region")
            await has_begun(turn)
            await way.cut()
            await expect(turn.status).to_have_text(re.compile("attempt 3"))
            await has_begun(turn)
            way.mend()
            await turn.button("Try again now").click()
            await expect(turn.status).to_contain_text("puts it into words")
            await has_begun(turn)
            gate.open()
            await turn.answered()
            await expect(turn.prose).to_contain_text(PROSE)
            await expect(workbench.turns).to_have_count(1)
            # Nothing was told twice, not even for a moment.
            whole = await turn.prose.inner_text()
            assert all(whole.startswith(text) for text in await page.evaluate("seen"))
            assert all(followed)
            assert (await workbench.told("/turns"))["total_count"] == 1
