"""The endpoints of a session itself: what it is, what was said, its name and its end."""

from __future__ import annotations

from fastapi import Depends, Request, status
from starlette.responses import Response

from api.context import service_of
from api.json_response import JsonResponse
from api.matih.examples import history_example, session_example, suggestions_example
from api.matih.face import Face
from api.matih.listing import history_body, session_line, suggestions_body
from api.matih.openapi import error_answers, success
from api.matih.requests import DEFAULT_PAGE, Limit, Offset, RenameSession, SessionId
from api.matih.responses import History, SessionLine, SuggestionList
from runs.model import Principal

READ_ERRORS = error_answers(401, 403, 404, 422, 503)


def add_reading_routes(face: Face) -> None:
    """The session with its name, suggestions, history and delete."""
    _add_session(face)
    _add_contents(face)


def _add_session(face: Face) -> None:
    router = face.router
    session_answers = success(200, SessionLine, session_example()) | READ_ERRORS

    @router.get("/{session_id}", summary="One session", responses=session_answers)
    async def get_session(
        request: Request, session_id: SessionId, principal: Principal = Depends(face.caller)
    ) -> Response:
        service = await service_of(request)
        return JsonResponse(session_line(await service.sessions.get(principal, session_id)))

    @router.patch("/{session_id}", summary="Rename a session", responses=session_answers)
    async def rename_session(
        request: Request,
        session_id: SessionId,
        body: RenameSession,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        service = await service_of(request)
        session = await service.sessions.rename(principal, session_id, body.title)
        return JsonResponse(session_line(session))

    @router.delete(
        "/{session_id}",
        status_code=status.HTTP_204_NO_CONTENT,
        summary="Delete a session and all it holds",
        responses=READ_ERRORS | error_answers(409),
    )
    async def delete_session(
        request: Request, session_id: SessionId, principal: Principal = Depends(face.caller)
    ) -> Response:
        service = await service_of(request)
        await service.sessions.delete(principal, session_id)
        return Response(status_code=status.HTTP_204_NO_CONTENT)


def _add_contents(face: Face) -> None:
    router, dialect = face.router, face.dialect

    @router.get(
        "/{session_id}/suggestions",
        summary="Sentences worth sending next",
        responses=success(200, SuggestionList, suggestions_example()) | READ_ERRORS,
    )
    async def suggestions(
        request: Request, session_id: SessionId, principal: Principal = Depends(face.caller)
    ) -> Response:
        service = await service_of(request)
        return JsonResponse(
            suggestions_body(await service.sessions.suggestions(principal, session_id))
        )

    @router.get(
        "/{session_id}/history",
        summary="The conversation so far, oldest first",
        responses=success(200, History, history_example(dialect)) | READ_ERRORS,
    )
    async def history(
        request: Request,
        session_id: SessionId,
        limit: Limit = DEFAULT_PAGE,
        offset: Offset = 0,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        service = await service_of(request)
        page = await service.sessions.history(principal, session_id, limit=limit, offset=offset)
        return JsonResponse(history_body(session_id, page, dialect))
