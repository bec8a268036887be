"""What holds for all addresses below a prefix, whether or not a route takes the request.

An error may come before any route is known: a token that does not hold, a body too large, an
address where nothing is. Its body must be the face's own all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from api.problem import Problem

ErrorResponse = Callable[[Problem, Mapping[str, str] | None], Response]


@dataclass(frozen=True, slots=True)
class Wire:
    """`error_response` writes a problem, with further headers; a body has so many bytes at most."""

    prefix: str
    error_response: ErrorResponse
    max_body_bytes: int


@dataclass(frozen=True, slots=True)
class Wires:
    """`default` is that of addresses below none of the others' prefixes."""

    default: Wire
    others: Sequence[Wire] = ()

    def at(self, path: str) -> Wire:
        below = (wire for wire in self.others if f"{path}/".startswith(f"{wire.prefix}/"))
        return next(below, self.default)
