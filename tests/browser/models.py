"""A scripted model that answers a question and puts the answer into words, as tests look at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.model_behaviours import Behaviour, Gate, Reply
from bench.model_exchange import Exchange, Request
from bench.model_replies import query_reply

# No figures in it, which would have to hold.
SENTENCES = ("Here is what was found.", "The regions follow in the order of the table below.")
PROSE = " ".join(SENTENCES)
QUERY: dict[str, Any] = query_reply(measures=["revenue"], groups=["orders.region"])


# So many words have the first of the sentences in them, which is shown when it is at its end.
_MIDWAY = 7


class MidwayGate(Gate):
    """Lets the first words of a text pass; the others wait until it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self._left = _MIDWAY

    async def pass_by(self, exchange: Exchange) -> None:
        if self._left > 0:
            self._left -= 1
        else:
            await super().pass_by(exchange)


def telling(gate: Gate | None = None) -> Callable[[Request], Behaviour]:
    """What a model server answers: the query, and then its text past the gate."""

    def answer(request: Request) -> Behaviour:
        return Reply(PROSE, gate=gate) if request.streams else Reply(QUERY)

    return answer
