"""What a run tells while it works: one discriminated union for every reader.

Nodes tell `Progress` and `Text` (see `nodes.telling`); `graph.runner` makes the terminal
event. Faces translate, and nothing else invents events.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from llm.usage import Usage
from nodes.answer import Answer, Task


@dataclass(frozen=True, slots=True)
class Progress:
    """A node says what it is about to do, in words a person understands.

    `restart`: the turn begins anew, and the text before this is void.
    """

    node: str
    message: str
    restart: bool = False
    type: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class Text:
    """The next piece of the answer's prose."""

    content: str
    type: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Partial:
    """What is ready of the answer, told as it comes: of the task what is new, over what was told
    of the same id before (see `nodes.answer.Task.with_news`). Rows go by reference."""

    task: Task
    type: Literal["partial"] = "partial"


@dataclass(frozen=True, slots=True)
class Complete:
    """Terminal: the turn has its answer (a clarification is one)."""

    answer: Answer
    type: Literal["complete"] = "complete"


@dataclass(frozen=True, slots=True)
class Failed:
    """Terminal: the turn could not be answered; the session works on.

    `code` is one of `bi.model.errors`; `message` is written for the person who asked. `usage` is
    what it took of models until then, None where none was asked.
    """

    code: str
    message: str
    retryable: bool = False
    details: dict[str, Any] = field(default_factory=dict)
    usage: Usage | None = None
    type: Literal["error"] = "error"


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Terminal: somebody stopped the turn. `usage` as of one that failed."""

    usage: Usage | None = None
    type: Literal["cancelled"] = "cancelled"


Event = Annotated[
    Progress | Text | Partial | Complete | Failed | Cancelled, Field(discriminator="type")
]
Terminal = Complete | Failed | Cancelled

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
