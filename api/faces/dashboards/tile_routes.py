"""Tiles put on a dashboard and taken off it."""

from __future__ import annotations

from fastapi import APIRouter, Request, status
from starlette.responses import Response

from api.auth import TenantPrincipal
from api.context import service_of
from api.faces.dashboards.examples import PINNED, PINNING, STORED
from api.faces.dashboards.parameters import PREFIX, BodyOf, DashboardId, SeenVersion, TileId
from api.faces.dashboards.schemas import PinnedDashboard, PinTile, StoredDashboard
from api.json_response import JsonResponse
from api.matih.openapi import error_answers, success
from api.matih.reading_routes import READ_ERRORS
from api.matih.stored_dashboard import stored_body

router = APIRouter(prefix=PREFIX, tags=["Dashboards"])


@router.post(
    "/{dashboard_id}/tiles",
    status_code=status.HTTP_201_CREATED,
    summary="Pin an answer: one more tile that asks the same",
    responses=success(201, PinnedDashboard, PINNED) | READ_ERRORS | error_answers(409, 413),
)
async def pin_answer(
    request: Request,
    principal: TenantPrincipal,
    dashboard_id: DashboardId,
    body: PinTile = BodyOf(PINNING),
) -> Response:
    """Of a turn whose `metadata.pinnable` says so, else 422 `nothing_to_pin`; of another
    datasource than the dashboard's 422 `other_datasource`."""
    stored, tile_id = await (await service_of(request)).pins.add(
        principal, dashboard_id, body.pin(), version=body.version
    )
    return JsonResponse(
        {**stored_body(stored, principal), "tile_id": tile_id},
        status_code=status.HTTP_201_CREATED,
    )


@router.delete(
    "/{dashboard_id}/tiles/{tile_id}",
    summary="Take a tile off a dashboard",
    responses=success(200, StoredDashboard, STORED) | READ_ERRORS | error_answers(409),
)
async def remove_tile(
    request: Request,
    principal: TenantPrincipal,
    dashboard_id: DashboardId,
    tile_id: TileId,
    version: SeenVersion = None,
) -> Response:
    """As the next version, which `POST …/versions/{version}/restore` takes back."""
    stored = await (await service_of(request)).dashboards.remove_tile(
        principal, dashboard_id, tile_id, version=version
    )
    return JsonResponse(stored_body(stored, principal))
