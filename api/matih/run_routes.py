"""The endpoints of runs: how one stands, what it says, and how to stop it."""

from __future__ import annotations

from fastapi import Depends, Request, status
from starlette.responses import Response

from api.context import drain_of, service_of
from api.json_response import JsonResponse
from api.matih.examples import run_example
from api.matih.face import Face
from api.matih.openapi import error_answers, events_answer, success
from api.matih.requests import RunId, SessionId
from api.matih.responses import RunBody
from api.matih.run_bodies import run_body
from api.matih.turn_options import After, Detail
from api.matih.turn_stream import TurnStream
from api.sse import event_stream, read_ahead
from runs.model import Principal, RunStatus

_READ_ERRORS = error_answers(401, 403, 404, 422, 503)
_CANCEL_ERRORS = error_answers(401, 403, 404, 409, 422, 503)


def add_run_routes(face: Face) -> None:
    """Status, events and cancel of a run."""
    _add_reading(face)
    _add_cancelling(face)


def _add_reading(face: Face) -> None:
    router = face.router
    stands = success(200, RunBody, run_example(face.dialect))

    @router.get(
        "/{session_id}/runs/{run_id}",
        summary="How a run stands",
        responses=stands | _READ_ERRORS,
    )
    async def get_run(
        request: Request,
        session_id: SessionId,
        run_id: RunId,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        service = await service_of(request)
        run = await service.runs.get(principal, session_id, run_id)
        return JsonResponse(run_body(run, face.dialect))

    @router.get(
        "/{session_id}/runs/{run_id}/events",
        summary="A run's events, from the beginning or after one of them",
        responses=events_answer() | _READ_ERRORS,
    )
    async def get_events(
        request: Request,
        session_id: SessionId,
        run_id: RunId,
        after: After,
        detail: Detail = False,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        service = await service_of(request)
        run = await service.runs.get(principal, session_id, run_id)
        pace_s = request.app.state.settings.text_pace_ms / 1000
        told = TurnStream.of_run(
            service, principal, run, face.dialect, pace_s=pace_s, detail=detail
        )
        frames = told.frames(after)
        headers = {"X-Run-ID": run_id}
        if run.status is RunStatus.ENDED:
            # A browser's EventSource comes back after the end, until it is told that all was said.
            found = await read_ahead(frames)
            if found is None:
                return Response(status_code=status.HTTP_204_NO_CONTENT, headers=headers)
            frames = found
        return event_stream(frames, headers)


def _add_cancelling(face: Face) -> None:
    router = face.router
    ended = success(200, RunBody, run_example(face.dialect)) | _CANCEL_ERRORS

    async def cancel(
        request: Request, principal: Principal, session_id: str, run_id: str | None
    ) -> Response:
        service = await service_of(request)
        cancelling = service.runs.cancel(principal, session_id, run_id)
        run = await drain_of(request).wait_for(cancelling)
        return JsonResponse(run_body(run, face.dialect))

    @router.post(
        "/{session_id}/runs/{run_id}/cancel",
        summary="Stop a run, its query too; answered when it has ended",
        responses=ended,
    )
    async def cancel_run(
        request: Request,
        session_id: SessionId,
        run_id: RunId,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        return await cancel(request, principal, session_id, run_id)

    @router.post(
        "/{session_id}/cancel",
        summary="Stop whatever runs in a session; answered when it has ended",
        responses=ended,
    )
    async def cancel_session(
        request: Request, session_id: SessionId, principal: Principal = Depends(face.caller)
    ) -> Response:
        return await cancel(request, principal, session_id, None)
