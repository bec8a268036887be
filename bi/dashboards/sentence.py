"""A sentence about a dashboard as marks: the phrases that mean something, and the words between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bi.dashboards.lexicon.load import DashboardWords, Sense, load_words
from bi.language.lexicon.load import Lexicon
from bi.language.words import Quote, Word, words_of
from bi.model.chart import ChartType

# What a command may begin with.
VERBS = (
    "CREATE", "MAKE", "SHOWING", "ADD", "REMOVE", "REPLACE", "CHANGE", "RENAME", "MOVE", "SWAP",
    "DUPLICATE", "FILTERING", "RESIZE", "UNDO", "ANALYSE", "WHY", "SORTING", "KEEP", "EXCLUDING",
)  # fmt: skip
_STOP = re.compile(r"[.;!?\n]")
_WORD = re.compile(r"[^\W\d_]+")
# A shorter beginning would be no word of its own.
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """Neighbouring words that are one phrase, or one word that is none (`sense` is empty then).

    `colon`, `stop`: a colon or the end of a sentence is before it.
    """

    words: tuple[Word, ...]
    sense: Sense
    colon: bool = False
    stop: bool = False

    def has(self, *cues: str) -> bool:
        return not self.sense.cues.isdisjoint(cues)

    @property
    def chart(self) -> ChartType | None:
        return self.sense.chart

    @property
    def ordinal(self) -> int | None:
        if self.sense.ordinal is not None:
            return self.sense.ordinal
        only = self.words[0] if len(self.words) == 1 else None
        return int(only.number) if only and only.ordinal and only.number else None

    @property
    def number(self) -> int | None:
        only = self.words[0] if len(self.words) == 1 else None
        return int(only.number) if only and only.plain and only.number is not None else None

    @property
    def quote(self) -> Quote | None:
        return self.words[0].quote

    @property
    def separates(self) -> bool:
        return self.has("AND", "COMMA")


Marks = tuple[Mark, ...]


class Sentence:
    """`lexicon` is the engine's; `marks` cover the whole text."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        """Raises FileNotFoundError when the language has no words for dashboards."""
        known = load_words(lexicon.language)
        self.text, self._cuts = _apart(text, known)
        self.lexicon = lexicon
        self._small = frozenset((*lexicon.fillers, *lexicon.function_words))
        self.marks = self._marked(known)

    def _marked(self, known: DashboardWords) -> Marks:
        words = words_of(self.text, self.lexicon)
        marks: list[Mark] = []
        at = end = 0
        while at < len(words):
            length = self._phrase_at(words, at, known)
            covered = words[at : at + length]
            sense = known.senses.get(tuple(word.norm for word in covered), Sense())
            if covered[0].quote is not None:
                sense = Sense()
            between = self.text[end : covered[0].start]
            stop = bool(marks) and bool(_STOP.search(between))
            marks.append(Mark(covered, sense, covered[0].colon, stop))
            at, end = at + length, covered[-1].end
        return tuple(marks)

    def _phrase_at(self, words: Sequence[Word], at: int, known: DashboardWords) -> int:
        """How many words the longest phrase has that begins here; 1 if there is none.

        A quotation is one, whatever is in it; no phrase goes beyond a colon or its sentence.
        """
        first = words[at]
        if first.quote is not None:
            return sum(word.quote is first.quote for word in words[at:])
        for length in range(min(known.longest, len(words) - at), 1, -1):
            covered = words[at : at + length]
            if tuple(word.norm for word in covered) not in known.senses:
                continue
            inside = self.text[first.start : covered[-1].end]
            if not any(word.colon or word.quote for word in covered[1:]) and not _STOP.search(
                inside
            ):
                return length
        return 1

    def text_of(self, marks: Marks) -> str:
        """As the engine is to read it."""
        start, end = self._span(marks)
        return self.text[start:end]

    def said(self, marks: Marks) -> str:
        """As it was written."""
        start, end = self._span(marks)
        return "".join(self.text[at] for at in range(start, end) if at not in self._cuts)

    def _span(self, marks: Marks) -> tuple[int, int]:
        if not marks:
            return 0, 0
        start, end = marks[0].words[0].start, marks[-1].words[-1].end
        if marks[0].quote is not None:
            start = marks[0].quote.start - 1
        if marks[-1].quote is not None:
            end = marks[-1].quote.end + 1
        return start, end

    def is_small(self, mark: Mark) -> bool:
        """Whether it says nothing about what is meant."""
        if mark.quote is not None or mark.has(*VERBS, "EVERYTHING", "IT", "THEM"):
            return False
        return mark.sense.small or " ".join(word.norm for word in mark.words) in self._small

    def is_hollow(self, mark: Mark) -> bool:
        """Whether it may stand beside a type of chart without saying more: "a bar chart here"."""
        return self.is_small(mark) or mark.has(
            "TILE", "TILES", "ON_BOARD", "PARTICLE", "POINTING", "OF", "AT"
        )

    def trimmed(self, marks: Marks) -> Marks:
        """Without small words and separators at the ends."""
        start, end = 0, len(marks)
        while start < end and (
            self.is_small(marks[start])
            or marks[start].separates
            or (start + 1 < end and self._points(marks[start], marks[start + 1]))
        ):
            start += 1
        return self.ended(marks[start:end])

    def ended(self, marks: Marks) -> Marks:
        """Without small words and separators at the end."""
        end = len(marks)
        while end and (self.is_small(marks[end - 1]) or marks[end - 1].separates):
            end -= 1
        return marks[:end]

    def telling(self, marks: Marks) -> Marks:
        """Without the small words anywhere."""
        return tuple(m for m in marks if not self.is_small(m) and not m.has("POINTING"))

    def _points(self, mark: Mark, following: Mark) -> bool:
        """Whether it only points at a chart or filter: "this chart", not "this month"."""
        noun = following.has("TILE", "TILES", "FILTERS", "DASHBOARD", "BOARD")
        return mark.has("POINTING") and (noun or following.chart is not None)


def _apart(text: str, known: DashboardWords) -> tuple[str, frozenset[int]]:
    """ "Regionsfilter", "salesdashboard": the noun apart from what it is about, and where a space
    was put in for that."""
    parts: list[str] = []
    cuts: list[int] = []
    length = end = 0
    for match in _WORD.finditer(text):
        word = match.group()
        cut = _cut(word, known)
        if cut is None:
            continue
        before = text[end : match.start()] + word[:cut]
        length += len(before)
        cuts.append(length)
        parts.append(f"{before} ")
        length += 1
        end = match.start() + cut
    return "".join([*parts, text[end:]]), frozenset(cuts)


def _cut(word: str, known: DashboardWords) -> int | None:
    if (word.lower(),) in known.senses:
        return None
    for noun in known.joined:
        if word.lower().endswith(noun) and len(word) >= len(noun) + _SHORTEST:
            return len(word) - len(noun)
    return None


def split(marks: Marks, *cues: str) -> list[Marks]:
    """The parts between marks that have one of the cues; empty parts are left out."""
    parts: list[list[Mark]] = [[]]
    for mark in marks:
        if mark.has(*cues):
            parts.append([])
        else:
            if (mark.stop or mark.colon) and parts[-1]:
                parts.append([])
            parts[-1].append(mark)
    return [tuple(part) for part in parts if part]


def first_with(marks: Marks, *cues: str) -> int | None:
    return next((n for n, mark in enumerate(marks) if mark.has(*cues)), None)
