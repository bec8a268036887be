"""Which databases a caller's sessions can be about."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from api.auth import TenantPrincipal
from api.context import service_of
from api.json_response import JsonResponse
from api.matih.openapi import success
from api.matih.reading_routes import READ_ERRORS
from api.matih.responses import Shape
from bi.datasources.connected import ConnectedDatasource

router = APIRouter(prefix="/api/v1/bi/datasources", tags=["Datasources"])


class Datasource(Shape):
    id: str
    title: str
    description: str
    language: str = Field(description="ISO 639 code of the language to ask in.")
    dialect: str = Field(description="Of the SQL that answers show.")
    catalog_version: str
    state: Literal["ready", "needs_summary"] = Field(
        description="needs_summary: nobody has described it yet, so that it cannot be asked."
    )
    is_default: bool = Field(description="Whether sessions that name no datasource ask this one.")


class DatasourceList(Shape):
    datasources: list[Datasource]


_EXAMPLE = {
    "datasources": [
        {
            "id": "demo",
            "title": "Demo shop",
            "description": "",
            "language": "en",
            "dialect": "duckdb",
            "catalog_version": "4f1a6c0d2b7e9a35",
            "state": "ready",
            "is_default": True,
        }
    ]
}


@router.get(
    "",
    summary="List the datasources a tenant may ask",
    responses=success(200, DatasourceList, _EXAMPLE) | READ_ERRORS,
)
async def list_datasources(request: Request, principal: TenantPrincipal) -> Response:
    known = (await service_of(request)).datasources.open_to(principal.tenant_id)
    listed = [_described(one, is_default=index == 0) for index, one in enumerate(known)]
    return JsonResponse({"datasources": listed})


def _described(one: ConnectedDatasource, *, is_default: bool) -> dict[str, Any]:
    about = one.catalog.datasource
    return {
        "id": one.id,
        "title": about.title,
        "description": about.description,
        "language": one.catalog.language,
        "dialect": one.warehouse.dialect,
        "catalog_version": one.catalog.version,
        "state": "ready" if one.catalog.is_described else "needs_summary",
        "is_default": is_default,
    }
