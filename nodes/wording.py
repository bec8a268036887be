"""The answer in a model's words, where it may have them."""

from __future__ import annotations

from dataclasses import dataclass

from langgraph.runtime import Runtime

from llm.model import TurnModel
from llm.prose.facts import Facts
from llm.prose.telling import Told
from llm.prose.telling import tell as tell_facts
from llm.usage import AuthorKind
from llm.wish import Mode
from nodes.authored import author_of
from nodes.authors import authors_of
from nodes.events import Progress, Text
from nodes.names import Node
from nodes.services import Services
from nodes.state import BIState
from nodes.telling import TurnContext, tell


@dataclass(frozen=True, slots=True)
class Wording:
    """Of one turn: what the engine answers by itself in the mode `hybrid` costs no token."""

    services: Services
    state: BIState
    runtime: Runtime[TurnContext]

    async def told(self, facts: Facts, lead: str) -> Told | None:
        """What was streamed after `lead`, which is streamed before it; None: nothing was."""
        model = self._model()
        if model is None or not facts.result.rows:
            return None
        tell(self.runtime, Progress(Node.INSIGHT, f"{model.name} puts it into words"))
        if lead:
            tell(self.runtime, Text(lead))
        return await tell_facts(facts, model, lambda piece: tell(self.runtime, Text(piece)))

    def _model(self) -> TurnModel | None:
        models, turn = self.services.models, self.state["turn"]
        # The parts of a compound question are told as a list, in the engine's words. A model that
        # gave no query is not waited for a second time.
        if models is None or not models.settings.model_prose or turn["kind"] == "breakdown":
            return None
        if turn.get("notices"):
            return None
        authors = authors_of(turn, self.state["session"], self.services, self.runtime)
        author = author_of(turn)
        is_models = author is not None and author.kind is AuthorKind.MODEL
        return authors.model if is_models or authors.mode is Mode.MODEL else None
