"""A file on its way out: each piece is made when it is asked for.

Between two pieces no thread waits, so a slow reader costs a connection and nothing else; whoever
gives up, or takes too long, frees it at once.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Executor
from typing import Self

from bi.model.errors import ParleyError, UserError
from bi.warehouse.exports.format import ExportFormat
from bi.warehouse.exports.rows import Tally
from bi.warehouse.running import RunningStream


class ExportsBusy(UserError):
    """As many exports run as may; details: `at_once`."""

    code = "exports_busy"
    retryable = True


class ExportTimeout(UserError):
    """details: `timeout_s`."""

    code = "export_timeout"

    def __init__(self, timeout_s: float) -> None:
        super().__init__(
            f"The export took longer than {timeout_s:g} seconds and was stopped.",
            timeout_s=timeout_s,
        )


class Export:
    """An asynchronous iterator of bytes. Close it, or leave its context, whatever happened.

    `rows` and `truncated` are final when it has ended.
    """

    def __init__(
        self,
        format_: ExportFormat,
        steps: Generator[bytes],
        stream: RunningStream,
        tally: Tally,
        *,
        threads: Executor,
        timeout_s: float,
        stop: Callable[[RunningStream], None],
        as_ours: Callable[[Exception], ParleyError],
        on_closed: Callable[[Export], None],
    ) -> None:
        self.format = format_
        self._steps = steps
        self._stream = stream
        self._tally = tally
        self._threads = threads
        self._timeout_s = timeout_s
        self._stop = stop
        self._as_ours = as_ours
        self._on_closed = on_closed
        # A generator cannot be closed while another thread is in it.
        self._in_step = threading.Lock()
        self._deadline = asyncio.get_running_loop().time() + timeout_s
        self._ahead: bytes | None = None
        self._closing: asyncio.Future[None] | None = None

    @property
    def rows(self) -> int:
        """Written so far."""
        return self._tally.rows

    @property
    def truncated(self) -> bool:
        return self._tally.truncated

    async def begin(self) -> Self:
        """Makes the first piece, so that what fails at once is known before anything is sent.

        Raises ExportTimeout, DatabaseUnavailable, DatabaseRejected; then it is closed.
        """
        self._ahead = await self._step()
        return self

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        found, self._ahead = self._ahead, None
        if found is None:
            found = await self._step()
        if found is None:
            raise StopAsyncIteration
        return found

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stops the statement if it still runs, and gives its connection back."""
        if self._closing is None:
            self._stop(self._stream)
            loop = asyncio.get_running_loop()
            self._closing = loop.run_in_executor(self._threads, self._close)
            self._closing.add_done_callback(lambda _: self._on_closed(self))
        await asyncio.shield(self._closing)

    async def _step(self) -> bytes | None:
        """The next piece that holds anything; None at the end."""
        if self._closing is not None:
            return None
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(self._deadline):
                found = await loop.run_in_executor(self._threads, self._next)
        except TimeoutError:
            self.close_soon()
            raise ExportTimeout(self._timeout_s) from None
        except Exception as error:
            await self.aclose()
            raise self._as_ours(error) from None
        except BaseException:
            # A cancelled reader does not wait for the statement's end.
            self.close_soon()
            raise
        if found is None:
            await self.aclose()
        return found

    def close_soon(self) -> None:
        """As `aclose`, without waiting for it."""
        task = asyncio.ensure_future(self.aclose())
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _next(self) -> bytes | None:
        with self._in_step:
            return next((piece for piece in self._steps if piece), None)

    def _close(self) -> None:
        with self._in_step:
            self._steps.close()
