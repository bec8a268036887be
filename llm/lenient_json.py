"""The JSON object in a text that a model wrote, with prose, fences or small faults around it."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

# Reasoning models that no server tells apart from their answer.
_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.S)
_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)```", re.S | re.I)
# Mending is slow, and goes on without the event loop from here on.
_LONG = 4000


def strict_object(text: str) -> dict[str, Any] | None:
    """The text is one object, and nothing else."""
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


async def lenient_object(text: str) -> dict[str, Any] | None:
    """None: there is no object in it, or there are several."""
    text = _THOUGHTS.sub("", text)
    if len(text) < _LONG:
        return _found(text)
    return await asyncio.to_thread(_found, text)


def _found(text: str) -> dict[str, Any] | None:
    fenced = _FENCED.findall(text)
    candidate = fenced[-1] if fenced else text
    begin = candidate.find("{")
    if begin < 0:
        return None
    # Prose with braces would be mended into an object of its own, so the whole is tried first.
    end = candidate.rfind("}") + 1
    return strict_object(candidate[begin:end]) or _mended(candidate[begin:])


def _mended(text: str) -> dict[str, Any] | None:
    from json_repair import loads

    value = loads(text, skip_json_loads=True)
    if isinstance(value, list):
        objects = [item for item in value if isinstance(item, dict)]
        value = objects[0] if len(objects) == 1 else None
    return value if isinstance(value, dict) and value else None
