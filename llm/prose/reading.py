"""A text on its way, taken apart into the sentences of the answer and the numbered findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from llm.prose.sentences import first_end

_FINDING = re.compile(r"^\[(\d{1,2})\]:?\s*(.*)$", re.DOTALL)
# What is longer is no sentence: it is not waited for, and not looked through again and again.
_LONGEST = 1000


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
    # Of a sentence that has become too long the rest is passed over.
    _passing: bool = False

    def take(self, piece: str) -> Iterator[Sentence | FindingLine]:
        """What is whole by now."""
        if not self._text:
            piece = piece.lstrip()
        if not piece:
            return
        self._cuts.append(len(self._text))
        self._text += piece
        yield from self._whole()

    def rest(self) -> Iterator[Sentence | FindingLine]:
        """What is left when the model has come to its end."""
        yield from self._whole()
        yield from self._given(len(self._text))

    def _whole(self) -> Iterator[Sentence | FindingLine]:
        while self._text:
            end = self._end()
            if end is None:
                if len(self._text) > _LONGEST:
                    yield from self._given(len(self._text))
                    self._passing = True
                return
            yield from self._given(end)

    def _end(self) -> int | None:
        if not self._text.startswith("["):
            return first_end(self._text)
        line_end = self._text.find("\n")
        return None if line_end < 0 else line_end + 1

    def _given(self, end: int) -> Iterator[Sentence | FindingLine]:
        text = self._text[:end]
        stop = len(text.rstrip())
        cuts = [0, *(cut for cut in self._cuts if 0 < cut < stop), stop]
        pieces = tuple(text[a:b] for a, b in pairwise(cuts) if b > a)
        end += len(self._text[end:]) - len(self._text[end:].lstrip())
        self._text = self._text[end:]
        self._cuts = [0, *(cut - end for cut in self._cuts if cut > end)] if self._text else []
        passing, self._passing = self._passing, False
        if passing or not pieces:
            return
        finding = _FINDING.match(text.strip())
        if finding is not None:
            yield FindingLine(int(finding[1]), finding[2].strip())
        else:
            yield Sentence(pieces)
