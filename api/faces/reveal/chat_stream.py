"""The events of a chat's run in this face's words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from structlog import get_logger

from api.faces.reveal.documents import Documents
from api.faces.reveal.errors import error_body
from api.faces.reveal.schemas import finished
from api.problem import problem_of, problem_of_run
from api.sse import Frame
from bi.model.dashboard import Dashboard
from nodes.answer import Answer
from nodes.events import Cancelled, Complete, Failed, Partial, Progress, Text
from runs.model import StoredEvent

if TYPE_CHECKING:
    from runs.chats import Sent
    from runs.service import Service

COMPLETE_MESSAGE = "Chat processed successfully"

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ChatStream:
    """`given` is the dashboard that came with the message. `pace_s` lies between pieces of text,
    for clients that show them as if somebody typed."""

    service: Service
    sent: Sent
    documents: Documents
    given: Dashboard | None
    pace_s: float

    async def result(self, answer: Answer) -> dict[str, Any]:
        """`dashboard` is there where the turn made or changed one."""
        result: dict[str, Any] = {"explanation": answer.text}
        if answer.dashboard is not None and answer.dashboard != self.given:
            result["dashboard"] = await self.documents.write(answer.dashboard)
        return result | finished(answer.usage)

    async def frames(self) -> AsyncIterator[Frame]:
        """From the beginning to the ending. They carry no id: this face has no way to resume."""
        events = self.service.runs.events(self.sent.session.session_id, self.sent.accepted.run_id)
        try:
            async for stored in events:
                frame = await self._frame(stored)
                if frame is not None:
                    yield frame
                if self.pace_s and isinstance(stored.event, Text):
                    await asyncio.sleep(self.pace_s)
        except Exception as error:
            # The status line is long gone, so the failure has to be an event.
            _log.exception("stream_broken")
            yield failed_frame(error)

    async def _frame(self, stored: StoredEvent) -> Frame | None:
        match stored.event:
            case Progress(message=message):
                return Frame(None, "progress", {"message": message})
            case Text(content):
                return Frame(None, "text", {"content": content})
            case Partial():
                return None
            case Complete(answer):
                data = {"message": COMPLETE_MESSAGE, "result": await self.result(answer)}
                return Frame(None, "complete", data)
            case Failed() | Cancelled() as ending:
                return Frame(None, "error", error_body(problem_of_run(ending)))


def failed_frame(error: Exception) -> Frame:
    return Frame(None, "error", error_body(problem_of(error)))


async def only(frame: Frame) -> AsyncIterator[Frame]:
    yield frame
