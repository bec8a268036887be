"""What a dashboard can be filtered by, and to which values."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.auth import TenantPrincipal
from api.context import service_of
from api.faces.dashboards.examples import FILTER_VALUES, FILTERABLE
from api.faces.dashboards.parameters import PREFIX, DashboardId, FilterId, ValueSearch
from api.faces.dashboards.schemas import FilterableColumns, FilterValues
from api.json_response import JsonResponse
from api.matih.openapi import success
from api.matih.reading_routes import READ_ERRORS
from api.reader import unless_gone

router = APIRouter(prefix=PREFIX, tags=["Dashboards"])


@router.get(
    "/{dashboard_id}/filters/{filter_id}/values",
    summary="The values that a filter can be set to",
    responses=success(200, FilterValues, FILTER_VALUES) | READ_ERRORS,
)
async def filter_values(
    request: Request,
    principal: TenantPrincipal,
    dashboard_id: DashboardId,
    filter_id: FilterId,
    search: ValueSearch = None,
) -> Response:
    """Up to 50, of the rows that the caller may see."""
    service = await service_of(request)
    stored = await service.dashboards.get(principal, dashboard_id)
    finding = service.filters.values(principal, stored.dashboard, filter_id, search)
    found = await unless_gone(request, finding)
    return JsonResponse({"filter_id": filter_id, "values": found.values, "more": found.more})


@router.get(
    "/{dashboard_id}/filterable",
    summary="The columns that its tiles can be filtered by",
    responses=success(200, FilterableColumns, FILTERABLE) | READ_ERRORS,
)
async def filterable_columns(
    request: Request, principal: TenantPrincipal, dashboard_id: DashboardId
) -> Response:
    """The most useful first, with how many tiles can follow. `PUT` with one more filter in the
    dashboard's `filters` adds it."""
    service = await service_of(request)
    stored = await service.dashboards.get(principal, dashboard_id)
    found = await service.filters.filterable(principal, stored.dashboard)
    columns = [
        {
            "dataset": one.column.dataset if one.column else None,
            "name": one.column.name if one.column else None,
            "label": one.label,
            "kind": one.kind,
            "tiles": one.tiles,
        }
        for one in found
    ]
    return JsonResponse({"columns": columns})
