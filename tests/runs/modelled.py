"""A service with a scripted model, and what its tests have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nodes.events import Complete, Event, Failed
from runs.model import TurnRequest
from tests.conversation import Conversation

REVENUE = {"value": {"kind": "named", "name": "revenue"}}
BY_REGION = {
    "measures": [REVENUE],
    "groups": [{"kind": "dimension", "column": {"dataset": "orders", "name": "region"}}],
}

Opens = Callable[..., Any]


async def told(talk: Conversation, request: TurnRequest) -> tuple[Complete | Failed, list[Event]]:
    """How a turn ended, and all that it told before."""
    run_id = await talk.begun(request)
    events = [one.event async for one in talk.service.runs.events(talk.session_id, run_id)]
    assert isinstance(events[-1], Complete | Failed)
    return events[-1], events[:-1]
