"""The turn in hand: where it comes from, and how a node adds to it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any, cast

from langchain_core.messages import HumanMessage

from bi.datasources.connected import ConnectedDatasource
from nodes.names import Node
from nodes.services import Datasources
from nodes.state import BIState, FollowUp, SessionFacts, Turn


def new_turn(follow_up: FollowUp) -> Turn:
    """A turn that no node has seen yet."""
    values = follow_up.model_dump(mode="json")
    return cast(Turn, {**values, "visited": []})


def entering(follow_up: FollowUp) -> BIState:
    """The state update that begins a turn."""
    return {
        "turn": new_turn(follow_up),
        "messages": [HumanMessage(follow_up.said, id=f"{follow_up.turn_id}:user")],
    }


def current_turn(state: BIState) -> Turn:
    """The turn to work on.

    Our own runs always bring one. A chat in Studio sends messages alone, so there the last
    human message is the turn whenever the turn in the state is absent or has ended.
    """
    turn = state.get("turn")
    if turn is not None and "answer" not in turn and "failure" not in turn:
        return turn
    said = next((m for m in reversed(state["messages"]) if m.type == "human"), None)
    text = said.text if said else ""
    return new_turn(
        FollowUp(turn_id=uuid.uuid4().hex, kind="message", at=datetime.now(UTC), text=text)
    )


def session_facts(state: BIState, datasources: Datasources) -> SessionFacts:
    """Whose session it is; in Studio nobody's, over the default datasource."""
    return state.get("session") or SessionFacts(
        tenant_id="studio", user_id="studio", datasource_id=datasources.default_id
    )


def datasource_of(state: BIState, datasources: Datasources) -> ConnectedDatasource:
    """The session's, in the version of its catalog that the turn was begun with."""
    session = state["session"]
    return datasources.get(session["datasource_id"], session.get("catalog_version"))


def visit(turn: Turn, node: Node, **changes: Any) -> Turn:
    """The turn after `node` worked on it."""
    return cast(Turn, {**turn, "visited": [*turn["visited"], node.value], **changes})
