"""JSON on the wire, written by orjson."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.responses import Response


def to_json(value: Any) -> bytes:
    """Dates in UTC end in `Z`; what JSON has no number for (NaN, infinity) is null."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS)


class JsonResponse(Response):
    """A body that is JSON already in shape: dicts, lists, tuples, strings, numbers."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return to_json(content)
