"""One turn over HTTP: start its run, then answer with JSON or with a stream of its events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from structlog import get_logger
from structlog.contextvars import bind_contextvars

from api.context import drain_of, service_of
from api.json_response import JsonResponse
from api.matih.dialect import Dialect
from api.matih.errors import error_response
from api.matih.turn_options import TurnOptions
from api.matih.turn_stream import TurnStream
from api.problem import problem_of, problem_of_run
from api.sse import event_stream
from bi.model.errors import ServiceDraining
from nodes.events import Complete
from runs.model import Accepted, Principal, Rerun, TurnRequest

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TurnTaker:
    """Takes the turns of one request. `session_path` is where the session's runs are found, and
    `dashboard_id` the stored dashboard that the turns are about."""

    dialect: Dialect
    session_path: str
    request: Request
    principal: Principal
    session_id: str
    options: TurnOptions
    dashboard_id: str | None = None

    async def take(
        self, turn: TurnRequest | Rerun, further_headers: Mapping[str, str] | None = None
    ) -> Response:
        """Start the turn's run and answer it; the run goes on if the client goes away.

        A key that came before starts nothing: the answer is that run's. Raises what
        `Runs.start` does before anything is sent.
        """
        service = await service_of(self.request)
        options = self.options
        accepted = await service.runs.start(
            self.principal,
            self.session_id,
            turn,
            strategy=options.strategy,
            idempotency_key=options.idempotency_key,
        )
        bind_contextvars(session=self.session_id, run=accepted.run_id)
        _log.debug("turn_accepted", turn=turn, repeated=accepted.repeated)
        told = TurnStream(
            service,
            self.principal,
            self.session_id,
            accepted.run_id,
            self.dialect,
            rerun_of=turn.turn_id if isinstance(turn, Rerun) else None,
            pace_s=self.request.app.state.settings.text_pace_ms / 1000,
            dashboard_id=self.dashboard_id,
            detail=options.detail,
        )
        headers = {**self._headers(accepted), **(further_headers or {})}
        if options.streams:
            # An id from elsewhere says nothing about a run that only begins.
            after = options.after if accepted.repeated else "0"
            return event_stream(told.frames(after), headers)
        return await self._outcome(told, headers)

    async def _outcome(self, told: TurnStream, headers: dict[str, str]) -> Response:
        awaited = told.service.runs.outcome(self.session_id, told.run_id)
        try:
            outcome = await drain_of(self.request).wait_for(awaited)
        except ServiceDraining as draining:
            # With the headers: they say where the turn that goes on is to be found.
            return error_response(problem_of(draining), headers)
        if isinstance(outcome, Complete):
            return JsonResponse(await told.body(outcome.answer), headers=headers)
        return error_response(problem_of_run(outcome), headers)

    def _headers(self, accepted: Accepted) -> dict[str, str]:
        headers = {
            "X-Run-ID": accepted.run_id,
            "Content-Location": f"{self.session_path}/runs/{accepted.run_id}",
        }
        if accepted.repeated:
            headers["Idempotency-Replayed"] = "true"
        return headers
