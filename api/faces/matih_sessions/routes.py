"""The chat sessions' endpoints."""

from __future__ import annotations

from fastapi import APIRouter, Request, status
from starlette.responses import Response

from api.auth import TenantPrincipal, same_user, tenant_principal
from api.context import service_of
from api.faces.matih_sessions.schemas import (
    DIALECT,
    CreateSession,
    SessionCreated,
    SessionTurn,
    created_body,
)
from api.json_response import JsonResponse
from api.matih.examples import SESSION, sessions_example
from api.matih.listing import session_list
from api.matih.openapi import success
from api.matih.requests import DEFAULT_PAGE, Cursor, Limit, UserQuery
from api.matih.responses import SessionList
from api.matih.session_routes import READ_ERRORS, add_session_routes

router = APIRouter(prefix="/api/v1/bi/sessions", tags=["Chat sessions"])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Create a session",
    responses=success(201, SessionCreated, created_body(SESSION)) | READ_ERRORS,
)
async def create_session(
    request: Request, principal: TenantPrincipal, body: CreateSession | None = None
) -> Response:
    wish = body or CreateSession(user_id=None, datasource_id=None)
    sessions = (await service_of(request)).sessions
    session = await sessions.create(
        principal,
        user_id=same_user(principal, wish.user_id),
        datasource_id=wish.datasource_id,
    )
    return JsonResponse(created_body(session), status_code=status.HTTP_201_CREATED)


@router.get(
    "",
    summary="List a tenant's sessions, newest first",
    responses=success(200, SessionList, sessions_example()) | READ_ERRORS,
)
async def list_sessions(
    request: Request,
    principal: TenantPrincipal,
    user_id: UserQuery = None,
    limit: Limit = DEFAULT_PAGE,
    cursor: Cursor = None,
) -> Response:
    sessions = (await service_of(request)).sessions
    page = await sessions.list(
        principal, user_id=same_user(principal, user_id), limit=limit, cursor=cursor
    )
    return JsonResponse(session_list(page))


add_session_routes(router, tenant_principal, DIALECT, SessionTurn, chart_path="visualization")
