"""What went wrong with a request, before a face puts it into its own status and body."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import redis.exceptions

from bi.model.errors import ParleyError, ServiceDraining, StoreUnavailable, UserError
from nodes.events import Cancelled, Failed

RETRY_AFTER_S = 2
# A worker that stops needs longer to be back than a session to be free.
RETRY_AFTER_DRAINING_S = 5


class Unauthorized(UserError):
    """No token, or one that does not hold."""

    code = "unauthorized"


class TokenExpired(Unauthorized):
    code = "token_expired"


class Forbidden(UserError):
    code = "forbidden"


class TenantMismatch(Forbidden):
    """The tenant named in the request is not the caller's."""

    code = "tenant_mismatch"


class InvalidRequest(UserError):
    """details: `fields`, each with the name of the field and what is wrong with it."""

    code = "invalid_request"


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is stable (the tree in `bi.model.errors`, and the classes here)."""

    code: str
    message: str
    retryable: bool = False
    details: dict[str, Any] = field(default_factory=dict)


# Errors that are not the caller's fault are told apart by code alone: their text may hold
# a host name, a path or a value.
_PLAIN_WORDS = {
    "database_unavailable": "The database cannot be reached right now. Please try again shortly.",
    "store_unavailable": "The service's store cannot be reached right now. "
    "Please try again shortly.",
    "chart_bundle_failed": "What draws charts could not be made. Please try again.",
    "image_failed": "The chart could not be drawn as a picture. Please try again.",
    "query_failed": "The database did not accept the query that was written for this question.",
}
_INTERNAL = "Something went wrong on our side. The request id finds it in the log."


BODY_TOO_LARGE = Problem("body_too_large", "The request is too large.")
INTERNAL_ERROR = Problem("internal_error", _INTERNAL)

# What the store's client raises when it cannot be reached, or does not answer in time.
STORE_ERRORS = (redis.exceptions.ConnectionError, redis.exceptions.TimeoutError)


def problem_of(error: Exception) -> Problem:
    """The problem an error stands for; only a `UserError` speaks in its own words."""
    if isinstance(error, STORE_ERRORS):
        error = StoreUnavailable()
    if isinstance(error, UserError):
        return Problem(error.code, error.message, error.retryable, dict(error.details))
    if isinstance(error, ParleyError):
        return Problem(error.code, _PLAIN_WORDS.get(error.code, _INTERNAL), error.retryable)
    return INTERNAL_ERROR


def problem_of_run(outcome: Failed | Cancelled) -> Problem:
    """The problem of a run that ended without an answer."""
    if isinstance(outcome, Cancelled):
        return Problem("run_cancelled", "This turn was stopped before it was answered.")
    return Problem(outcome.code, outcome.message, outcome.retryable, dict(outcome.details))


def retry_after_s(problem: Problem) -> int:
    """When a call that may succeed later is worth making again."""
    return RETRY_AFTER_DRAINING_S if problem.code == ServiceDraining.code else RETRY_AFTER_S
