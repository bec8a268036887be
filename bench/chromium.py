"""A browser to measure pages in, and nothing that looks on meanwhile.

What drives browsers in tests listens to every request and runs scripts of its own in every page, in
the page's own thread: of a page of twenty modules, a third of the time until it answers was that.
Here a page has what is asked of it and no more, by the browser's own protocol
(https://chromedevtools.github.io/devtools-protocol/).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

# How a browser is started here, in tests too: with nothing looked up outside.
FLAGS = (
    # A machine's root may not use the sandbox.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_ALONE = ("--headless=new", "--no-first-run", "--remote-debugging-port=0")
_START_TIMEOUT_S = 60.0

Listener = Callable[[str, dict[str, Any]], None]


class Browser:
    """What its protocol can do, by the protocol's names."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._listeners: dict[str, Listener] = {}
        self._reading = asyncio.create_task(self._read())

    async def call(self, method: str, *, session: str | None = None, **parameters: object) -> Any:
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        message = {"id": number, "method": method, "params": parameters}
        await self._connection.send(
            json.dumps(message | ({"sessionId": session} if session else {}))
        )
        replied = await answer
        if "error" in replied:
            raise RuntimeError(f"{method}: {replied['error']['message']}")
        return replied["result"]

    @asynccontextmanager
    async def profile(self) -> AsyncIterator[Profile]:
        """Without anything kept of another."""
        made = (await self.call("Target.createBrowserContext"))["browserContextId"]
        yield Profile(self, made)
        await self.call("Target.disposeBrowserContext", browserContextId=made)

    def listen(self, session: str, listener: Listener) -> None:
        """To the events of a page, by their names."""
        self._listeners[session] = listener

    async def close(self) -> None:
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)

    async def _read(self) -> None:
        async for text in self._connection:
            message = json.loads(text)
            if (answer := self._waiting.pop(message.get("id"), None)) is not None:
                answer.set_result(message)
            elif (listener := self._listeners.get(message.get("sessionId"))) is not None:
                listener(message["method"], message["params"])


class Profile:
    """What a person's browser keeps."""

    def __init__(self, browser: Browser, identity: str) -> None:
        self._browser = browser
        self._identity = identity

    @asynccontextmanager
    async def page(self, slowdown: float) -> AsyncIterator[Page]:
        """A new one, its processor slowed down so many times."""
        call = self._browser.call
        target = await call(
            "Target.createTarget", url="about:blank", browserContextId=self._identity
        )
        attached = await call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page = Page(self._browser, attached["sessionId"])
        await page.call("Emulation.setCPUThrottlingRate", rate=slowdown)
        yield page
        await call("Target.closeTarget", targetId=target["targetId"])


class Page:
    def __init__(self, browser: Browser, session: str) -> None:
        self._browser = browser
        self._session = session

    async def call(self, method: str, **parameters: object) -> Any:
        return await self._browser.call(method, session=self._session, **parameters)

    def listen(self, listener: Listener) -> None:
        self._browser.listen(self._session, listener)

    async def open(self, url: str) -> None:
        """It may not be there yet when this returns."""
        await self.call("Page.navigate", url=url)

    async def evaluate(self, expression: str) -> Any:
        """Its value, or that of its promise."""
        told = await self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in told:
            raise RuntimeError(f"{expression}: {told['exceptionDetails']}")
        return told["result"].get("value")


@asynccontextmanager
async def running_chromium(program: str) -> AsyncIterator[Browser]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = await asyncio.create_subprocess_exec(
            program, *FLAGS, *_ALONE, f"--user-data-dir={folder}", "about:blank",
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            address = await _address(Path(folder) / "DevToolsActivePort", process)
            async with connect(address, max_size=None) as connection:
                browser = Browser(connection)
                yield browser
                await browser.close()
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _address(told: Path, process: asyncio.subprocess.Process) -> str:
    async with asyncio.timeout(_START_TIMEOUT_S):
        # Two lines, of which the second may come later.
        while len(lines := _lines(told)) < 2:
            if process.returncode is not None:
                raise RuntimeError(f"The browser ended with {process.returncode}.")
            await asyncio.sleep(0.05)
    return f"ws://127.0.0.1:{lines[0]}{lines[1]}"


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.is_file() else []
