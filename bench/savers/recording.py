"""Turns of a real session, taken apart into what each node wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from graph.build import build_graph
from graph.datasources import open_datasources
from graph.studio import MemoryResults
from nodes.names import Node
from nodes.services import Services
from nodes.state import BIState, FollowUp, SessionFacts
from nodes.turns import entering

# The nodes of a question's turn, in their order; the session then rests.
WORKING_NODES = (Node.ROUTER, Node.SQL, Node.VIZ, Node.INSIGHT)

# Questions and refinements only: each goes through all four nodes.
_SENTENCES = (
    "Show me monthly revenue for 2024",
    "Break this down by product category",
    "Now filter to Q4 only",
    "What were our top 10 customers by revenue last month?",
    "Filter to only US customers",
    "revenue by region compared with the previous year",
    "average order value by channel in 2025",
)


@dataclass(frozen=True, slots=True)
class RecordedTurn:
    text: str
    updates: dict[Node, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Recording:
    session: SessionFacts
    turns: tuple[RecordedTurn, ...]


def follow_up(turn_id: str, text: str) -> FollowUp:
    return FollowUp(turn_id=turn_id, kind="message", at=datetime.now(UTC), text=text)


async def record(folder: Path) -> Recording:
    """Talks to the service's own graph on the demo, which is built in `folder`."""
    datasources = await open_datasources(folder, None)
    session = SessionFacts(
        tenant_id="acme-corp", user_id="user-123", datasource_id=datasources.default_id
    )
    graph = build_graph(Services(datasources, MemoryResults()), InMemorySaver())
    config: RunnableConfig = {"configurable": {"thread_id": "recorded"}}
    turns = []
    for number, text in enumerate(_SENTENCES):
        said = follow_up(f"recorded-{number}", text)
        begin: BIState | Command[Any] = {**entering(said), "session": session}
        if number:
            begin = Command(resume=said.model_dump(mode="json"))
        updates = {}
        async for part in graph.astream(begin, config, stream_mode="updates"):
            updates.update({Node(k): v for k, v in part.items() if k in WORKING_NODES})
        if tuple(updates) != WORKING_NODES:
            raise RuntimeError(f"{text!r} went through {list(updates)}")
        turns.append(RecordedTurn(text, updates))
    await datasources.close()
    return Recording(session, tuple(turns))
