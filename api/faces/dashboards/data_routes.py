"""What a dashboard shows."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.auth import TenantPrincipal
from api.context import service_of
from api.faces.dashboards.examples import DATA, TILE_DATA
from api.faces.dashboards.parameters import PREFIX, DashboardId, Fresh, TileId, VersionQuery
from api.faces.dashboards.schemas import DashboardData, TileData
from api.faces.dashboards.settings import Filters, settings_of
from api.faces.dashboards.tile_bodies import problem_of_failure, tile_body
from api.json_response import JsonResponse
from api.matih.errors import error_response
from api.matih.openapi import success
from api.matih.reading_routes import READ_ERRORS
from api.reader import unless_gone

if TYPE_CHECKING:
    from nodes.tiles import TileAnswer
    from runs.dashboard_records import StoredDashboard
    from runs.model import Principal

router = APIRouter(prefix=PREFIX, tags=["Dashboards"])


@router.get(
    "/{dashboard_id}/data",
    summary="What all tiles show, asked for side by side",
    responses=success(200, DashboardData, DATA) | READ_ERRORS,
)
async def dashboard_data(
    request: Request,
    principal: TenantPrincipal,
    dashboard_id: DashboardId,
    filters: Filters = None,
    version: VersionQuery = None,
    fresh: Fresh = False,
) -> Response:
    """With the caller's own rights. A tile that cannot be shown says why in `error`, and keeps
    no other from its rows."""
    stored, answers = await _answers(
        request, principal, dashboard_id, None, filters, version, fresh=fresh
    )
    return JsonResponse(
        {
            "dashboard_id": dashboard_id,
            "version": stored.version.version,
            "tiles": [tile_body(answer) for answer in answers],
        }
    )


@router.get(
    "/{dashboard_id}/tiles/{tile_id}/data",
    summary="What one tile shows",
    responses=success(200, TileData, TILE_DATA) | READ_ERRORS,
)
async def tile_data(
    request: Request,
    principal: TenantPrincipal,
    dashboard_id: DashboardId,
    tile_id: TileId,
    filters: Filters = None,
    version: VersionQuery = None,
    fresh: Fresh = False,
) -> Response:
    """One that cannot be shown is an error answer."""
    _, (answer,) = await _answers(
        request, principal, dashboard_id, [tile_id], filters, version, fresh=fresh
    )
    if answer.failure is not None:
        return error_response(problem_of_failure(answer.failure))
    return JsonResponse(tile_body(answer))


async def _answers(
    request: Request,
    principal: Principal,
    dashboard_id: str,
    tile_ids: Collection[str] | None,
    filters: str | None,
    version: int | None,
    *,
    fresh: bool,
) -> tuple[StoredDashboard, tuple[TileAnswer, ...]]:
    settings = settings_of(filters)
    service = await service_of(request)
    stored = await service.dashboards.get(principal, dashboard_id, version)
    asking = service.tiles.answers(
        principal, stored.dashboard, tile_ids, settings=settings, fresh=fresh
    )
    return stored, await unless_gone(request, asking)
