"""The chat sessions' endpoints."""

from __future__ import annotations

from fastapi import APIRouter, Request, status
from starlette.responses import Response

from api.auth import TenantPrincipal, same_user, tenant_principal
from api.context import service_of
from api.faces.matih_sessions.schemas import (
    CreateSession,
    SessionCreated,
    SessionForked,
    SessionTurn,
    created_body,
)
from api.json_response import JsonResponse
from api.matih.dialect import SESSIONS
from api.matih.examples import SESSION, sessions_example
from api.matih.face import Face
from api.matih.listing import session_list
from api.matih.openapi import error_answers, success
from api.matih.reading_routes import READ_ERRORS
from api.matih.requests import DEFAULT_PAGE, Cursor, Limit, Search, UserQuery
from api.matih.responses import SessionList
from api.matih.session_routes import add_session_routes
from api.matih.turn_options import IdempotencyKey

router = APIRouter(prefix="/api/v1/bi/sessions", tags=["Chat sessions"])

FACE = Face(
    router=router,
    caller=tenant_principal,
    dialect=SESSIONS,
    chart_path="visualization",
    turn=SessionTurn,
    forked=SessionForked,
    created_body=created_body,
)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Create a session",
    responses=success(201, SessionCreated, created_body(SESSION))
    | READ_ERRORS
    | error_answers(409),
)
async def create_session(
    request: Request,
    principal: TenantPrincipal,
    body: CreateSession | None = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    wish = body or CreateSession(user_id=None, datasource_id=None, title=None)
    sessions = (await service_of(request)).sessions
    session = await sessions.create(
        principal,
        user_id=same_user(principal, wish.user_id),
        datasource_id=wish.datasource_id,
        title=wish.title,
        idempotency_key=idempotency_key,
    )
    return JsonResponse(
        created_body(session),
        status_code=status.HTTP_201_CREATED,
        headers={"Location": FACE.session_path(session.session_id)},
    )


@router.get(
    "",
    summary="List a tenant's sessions, newest first",
    responses=success(200, SessionList, sessions_example()) | READ_ERRORS,
)
async def list_sessions(
    request: Request,
    principal: TenantPrincipal,
    user_id: UserQuery = None,
    query: Search = None,
    limit: Limit = DEFAULT_PAGE,
    cursor: Cursor = None,
) -> Response:
    sessions = (await service_of(request)).sessions
    page = await sessions.list(
        principal,
        user_id=same_user(principal, user_id),
        query=query,
        limit=limit,
        cursor=cursor,
    )
    return JsonResponse(session_list(page))


add_session_routes(FACE)
