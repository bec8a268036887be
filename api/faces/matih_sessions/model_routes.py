"""Which models a caller's turns can be written by, and what they have used of them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.auth import TenantPrincipal
from api.context import service_of, settings_of
from api.json_response import JsonResponse
from api.matih.listing import moment
from api.matih.openapi import error_answers, success
from api.matih.reading_routes import READ_ERRORS
from api.matih.responses import Shape, UsageBody
from api.wishes import modes_of
from llm.settings import Budget
from llm.usage import Usage
from runs.model_usage import KEPT_DAYS, DayUsage

router = APIRouter(prefix="/api/v1/bi", tags=["Models"])

ModeName = Literal["embedded", "hybrid", "model"]
Days = Annotated[int, Query(ge=1, le=KEPT_DAYS, description="How many, today the last of them.")]


class ModelList(Shape):
    """What a turn may say as its `model` and `mode`."""

    mode: ModeName = Field(description="Of turns that name none.")
    default_model: str | None = Field(description="The model that is asked; null: there is none.")
    models: list[str]
    modes: list[ModeName]


class UsageOfDay(UsageBody):
    day: str = Field(description="In UTC.")


class Amount(Shape):
    """Null: without a limit."""

    tokens: int | None
    cost: float | None


class TenantUsage(Shape):
    """`left` is of today; where something of it is 0, the language engine answers alone."""

    tenant_id: str
    days: list[UsageOfDay]
    budget: Amount
    left: Amount
    resets_at: str


_MODELS = {
    "mode": "hybrid",
    "default_model": "gpt-4.1-mini",
    "models": ["embedded", "gpt-4.1-mini"],
    "modes": ["embedded", "hybrid", "model"],
}


@router.get(
    "/models",
    summary="What a turn may name as its model and mode",
    responses=success(200, ModelList, _MODELS) | error_answers(401, 403, 422),
)
async def list_models(request: Request, principal: TenantPrincipal) -> Response:
    del principal  # anybody's are the same
    settings = settings_of(request)
    return JsonResponse(
        {
            "mode": settings.chosen_mode,
            "default_model": settings.model,
            "models": settings.models,
            "modes": modes_of(settings),
        }
    )


def _usage_body(tenant_id: str, days: tuple[DayUsage, ...], budget: Budget) -> dict[str, Any]:
    today = days[-1]
    midnight = datetime.combine(today.day + timedelta(days=1), time(), UTC)
    return {
        "tenant_id": tenant_id,
        "days": [{"day": one.day.isoformat(), **asdict(one.usage)} for one in days],
        "budget": {"tokens": budget.tokens or None, "cost": budget.cost or None},
        "left": _left(budget, today.usage),
        "resets_at": moment(midnight),
    }


def _left(budget: Budget, used: Usage) -> dict[str, Any]:
    return {
        "tokens": max(0, budget.tokens - used.total_tokens) if budget.tokens else None,
        "cost": max(0.0, budget.cost - (used.cost or 0.0)) if budget.cost else None,
    }


_USAGE = _usage_body(
    "acme-corp",
    (DayUsage(datetime(2025, 1, 15, tzinfo=UTC).date(), Usage(48_210, 3_904, 31_744, 21, 0.0142)),),
    Budget(tokens=1_000_000, cost=5.0),
)


@router.get(
    "/usage",
    summary="What the tenant has used of models, a day at a time",
    responses=success(200, TenantUsage, _USAGE) | READ_ERRORS,
)
async def tenant_usage(request: Request, principal: TenantPrincipal, days: Days = 7) -> Response:
    service = await service_of(request)
    found = await service.usage.days(principal.tenant_id, days)
    budget = settings_of(request).budget_of(principal.tenant_id)
    return JsonResponse(_usage_body(principal.tenant_id, found, budget))
