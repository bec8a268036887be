"""`/ws/chat/{id}`: several turns, one after another, on one connection."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import ValidationError
from starlette.websockets import WebSocketState
from structlog import get_logger
from structlog.contextvars import bind_contextvars

from api.context import service_of, verifier_of
from api.faces.matih_chat.schemas import DIALECT
from api.faces.matih_chat.socket_messages import (
    CAPABILITIES,
    CLIENT_MESSAGE,
    Cancel,
    ClientMessage,
    Pong,
    server_message,
    turn_of,
)
from api.json_response import to_json
from api.matih.errors import error_of
from api.matih.turns import TurnStream
from api.problem import STORE_ERRORS, InvalidRequest, Problem, Unauthorized, problem_of
from api.validation import problem_of_validation
from bi.model.errors import ParleyError, SessionBusy, UnknownSession
from runs.model import Principal

if TYPE_CHECKING:
    from runs.runs import Runs

# Codes for applications (RFC 6455, 7.4.2), shaped after the HTTP status they stand for.
CLOSE_UNAUTHORIZED = 4401
CLOSE_UNKNOWN_SESSION = 4404
CLOSE_UNAVAILABLE = 4503
PING_S = 25.0

router = APIRouter()
_log = get_logger(__name__)


@router.websocket("/ws/chat/{session_id}")
async def chat(websocket: WebSocket, session_id: str, token: str | None = None) -> None:
    # Refusing before the upgrade would reach a browser as a bare failure without a reason.
    await websocket.accept()
    try:
        principal = _principal(websocket, token)
        service = await service_of(websocket)
        await service.sessions.get(principal, session_id)
    except Exception as error:
        await _refuse(websocket, error)
        return
    bind_contextvars(tenant=principal.tenant_id, session=session_id)
    with suppress(WebSocketDisconnect):
        await Conversation(websocket, service.runs, principal, session_id).hold()


def _principal(websocket: WebSocket, token: str | None) -> Principal:
    if token is None:
        raise Unauthorized("This needs a token: connect with `?token=`.")
    return verifier_of(websocket).verify(token)


async def _refuse(websocket: WebSocket, error: Exception) -> None:
    if isinstance(error, Unauthorized):
        code = CLOSE_UNAUTHORIZED
    elif isinstance(error, UnknownSession):
        code = CLOSE_UNKNOWN_SESSION
    else:
        code = CLOSE_UNAVAILABLE
        _log.error("socket_refused", exc_info=error)
    problem = problem_of(error)
    await websocket.send_text(to_json(_error(problem)).decode())
    await websocket.close(code, problem.message)


def _error(problem: Problem) -> dict[str, Any]:
    return {"type": "error", **error_of(problem)}


class Conversation:
    """One open socket: a reader, at most one running turn, and a ping now and then."""

    def __init__(
        self, websocket: WebSocket, runs: Runs, principal: Principal, session_id: str
    ) -> None:
        self._websocket = websocket
        self._principal = principal
        self._session_id = session_id
        self._runs = runs
        self._turn: asyncio.Task[None] | None = None
        self._run_id: str | None = None

    async def hold(self) -> None:
        """Serve until the client leaves; a run it leaves behind goes on."""
        await self._send(
            {
                "type": "connection_ready",
                "session_id": self._session_id,
                "capabilities": CAPABILITIES,
            }
        )
        pings = asyncio.create_task(self._ping())
        try:
            while True:
                await self._receive()
        finally:
            pings.cancel()
            if self._turn is not None:
                self._turn.cancel()

    async def _receive(self) -> None:
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1005))
        try:
            await self._obey(_parse(message.get("text") or message.get("bytes") or ""))
        except (ParleyError, *STORE_ERRORS) as error:
            await self._send(_error(problem_of(error)))

    async def _obey(self, message: ClientMessage) -> None:
        if isinstance(message, Pong):
            return
        if isinstance(message, Cancel):
            if self._run_id is None:
                raise InvalidRequest("No turn is running that could be cancelled.")
            await self._runs.cancel(self._principal, self._session_id, self._run_id)
            return
        if self._turn is not None and not self._turn.done():
            raise SessionBusy("The last message is still being answered.")
        turn = turn_of(message)
        run_id = await self._runs.start(self._principal, self._session_id, turn)
        _log.debug("turn_accepted", run=run_id, turn=turn)
        self._run_id = run_id
        self._turn = asyncio.create_task(self._tell(run_id))

    async def _tell(self, run_id: str) -> None:
        """Send a run's events."""
        bind_contextvars(run=run_id)
        pace_s = self._websocket.app.state.settings.text_pace_ms / 1000
        stream = TurnStream(self._runs, self._session_id, run_id, DIALECT, pace_s)
        try:
            async for frame in stream.frames():
                if frame.event in ("complete", "error", "cancelled"):
                    self._run_id = None
                await self._send(server_message(frame))
        except (WebSocketDisconnect, RuntimeError):
            return  # the client has gone; whoever reads the socket notices

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(PING_S)
            await self._send({"type": "ping"})

    async def _send(self, message: dict[str, Any]) -> None:
        if self._websocket.application_state is WebSocketState.CONNECTED:
            await self._websocket.send_text(to_json(message).decode())


def _parse(text: str | bytes) -> ClientMessage:
    """Raises InvalidRequest for what is not one of the client's messages."""
    try:
        return CLIENT_MESSAGE.validate_json(text)
    except ValidationError as error:
        problem = problem_of_validation(error.errors(include_url=False, include_input=False))
        raise InvalidRequest(problem.message, **problem.details) from None
