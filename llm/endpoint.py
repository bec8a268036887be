"""One model at its endpoint: what it takes is found out once, and kept for this process."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Protocol

from llm.abilities import Abilities, abilities_at, names
from llm.breaker import Breaker
from llm.completion import Completion, Piece
from llm.costs import estimated
from llm.errors import ReplyUnusable
from llm.failures import CallFailed
from llm.messages import Form, Message
from llm.settings import ModelSettings
from llm.structured import Asking, Step, asking, found_in
from llm.usage import Usage

Tally = Callable[[Usage, Completion], None]

# Refusals that may be about a step; where they do not say so, a 404 is about the model, and a 500
# about nothing.
_REFUSING = frozenset({400, 404, 422, 500, 501})
_UNSAID = frozenset({400, 422, 501})


class Requests(Protocol):
    """`llm.client.Client`, which takes its time to be imported."""

    async def complete(self, model: str, abilities: Abilities, asking: Asking) -> Completion: ...

    def stream(self, model: str, abilities: Abilities, asking: Asking) -> AsyncGenerator[Piece]: ...

    async def close(self) -> None: ...


@dataclass(slots=True)
class Ladder:
    """Where one call stands. `fixed`: by the settings; `proven`: the step has worked before."""

    step: Step
    fixed: bool = False
    proven: bool = False

    def down(self) -> bool:
        """Whether there is another step to try."""
        if self.fixed or self.step.next is None:
            return False
        self.step = self.step.next
        self.proven = False
        return True

    def down_after(self, failure: CallFailed) -> bool:
        """A step that has worked is only given up where the endpoint says that it is to blame."""
        if failure.status is None or failure.is_too_long:
            return False
        if failure.status in _REFUSING and names(failure, *self.step.words):
            return self.down()
        return failure.status in _UNSAID and not self.proven and self.down()


class Endpoint:
    """`steps` are those that have worked, by the form's name: an endpoint that enforces a small
    schema may refuse a large one."""

    def __init__(self, model: str, settings: ModelSettings, url: str) -> None:
        self.model = model
        self.settings = settings
        self.url = url
        self.breaker = Breaker(settings.model_breaker_failures, settings.model_breaker_s)
        self.abilities = abilities_at(url)
        self.steps: dict[str, Step] = {}

    def ladder(self, form: Form) -> Ladder:
        """Of one call; an unknown form begins where the others have come to."""
        if self.settings.model_structured != "auto":
            return Ladder(Step(self.settings.model_structured), fixed=True)
        if form.name in self.steps:
            return Ladder(self.steps[form.name], proven=True)
        steps = [step for step in Step if step in self.steps.values()]
        return Ladder(steps[0] if steps else Step.JSON_SCHEMA)

    async def fill(
        self,
        client: Requests,
        messages: Sequence[Message],
        form: Form,
        ladder: Ladder,
        tally: Tally,
    ) -> dict[str, Any]:
        """Asks until the endpoint takes what it is sent. Raises CallFailed, ReplyUnusable."""
        while True:
            asked = asking(messages, form, ladder.step)
            completion = await self._complete(client, asked, ladder)
            if completion is None:
                continue
            said = completion.text or str(completion.arguments or "")
            tally(completion.usage or estimated(asked.messages, said), completion)
            found = await found_in(completion, form, self.settings.model_reply_tokens)
            if not found.enforced and not ladder.proven and ladder.down():
                continue
            if found.value is None:
                raise ReplyUnusable("The reply was no JSON object.", said)
            self.steps[form.name] = ladder.step
            return found.value

    async def _complete(self, client: Requests, asked: Asking, ladder: Ladder) -> Completion | None:
        """None: it was refused, and is to be asked for in another way."""
        sent = self.abilities
        try:
            return await client.complete(self.model, sent, asked)
        except CallFailed as failure:
            if failure.is_withheld:
                raise ReplyUnusable("The request was refused by a content filter.") from None
            if not self._adapts(failure, sent) and not ladder.down_after(failure):
                raise
        return None

    def _adapts(self, failure: CallFailed, sent: Abilities) -> bool:
        """Another call may have found out the same meanwhile."""
        left = sent.without(failure)
        if left is not None:
            self.abilities = left
        return left is not None

    async def stream(self, client: Requests, messages: Sequence[Message]) -> AsyncGenerator[Piece]:
        """Raises CallFailed."""
        while True:
            sent = self.abilities
            try:
                pieces = client.stream(self.model, sent, Asking(messages, {}, {}))
                async with aclosing(pieces):
                    async for piece in pieces:
                        yield piece
            except CallFailed as failure:
                # An endpoint refuses before it says anything.
                if not self._adapts(failure, sent):
                    raise
            else:
                return
