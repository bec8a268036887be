"""The chat endpoints."""

from __future__ import annotations

from fastapi import APIRouter, Request, status
from starlette.responses import Response

from api.auth import TenantQuery, TokenPrincipal, same_tenant, same_user
from api.context import service_of
from api.faces.matih_chat.schemas import (
    DIALECT,
    ChatTurn,
    CreateSession,
    SessionCreated,
    created_body,
)
from api.json_response import JsonResponse
from api.matih.examples import (
    SESSION,
    history_example,
    sessions_example,
    suggestions_example,
    turn_example,
)
from api.matih.listing import history_body, session_list, suggestions_body
from api.matih.openapi import error_answers, success, turn_answers
from api.matih.requests import (
    DEFAULT_PAGE,
    ChangeChart,
    Cursor,
    Limit,
    Offset,
    RefineQuery,
    SendMessage,
    SessionId,
    Stream,
    UserQuery,
)
from api.matih.responses import History, SessionList, SuggestionList
from api.matih.turns import take_turn
from runs.model import Ask, Refine, Visualize

router = APIRouter(prefix="/api/v1/bi/chat/sessions", tags=["Chat"])

_TURN = turn_answers(ChatTurn, turn_example(DIALECT))
_READ_ERRORS = error_answers(401, 403, 404, 422, 503)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Create a session",
    responses=success(201, SessionCreated, created_body(SESSION)) | _READ_ERRORS,
)
async def create_session(
    request: Request, principal: TokenPrincipal, body: CreateSession | None = None
) -> Response:
    wish = body or CreateSession(tenant_id=None, user_id=None, datasource_id=None)
    same_tenant(principal, wish.tenant_id)
    sessions = (await service_of(request)).sessions
    session = await sessions.create(
        principal,
        user_id=same_user(principal, wish.user_id),
        datasource_id=wish.datasource_id,
    )
    return JsonResponse(created_body(session), status_code=status.HTTP_201_CREATED)


@router.get(
    "",
    summary="List the caller's sessions, newest first",
    responses=success(200, SessionList, sessions_example()) | _READ_ERRORS,
)
async def list_sessions(
    request: Request,
    principal: TokenPrincipal,
    tenant_id: TenantQuery = None,
    user_id: UserQuery = None,
    limit: Limit = DEFAULT_PAGE,
    cursor: Cursor = None,
) -> Response:
    same_tenant(principal, tenant_id)
    sessions = (await service_of(request)).sessions
    page = await sessions.list(
        principal, user_id=same_user(principal, user_id), limit=limit, cursor=cursor
    )
    return JsonResponse(session_list(page))


@router.post("/{session_id}/messages", summary="Send a message", responses=_TURN)
async def send_message(
    request: Request,
    principal: TokenPrincipal,
    session_id: SessionId,
    body: SendMessage,
    stream: Stream = None,
) -> Response:
    return await take_turn(request, principal, session_id, Ask(body.message), DIALECT, stream)


@router.post("/{session_id}/refine", summary="Refine the last question", responses=_TURN)
async def refine(
    request: Request,
    principal: TokenPrincipal,
    session_id: SessionId,
    body: RefineQuery,
    stream: Stream = None,
) -> Response:
    return await take_turn(request, principal, session_id, Refine(body.refinement), DIALECT, stream)


@router.post(
    "/{session_id}/visualize",
    summary="Draw the last result another way; no SQL is executed",
    responses=_TURN,
)
async def visualize(
    request: Request,
    principal: TokenPrincipal,
    session_id: SessionId,
    body: ChangeChart,
    stream: Stream = None,
) -> Response:
    return await take_turn(
        request, principal, session_id, Visualize(body.chart_type), DIALECT, stream
    )


@router.get(
    "/{session_id}/suggestions",
    summary="Sentences worth sending next",
    responses=success(200, SuggestionList, suggestions_example()) | _READ_ERRORS,
)
async def suggestions(
    request: Request, principal: TokenPrincipal, session_id: SessionId
) -> Response:
    sessions = (await service_of(request)).sessions
    return JsonResponse(suggestions_body(await sessions.suggestions(principal, session_id)))


@router.get(
    "/{session_id}/history",
    summary="The conversation so far, oldest first",
    responses=success(200, History, history_example(DIALECT)) | _READ_ERRORS,
)
async def history(
    request: Request,
    principal: TokenPrincipal,
    session_id: SessionId,
    limit: Limit = DEFAULT_PAGE,
    offset: Offset = 0,
) -> Response:
    sessions = (await service_of(request)).sessions
    page = await sessions.history(principal, session_id, limit=limit, offset=offset)
    return JsonResponse(history_body(session_id, page, DIALECT))


@router.delete(
    "/{session_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Delete a session and all it holds",
    responses=_READ_ERRORS,
)
async def delete_session(
    request: Request,
    principal: TokenPrincipal,
    session_id: SessionId,
    tenant_id: TenantQuery = None,
) -> Response:
    same_tenant(principal, tenant_id)
    sessions = (await service_of(request)).sessions
    await sessions.delete(principal, session_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
