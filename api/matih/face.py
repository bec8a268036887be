"""What one of the MATIH faces brings to the endpoints that both have."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter

from api.matih.dialect import Dialect
from api.matih.responses import Shape, TurnBody
from runs.model import Principal, Session


@dataclass(frozen=True, slots=True)
class Face:
    """`caller` is the dependency that says who calls, `chart_path` its word for another chart.

    `turn` and `forked` are shapes of answers; `created_body` writes what a new session is told by.
    """

    router: APIRouter
    caller: Callable[..., Awaitable[Principal]]
    dialect: Dialect
    chart_path: str
    turn: type[TurnBody]
    forked: type[Shape]
    created_body: Callable[[Session], dict[str, Any]]

    def session_path(self, session_id: str) -> str:
        return f"{self.router.prefix}/{session_id}"
