"""suggest: what is worth asking next, or first of all."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from langgraph.runtime import Runtime

from bi.catalog.within import is_within
from bi.language.suggest import suggest
from bi.model.catalog import Catalog
from bi.model.semantic import SemanticQuery
from nodes.answer import Intent
from nodes.earlier import query_of
from nodes.events import Progress
from nodes.names import Node
from nodes.prose import say
from nodes.services import Services
from nodes.state import BIState
from nodes.telling import TurnContext, tell, viewer_of
from nodes.turns import datasource_of, visit


@dataclass(frozen=True, slots=True)
class Suggest:
    services: Services

    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        tell(runtime, Progress(Node.SUGGEST, "Looking for what is worth asking"))
        datasource = datasource_of(state, self.services.datasources)
        viewer = viewer_of(runtime)
        understander = await datasource.understander(viewer)
        query = _asked_before(state, datasource.seen_by(viewer))
        # Each sentence is read by the engine, to be sure that it is answered.
        found = await asyncio.to_thread(suggest, understander.engine, query, understander.today)
        turn = visit(state["turn"], Node.SUGGEST)
        sentences = tuple(one.text for one in found)
        text = _words(sentences, is_first=query is None)
        return say(turn, text, Intent.SUGGEST, None, runtime, further={"suggestions": sentences})


def _asked_before(state: BIState, catalog: Catalog) -> SemanticQuery | None:
    """The last question, where it is still one and still open to the viewer."""
    analysis = None if state.get("forgot") else state.get("analysis")
    query = query_of(analysis) if analysis else None
    return query if query is not None and is_within(query, catalog) else None


def _words(sentences: tuple[str, ...], *, is_first: bool) -> str:
    if not sentences:
        return "There is nothing to suggest for this data."
    offered = "\n".join(f"- {sentence}" for sentence in sentences)
    return f"{'You could ask' if is_first else 'You could go on with'}:\n{offered}"
