"""Who the caller is taken for."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from api.auth import TenantPrincipal
from api.context import settings_of
from api.json_response import JsonResponse
from api.matih.openapi import error_answers, success
from api.matih.responses import Shape

router = APIRouter(prefix="/api/v1/bi", tags=["Caller"])


class Caller(Shape):
    tenant_id: str
    user_id: str | None = Field(description="Of the token; null where there is none.")
    roles: list[str]
    token_required: bool = Field(description="Whether requests without a token are refused.")


_ALICE = {
    "tenant_id": "acme-corp",
    "user_id": "alice",
    "roles": ["manager"],
    "token_required": True,
}


@router.get(
    "/me",
    summary="Who the caller is taken for",
    responses=success(200, Caller, _ALICE) | error_answers(401, 403, 422),
)
async def who_calls(request: Request, principal: TenantPrincipal) -> Response:
    return JsonResponse(
        {
            "tenant_id": principal.tenant_id,
            "user_id": principal.user_id,
            "roles": list(principal.roles),
            "token_required": settings_of(request).require_auth,
        }
    )
