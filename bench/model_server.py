"""A scripted OpenAI-compatible server on a real socket, in a thread of its own.

    with running_model_server() as server:
        server.script.append(Reply({"measure": "revenue"}))     # for the next call
        server.answer = lambda request: Reply("Hello.")         # when the script is at its end

It answers POST on any path that ends in /chat/completions, and records all calls.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.model_behaviours import Behaviour, Failure
from bench.model_exchange import ClientLeft, Exchange, Request, read_request

Script = Callable[[Request], Behaviour]

_PATIENCE_S = 30.0


class ModelServer:
    """Of `script` each call takes what is next, then `answer` says what becomes of it."""

    def __init__(self) -> None:
        self.script: deque[Behaviour] = deque()
        self.answer: Script | Behaviour | None = None
        self.requests: list[Request] = []
        self.port = 0
        # Connections that were ever opened, and calls whose client left before the answer.
        self.connections = 0
        self.left = 0
        self._changed = threading.Condition()

    @property
    def url(self) -> str:
        """The base URL, as clients want it."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def last(self) -> Request:
        return self.requests[-1]

    async def until(self, holds: Callable[[], bool]) -> None:
        """For what calls change: `await server.until(lambda: server.left == 1)`.

        Raises TimeoutError.
        """
        await asyncio.to_thread(self.wait_until, holds)

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(holds, _PATIENCE_S):
                raise TimeoutError("the calls that were waited for did not come")

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        with self._changed:
            self.connections += 1
            number = self.connections
        try:
            while (request := await read_request(reader, number)) is not None:
                exchange = Exchange(request, reader, writer)
                await self._behaviour(request).act(exchange)
                if not exchange.ended:
                    break
        except (ClientLeft, ConnectionError):
            with self._changed:
                self.left += 1
                self._changed.notify_all()
        finally:
            writer.close()

    def _behaviour(self, request: Request) -> Behaviour:
        with self._changed:
            self.requests.append(request)
            self._changed.notify_all()
        if not request.path.endswith("/chat/completions"):
            return Failure(404, f"Unknown path {request.path}.")
        if self.script:
            return self.script.popleft()
        if self.answer is None:
            return Failure(500, "The script is at its end.")
        return self.answer(request) if callable(self.answer) else self.answer


@contextmanager
def running_model_server(port: int = 0) -> Iterator[ModelServer]:
    """It listens when it is handed over; at the end all its connections are closed."""
    server = ModelServer()
    started: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
    ready = threading.Event()

    async def main() -> None:
        stop = asyncio.Event()
        tasks: set[asyncio.Task[None]] = set()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.create_task(server.serve(reader, writer))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        listening = await asyncio.start_server(connected, "127.0.0.1", port)
        server.port = listening.sockets[0].getsockname()[1]
        started.append((asyncio.get_running_loop(), stop))
        ready.set()
        await stop.wait()
        listening.close()
        open_tasks = list(tasks)
        for task in open_tasks:
            task.cancel()
        await asyncio.gather(*open_tasks, return_exceptions=True)

    thread = threading.Thread(target=asyncio.run, args=(main(),), name="model server", daemon=True)
    thread.start()
    if not ready.wait(_PATIENCE_S):
        raise RuntimeError("the model server did not start")
    loop, stop = started[0]
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
