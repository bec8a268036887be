"""The body of an error on this face, held against its shape."""

from __future__ import annotations

import httpx

from api.faces.reveal.schemas import ErrorBody


def refusal(response: httpx.Response, status: int) -> str:
    """What it says."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-request-id"]
    return ErrorBody.model_validate(response.json(), strict=True).error
