"""What every answer of this face is wrapped in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.json_response import JsonResponse


def enveloped(
    result: Any,
    status: int = 200,
    *,
    code: int | None = None,
    msg: str = "",
    headers: Mapping[str, str] | None = None,
) -> JsonResponse:
    """`result` is JSON in shape. The `code` is the status where it is not told."""
    body = {"code": status if code is None else code, "msg": msg, "result": result}
    return JsonResponse(body, status_code=status, headers=dict(headers or {}))
