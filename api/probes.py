"""`/health`: the process is alive. `/ready`: what it rests on answers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import Response

from api.context import drain_of, opening_of
from api.json_response import JsonResponse
from api.problem import RETRY_AFTER_S

router = APIRouter(tags=["Probes"])


class Health(BaseModel):
    status: str
    version: str


class Readiness(BaseModel):
    """`status` is ready, starting, draining or unavailable.

    `checks` names what the service rests on, and whether it answers now. `datasources` says how
    each stands: ready, starting, busy (as many queries run as may), needs_summary (it has no
    catalog yet) or unavailable. `warnings` do not keep it from answering, and are left out where
    there are none: a catalog that was edited and has faults, so that the one before is used, and a
    database that nobody has described.
    """

    status: str
    checks: dict[str, bool]
    datasources: dict[str, str]
    warnings: list[str] = []


@router.get("/health", summary="Is the process alive", response_model=Health)
async def health(request: Request) -> Response:
    return JsonResponse({"status": "ok", "version": request.app.version})


@router.get(
    "/ready",
    summary="Can questions be answered",
    response_model=Readiness,
    responses={503: {"model": Readiness, "description": "Something it rests on does not answer"}},
)
async def ready(request: Request) -> Response:
    if drain_of(request).is_draining:
        return _not_ready("draining")
    opening = opening_of(request)
    if not opening.is_open:
        return _not_ready("starting")
    service = await opening.service()
    checks, datasources = await asyncio.gather(service.ready(), service.conditions())
    if not all(checks.values()):
        return _not_ready("unavailable", checks, datasources)
    warned = {"warnings": list(service.warnings)} if service.warnings else {}
    body = {"status": "ready", "checks": checks, "datasources": datasources, **warned}
    return JsonResponse(body)


def _not_ready(
    status: str, checks: Mapping[str, bool] = {}, datasources: Mapping[str, str] = {}
) -> Response:
    headers = {"Retry-After": str(RETRY_AFTER_S)}
    body = {"status": status, "checks": checks, "datasources": datasources}
    return JsonResponse(body, status_code=503, headers=headers)
