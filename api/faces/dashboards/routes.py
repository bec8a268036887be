"""The dashboards' endpoints."""

from __future__ import annotations

from fastapi import APIRouter, Request, status
from starlette.responses import Response

from api.auth import TenantPrincipal, same_user
from api.context import service_of
from api.faces.dashboards.examples import (
    CREATING,
    LISTED,
    REPLACING,
    SHARED,
    STORED,
    TURN,
)
from api.faces.dashboards.parameters import (
    PREFIX,
    BodyOf,
    DashboardId,
    Search,
    SharedOnes,
    path_of,
)
from api.faces.dashboards.schemas import (
    CreateDashboard,
    DashboardList,
    DashboardTurn,
    RenameDashboard,
    ReplaceDashboard,
    ShareDashboard,
    StoredDashboard,
)
from api.faces.dashboards.words import make_by_words
from api.json_response import JsonResponse
from api.matih.errors import error_response
from api.matih.openapi import error_answers, success, turn_answers
from api.matih.reading_routes import READ_ERRORS
from api.matih.requests import DEFAULT_PAGE, Cursor, Limit, UserQuery
from api.matih.stored_dashboard import list_body, stored_body
from api.matih.turn_options import Options
from api.problem import InvalidRequest
from api.wire import Wire

router = APIRouter(prefix=PREFIX, tags=["Dashboards"])

# Twice what a dashboard may have as it is stored, since its sender may write it more widely.
MAX_BODY_BYTES = 512 * 1024

WIRE = Wire(router.prefix, error_response, MAX_BODY_BYTES)

_WRITE_ERRORS = READ_ERRORS | error_answers(409, 413)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Create a dashboard: whole, by a sentence, or of an answer",
    responses=success(201, StoredDashboard, STORED)
    | turn_answers(DashboardTurn, TURN)
    | _WRITE_ERRORS,
)
async def create_dashboard(
    request: Request,
    principal: TenantPrincipal,
    options: Options,
    body: CreateDashboard = BodyOf(CREATING),
) -> Response:
    """With `message` the answer is a turn, as JSON or as a stream, whose `metadata.dashboard` is
    what was made of it; `Location` is where it is, or is going to be."""
    user_id = same_user(principal, body.user_id)
    if body.message is not None:
        return await make_by_words(request, principal, options, body, user_id)
    service = await service_of(request)
    key = options.idempotency_key
    if body.pin is not None and body.title is not None:
        stored = await service.pins.create(
            principal, body.pin.pin(), body.title, user_id=user_id, idempotency_key=key
        )
    else:
        assert body.dashboard is not None  # the body says so
        stored = await service.dashboards.create(
            principal, body.dashboard, user_id=user_id, idempotency_key=key
        )
    return JsonResponse(
        stored_body(stored, principal),
        status_code=status.HTTP_201_CREATED,
        headers={"Location": path_of(stored.line.dashboard_id)},
    )


@router.get(
    "",
    summary="List dashboards, newest first",
    responses=success(200, DashboardList, LISTED) | READ_ERRORS,
)
async def list_dashboards(
    request: Request,
    principal: TenantPrincipal,
    user_id: UserQuery = None,
    query: Search = None,
    shared: SharedOnes = False,
    limit: Limit = DEFAULT_PAGE,
    cursor: Cursor = None,
) -> Response:
    """`user_id` of each line is its owner."""
    if shared and user_id is not None:
        raise InvalidRequest("What is shared is listed for all users alike: leave `user_id`.")
    page = await (await service_of(request)).dashboards.list(
        principal,
        user_id=same_user(principal, user_id),
        query=query,
        limit=limit,
        cursor=cursor,
        shared=shared,
    )
    return JsonResponse(list_body(page, principal))


@router.get(
    "/{dashboard_id}",
    summary="One dashboard",
    responses=success(200, StoredDashboard, STORED) | READ_ERRORS,
)
async def get_dashboard(
    request: Request, principal: TenantPrincipal, dashboard_id: DashboardId
) -> Response:
    stored = await (await service_of(request)).dashboards.get(principal, dashboard_id)
    return JsonResponse(stored_body(stored, principal))


@router.put(
    "/{dashboard_id}",
    summary="Replace a dashboard, upon the version that was read",
    responses=success(200, StoredDashboard, STORED) | _WRITE_ERRORS,
)
async def replace_dashboard(
    request: Request,
    principal: TenantPrincipal,
    dashboard_id: DashboardId,
    body: ReplaceDashboard = BodyOf(REPLACING),
) -> Response:
    """409 `dashboard_changed` where that is not the current version any more: read it again."""
    stored = await (await service_of(request)).dashboards.update(
        principal, dashboard_id, body.dashboard, version=body.version
    )
    return JsonResponse(stored_body(stored, principal))


@router.patch(
    "/{dashboard_id}",
    summary="Rename a dashboard",
    responses=success(200, StoredDashboard, STORED) | _WRITE_ERRORS,
)
async def rename_dashboard(
    request: Request, principal: TenantPrincipal, dashboard_id: DashboardId, body: RenameDashboard
) -> Response:
    stored = await (await service_of(request)).dashboards.rename(
        principal, dashboard_id, body.title, version=body.version
    )
    return JsonResponse(stored_body(stored, principal))


@router.put(
    "/{dashboard_id}/sharing",
    summary="Share a dashboard with the tenant, or no longer",
    responses=success(200, StoredDashboard, SHARED) | READ_ERRORS,
)
async def share_dashboard(
    request: Request, principal: TenantPrincipal, dashboard_id: DashboardId, body: ShareDashboard
) -> Response:
    """With the tenant: all of its users may read it, each with their own rights on the data, and
    its owner alone changes it. It is no new version."""
    # With it comes the store, which the start must not wait for.
    from runs.dashboard_records import Sharing

    stored = await (await service_of(request)).dashboards.share(
        principal, dashboard_id, Sharing(body.shared)
    )
    return JsonResponse(stored_body(stored, principal))


@router.delete(
    "/{dashboard_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Delete a dashboard with all its versions",
    responses=READ_ERRORS,
)
async def delete_dashboard(
    request: Request, principal: TenantPrincipal, dashboard_id: DashboardId
) -> Response:
    await (await service_of(request)).dashboards.delete(principal, dashboard_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
