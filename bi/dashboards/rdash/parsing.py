"""Text -> the plain values of a document, within bounds."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from bi.model.errors import RdashInvalid

Json = dict[str, Any]

MOST_BYTES = 4_000_000
MOST_WIDGETS = 200
MOST_FILTERS = 100
MOST_NESTED = 60


def parse_document(text: str) -> Json:
    """The values of a document. Raises RdashInvalid."""
    if len(text) > MOST_BYTES:
        raise RdashInvalid(f"The dashboard has more than {MOST_BYTES:,} characters.")
    try:
        document = json.loads(
            text.removeprefix("\ufeff"), parse_float=_number, parse_constant=_constant
        )
        json.dumps(document, ensure_ascii=False).encode()
    except RecursionError:
        raise _too_deep() from None
    except UnicodeEncodeError:
        raise RdashInvalid("The dashboard holds half a character (a lone surrogate).") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise RdashInvalid(f"The dashboard is not JSON: {error.msg} at {place}.") from None
    if not isinstance(document, dict):
        raise RdashInvalid("The dashboard must be a JSON object.", place="")
    if _depth(document) > MOST_NESTED:
        raise _too_deep()
    for name, most in (("Widgets", MOST_WIDGETS), ("GlobalFilters", MOST_FILTERS)):
        if len(objects(document, name, name)) > most:
            raise RdashInvalid(f"{name} has more than {most} entries.", place=name)
    return document


def objects(within: Json, name: str, place: str) -> list[Json]:
    """A list of objects; one that is absent or null is empty. Raises RdashInvalid."""
    value = within.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise RdashInvalid(f"{place} must be a list.", place=place)
    for index, one in enumerate(value):
        if not isinstance(one, dict):
            raise RdashInvalid(f"{place}[{index}] must be an object.", place=f"{place}[{index}]")
    return value


def child(within: Json, name: str) -> Json:
    """An object within another; empty where there is none."""
    value = within.get(name)
    return value if isinstance(value, dict) else {}


def children(within: Json, name: str) -> list[Json]:
    """The objects of a list within another; a single object is a list of one."""
    value = within.get(name)
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(within: Json, name: str) -> str:
    """A text within an object; empty where there is none."""
    value = within.get(name)
    return value if isinstance(value, str) else ""


def _number(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise RdashInvalid(f"{written[:40]} is too large a number.")
    return number


def _constant(written: str) -> float:
    raise RdashInvalid(f"{written} is no number of JSON.")


def _depth(document: Json) -> int:
    deepest, level = 0, [document]
    while level:
        deepest += 1
        level = [one for value in level for one in _within(value)]
    return deepest


def _within(value: Any) -> Iterator[Any]:
    inner = value.values() if isinstance(value, dict) else value
    return (one for one in inner if isinstance(one, dict | list))


def _too_deep() -> RdashInvalid:
    return RdashInvalid(f"The dashboard is nested more than {MOST_NESTED} levels deep.")
