"""The body of an error, held against its shape."""

from __future__ import annotations

import re

import httpx

from api.matih.responses import ErrorBody

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def refusal(
    response: httpx.Response, status: int, code: str, reason: str | None = None
) -> ErrorBody:
    assert response.status_code == status, response.text
    body = ErrorBody.model_validate(response.json(), strict=True)
    assert body.error.code == code
    if reason is not None:
        assert body.error.details["reason"] == reason
    assert body.metadata.requestId == response.headers["x-request-id"]
    assert body.metadata.version == "v1"
    assert MOMENT.fullmatch(body.metadata.timestamp)
    return body
