"""summary: a database read, and described in its data summary."""

from __future__ import annotations

from dataclasses import dataclass

from langgraph.runtime import Runtime

from bi.catalog.summary import summary_of
from nodes.answer import Intent
from nodes.events import Progress
from nodes.names import Node
from nodes.prose import say
from nodes.services import Services
from nodes.state import BIState
from nodes.telling import TurnContext, tell, viewer_of
from nodes.turns import visit


@dataclass(frozen=True, slots=True)
class Summary:
    services: Services

    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        turn, session = state["turn"], state["session"]
        number = turn.get("summary_id")
        assert number is not None
        tell(runtime, Progress(Node.SUMMARY, "Reading the database"))
        await self.services.make_summary(session["tenant_id"], number)
        # The newest: what was begun with may have had no catalog.
        datasource = self.services.datasources.chosen(
            session["datasource_id"], session["tenant_id"]
        )
        text = summary_of(datasource.seen_by(viewer_of(runtime))).text
        return say(visit(turn, Node.SUMMARY), text, Intent.SUMMARY, None, runtime)
