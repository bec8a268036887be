"""A message to the chat: begun as a turn, told as JSON or as a stream."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response
from structlog.contextvars import bind_contextvars

from api.context import drain_of, service_of
from api.faces.reveal.chat_stream import ChatStream, failed_frame, only
from api.faces.reveal.documents import Documents
from api.faces.reveal.errors import error_response
from api.faces.reveal.schemas import ChatRequest
from api.json_response import JsonResponse
from api.problem import STORE_ERRORS, problem_of, problem_of_run
from api.sse import Frame, event_stream
from bi.model.errors import ParleyError, ServiceDraining
from llm.wish import ModelWish
from nodes.events import Complete
from runs.model import Compose, Speaker

if TYPE_CHECKING:
    from runs.service import Service


@dataclass(frozen=True, slots=True)
class ChatTurn:
    request: Request
    speaker: Speaker
    body: ChatRequest
    wish: ModelWish

    async def take(self) -> Response:
        """The run goes on if the client goes away. What fails before it begins is an event too
        where events were asked for."""
        try:
            told = await self._begun(await service_of(self.request))
        except (ParleyError, *STORE_ERRORS) as error:
            if not self.body.stream:
                raise
            return event_stream(only(failed_frame(error)), resumes=False)
        session_id, run_id = told.sent.session.session_id, told.sent.accepted.run_id
        bind_contextvars(session=session_id, run=run_id)
        headers = {"X-Session-ID": session_id, "X-Run-ID": run_id}
        if self.body.stream:
            return event_stream(self._followed(told), headers, resumes=False)
        try:
            return await self._outcome(told, headers)
        finally:
            self._leave(told)

    async def _begun(self, service: Service) -> ChatStream:
        tenant_id = self.speaker.principal.tenant_id
        datasource = service.datasources.chosen(self.body.datasource_id, tenant_id)
        viewer = service.sessions.viewer(self.speaker.principal)
        documents = Documents(datasource, viewer)
        text = self.body.dashboard
        given = await documents.read(text) if text else None
        turn = Compose(self.body.sentence, given, self.body.visualization_id, wish=self.wish)
        send = service.chats.send if self.body.update_chat_state else service.chats.send_aside
        sent = await send(self.speaker, datasource.id, turn)
        pace_s = self.request.app.state.settings.reveal_text_pace_ms / 1000
        return ChatStream(service, sent, documents, given, pace_s)

    async def _followed(self, told: ChatStream) -> AsyncIterator[Frame]:
        try:
            async for frame in told.frames():
                yield frame
        finally:
            self._leave(told)

    async def _outcome(self, told: ChatStream, headers: dict[str, str]) -> Response:
        run = told.sent.session.session_id, told.sent.accepted.run_id
        try:
            outcome = await drain_of(self.request).wait_for(told.service.runs.outcome(*run))
        except ServiceDraining as draining:
            # With the headers: they say where the turn that goes on is to be found.
            return error_response(problem_of(draining), headers)
        if isinstance(outcome, Complete):
            return JsonResponse(await told.result(outcome.answer), headers=headers)
        return error_response(problem_of_run(outcome), headers)

    def _leave(self, told: ChatStream) -> None:
        if told.sent.is_aside:
            told.service.chats.drop(self.speaker, told.sent.session.session_id)
