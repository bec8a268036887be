"""One turn over HTTP: start its run, then answer with JSON or with a stream of its events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response
from structlog import get_logger
from structlog.contextvars import bind_contextvars

from api.context import service_of
from api.json_response import JsonResponse
from api.matih.answer import turn_body
from api.matih.dialect import Dialect
from api.matih.errors import error_of, error_response
from api.problem import problem_of, problem_of_run
from api.sse import Frame, event_stream, wants_stream
from nodes.answer import Answer
from nodes.events import Cancelled, Complete, Failed, Progress, Text
from runs.model import Principal, StoredEvent, TurnRequest

if TYPE_CHECKING:
    from runs.runs import Runs

COMPLETE_MESSAGE = "Chat processed successfully"

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TurnStream:
    """The events of one run in a face's words."""

    runs: Runs
    session_id: str
    run_id: str
    dialect: Dialect
    # Between pieces of text, for clients that show them as if somebody typed.
    pace_s: float = 0.0

    async def body(self, answer: Answer) -> dict[str, Any]:
        rows = await self.runs.rows(answer.result) if answer.result else None
        return turn_body(answer, rows, self.run_id, self.dialect)

    async def frames(self) -> AsyncIterator[Frame]:
        """Ends after the terminal event; a store that fails midway is an `error` event too."""
        last_id = "0"
        try:
            async for stored in self.runs.events(self.session_id, self.run_id):
                last_id = stored.id
                frame = await self._frame(stored)
                if frame is not None:
                    yield frame
                if self.pace_s and isinstance(stored.event, Text):
                    await asyncio.sleep(self.pace_s)
        except Exception as error:
            # The status line is long gone, so the failure has to be an event.
            _log.exception("stream_broken")
            yield Frame(last_id, "error", {"error": error_of(problem_of(error))})

    async def _frame(self, stored: StoredEvent) -> Frame | None:
        match stored.event:
            case Progress(node, message):
                agent = self.dialect.agent(node)
                if agent is None:
                    return None
                return Frame(stored.id, "progress", {"message": message, "agent": agent})
            case Text(content):
                return Frame(stored.id, "text", {"content": content})
            case Complete(answer):
                data = {"message": COMPLETE_MESSAGE, "result": await self.body(answer)}
                return Frame(stored.id, "complete", data)
            case Failed() as failed:
                return Frame(stored.id, "error", {"error": error_of(problem_of_run(failed))})
            case Cancelled() as cancelled:
                message = problem_of_run(cancelled).message
                return Frame(stored.id, "cancelled", {"message": message})


async def take_turn(
    request: Request,
    principal: Principal,
    session_id: str,
    turn: TurnRequest,
    dialect: Dialect,
    stream: bool | None,
) -> Response:
    """Start the turn's run and answer it; the run goes on if the client goes away.

    Raises UnknownSession, SessionBusy and NothingToRefine before anything is sent.
    """
    runs = (await service_of(request)).runs
    run_id = await runs.start(principal, session_id, turn)
    bind_contextvars(session=session_id, run=run_id)
    _log.debug("turn_accepted", turn=turn)
    pace_s = request.app.state.settings.text_pace_ms / 1000
    told = TurnStream(runs, session_id, run_id, dialect, pace_s)
    if wants_stream(request.headers, stream):
        return event_stream(told.frames())
    outcome = await runs.outcome(session_id, run_id)
    if isinstance(outcome, Complete):
        return JsonResponse(await told.body(outcome.answer))
    return error_response(problem_of_run(outcome))
