"""A sentence with the phrases that somebody's words stand for in the place of these words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from bi.language.meanings import Item, TermName
from bi.model.reading import (
    Clarification,
    Question,
    Reading,
    Token,
    Understanding,
    Unsupported,
)

R = TypeVar("R", bound=Clarification | Unsupported)


@dataclass(frozen=True, slots=True)
class _Piece:
    """`start` and `end` of the words in the sentence, `at` and `to` of the phrase in its stead."""

    words: str
    means: str
    start: int
    end: int
    at: int
    to: int
    taken_for: str | None = None


@dataclass(frozen=True, slots=True)
class Rewriting:
    text: str
    pieces: tuple[_Piece, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What the words were taken for, each once."""
        slips = (f"“{one.words}” was read as “{one.taken_for}”." for one in self.pieces
                 if one.taken_for)  # fmt: skip
        meant = (f"“{one.words}” means “{one.means}”." for one in self.pieces)
        return tuple(dict.fromkeys((*slips, *meant)))

    def told_of(self, reading: Reading) -> Reading:
        """What was read of the text, told of the sentence."""
        match reading:
            case Question():
                return replace(reading, understanding=self._understood(reading.understanding))
            case Clarification():
                options = tuple(
                    replace(one, understanding=self._understood(one.understanding))
                    for one in reading.options
                )
                return replace(self._said(reading), options=options)
            case Unsupported():
                return self._said(reading)
            case _:
                return reading

    def _said(self, reading: R) -> R:
        return replace(reading, message=" ".join((*self.notes, reading.message)))

    def _understood(self, one: Understanding) -> Understanding:
        tokens = tuple(map(self._placed, one.tokens))
        return Understanding(tokens, (*self.notes, *one.assumptions))

    def _placed(self, token: Token) -> Token:
        if token.start is None or token.end is None:
            return token
        start, end = self._start(token.start), self._end(token.end)
        touched = [one for one in self.pieces if one.at < token.end and token.start < one.to]
        if not touched:
            return replace(token, start=start, end=end)
        source = token.source
        for one in touched:
            inside = source if one.at <= token.start and token.end <= one.to else one.means
            source = source.replace(inside, one.words)
        return replace(token, source=source, start=start, end=end)

    def _start(self, place: int) -> int:
        shift = 0
        for one in self.pieces:
            if one.at <= place < one.to:
                return one.start
            if one.to <= place:
                shift = one.end - one.to
        return place + shift

    def _end(self, place: int) -> int:
        shift = 0
        for one in self.pieces:
            if one.at < place <= one.to:
                return one.end
            if one.to < place:
                shift = one.end - one.to
        return place + shift


def rewritten(text: str, items: Iterable[Item]) -> Rewriting | None:
    """None where no such words are in the sentence."""
    parts: list[str] = []
    pieces: list[_Piece] = []
    done = length = 0
    for item in items:
        means = next((one.means for one in item.of(TermName)), None)
        if means is None:
            continue
        before = text[done : item.start]
        at = length + len(before)
        words = text[item.start : item.end]
        pieces.append(
            _Piece(words, means, item.start, item.end, at, at + len(means), item.corrected)
        )
        parts += [before, means]
        done, length = item.end, at + len(means)
    if not pieces:
        return None
    return Rewriting("".join((*parts, text[done:])), tuple(pieces))
