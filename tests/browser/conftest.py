"""A real browser, the workbench in it, and pages of the examples from an origin of their own."""

from __future__ import annotations

import re
import shutil
import threading
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    async_playwright,
    expect,
)

from bench.chromium import FLAGS
from demo.location import CATALOG
from tests.api.live import LiveServer, serving, settings_for, token
from tests.browser.hostile import hostile_catalog
from tests.browser.workbench import Workbench
from tests.slow import slow_catalog

EXAMPLES = Path(__file__).parents[2] / "examples"
# A busy machine takes longer than the five seconds that are usual.
expect.set_options(timeout=30_000)


class QuietFiles(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        """The tests' output is for the tests."""


@pytest.fixture(scope="session")
def examples() -> Iterator[str]:
    """The origin that serves the folder of examples."""
    handler = partial(QuietFiles, directory=str(EXAMPLES))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def service(
    examples: str, demo_database: Path, valkey_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """The service on the demo, which pages of the examples may call."""
    folder = tmp_path_factory.mktemp("browser")
    (folder / "demo.duckdb").symlink_to(demo_database)
    settings = settings_for(
        folder, redis_url=valkey_url, cors_origins=(examples,), reveal_text_pace_ms=0
    )
    with serving(settings) as server:
        yield server


@pytest.fixture(scope="session")
def guarded(
    demo_database: Path, valkey_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """A service that demands tokens, on the demo and on data that is full of markup."""
    folder = tmp_path_factory.mktemp("guarded")
    catalogs = folder / "catalogs"
    catalogs.mkdir()
    (catalogs / "demo.duckdb").symlink_to(demo_database)
    (catalogs / "demo.yaml").write_text(CATALOG.read_text())
    hostile_catalog(catalogs)
    settings = settings_for(
        folder,
        redis_url=valkey_url,
        require_auth=True,
        catalog=catalogs,
        default_datasource="demo",
    )
    with serving(settings) as server:
        yield server


@pytest.fixture(scope="session")
def slow_service(valkey_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The service on a database whose every query takes for ever."""
    folder = tmp_path_factory.mktemp("slow")
    settings = settings_for(
        folder, redis_url=valkey_url, catalog=slow_catalog(folder), query_timeout_s=3600
    )
    with serving(settings) as server:
        yield server


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "these tests need chromium on the PATH"
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        await opened.close()


@dataclass
class Faults:
    """What went wrong unseen on pages: errors of scripts, requests to another machine."""

    seen: list[str] = field(default_factory=list)
    _allowed: list[re.Pattern[str]] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        """Such faults are what a test is about, as that a server cannot be reached."""
        self._allowed.append(re.compile(pattern))

    @property
    def unexpected(self) -> list[str]:
        return [one for one in self.seen if not any(ok.search(one) for ok in self._allowed)]

    def watch(self, page: Page) -> None:
        def heard(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.seen.append(message.text)

        def asked(request: Request) -> None:
            if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:http://127.0.0.1:")):
                self.seen.append(f"asked another machine: {request.url}")

        page.on("console", heard)
        page.on("pageerror", lambda error: self.seen.append(str(error)))
        page.on("request", asked)


@pytest.fixture
def faults() -> Iterator[Faults]:
    watched = Faults()
    yield watched
    assert watched.unexpected == []


@pytest_asyncio.fixture
async def context(browser: Browser, faults: Faults) -> AsyncIterator[BrowserContext]:
    """A browser's own store of what pages keep; all of its pages are watched."""
    opened = await browser.new_context(
        viewport={"width": 1440, "height": 900}, reduced_motion="reduce", accept_downloads=True
    )
    opened.on("page", faults.watch)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def page(context: BrowserContext) -> Page:
    """A page on which nothing goes wrong unseen."""
    return await context.new_page()


@pytest.fixture
def workbench(page: Page, service: LiveServer) -> Workbench:
    """The page at `/` of the service on the demo, not yet opened."""
    return Workbench(page, service.url)


@dataclass(frozen=True)
class Person(Workbench):
    """The page of somebody whom no other test is, signed in and not yet opened."""

    token: str
    api: httpx.Client

    def sessions_made(self, count: int, datasource: str = "demo") -> list[str]:
        """The ids of new sessions, oldest first; their titles are "Session 1" and so on."""
        made = []
        for number in range(1, count + 1):
            body = {"datasource_id": datasource, "title": f"Session {number}"}
            answer = self.api.post("/api/v1/bi/sessions", json=body)
            made.append(answer.raise_for_status().json()["session_id"])
        return made


@pytest_asyncio.fixture
async def person(page: Page, guarded: LiveServer) -> AsyncIterator[Person]:
    given = token(user=f"user-{uuid.uuid4().hex[:12]}")
    await page.add_init_script(f"sessionStorage.setItem('parley.token', '{given}')")
    with guarded.client(Authorization=f"Bearer {given}") as api:
        yield Person(page, guarded.url, given, api)


@pytest_asyncio.fixture
async def slow(page: Page, slow_service: LiveServer) -> AsyncIterator[Workbench]:
    """The page over the database that takes for ever; what runs in the end is stopped."""
    opened = Workbench(page, slow_service.url)
    yield opened
    stop = page.get_by_role("button", name="Stop", exact=True)
    # In one step: it may be stopping already, from elsewhere, and the button about to go.
    await stop.evaluate_all("(buttons) => buttons.forEach((button) => button.click())")
    await expect(stop).to_have_count(0)
