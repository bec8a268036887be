"""The messages that ask a model to author a query, from what never changes to what is new."""

from __future__ import annotations

from collections.abc import Sequence

from llm.asked import Asked, Attempt
from llm.messages import Message
from llm.prompt.catalog_part import catalog_part
from llm.prompt.conversation import before_part, conversation, question_part
from llm.prompt.data import as_data, as_json, plain
from llm.prompt.examples import examples_part, taught_part
from llm.prompt.instructions import AUTHOR, MEND
from llm.prompt.tokens import tokens_of

# Of the tokens that are left beside the instructions and the question.
_TAUGHT, _EXAMPLES, _WINDOW, _BEFORE = 0.1, 0.1, 0.15, 0.2
# The question is cut before the catalog has nothing.
_MOST_OF_QUESTION = 0.4


def messages_for(asked: Asked, instructions: str = AUTHOR, *further: str) -> tuple[Message, ...]:
    """`further` parts stand before the question; they count as much as they are long."""
    left = asked.prompt_tokens - tokens_of(instructions)
    question = question_part(asked, int(left * _MOST_OF_QUESTION))
    left -= tokens_of(question) + sum(map(tokens_of, further)) + 60  # for the headings
    taught = taught_part(asked, int(left * _TAUGHT))
    examples = examples_part(asked, int(left * _EXAMPLES))
    said = conversation(asked.window, int(left * _WINDOW))
    before = before_part(asked, int(left * _BEFORE))
    left -= sum(map(tokens_of, (taught, examples, said, before)))
    system = [instructions, f"The catalog:\n{catalog_part(asked, left)}"]
    if taught:
        system.append(f"Words and rules of this business:\n{taught}")
    user = [
        f"{heading}:\n{part}"
        for heading, part in (
            ("Questions that a person has answered", examples),
            ("The conversation so far", said),
            (_heading_before(asked), before),
            *(("At hand", part) for part in further),
            ("Now", question),
        )
        if part
    ]
    return (Message("system", "\n\n".join(system)), Message("user", "\n\n".join(user)))


def with_attempts(messages: Sequence[Message], attempts: Sequence[Attempt]) -> tuple[Message, ...]:
    """And what came of it so far, each with the reason why it did not do."""
    more: list[Message] = []
    for attempt in attempts:
        more.append(Message("assistant", attempt.reply))
        reason = as_data([as_json({"reason": plain(attempt.reason, 1000)})])
        more.append(Message("user", f"{MEND}\n{reason}"))
    return (*messages, *more)


def _heading_before(asked: Asked) -> str:
    if asked.rewrites:
        return "The SQL that the sentence changes"
    if asked.must_refine:
        return "The query that the sentence changes"
    return "The query that was answered last, which the sentence may change"
