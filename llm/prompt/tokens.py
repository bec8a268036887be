"""How long a text is to a model, told without its tokenizer, which would have to be downloaded."""

from __future__ import annotations

# Of UTF-8. English prose has about four, JSON three and more; a budget must not be passed.
_BYTES_PER_TOKEN = 3


def tokens_of(text: str) -> int:
    """An estimate that is rather too high."""
    return -(-len(text.encode()) // _BYTES_PER_TOKEN)


def cut(text: str, tokens: int) -> str:
    """At most so many of them, with a sign that something is missing."""
    if tokens_of(text) <= tokens:
        return text
    kept = text.encode()[: max(0, (tokens - 1) * _BYTES_PER_TOKEN)].decode(errors="ignore")
    return f"{kept.rstrip()}…"
