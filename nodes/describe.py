"""describe: questions about the data itself, answered from the catalog."""

from __future__ import annotations

from dataclasses import dataclass

from langgraph.runtime import Runtime

from bi.language.describe import describe
from bi.model.reading import DescribeData
from nodes.answer import Intent
from nodes.codec import READING
from nodes.events import Progress
from nodes.names import Node
from nodes.prose import say
from nodes.services import Services
from nodes.state import BIState
from nodes.telling import TurnContext, tell, viewer_of
from nodes.turns import datasource_of, visit


@dataclass(frozen=True, slots=True)
class Describe:
    services: Services

    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        turn = state["turn"]
        reading = READING.validate_python(turn["reading"])
        assert isinstance(reading, DescribeData)
        tell(runtime, Progress(Node.DESCRIBE, "Looking at the catalog"))
        datasource = datasource_of(state, self.services.datasources)
        understander = await datasource.understander(viewer_of(runtime))
        text = describe(reading, understander.engine.catalog, understander.profile)
        return say(visit(turn, Node.DESCRIBE), text, Intent.DESCRIBE, None, runtime)
