"""A request that does not hold what it should, told field by field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.problem import Problem

# Where FastAPI says a value came from; a client knows its own request.
_PLACES = ("body", "query", "path", "header")


def problem_of_validation(faults: Sequence[Any]) -> Problem:
    """`faults` are pydantic's error dicts. Values are not repeated: they may be secret."""
    if any(fault["type"] == "json_invalid" for fault in faults):
        return Problem("invalid_request", "The request is not valid JSON.")
    fields = [{"field": _field(fault["loc"]), "message": fault["msg"]} for fault in faults]
    details: dict[str, Any] = {"fields": fields}
    for fault in faults:
        if allowed := fault.get("ctx", {}).get("allowed"):
            details["allowed"] = allowed
    message = "; ".join(
        f"{field['field']}: {field['message']}" if field["field"] else field["message"]
        for field in fields
    )
    return Problem("invalid_request", message, details=details)


def _field(location: Sequence[str | int]) -> str:
    parts = location[1:] if location and location[0] in _PLACES else location
    return ".".join(str(part) for part in parts)
