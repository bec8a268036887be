"""The endpoints of sessions: conversations that other faces have too, under numbers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.context import service_of
from api.faces.chat2query.callers import Conversing, KeyHolder
from api.faces.chat2query.databases import named_database
from api.faces.chat2query.envelope import enveloped
from api.faces.chat2query.openapi import (
    EMPTY_SESSION,
    SESSION,
    SESSION_LIST,
    answers,
)
from api.faces.chat2query.schemas import CreateSession, RenameSession
from api.faces.chat2query.session_bodies import session_body, session_list
from runs.model import Session

router = APIRouter(tags=["Chat2Query sessions"])

# The most messages that are told of a session at once.
_MOST_MESSAGES = 500

SessionNumber = Annotated[
    int, Path(alias="session_id", ge=1, le=2**63 - 1, description="As it was given out.")
]
Limit = Annotated[int, Query(ge=1, le=200, description="The most sessions.")]
Cursor = Annotated[str | None, Query(max_length=256, description="`next_cursor` of a page.")]
Offset = Annotated[int, Query(ge=0, description="So many messages, the oldest, are left out.")]


@router.post(
    "/v3/sessions",
    summary="Start a session with a database",
    responses=answers(EMPTY_SESSION, 400, 401, 403, 404, 429),
)
async def create_session(request: Request, holder: Conversing, body: CreateSession) -> Response:
    service = await service_of(request)
    named = await named_database(service, holder.principal, body)
    session = await service.sessions.create(
        holder.principal, datasource_id=named.datasource_id, title=body.name, numbered=True
    )
    return enveloped(session_body(session, ()))


@router.get(
    "/v3/sessions",
    summary="The caller's sessions, newest first",
    responses=answers(SESSION_LIST, 400, 401, 403, 429),
)
async def list_sessions(
    request: Request, holder: Conversing, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    sessions = (await service_of(request)).sessions
    page = await sessions.list(holder.principal, limit=limit, cursor=cursor, numbered=True)
    return enveloped(session_list(page))


@router.get(
    "/v3/sessions/{session_id}",
    summary="A session with its messages, oldest first",
    responses=answers(SESSION, 400, 401, 403, 404, 429),
)
async def get_session(
    request: Request, holder: Conversing, number: SessionNumber, offset: Offset = 0
) -> Response:
    """500 messages at most; `offset` leads to later ones."""
    session = await (await service_of(request)).sessions.get(holder.principal, str(number))
    return await _told(request, holder, session, offset)


@router.put(
    "/v3/sessions/{session_id}",
    summary="Rename a session",
    responses=answers(SESSION, 400, 401, 403, 404, 429),
)
async def rename_session(
    request: Request, holder: Conversing, number: SessionNumber, body: RenameSession
) -> Response:
    sessions = (await service_of(request)).sessions
    session = await sessions.rename(holder.principal, str(number), body.name)
    return await _told(request, holder, session)


@router.put(
    "/v3/sessions/{session_id}/reset",
    summary="Empty a session, and stop what runs in it",
    responses=answers(EMPTY_SESSION, 400, 401, 403, 404, 429),
)
async def reset_session(request: Request, holder: Conversing, number: SessionNumber) -> Response:
    """It keeps its id and its name. Nothing that was said before steers the next question; jobs of
    before can still be asked after."""
    session = await (await service_of(request)).runs.reset(holder.principal, str(number))
    return enveloped(session_body(session, ()))


async def _told(request: Request, holder: KeyHolder, session: Session, offset: int = 0) -> Response:
    sessions = (await service_of(request)).sessions
    page = await sessions.history(
        holder.principal, session.session_id, limit=_MOST_MESSAGES, offset=offset
    )
    return enveloped(session_body(session, page.messages))
