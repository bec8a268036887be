"""The MATIH error body, and the one table from our error codes to it.

Statuses, codes and categories are the ones the platform publishes; where it publishes none,
the choice is ours. Our own code is in `details.reason`, so that a client can tell a busy
session from one that has nothing to refine.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from api.json_response import JsonResponse
from api.problem import Problem, retry_after_s
from api.request_id import current_request_id

API_VERSION = "v1"


class MatihError(NamedTuple):
    status: int
    code: str
    category: str


_VALIDATION = MatihError(422, "VALIDATION_FAILED", "VALIDATION_ERROR")
_NOT_FOUND = MatihError(404, "RESOURCE_NOT_FOUND", "CLIENT_ERROR")
_CONFLICT = MatihError(409, "CONFLICT", "CLIENT_ERROR")
_UNAVAILABLE = MatihError(503, "SERVICE_UNAVAILABLE", "SERVER_ERROR")
_INTERNAL = MatihError(500, "INTERNAL_ERROR", "SERVER_ERROR")

ERRORS: Mapping[str, MatihError] = {
    "invalid_request": _VALIDATION,
    "invalid_cursor": _VALIDATION,
    "invalid_event_id": _VALIDATION,
    "invalid_title": _VALIDATION,
    "invalid_query": _VALIDATION,
    "body_too_large": MatihError(413, "VALIDATION_FAILED", "VALIDATION_ERROR"),
    "chart_not_possible": _VALIDATION,
    "image_not_possible": _VALIDATION,
    "forecast_not_possible": _VALIDATION,
    "query_not_possible": _VALIDATION,
    "dashboard_invalid": _VALIDATION,
    "nothing_to_pin": _VALIDATION,
    "other_datasource": _VALIDATION,
    "query_refused": _VALIDATION,
    "not_in_catalog": _VALIDATION,
    "filter_leaves_nothing": _VALIDATION,
    "result_too_large": _VALIDATION,
    "export_format_unknown": _VALIDATION,
    "export_value_does_not_fit": _VALIDATION,
    "export_too_large": _VALIDATION,
    "export_not_offered": _VALIDATION,
    "session_not_found": _NOT_FOUND,
    "datasource_not_found": _NOT_FOUND,
    "run_not_found": _NOT_FOUND,
    "turn_not_found": _NOT_FOUND,
    "task_not_found": _NOT_FOUND,
    "tile_not_found": _NOT_FOUND,
    "summary_not_found": _NOT_FOUND,
    "job_not_found": _NOT_FOUND,
    "knowledge_not_found": _NOT_FOUND,
    "knowledge_full": _CONFLICT,
    "table_not_found": _NOT_FOUND,
    "no_table_found": _VALIDATION,
    "filter_not_found": _NOT_FOUND,
    "dashboard_not_found": _NOT_FOUND,
    "version_not_found": _NOT_FOUND,
    "run_expired": _NOT_FOUND,
    "route_not_found": _NOT_FOUND,
    "method_not_allowed": MatihError(405, "METHOD_NOT_ALLOWED", "CLIENT_ERROR"),
    "dashboard_too_large": MatihError(413, "VALIDATION_FAILED", "VALIDATION_ERROR"),
    "dashboard_changed": _CONFLICT,
    "session_busy": _CONFLICT,
    "queue_full": _CONFLICT,
    "nothing_to_refine": _CONFLICT,
    "nothing_to_correct": _CONFLICT,
    "summary_not_ready": _CONFLICT,
    "nothing_runs": _CONFLICT,
    "nothing_to_export": _CONFLICT,
    "nothing_to_rate": _CONFLICT,
    "turn_without_state": _CONFLICT,
    "idempotency_key_reused": _CONFLICT,
    "run_cancelled": _CONFLICT,
    "unauthorized": MatihError(401, "UNAUTHORIZED", "AUTHORIZATION_ERROR"),
    "token_expired": MatihError(401, "TOKEN_EXPIRED", "AUTHORIZATION_ERROR"),
    "forbidden": MatihError(403, "FORBIDDEN", "AUTHORIZATION_ERROR"),
    "dashboard_not_owned": MatihError(403, "FORBIDDEN", "AUTHORIZATION_ERROR"),
    "claim_missing": MatihError(403, "FORBIDDEN", "AUTHORIZATION_ERROR"),
    "tenant_mismatch": MatihError(403, "TENANT_MISMATCH", "AUTHORIZATION_ERROR"),
    "llm_unavailable": MatihError(503, "LLM_UNAVAILABLE", "SERVER_ERROR"),
    "model_budget_spent": MatihError(429, "RATE_LIMITED", "CLIENT_ERROR"),
    "query_not_mended": _VALIDATION,
    "draining": _UNAVAILABLE,
    "forecast_failed": _UNAVAILABLE,
    "run_lost": _UNAVAILABLE,
    "rows_expired": _UNAVAILABLE,
    "exports_busy": _UNAVAILABLE,
    "image_failed": _UNAVAILABLE,
    "chart_bundle_failed": _UNAVAILABLE,
    "export_timeout": MatihError(504, "SERVICE_UNAVAILABLE", "SERVER_ERROR"),
    "query_timeout": MatihError(504, "SERVICE_UNAVAILABLE", "SERVER_ERROR"),
    "database_unavailable": _UNAVAILABLE,
    "store_unavailable": _UNAVAILABLE,
    "model_reply_unusable": _INTERNAL,
    "lease_lost": _INTERNAL,
    "checkpoint_missing": _INTERNAL,
    "store_url_invalid": _INTERNAL,
    "query_failed": _INTERNAL,
    "catalog_invalid": _INTERNAL,
    "settings_invalid": _INTERNAL,
    "internal_error": _INTERNAL,
}


def error_of(problem: Problem) -> dict[str, Any]:
    """The `error` object of a body, an SSE `error` event and a WebSocket error."""
    known = ERRORS.get(problem.code, _INTERNAL)
    return {
        "code": known.code,
        "category": known.category,
        "message": problem.message,
        "details": {"reason": problem.code, "retryable": problem.retryable, **problem.details},
    }


def error_code_of(code: str, message: str) -> dict[str, str]:
    """How a run failed, for those who ask later; the whole error is in its events."""
    known = ERRORS.get(code, _INTERNAL)
    return {
        "code": known.code,
        "category": known.category,
        "reason": code,
        "message": message,
    }


def error_body(problem: Problem) -> dict[str, Any]:
    return {
        "success": False,
        "error": error_of(problem),
        "metadata": {
            "timestamp": datetime.now(UTC),
            "requestId": current_request_id(),
            "version": API_VERSION,
        },
    }


def error_response(problem: Problem, headers: Mapping[str, str] | None = None) -> JsonResponse:
    """With `Retry-After` where the same call may succeed later."""
    status = ERRORS.get(problem.code, _INTERNAL).status
    extra = dict(headers or {})
    if problem.retryable:
        extra["Retry-After"] = str(retry_after_s(problem))
    if status == 401:
        extra["WWW-Authenticate"] = "Bearer"
    return JsonResponse(error_body(problem), status_code=status, headers=extra)
