"""A dashboard made and changed by sentences."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.auth import TenantPrincipal
from api.context import service_of, settings_of
from api.faces.dashboards.examples import TURN
from api.faces.dashboards.parameters import PREFIX, DashboardId, path_of
from api.faces.dashboards.schemas import ChangeByWords, CreateDashboard, DashboardTurn
from api.matih.dialect import SESSIONS
from api.matih.openapi import turn_answers
from api.matih.turn_options import Options, TurnOptions
from api.matih.turns import TurnTaker
from runs.model import Compose, Principal

# Its conversation is a chat session like any other, and its runs are read there.
_SESSIONS = "/api/v1/bi/sessions"

router = APIRouter(prefix=PREFIX, tags=["Dashboards"])


@router.post(
    "/{dashboard_id}/messages",
    summary="Change a dashboard by a sentence, or ask what stands out",
    responses=turn_answers(DashboardTurn, TURN),
)
async def send_message(
    request: Request,
    principal: TenantPrincipal,
    dashboard_id: DashboardId,
    body: ChangeByWords,
    options: Options,
) -> Response:
    """The turn is about the dashboard as it stands when it begins, and what becomes of it is the
    next version. Its conversation is the session `session_id`, where history and runs are."""
    wish = body.wish(settings_of(request))
    turn = Compose(body.message, tile_id=body.tile_id, stored_id=dashboard_id, wish=wish)
    return await _take(request, principal, dashboard_id, options, turn)


async def make_by_words(
    request: Request,
    principal: Principal,
    options: TurnOptions,
    body: CreateDashboard,
    user_id: str | None,
) -> Response:
    """A turn that makes a dashboard of the body's message; one that was asked back goes on with
    messages to it."""
    message = body.message
    assert message is not None
    wish = body.wish(settings_of(request))
    draft = await (await service_of(request)).talks.draft(
        principal,
        message,
        datasource_id=body.datasource_id,
        user_id=user_id,
        idempotency_key=options.idempotency_key,
    )
    turn = Compose(message, stored_id=draft.dashboard_id, wish=wish)
    return await _take(request, principal, draft.dashboard_id, options, turn)


async def _take(
    request: Request,
    principal: Principal,
    dashboard_id: str,
    options: TurnOptions,
    turn: Compose,
) -> Response:
    talks = (await service_of(request)).talks
    line = await talks.line(principal, dashboard_id)
    session_id = (await talks.session(principal, line)).session_id
    taker = TurnTaker(
        SESSIONS,
        f"{_SESSIONS}/{session_id}",
        request,
        principal,
        session_id,
        options,
        dashboard_id=dashboard_id,
    )
    return await taker.take(turn, {"Location": path_of(dashboard_id)})
