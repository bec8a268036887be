"""await_follow_up: the session rests here until somebody says something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from langgraph.types import interrupt

from nodes.state import BIState, FollowUp, Turn
from nodes.turns import entering


@dataclass(frozen=True, slots=True)
class AwaitFollowUp:
    async def __call__(self, state: BIState) -> BIState:
        # A resume value that is no FollowUp raises here, and the session still rests.
        return entering(interrupt(_resting(state["turn"]), response_schema=FollowUp))


def _resting(turn: Turn) -> dict[str, Any]:
    """What a person in Studio sees of the resting session."""
    said = turn["answer"]["text"] if "answer" in turn else turn["failure"]["message"]
    return {"said": said, "accepts": ["message", "refine", "visualize", "dashboard", "breakdown"]}
