"""What an evaluation would cost: the questions are read, and their prompts made, but not sent."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass, replace

from evaluation.asking import Reply
from evaluation.databases import DatabaseOptions, Databases
from evaluation.evaluate import Evaluation, SourcedCase
from evaluation.model_use import ModelUse, WatchedModels
from llm.costs import estimated, priced
from llm.errors import BudgetSpent
from llm.messages import Form, Message
from llm.meter import Meter
from llm.model import Reply as ModelReply
from llm.settings import ModelSettings
from llm.usage import NO_USAGE, Usage
from llm.wish import Mode

# A query in JSON; those of golden questions have about 100 to 300.
REPLY_TOKENS = 200


@dataclass(frozen=True, slots=True)
class Estimate:
    """`asked` of the `questions` go to the model, with `usage` in all, if none has to be repaired.

    `usage.cost` None: the price table has no price of the model.
    """

    model: str
    questions: int
    asked: int
    usage: Usage


async def estimate(
    cases: Iterable[SourcedCase],
    databases: Databases,
    options: DatabaseOptions,
    settings: ModelSettings,
    mode: Mode,
) -> Estimate:
    """By the very graph: what it would ask the model is weighed, and the language engine answers.

    So follow-ups are read after its answers. Raises CatalogInvalid for the catalog that was given.
    """
    weighed = _Weighed(settings)
    evaluation = Evaluation(databases, options, ModelUse(WatchedModels(weighed), mode))
    questions = asked = 0
    for case in cases:
        async for _, _, reply in evaluation.replies(case):
            questions += 1
            asked += isinstance(reply, Reply) and reply.share is not None
    name = settings.model or ""
    usage = priced(weighed.usage, settings.model_prices.get(name))
    return Estimate(name, questions, asked, usage)


class _Weighed:
    """Models (`llm.model.Models`) that are not there."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self.usage = NO_USAGE

    def begin(self, name: str, tenant_id: str, session_id: str, meter: Meter) -> _Absent:  # noqa: ARG002
        return _Absent(name, self)

    def weigh(self, messages: Sequence[Message], form: Form) -> None:
        """The form is sent with the messages, and counts as they do."""
        schema = Message("system", json.dumps(form.schema))
        usage = estimated([*messages, schema], "")
        self.usage = self.usage + replace(usage, output_tokens=REPLY_TOKENS)


@dataclass(frozen=True, slots=True)
class _Absent:
    name: str
    _weighed: _Weighed
    usage: Usage = NO_USAGE

    async def fill(self, messages: Sequence[Message], form: Form) -> ModelReply:
        self._weighed.weigh(messages, form)
        raise BudgetSpent("Nothing is asked yet.")

    def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str]:  # noqa: ARG002
        raise BudgetSpent("Nothing is asked yet.")
