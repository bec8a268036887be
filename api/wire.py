"""What holds for all addresses below a prefix, whether or not a route takes the request.

An error may come before any route is known: a token that does not hold, a body too large, an
address where nothing is. Its body must be the face's own all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from starlette.responses import Response

from api.problem import Problem

ErrorResponse = Callable[[Problem, Mapping[str, str] | None], Response]


@dataclass(frozen=True, slots=True)
class Wire:
    """`error_response` writes a problem, with further headers; a body has so many bytes at most.

    A `{name}` in the prefix stands for any text without a slash, as in a route's path.
    """

    prefix: str
    error_response: ErrorResponse
    max_body_bytes: int

    def holds(self, path: str) -> bool:
        return _below(self.prefix).match(f"{path}/") is not None


@cache
def _below(prefix: str) -> re.Pattern[str]:
    texts = (re.escape(text) for text in re.split(r"\{\w+\}", prefix))
    return re.compile(f"{'[^/]+'.join(texts)}/")


@dataclass(frozen=True, slots=True)
class Wires:
    """`default` is that of addresses below none of the others' prefixes."""

    default: Wire
    others: Sequence[Wire] = ()

    def at(self, path: str) -> Wire:
        return next((wire for wire in self.others if wire.holds(path)), self.default)
