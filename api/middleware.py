"""What happens around every request: its id, its log line, and an answer when code fails.

Plain ASGI: a wrapper that buffers would cost streams their pace and each turn a millisecond.
"""

from __future__ import annotations

import time
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog import get_logger
from structlog.contextvars import bind_contextvars, clear_contextvars

from api.drain import Drain
from api.problem import BODY_TOO_LARGE, INTERNAL_ERROR, Problem
from api.request_id import adopt_request_id
from api.settings import is_loopback
from api.wire import Wires

_log = get_logger(__name__)

# Probes come every few seconds; their lines would bury the rest.
_QUIET_PATHS = frozenset({"/health", "/ready"})


def is_probe(scope: Scope) -> bool:
    return scope["path"] in _QUIET_PATHS


class RequestContext:
    """Adopts or makes `X-Request-ID`, logs one line a request, and answers failures.

    While the process drains, every answer closes its connection.
    """

    def __init__(self, app: ASGIApp, drain: Drain, wires: Wires) -> None:
        self._app = app
        self._drain = drain
        self._wires = wires

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        request_id = adopt_request_id(Headers(scope=scope).get("x-request-id"))
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        exchange = _Exchange(scope, send, request_id, self._drain)
        try:
            await self._app(scope, receive, exchange.send)
        except Exception:
            _log.exception("request_crashed", path=scope["path"])
            if exchange.status is not None or scope["type"] == "websocket":
                raise
            answer = self._wires.at(scope["path"]).error_response(INTERNAL_ERROR, None)
            await answer(scope, receive, exchange.send)
        finally:
            exchange.log()


class _Exchange:
    def __init__(self, scope: Scope, send: Send, request_id: str, drain: Drain) -> None:
        self._scope = scope
        self._send = send
        self._request_id = request_id
        self._drain = drain
        self._started = time.perf_counter()
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.accept"):
            self.status = message.get("status", 101)
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self._request_id
            headers["X-Content-Type-Options"] = "nosniff"
            if self._drain.is_draining and message["type"] == "http.response.start":
                # The next request had better go to a process that stays.
                headers["Connection"] = "close"
        await self._send(message)

    def log(self) -> None:
        if is_probe(self._scope):
            return
        line: dict[str, Any] = {
            "method": self._scope.get("method", "WEBSOCKET"),
            "path": self._scope["path"],
            "status": self.status,
            "duration_ms": round((time.perf_counter() - self._started) * 1000, 1),
        }
        _log.info("request", **line)


class BodyLimit:
    """Refuses a body of more bytes than its address takes, announced or not."""

    def __init__(self, app: ASGIApp, wires: Wires) -> None:
        self._app = app
        self._wires = wires

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        wire = self._wires.at(scope["path"])
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > wire.max_body_bytes:
                raise HTTPException(413)
            return message

        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdigit() and int(announced) > wire.max_body_bytes:
            await wire.error_response(BODY_TOO_LARGE, None)(scope, receive, send)
        else:
            await self._app(scope, counted, send)


class LoopbackHosts:
    """Without tokens, serve only requests that name this machine.

    Else a web page elsewhere could point its own host name at 127.0.0.1 and read the answers
    from the browser of whoever runs the service (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, wires: Wires) -> None:
        self._app = app
        self._wires = wires

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not _names_this_machine(scope):
            message = (
                "Without tokens the service answers requests to 127.0.0.1 and localhost only; "
                "turn require_auth on to use another name."
            )
            wire = self._wires.at(scope["path"])
            await wire.error_response(Problem("forbidden", message), None)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _names_this_machine(scope: Scope) -> bool:
    host = Headers(scope=scope).get("host", "")
    name, separator, port = host.rpartition(":")
    return is_loopback(name if separator and port.isdigit() else host)
