"""What tokens cost, and how many there were where nobody tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from llm.messages import Message
from llm.settings import Price
from llm.usage import Usage

_BYTES_A_TOKEN = 4
_MILLION = 1_000_000


def priced(usage: Usage, price: Price | None) -> Usage:
    """Without a price the cost is not known."""
    if price is None:
        return replace(usage, cost=None)
    cached = price.input if price.cached_input is None else price.cached_input
    fresh_tokens = max(0, usage.input_tokens - usage.cached_tokens)
    cost = (
        fresh_tokens * price.input
        + usage.cached_tokens * cached
        + usage.output_tokens * price.output
    ) / _MILLION
    return replace(usage, cost=cost)


def estimated(messages: Sequence[Message], reply: str) -> Usage:
    """For endpoints that do not count: four bytes of UTF-8 a token, as in English text."""
    said = sum(_tokens(message.content) for message in messages)
    return Usage(input_tokens=said, output_tokens=_tokens(reply), calls=1)


def _tokens(text: str) -> int:
    return -(-len(text.encode(errors="replace")) // _BYTES_A_TOKEN)
