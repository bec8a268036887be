"""Who is asked in a turn: the language engine, a model, or first the one and then the other."""

from __future__ import annotations

from dataclasses import dataclass

from langgraph.runtime import Runtime

from llm.model import TurnModel
from llm.wish import EMBEDDED_MODEL, Mode
from nodes.services import Services
from nodes.state import SessionFacts, Turn
from nodes.telling import TurnContext, meter_of


@dataclass(frozen=True, slots=True)
class Authors:
    """`model` is None in the mode `embedded` alone."""

    mode: Mode
    model: TurnModel | None = None


def authors_of(
    turn: Turn, session: SessionFacts, services: Services, runtime: Runtime[TurnContext]
) -> Authors:
    """As the caller wishes, else as the settings say. Which model may be named, the faces check."""
    models = services.models
    if models is None or models.settings.model is None:
        return Authors(Mode.EMBEDDED)
    wished, said = turn.get("model"), turn.get("mode")
    mode = Mode(said) if said else models.settings.chosen_mode
    if wished == EMBEDDED_MODEL or mode is Mode.EMBEDDED:
        return Authors(Mode.EMBEDDED)
    name = wished or models.settings.model
    return Authors(
        mode, models.begin(name, session["tenant_id"], _session(runtime), meter_of(runtime))
    )


def _session(runtime: Runtime[TurnContext]) -> str:
    """A session's id is its thread's."""
    info = runtime.execution_info
    return (info.thread_id if info else None) or ""
