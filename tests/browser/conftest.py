"""A real browser, and pages of the examples served from an origin of their own."""

from __future__ import annotations

import shutil
import threading
from collections.abc import AsyncIterator, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    async_playwright,
    expect,
)

from tests.api.live import LiveServer, serving, settings_for

EXAMPLES = Path(__file__).parents[2] / "examples"
# A machine's root may not use the sandbox; nothing is to be looked up outside.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A busy machine takes longer than the five seconds that are usual.
expect.set_options(timeout=60_000)


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


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "these tests need chromium on the PATH"
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield opened
        await opened.close()


@pytest_asyncio.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page on which nothing goes wrong unseen: no error, no request to another machine."""
    faults: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:")):
            faults.append(request.url)

    opened = await browser.new_page()
    opened.on("console", heard)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("request", asked)
    yield opened
    await opened.close()
    assert faults == []
