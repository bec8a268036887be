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

from api.context import service_of, settings_of, verifier_of
from api.faces.matih_chat.schemas import DIALECT
from api.faces.matih_chat.socket_messages import (
    CAPABILITIES,
    CLIENT_MESSAGE,
    Cancel,
    ClientMessage,
    Pong,
    Resume,
    Turn,
    server_message,
    turn_of,
)
from api.faces.matih_chat.telling import Telling
from api.json_response import to_json
from api.matih.errors import error_of
from api.matih.turn_options import checked_event_id
from api.matih.turn_stream import TurnStream
from api.problem import STORE_ERRORS, InvalidRequest, Problem, Unauthorized, problem_of
from api.sse import Frame
from api.validation import problem_of_validation
from bi.model.errors import ParleyError, UnknownSession
from runs.model import Principal

if TYPE_CHECKING:
    from runs.service import Service

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
        session = await service.sessions.get(principal, session_id)
    except Exception as error:
        await _refuse(websocket, error)
        return
    bind_contextvars(tenant=principal.tenant_id, session=session_id)
    with suppress(WebSocketDisconnect):
        await Conversation(websocket, service, principal, session_id).hold(session.running)


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
    """One open socket: a reader, the runs it is told of, and a ping now and then."""

    def __init__(
        self, websocket: WebSocket, service: Service, principal: Principal, session_id: str
    ) -> None:
        self._websocket = websocket
        self._service = service
        self._principal = principal
        self._session_id = session_id
        self._settings = settings_of(websocket)
        self._pace_s = self._settings.text_pace_ms / 1000
        self._telling = Telling(self._tell)

    async def hold(self, running: str | None) -> None:
        """Serve until the client leaves; a run it leaves behind goes on.

        `running` is the run that holds the session now.
        """
        await self._send(
            {
                "type": "connection_ready",
                "session_id": self._session_id,
                "run_id": running,
                "capabilities": CAPABILITIES,
            }
        )
        pings = asyncio.create_task(self._ping())
        try:
            while True:
                await self._receive()
        finally:
            pings.cancel()
            self._telling.stop()

    async def _receive(self) -> None:
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1005))
        try:
            await self._obey(_parse(message.get("text") or message.get("bytes") or ""))
        except (ParleyError, *STORE_ERRORS) as error:
            await self._send(_error(problem_of(error)))

    async def _obey(self, message: ClientMessage) -> None:
        match message:
            case Pong():
                return
            case Cancel(run_id=run_id):
                await self._cancel(run_id)
            case Resume(run_id=run_id, last_event_id=last, detail=detail):
                await self._resume(run_id, checked_event_id(last), detail=detail)
            case _:
                await self._take(message)

    async def _take(self, message: Turn) -> None:
        turn = turn_of(message, self._settings)
        accepted = await self._service.runs.start(
            self._principal,
            self._session_id,
            turn,
            strategy=message.multitask_strategy,
            idempotency_key=message.idempotency_key,
        )
        _log.debug("turn_accepted", run=accepted.run_id, turn=turn, repeated=accepted.repeated)
        stream = TurnStream(
            self._service,
            self._principal,
            self._session_id,
            accepted.run_id,
            DIALECT,
            pace_s=self._pace_s,
            detail=message.detail,
        )
        self._telling.add(accepted.run_id, stream.frames())

    async def _resume(self, run_id: str, after: str, *, detail: bool) -> None:
        if run_id in self._telling:
            raise InvalidRequest("The events of this run are being told here already.")
        run = await self._service.runs.get(self._principal, self._session_id, run_id)
        stream = TurnStream.of_run(
            self._service, self._principal, run, DIALECT, pace_s=self._pace_s, detail=detail
        )
        self._telling.add(run_id, stream.frames(after))

    async def _cancel(self, run_id: str | None) -> None:
        run = await self._service.runs.cancel(self._principal, self._session_id, run_id)
        # Who is told of the run hears its ending from its events.
        if not self._telling.has_heard_of(run.run_id):
            outcome = run.outcome.value if run.outcome else None
            await self._send({"type": "run_ended", "run_id": run.run_id, "outcome": outcome})

    async def _tell(self, run_id: str, frame: Frame) -> None:
        # When the client has gone, whoever reads the socket notices.
        with suppress(WebSocketDisconnect, RuntimeError):
            await self._send(server_message(frame, run_id))

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
