"""How nodes tell what happens: to whoever runs the graph, else on LangGraph's custom stream."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from langgraph.runtime import Runtime
from pydantic.json_schema import SkipJsonSchema

from bi.model.access import NOBODY, Viewer
from llm.meter import Meter
from nodes.answer import Step
from nodes.events import Event, Progress
from nodes.steps import Steps

Listener = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class TurnContext:
    """What a run of the graph brings for its nodes. Studio brings nothing, and needs nothing.

    `listener` gets each event at once, in the node that tells it, and must not block. In the
    stream mode `custom` LangGraph runs every node in a task of its own, beside one that waits
    for events; without it a turn takes about a millisecond less.

    `viewer` is whose rights the turn has: those of whoever asked for this run, not of whoever
    began the session. They are never part of the state. `fresh`: the database is asked even for
    rows that were there a moment ago. `meter` counts what the turn uses of models, `steps` how
    long each piece of its work takes.
    """

    listener: Annotated[Listener | None, SkipJsonSchema()] = None
    viewer: Annotated[Viewer, SkipJsonSchema()] = NOBODY
    fresh: bool = False
    meter: Annotated[Meter, SkipJsonSchema()] = field(default_factory=Meter)
    steps: Annotated[Steps, SkipJsonSchema()] = field(default_factory=Steps)


def viewer_of(runtime: Runtime[TurnContext]) -> Viewer:
    """In Studio nobody: what is open to everybody."""
    context: TurnContext | None = runtime.context
    return context.viewer if context is not None else NOBODY


def wants_fresh_rows(runtime: Runtime[TurnContext]) -> bool:
    context: TurnContext | None = runtime.context
    return context is not None and context.fresh


def meter_of(runtime: Runtime[TurnContext]) -> Meter:
    """In Studio one for each node."""
    context: TurnContext | None = runtime.context
    return context.meter if context is not None else Meter()


def steps_of(runtime: Runtime[TurnContext]) -> tuple[Step, ...]:
    """What was done in the turn so far. In Studio nobody keeps the time."""
    context: TurnContext | None = runtime.context
    return context.steps.so_far() if context is not None else ()


def tell(runtime: Runtime[TurnContext], event: Event) -> None:
    # Without a context it is None, whatever its type says.
    context: TurnContext | None = runtime.context
    listener = context.listener if context is not None else None
    if context is not None and isinstance(event, Progress):
        context.steps.begin(event.node, event.message)
    (listener or runtime.stream_writer)(event)
