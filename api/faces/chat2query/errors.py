"""This face's errors: which status and code a problem has.

Three codes are published: that a key is not known (49900001), that it is no longer valid
(49900002), and that it has called too often (49900007). Else the code is the status.
"""

from __future__ import annotations

from collections.abc import Mapping

from api.faces.chat2query.envelope import enveloped
from api.json_response import JsonResponse
from api.problem import Problem, Unauthorized, retry_after_s
from api.wire import Wire

# The prefix of a data app, and the bare addresses that older clients call.
APP_PREFIX = "/api/v1beta/app/chat2query-{app}/endpoint"
BARE_PREFIXES = ("/v3", "/v2")

# Descriptions of a wide database's tables and columns are sent in one piece.
MAX_BODY_BYTES = 1024 * 1024


class KeyRefused(Unauthorized):
    """No key, one that is not known, or nothing that proves it.

    `is_stale`: the key was proved, but by a nonce that is used up; the same request with a new one
    goes through.
    """

    code = "key_refused"

    def __init__(self, message: str, *, is_stale: bool = False) -> None:
        super().__init__(message)
        self.is_stale = is_stale


class KeyDead(Unauthorized):
    """The key was revoked, or its time is over."""

    code = "key_dead"


_CODES = {"key_refused": 49900001, "key_dead": 49900002, "rate_limited": 49900007}
_STATUSES = {
    "key_refused": 401,
    "key_dead": 401,
    "unauthorized": 401,
    "token_expired": 401,
    "forbidden": 403,
    "claim_missing": 403,
    "tenant_mismatch": 403,
    "session_not_found": 404,
    "datasource_not_found": 404,
    "dashboard_not_found": 404,
    "knowledge_not_found": 404,
    "run_not_found": 404,
    "run_expired": 404,
    "turn_not_found": 404,
    "task_not_found": 404,
    "job_not_found": 404,
    "summary_not_found": 404,
    "table_not_found": 404,
    "route_not_found": 404,
    "method_not_allowed": 405,
    "session_busy": 409,
    "queue_full": 409,
    "idempotency_key_reused": 409,
    "body_too_large": 413,
    "rate_limited": 429,
    "model_budget_spent": 429,
    "query_timeout": 504,
    "catalog_invalid": 500,
    "checkpoint_missing": 500,
    "internal_error": 500,
    "key_unreadable": 500,
    "lease_lost": 500,
    "model_reply_unusable": 500,
    "query_failed": 500,
    "settings_invalid": 500,
    "store_url_invalid": 500,
}


def status_of(problem: Problem) -> int:
    """What may succeed later is 503, and else what is not known the caller's mistake."""
    return _STATUSES.get(problem.code, 503 if problem.retryable else 400)


def error_response(problem: Problem, headers: Mapping[str, str] | None = None) -> JsonResponse:
    """With `Retry-After` where the same call may succeed later."""
    status = status_of(problem)
    extra = dict(headers or {})
    if problem.retryable:
        after = problem.details.get("retry_after_s", retry_after_s(problem))
        extra["Retry-After"] = str(after)
    code = _CODES.get(problem.code, status)
    return enveloped({}, status, code=code, msg=problem.message, headers=extra)


WIRES = tuple(
    Wire(prefix, error_response, MAX_BODY_BYTES) for prefix in (APP_PREFIX, *BARE_PREFIXES)
)
