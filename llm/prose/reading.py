"""A text on its way, taken apart into the sentences of the answer and the numbered findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from llm.prose.sentences import first_end

_FINDING = re.compile(r"^\s*\[(\d{1,2})\]\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Of the answer; `pieces` are its text as it came, without space around it."""

    pieces: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass(frozen=True, slots=True)
class FindingLine:
    number: int
    text: str


@dataclass(slots=True)
class Reading:
    """What has come and is not given out yet."""

    _text: str = ""
    # Where pieces begin in it.
    _cuts: list[int] = field(default_factory=list)

    def take(self, piece: str) -> Iterator[Sentence | FindingLine]:
        """What is whole by now."""
        self._cuts.append(len(self._text))
        self._text += piece
        yield from self._whole()

    def rest(self) -> Iterator[Sentence | FindingLine]:
        """What is left when the model has come to its end."""
        yield from self._whole()
        yield from self._given(len(self._text))

    def _whole(self) -> Iterator[Sentence | FindingLine]:
        while True:
            if self._text.lstrip().startswith("["):
                line_end = self._text.find("\n", len(self._text) - len(self._text.lstrip()))
                end = None if line_end < 0 else line_end + 1
            else:
                end = first_end(self._text)
            if end is None:
                return
            yield from self._given(end)

    def _given(self, end: int) -> Iterator[Sentence | FindingLine]:
        text = self._text[:end]
        start, stop = len(text) - len(text.lstrip()), len(text.rstrip())
        cuts = [start, *(cut for cut in self._cuts if start < cut < stop), stop]
        pieces = tuple(text[a:b] for a, b in pairwise(cuts) if b > a)
        self._text = self._text[end:]
        self._cuts = [max(0, cut - end) for cut in self._cuts if cut >= end]
        if not pieces:
            return
        finding = _FINDING.match(text.strip())
        if finding is not None:
            yield FindingLine(int(finding[1]), finding[2].strip())
        else:
            yield Sentence(pieces)
