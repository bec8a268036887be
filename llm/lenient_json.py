"""The JSON object in a text that a model wrote, with prose, fences or small faults around it."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

from llm.thoughts import without_thoughts

_FENCED = re.compile(r"^```[a-z]*[ \t]*\n(.*?)^```", re.S | re.M | re.I)
# Where an object begins, and not a set in prose.
_OBJECT = re.compile(r"\{\s*[\"']")
# Mending is slow, and goes on without the event loop from here on.
_LONG = 4000


def strict_object(text: str) -> dict[str, Any] | None:
    """The text is one object, and nothing else."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and _is_sound(value) else None


async def lenient_object(text: str) -> dict[str, Any] | None:
    """None: there is no object in it, or there are several."""
    text = without_thoughts(text)
    try:
        found = _found(text) if len(text) < _LONG else await asyncio.to_thread(_found, text)
    except RecursionError:
        return None
    return found if _is_sound(found) else None


def _found(text: str) -> dict[str, Any] | None:
    fenced = _FENCED.findall(text)
    candidate = (fenced[-1] if fenced else text).strip()
    if candidate.startswith("["):
        return _only(_mended(candidate))
    begin = _OBJECT.search(candidate)
    if begin is None:
        return None
    try:
        value, end = json.JSONDecoder().raw_decode(candidate, begin.start())
    except ValueError:
        return _only(_mended(candidate[begin.start() :]))
    return None if _OBJECT.search(candidate, end) else _only(value)


def _mended(text: str) -> object:
    from json_repair import loads

    return loads(text, skip_json_loads=True)


def _only(value: object) -> dict[str, Any] | None:
    """An object, also where it is the only one of a list. Mending makes empty ones of nothing."""
    objects = value if isinstance(value, list) else [value]
    only = objects[0] if len(objects) == 1 else None
    return only if isinstance(only, dict) and only else None


def _is_sound(value: object) -> bool:
    """Whether its texts can be written: an escape may stand for half a surrogate pair."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
