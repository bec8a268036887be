"""Traces of a command that answers in this process."""

from __future__ import annotations

import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

from api.tracing import sending_traces

T = TypeVar("T")


async def traced(work: Coroutine[Any, Any, T]) -> T:
    """What keeps traces from being sent is told beside the command's output."""
    async with sending_traces(_warn):
        return await work


def _warn(why: str) -> None:
    print(f"parley: {why}", file=sys.stderr)
