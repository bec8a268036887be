"""The versions of a dashboard."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.auth import TenantPrincipal
from api.context import service_of
from api.faces.dashboards.examples import STORED, VERSION, VERSIONS
from api.faces.dashboards.parameters import PREFIX, DashboardId, Number
from api.faces.dashboards.schemas import (
    RestoreVersion,
    StoredDashboard,
    VersionBody,
    VersionList,
)
from api.json_response import JsonResponse
from api.matih.openapi import error_answers, success
from api.matih.reading_routes import READ_ERRORS
from api.matih.stored_dashboard import stored_body, version_body, version_line

router = APIRouter(prefix=PREFIX, tags=["Dashboards"])


@router.get(
    "/{dashboard_id}/versions",
    summary="The versions that are kept, newest first",
    responses=success(200, VersionList, VERSIONS) | READ_ERRORS,
)
async def list_versions(
    request: Request, principal: TenantPrincipal, dashboard_id: DashboardId
) -> Response:
    found = await (await service_of(request)).dashboards.versions(principal, dashboard_id)
    body = {"dashboard_id": dashboard_id, "versions": [version_line(one) for one in found]}
    return JsonResponse(body)


@router.get(
    "/{dashboard_id}/versions/{version}",
    summary="A dashboard as it was",
    responses=success(200, VersionBody, VERSION) | READ_ERRORS,
)
async def get_version(
    request: Request, principal: TenantPrincipal, dashboard_id: DashboardId, number: Number
) -> Response:
    stored = await (await service_of(request)).dashboards.get(principal, dashboard_id, number)
    return JsonResponse(version_body(stored))


@router.post(
    "/{dashboard_id}/versions/{version}/restore",
    summary="Make an earlier version the current one, as the next",
    responses=success(200, StoredDashboard, STORED) | READ_ERRORS | error_answers(409),
)
async def restore_version(
    request: Request,
    principal: TenantPrincipal,
    dashboard_id: DashboardId,
    number: Number,
    body: RestoreVersion | None = None,
) -> Response:
    stored = await (await service_of(request)).dashboards.restore(
        principal, dashboard_id, number, version=body.version if body else None
    )
    return JsonResponse(stored_body(stored, principal))
