"""Which databases a caller's sessions can be about, what they hold and what to ask first."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request
from pydantic import Field
from starlette.responses import Response

from api.auth import TenantPrincipal
from api.context import service_of
from api.faces.matih_sessions.catalog_bodies import CatalogBody, catalog_body, catalog_example
from api.json_response import JsonResponse
from api.matih.listing import suggestions_body
from api.matih.openapi import error_answers, success
from api.matih.reading_routes import READ_ERRORS
from api.matih.responses import Shape, SuggestionList
from bi.datasources.connected import ConnectedDatasource

# One that nobody has described yet is a conflict, as it is to questions.
_ERRORS = READ_ERRORS | error_answers(409)

DatasourcePath = Annotated[str, Path(description="An id of the list of datasources.")]

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


_STARTERS = {
    "suggestions": [
        {"text": "Revenue by month", "kind": "question"},
        {"text": "Top 5 customers by revenue", "kind": "question"},
        {"text": "Revenue by region", "kind": "question"},
        {"text": "Why did revenue change last month?", "kind": "question"},
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


@router.get(
    "/{datasource_id}/catalog",
    summary="What a datasource holds, as the caller may see it",
    responses=success(200, CatalogBody, catalog_example()) | _ERRORS,
)
async def get_catalog(
    request: Request, datasource_id: DatasourcePath, principal: TenantPrincipal
) -> Response:
    catalogs = (await service_of(request)).catalogs
    seen = await catalogs.seen(principal, datasource_id)
    # Catalogs of thousands of columns take a moment.
    return JsonResponse(await asyncio.to_thread(catalog_body, seen))


@router.get(
    "/{datasource_id}/suggestions",
    summary="Sentences worth beginning with",
    responses=success(200, SuggestionList, _STARTERS) | _ERRORS,
)
async def get_starters(
    request: Request, datasource_id: DatasourcePath, principal: TenantPrincipal
) -> Response:
    catalogs = (await service_of(request)).catalogs
    return JsonResponse(suggestions_body(await catalogs.starters(principal, datasource_id)))
