"""clarify: a question back, or a plain refusal. Never a number."""

from __future__ import annotations

from dataclasses import dataclass

from langgraph.runtime import Runtime

from bi.model.reading import Clarification, Option, Unsupported, VerifiedOption
from nodes.answer import AskedBack, Intent, OfferedOption
from nodes.codec import READING, encode
from nodes.events import Progress
from nodes.names import Node
from nodes.prose import say
from nodes.state import BIState
from nodes.telling import TurnContext, tell
from nodes.turns import visit


@dataclass(frozen=True, slots=True)
class Clarify:
    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        turn = state["turn"]
        reading = READING.validate_python(turn["reading"])
        assert isinstance(reading, Clarification | Unsupported)
        tell(runtime, Progress(Node.CLARIFY, "One question first"))
        options: tuple[Option | VerifiedOption, ...] = ()
        if isinstance(reading, Clarification):
            options = (*reading.options, *reading.verified)
        asked = AskedBack(
            options=tuple(OfferedOption(n, o.label) for n, o in enumerate(options, start=1)),
            unknown=reading.unknown,
            suggestions=reading.suggestions,
            supported=isinstance(reading, Clarification),
        )
        ended = say(
            visit(turn, Node.CLARIFY), _words(reading.message, asked), Intent.CLARIFY, None,
            runtime, asked,
        )  # fmt: skip
        return {
            **ended,
            "options": [encode(option) for option in options],
            "options_author": turn.get("author") if options else None,
        }


def _words(message: str, asked: AskedBack) -> str:
    lines = [message, *(f"{option.number}. {option.label}" for option in asked.options)]
    if asked.suggestions:
        offers = "; ".join(f"“{suggestion}”" for suggestion in asked.suggestions)
        lines.append(f"You could ask: {offers}.")
    return "\n".join(lines)
