"""What is said of an answer: a model's sentences that hold, computed ones for the others."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bi.model.insight import Insight
from llm.prose.checking import holds
from llm.prose.context import Context
from llm.prose.findings import reworded
from llm.prose.known import Known, words_of
from llm.prose.reading import FindingLine, Sentence
from llm.prose.sentences import sentences_of
from llm.prose.written import Written

_MOST_SENTENCES = 6
_MOST_CHARACTERS = 1500
_ENDED = re.compile(r"[.!?…。！？؟।][\"'”’»)」』]*$")
# A sentence that ends with one of these was cut off.
_DANGLING = frozenset(
    {
        "a", "an", "the", "and", "or", "of", "in", "on", "at", "to", "for", "with", "from", "by",
        "than", "as", "is", "was", "were", "are", "had", "has", "und", "oder", "der", "die",
        "das", "ein", "eine", "mit", "von", "zu", "im", "auf", "bei", "als", "ist", "war",
        "sind",
    }
)  # fmt: skip


@dataclass(slots=True)
class Saying:
    """`text` is what has been said. `replaced` sentences did not hold."""

    known: Known
    say: Callable[[str], None]
    insights: list[Insight] = field(default_factory=list)
    replaced: int = 0
    text: str = ""
    _own: int = 0
    _said: list[str] = field(default_factory=list)
    # The computed sentences, by what became of them.
    _computed: list[str] = field(default_factory=list)
    _left: list[int] = field(default_factory=list)
    _last: int = -2
    _in_findings: bool = False

    def __post_init__(self) -> None:
        self.insights = list(self.known.facts.insights)
        self._computed = sentences_of(self.known.facts.text)
        self._left = list(range(len(self._computed)))

    def take(self, one: Sentence | FindingLine) -> None:
        if isinstance(one, FindingLine):
            self._in_findings = True
            self._reword(one)
        elif not self._in_findings and self._has_room:
            self._take_sentence(one)

    def end(self, *, broke_off: bool) -> None:
        """The direct answer in any case; all that is left where the model did not say it."""
        if not self._said and self.known.facts.text:
            self._put((self.known.facts.text,))
            return
        for at in list(self._left):
            if broke_off or not self._own or at == 0:
                self._say_computed(at)

    @property
    def _has_room(self) -> bool:
        return len(self._said) < _MOST_SENTENCES and len(self.text) < _MOST_CHARACTERS

    def _reword(self, line: FindingLine) -> None:
        at = line.number - 1
        if 0 <= at < len(self.insights):
            self.insights[at] = reworded(self.known.facts.insights[at], line.text, self.known)

    def _take_sentence(self, one: Sentence) -> None:
        text, pieces = one.text, one.pieces
        if not _ENDED.search(text):
            if (words_of(text) or ["a"])[-1] in _DANGLING:
                return
            text, pieces = f"{text}.", (*pieces, ".")
        if _same(text) in map(_same, self._said):
            return
        if not holds(text, self.known):
            self.replaced += 1
            self._replace(text)
        elif not self._is_told(text):
            self._own += 1
            self._say(text, pieces)
            self._last = -2
            self._left = [at for at in self._left if not self._tells(text, self._computed[at])]

    def _replace(self, text: str) -> None:
        """By the computed sentence of the same thing; in their order until the model says one."""
        if not self._left:
            return
        if not self._own:
            self._say_computed(self._left[0])
            return
        mine = _gist(text)
        best = max(self._left, key=lambda at: len(mine & _gist(self._computed[at])))
        if mine & _gist(self._computed[best]):
            self._say_computed(best)

    def _say_computed(self, at: int) -> None:
        self._left.remove(at)
        follows = at == self._last + 1
        self._say(self._computed[at], (self._computed[at],), gap=self._gap(at) if follows else " ")
        self._last = at

    def _gap(self, at: int) -> str:
        """What stands between a computed sentence and the one before it."""
        text, place = self.known.facts.text, 0
        for sentence in self._computed[:at]:
            place = text.index(sentence, place) + len(sentence)
        return text[place : text.index(self._computed[at], place)]

    def _say(self, text: str, pieces: tuple[str, ...], gap: str = " ") -> None:
        if self._said:
            self._put((gap,))
        self._put(pieces)
        self._said.append(text)

    def _put(self, pieces: tuple[str, ...]) -> None:
        for piece in pieces:
            if piece:
                self.say(piece)
                self.text += piece

    def _is_told(self, text: str) -> bool:
        """Whether a computed sentence that was said has all that this one says."""
        mine = Context.of(text, self.known)
        if not mine.written:
            return False
        for at, sentence in enumerate(self._computed):
            if at in self._left or sentence not in self._said:
                continue
            other = Context.of(sentence, self.known)
            if mine.rows == other.rows and all(
                _is_among(one, other.written) for one in mine.written
            ):
                return True
        return False

    def _tells(self, sentence: str, computed: str) -> bool:
        """Whether a sentence has said what a computed one would: its first number or half of all,
        or, where it has none, half of its words."""
        mine, other = Context.of(sentence, self.known), Context.of(computed, self.known)
        if not other.written:
            words = _gist(computed)
            return 2 * len(words & _gist(sentence)) >= len(words)
        shared = [one for one in other.written if _is_among(one, mine.written)]
        if other.rows and not other.rows & mine.rows and len(shared) < len(other.written):
            return False
        return other.written[0] in shared or 2 * len(shared) >= len(other.written)


def _is_among(one: Written, others: list[Written]) -> bool:
    return any(
        a.has((b.low + b.high) / 2) or b.has((a.low + a.high) / 2)
        for other in others
        if other.unit is one.unit
        for a in one.ranges
        for b in other.ranges
    )


def _same(text: str) -> str:
    return " ".join(words_of(text))


def _gist(text: str) -> set[str]:
    return {word.rstrip("s") for word in words_of(text) if len(word) > 3}
