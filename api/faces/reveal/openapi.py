"""Examples for the API's description of this face."""

from __future__ import annotations

from typing import Any

from api.faces.reveal.chat_stream import COMPLETE_MESSAGE
from api.faces.reveal.insight_schemas import InsightsResult
from api.faces.reveal.insights_call import COMPLETE_MESSAGE as INSIGHTS_MESSAGE
from api.faces.reveal.schemas import ChatResult, ErrorBody, Shape, finished
from api.json_response import to_json

Responses = dict[int | str, dict[str, Any]]

_ERRORS = {
    400: ("The request does not hold what it should", "datasourceId: Field required"),
    401: (
        "A token is missing, wrong or expired",
        "This needs a token: send `Authorization: Bearer <token>`.",
    ),
    403: (
        "The request names another tenant or user than the token's",
        "The request names another user than the token's.",
    ),
    404: ("No such datasource, or not for this tenant", "Datasource not found"),
    500: (
        "It could not be answered; with `Retry-After` where it may be later",
        "The database cannot be reached right now. Please try again shortly.",
    ),
}
_CHAT_RESULT: dict[str, Any] = {
    "explanation": "I made the dashboard “Revenue by region” with one visualization.",
    "dashboard": '{"Title":"Revenue by region","Widgets":[],"DataSources":[]}',
} | finished()
_INSIGHTS_RESULT: dict[str, Any] = {
    "explanation": "Revenue comes to $19.5M from January to December, between $1.3M (January) and "
    "$2.5M (December).",
} | finished()


def error_answers(*statuses: int) -> Responses:
    """What a route may answer besides success."""
    return {status: _error_answer(*_ERRORS[status]) for status in statuses}


def _error_answer(description: str, message: str) -> dict[str, Any]:
    return {
        "description": description,
        "model": ErrorBody,
        "content": {"application/json": {"example": {"error": message}}},
    }


def told_answers(model: type[Shape], result: dict[str, Any], stream: str) -> Responses:
    """A result as JSON or as a stream, and the errors."""
    answered = {
        "description": "The answer. What is not understood is asked back in `explanation`.",
        "model": model,
        "content": {
            "application/json": {"example": result},
            "text/event-stream": {"example": stream},
        },
    }
    return {200: answered} | error_answers(400, 401, 403, 404, 500)


def stream_example(progress: str, text: str, message: str, result: dict[str, Any]) -> str:
    events = (
        ("progress", {"message": progress}),
        ("text", {"content": text}),
        ("complete", {"message": message, "result": result}),
    )
    return "".join(f"event: {name}\ndata: {to_json(data).decode()}\n\n" for name, data in events)


CHAT_ANSWERS = told_answers(
    ChatResult,
    _CHAT_RESULT,
    stream_example(
        "Creating a new dashboard",
        "I made the dashboard “Revenue by region” with ",
        COMPLETE_MESSAGE,
        _CHAT_RESULT,
    ),
)
INSIGHTS_ANSWERS = told_answers(
    InsightsResult,
    _INSIGHTS_RESULT,
    stream_example(
        "Analyzing the current dashboard",
        "Revenue comes to $19.5M from January to December, ",
        INSIGHTS_MESSAGE,
        _INSIGHTS_RESULT,
    ),
)
