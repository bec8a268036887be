"""The events of one run in a face's words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from structlog import get_logger

from api.matih.answer import partial_body, turn_body
from api.matih.authorship import usage_body
from api.matih.dialect import Dialect
from api.matih.errors import error_of
from api.matih.stored_dashboard import line_body
from api.problem import problem_of, problem_of_run
from api.sse import Frame
from bi.model.errors import UnknownDashboard
from nodes.answer import Answer
from nodes.events import Cancelled, Complete, Failed, Partial, Progress, Text
from runs.model import Principal, Run, RunStatus, StoredEvent

if TYPE_CHECKING:
    from runs.service import Service

COMPLETE_MESSAGE = "Chat processed successfully"

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TurnStream:
    """`rerun_of` names the turn that the run does once more, `dashboard_id` the stored dashboard
    that it is about. With `detail` it tells what is ready of the answer, too."""

    service: Service
    principal: Principal
    session_id: str
    run_id: str
    dialect: Dialect
    rerun_of: str | None = None
    # Between pieces of text, for clients that show them as if somebody typed.
    pace_s: float = 0.0
    dashboard_id: str | None = None
    detail: bool = False

    @classmethod
    def of_run(
        cls,
        service: Service,
        principal: Principal,
        run: Run,
        dialect: Dialect,
        *,
        pace_s: float,
        detail: bool,
    ) -> TurnStream:
        """Of a run that is there already; what an ended one said is told at once."""
        return cls(
            service,
            principal,
            run.session_id,
            run.run_id,
            dialect,
            rerun_of=run.turn_id if run.is_rerun else None,
            pace_s=0.0 if run.status is RunStatus.ENDED else pace_s,
            detail=detail,
        )

    async def body(self, answer: Answer) -> dict[str, Any]:
        """The turn's body; a rerun's says what it repeats, and what that came to, and that of a
        turn about a stored dashboard what is kept of it now."""
        body = await answer_body(self.service, answer, self.run_id, self.dialect)
        if self.rerun_of is not None:
            body["metadata"]["rerun_of"] = self.rerun_of
            body["metadata"]["previous"] = await self._previous(self.rerun_of)
        if self.dashboard_id is not None:
            body["metadata"]["stored"] = await self._stored(self.dashboard_id)
        return body

    async def frames(self, after: str = "0") -> AsyncIterator[Frame]:
        """Those after the event `after`; ends after the terminal one.

        A store that fails midway is an `error` event too, without an id: it is the stream's
        ending, not the run's.
        """
        try:
            async for stored in self.service.runs.events(self.session_id, self.run_id, after=after):
                frame = await self._frame(stored)
                if frame is not None:
                    yield frame
                if self.pace_s and isinstance(stored.event, Text):
                    await asyncio.sleep(self.pace_s)
        except Exception as error:
            # The status line is long gone, so the failure has to be an event.
            _log.exception("stream_broken")
            yield Frame(None, "error", {"error": error_of(problem_of(error))})

    async def _frame(self, stored: StoredEvent) -> Frame | None:
        match stored.event:
            case Progress(node=node, message=message, restart=restart):
                agent = self.dialect.agent(node)
                if agent is None and not restart:
                    return None
                data: dict[str, Any] = {"message": message, "agent": agent}
                if restart:
                    data["restart"] = True
                return Frame(stored.id, "progress", data)
            case Text(content):
                return Frame(stored.id, "text", {"content": content})
            case Partial(task):
                if not self.detail:
                    return None
                rows = await self.service.runs.rows(task.result) if task.result else None
                return Frame(stored.id, "partial", partial_body(task, rows))
            case Complete(answer):
                data = {"message": COMPLETE_MESSAGE, "result": await self.body(answer)}
                return Frame(stored.id, "complete", data)
            case Failed() as failed:
                data = {"error": error_of(problem_of_run(failed)), **self._taken(failed)}
                return Frame(stored.id, "error", data)
            case Cancelled() as cancelled:
                data = {"message": problem_of_run(cancelled).message, **self._taken(cancelled)}
                return Frame(stored.id, "cancelled", data)

    def _taken(self, ending: Failed | Cancelled) -> dict[str, Any]:
        return {"usage": usage_body(ending.usage)} if self.detail else {}

    async def _stored(self, dashboard_id: str) -> dict[str, Any] | None:
        """None while nothing has been kept of it, or nothing is any more."""
        try:
            line = await self.service.talks.line(self.principal, dashboard_id)
        except UnknownDashboard:
            return None
        return None if line.is_draft else line_body(line, self.principal)

    async def _previous(self, turn_id: str) -> dict[str, Any] | None:
        turn = await self.service.turns.get(self.principal, self.session_id, turn_id)
        if turn.answer is None:
            return None
        return await answer_body(self.service, turn.answer, turn_id, self.dialect)


async def answer_body(
    service: Service, answer: Answer, run_id: str, dialect: Dialect
) -> dict[str, Any]:
    rows = await service.runs.rows(answer.result) if answer.result else None
    task_rows = {
        task.task_id: await service.runs.rows(task.result) for task in answer.tasks if task.result
    }
    return turn_body(answer, rows, run_id, dialect, task_rows)
