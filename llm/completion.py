"""What a model answered, in no library's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from llm.usage import Usage


@dataclass(frozen=True, slots=True)
class Completion:
    """`arguments` are those of its first tool call: text where they are no JSON. `usage` None: the
    endpoint did not tell. `model` is what it says has answered, '' where it does not."""

    text: str
    arguments: dict[str, Any] | str | None = None
    finish: str = ""
    refusal: str | None = None
    usage: Usage | None = None
    model: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Of a stream: some text, or what comes with its end."""

    text: str = ""
    finish: str = ""
    usage: Usage | None = None
    model: str = ""
