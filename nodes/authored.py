"""What a turn remembers of a model that wrote its query, as long as it may have to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from llm.asked import Attempt
from llm.usage import Author, AuthorKind
from nodes.codec import decode, encode
from nodes.state import Turn

EMBEDDED = Author(AuthorKind.EMBEDDED)
PERSON = Author(AuthorKind.PERSON)


def with_author(turn: Turn, author: Author, reply: str, attempts: Sequence[Attempt]) -> Turn:
    """`reply` is what its query was read from."""
    kept = {"reply": reply, "attempts": [[one.reply, one.reason] for one in attempts]}
    return cast(Turn, {**turn, "author": encode(author), "authored": kept})


def author_of(turn: Turn) -> Author | None:
    """None: nobody has said yet, so it was the engine, or a person."""
    return decode(Author, turn["author"]) if turn.get("author") else None


def reply_of(turn: Turn) -> str:
    return str(_kept(turn).get("reply", ""))


def attempts_of(turn: Turn) -> list[Attempt]:
    return [Attempt(*one) for one in _kept(turn).get("attempts", [])]


def _kept(turn: Turn) -> dict[str, Any]:
    return turn.get("authored") or {}


def with_notice(turn: Turn, notice: str) -> Turn:
    notices = [*(turn.get("notices") or []), notice]
    return cast(Turn, {**turn, "notices": notices})


def ended(turn: Turn) -> Turn:
    """Without what only a turn at work needs."""
    passing = ("authored", "breaking_authors", "corrects")
    return cast(Turn, {key: value for key, value in turn.items() if key not in passing})
