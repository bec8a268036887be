"""This face's error body, and which of its statuses a problem has.

Clients know 400, 404 and 500. The two besides are of the host application's own kind: who calls is
unknown (401), or may not do this (403).
"""

from __future__ import annotations

from collections.abc import Mapping

from api.json_response import JsonResponse
from api.problem import Problem, retry_after_s

_NOT_OURS = {
    "unauthorized": 401,
    "token_expired": 401,
    "forbidden": 403,
    "claim_missing": 403,
    "tenant_mismatch": 403,
}
_NOT_FOUND = frozenset(
    {"datasource_not_found", "dashboard_not_found", "session_not_found", "route_not_found"}
)
# Where the request was as it should be.
_OURS = frozenset(
    {
        "internal_error",
        "catalog_invalid",
        "settings_invalid",
        "store_url_invalid",
        "checkpoint_missing",
        "lease_lost",
        "query_failed",
        "model_reply_unusable",
        "query_not_mended",
        "model_budget_spent",
        "query_timeout",
        "run_cancelled",
        "run_expired",
    }
)
# Clients compare it.
_DATASOURCE_NOT_FOUND = "Datasource not found"


def status_of(problem: Problem) -> int:
    if problem.code in _NOT_OURS:
        return _NOT_OURS[problem.code]
    if problem.code in _NOT_FOUND:
        return 404
    return 500 if problem.retryable or problem.code in _OURS else 400


def error_body(problem: Problem) -> dict[str, str]:
    """The body of an error, and the data of an `error` event."""
    if problem.code == "datasource_not_found":
        return {"error": _DATASOURCE_NOT_FOUND}
    return {"error": problem.message}


def error_response(problem: Problem, headers: Mapping[str, str] | None = None) -> JsonResponse:
    """With `Retry-After` where the same call may succeed later."""
    status = status_of(problem)
    extra = dict(headers or {})
    if problem.retryable:
        extra["Retry-After"] = str(retry_after_s(problem))
    if status == 401:
        extra["WWW-Authenticate"] = "Bearer"
    return JsonResponse(error_body(problem), status_code=status, headers=extra)
