"""Examples and error answers for the API's description of the MATIH faces."""

from __future__ import annotations

from typing import Any

from api.matih.responses import ErrorBody, Shape, TurnBody

_METADATA = {
    "timestamp": "2025-03-15T10:00:00Z",
    "requestId": "req-3f2a6c1d",
    "version": "v1",
}
_EXAMPLES: dict[int, tuple[str, str, str, str, dict[str, Any]]] = {
    401: (
        "A token is missing, wrong or expired",
        "UNAUTHORIZED",
        "AUTHORIZATION_ERROR",
        "This needs a token: send `Authorization: Bearer <token>`.",
        {"reason": "unauthorized", "retryable": False},
    ),
    403: (
        "The request names another tenant or user than the caller's, or would change a dashboard "
        "that is shared with them",
        "TENANT_MISMATCH",
        "AUTHORIZATION_ERROR",
        "The request names another tenant than the caller's.",
        {"reason": "tenant_mismatch", "retryable": False},
    ),
    404: (
        "No such session, run, turn, dashboard or datasource, or not the caller's",
        "RESOURCE_NOT_FOUND",
        "CLIENT_ERROR",
        "There is no such session.",
        {"reason": "session_not_found", "retryable": False},
    ),
    409: (
        "The session is busy or its queue full; nothing to refine, to stop or to go back to; a "
        "dashboard that changed meanwhile; a key that came with another request",
        "CONFLICT",
        "CLIENT_ERROR",
        "The session is still working on another message.",
        {"reason": "session_busy", "retryable": True},
    ),
    413: (
        "The request, or the dashboard as it is stored, is too large",
        "VALIDATION_FAILED",
        "VALIDATION_ERROR",
        "A dashboard has at most 256 KB; this one has 300.",
        {"reason": "dashboard_too_large", "retryable": False, "most_bytes": 262144},
    ),
    422: (
        "The request does not hold what it should",
        "VALIDATION_FAILED",
        "VALIDATION_ERROR",
        "message: String should have at least 1 character",
        {
            "reason": "invalid_request",
            "retryable": False,
            "fields": [{"field": "message", "message": "String should have at least 1 character"}],
        },
    ),
    503: (
        "The database, the store or the model cannot be reached, or the service is being restarted",
        "SERVICE_UNAVAILABLE",
        "SERVER_ERROR",
        "The database cannot be reached right now. Please try again shortly.",
        {"reason": "database_unavailable", "retryable": True},
    ),
}

Responses = dict[int | str, dict[str, Any]]


def error_answers(*statuses: int) -> Responses:
    """What a route may answer besides success."""
    return {status: _error_answer(status) for status in statuses}


def _error_answer(status: int) -> dict[str, Any]:
    description, code, category, message, details = _EXAMPLES[status]
    error = {"code": code, "category": category, "message": message, "details": details}
    example = {"success": False, "error": error, "metadata": _METADATA}
    return {
        "description": description,
        "model": ErrorBody,
        "content": {"application/json": {"example": example}},
    }


def success(status: int, model: type[Shape], body: dict[str, Any]) -> Responses:
    """A success answer with its shape and an example."""
    content = {"application/json": {"example": body}}
    return {status: {"description": "Done", "model": model, "content": content}}


def turn_answers(model: type[TurnBody], body: dict[str, Any]) -> Responses:
    """A turn's answers: the body as JSON or as a stream, and its errors."""
    content = {
        "application/json": {"example": body},
        "text/event-stream": {"example": _STREAM},
    }
    answered = {
        "description": "The answer. A question asked back is one, with `metadata.clarification`.",
        "model": model,
        "content": content,
        "headers": _TURN_HEADERS,
    }
    return {200: answered} | error_answers(401, 403, 404, 409, 422, 503)


def events_answer() -> Responses:
    """A run's events, which are a stream in any case."""
    content = {"text/event-stream": {"example": _STREAM}}
    nothing = "The run ended with the event that was named, or before: all was said"
    return {
        200: {"description": "The events", "content": content, "headers": _RUN_HEADER},
        204: {"description": nothing},
    }


def file_answer() -> Responses:
    """A file that is made while it is sent."""
    kinds = (
        "text/csv",
        "application/jsonl",
        "application/vnd.apache.parquet",
        "application/vnd.apache.arrow.stream",
    )
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {
        200: {
            "description": "The file. One that breaks off before its end is not whole.",
            "content": dict.fromkeys(kinds, binary),
            "headers": _FILE_HEADERS,
        }
    }


def image_answer() -> Responses:
    binary = {"schema": {"type": "string", "format": "binary"}}
    kinds = ("image/png", "image/svg+xml")
    return {200: {"description": "The picture.", "content": dict.fromkeys(kinds, binary)}}


_FILE_HEADERS = {
    "Content-Disposition": {"description": "The file's name", "schema": {"type": "string"}},
    "X-Export-Row-Limit": {
        "description": "The most rows that are exported",
        "schema": {"type": "integer"},
    },
    "X-Export-Truncated": {
        "description": "`true`: there are more rows than that, and these are the first",
        "schema": {"type": "string"},
    },
}
_RUN_HEADER = {"X-Run-ID": {"description": "The run", "schema": {"type": "string"}}}
_TURN_HEADERS = {
    **_RUN_HEADER,
    "Content-Location": {"description": "Where the run is", "schema": {"type": "string"}},
    "Idempotency-Replayed": {
        "description": "`true`: the key came before, and this is that run's answer",
        "schema": {"type": "string"},
    },
}
_STREAM = """retry: 1000
id: 1-0
event: progress
data: {"message":"Reading your question","agent":"router"}

id: 2-0
event: text
data: {"content":"Revenue by month in 2024 "}

id: 3-0
event: complete
data: {"message":"Chat processed successfully","result":{"success":true,"response":"…"}}

"""
