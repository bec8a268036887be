"""The endpoints of one session, which both MATIH faces have."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, Request, status
from starlette.responses import Response

from api.context import service_of
from api.json_response import JsonResponse
from api.matih.dialect import Dialect
from api.matih.examples import history_example, suggestions_example, turn_example
from api.matih.listing import history_body, suggestions_body
from api.matih.openapi import Responses, error_answers, success, turn_answers
from api.matih.requests import (
    DEFAULT_PAGE,
    ChangeChart,
    Limit,
    Offset,
    RefineQuery,
    SendMessage,
    SessionId,
    Stream,
)
from api.matih.responses import History, SuggestionList, TurnBody
from api.matih.turns import take_turn
from runs.model import Ask, Principal, Refine, Visualize

READ_ERRORS = error_answers(401, 403, 404, 422, 503)


def add_session_routes(
    router: APIRouter,
    caller: Callable[..., Awaitable[Principal]],
    dialect: Dialect,
    turn: type[TurnBody],
    *,
    chart_path: str,
) -> None:
    """Turns, suggestions, history and delete.

    `caller` is the dependency that says who calls, `turn` the shape of an answer, `chart_path`
    the face's word for a change of chart.
    """
    _add_turns(router, caller, dialect, turn_answers(turn, turn_example(dialect)), chart_path)
    _add_reading(router, caller, dialect)


def _add_turns(
    router: APIRouter,
    caller: Callable[..., Awaitable[Principal]],
    dialect: Dialect,
    answers: Responses,
    chart_path: str,
) -> None:
    @router.post("/{session_id}/messages", summary="Send a message", responses=answers)
    async def send_message(
        request: Request,
        session_id: SessionId,
        body: SendMessage,
        stream: Stream = None,
        principal: Principal = Depends(caller),
    ) -> Response:
        return await take_turn(request, principal, session_id, Ask(body.message), dialect, stream)

    @router.post("/{session_id}/refine", summary="Refine the last question", responses=answers)
    async def refine(
        request: Request,
        session_id: SessionId,
        body: RefineQuery,
        stream: Stream = None,
        principal: Principal = Depends(caller),
    ) -> Response:
        wish = Refine(body.refinement)
        return await take_turn(request, principal, session_id, wish, dialect, stream)

    @router.post(
        "/{session_id}/" + chart_path,
        summary="Draw the last result another way; no SQL is executed",
        responses=answers,
    )
    async def change_chart(
        request: Request,
        session_id: SessionId,
        body: ChangeChart,
        stream: Stream = None,
        principal: Principal = Depends(caller),
    ) -> Response:
        wish = Visualize(body.chart_type)
        return await take_turn(request, principal, session_id, wish, dialect, stream)


def _add_reading(
    router: APIRouter, caller: Callable[..., Awaitable[Principal]], dialect: Dialect
) -> None:
    @router.get(
        "/{session_id}/suggestions",
        summary="Sentences worth sending next",
        responses=success(200, SuggestionList, suggestions_example()) | READ_ERRORS,
    )
    async def suggestions(
        request: Request, session_id: SessionId, principal: Principal = Depends(caller)
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
        principal: Principal = Depends(caller),
    ) -> Response:
        service = await service_of(request)
        page = await service.sessions.history(principal, session_id, limit=limit, offset=offset)
        return JsonResponse(history_body(session_id, page, dialect))

    @router.delete(
        "/{session_id}",
        status_code=status.HTTP_204_NO_CONTENT,
        summary="Delete a session and all it holds",
        responses=READ_ERRORS,
    )
    async def delete_session(
        request: Request, session_id: SessionId, principal: Principal = Depends(caller)
    ) -> Response:
        service = await service_of(request)
        await service.sessions.delete(principal, session_id)
        return Response(status_code=status.HTTP_204_NO_CONTENT)
