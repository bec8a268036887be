"""`/health`: the process is alive. `/ready`: what it rests on answers."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import Response

from api.context import opening_of
from api.json_response import JsonResponse

router = APIRouter(tags=["Probes"])


class Health(BaseModel):
    status: str
    version: str


class Readiness(BaseModel):
    """`status` is ready, starting or unavailable.

    `checks` names what the service rests on, and whether it answers now.
    """

    status: str
    checks: dict[str, bool]


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
    opening = opening_of(request)
    if not opening.is_open:
        return JsonResponse({"status": "starting", "checks": {}}, status_code=503)
    checks = await (await opening.service()).ready()
    if all(checks.values()):
        return JsonResponse({"status": "ready", "checks": checks})
    return JsonResponse({"status": "unavailable", "checks": checks}, status_code=503)
