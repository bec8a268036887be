"""A fault in a catalog file, as told to the person who wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process, utils

_NEAR = 70.0


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` counts from 1. A `hint` does not keep the catalog from being used."""

    file: str
    line: int
    message: str
    suggestion: str | None = None
    level: Literal["error", "hint"] = "error"

    def __str__(self) -> str:
        hint = "hint: " if self.level == "hint" else ""
        suggestion = f" ({self.suggestion})" if self.suggestion else ""
        return f"{self.file}:{self.line}: {hint}{self.message}{suggestion}"


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A question naming the known word nearest to `word`, or None when none is near."""
    words = list(known)
    near = process.extractOne(
        word, words, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_NEAR
    )
    longer = next((other for other in words if other.startswith(f"{word}_")), None)
    found = near[0] if near else longer
    return f"did you mean `{found}`?" if found else None
