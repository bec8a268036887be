"""A sentence taken apart: its rows, its dates, its numbers and the words between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bi.model.words import singular
from llm.prose.claims import Subject
from llm.prose.dates import Dated
from llm.prose.known import Known, masked, words_of
from llm.prose.mentions import Mention
from llm.prose.numbers import numbers_of
from llm.prose.written import Written

_LIST = re.compile(
    r"^\s*(?:,|and|und|&|,\s*and|,\s*und|or|oder|as well as|sowie)\s*(?:the\s)?$", re.I
)
_AFTER = re.compile(
    r"^\)?\s*(?:[^\W\d]+\s){0,3}?(?:in|for|from|by|at|on|of|für|im|aus|bei|am|um|to"
    r"|auf)\s(?:the\s|der\s|dem\s)?$",
    re.I,
)
_PLACED = re.compile(
    r"^\)?\s*(?:[^\W\d]+\s){0,2}?(?:in|for|at|on|für|im|bei|am|um)\s(?:the\s|der\s|dem\s)?$", re.I
)
_BEFORE = re.compile(
    r"^(?:'s|’s)?[\s:(=–—-]*(?:[^\W\d]+['’]?[^\W\d]*\s+){0,4}[\s(:]*[$€£¥]?\s?(?:[^\W\d]*\s?)?$",
    re.I,
)
_OPENING = re.compile(r"^,\s*(?:[^\W\d]+\s+){0,5}[$€£¥]?$", re.I)
_OBJECT = re.compile(
    r"\b(?:than|ahead of|over|behind|above|below|beat|beats|beating|als|vor|hinter"
    r"|über|unter|versus|vs\.?|to|into"
    r"|outperformed|outsold|overtook|exceeded|followed by)\s(?:the\s|that of\s|that in\s)?$",
    re.I,
)
_BREAKS = re.compile(
    r"\b(?:and|und|while|whereas|but|aber|during|während|more|less|fewer|lower|higher"
    r"|mehr|weniger|by|um|than|als|ahead"
    r"|behind|over|total|together|combined|average|insgesamt|durchschnitt\w*|after"
    r"|nach|versus|to|bis|between|share|most|leads"
    r"|led|follows|from)\b|[,;]",
    re.I,
)


_NEXT_PART = re.compile(
    r"[,;:()]|\b(?:and|und|while|whereas|but|aber|während|although|though|obwohl)\b", re.I
)


@dataclass(frozen=True)
class Context:
    text: str
    known: Known
    mentions: list[Mention]
    dates: list[Dated]
    written: list[Written]

    @classmethod
    def of(cls, text: str, known: Known) -> Context:
        mentions, dates = known.mentions(text)
        hidden = masked(text, mentions, dates)
        for word in known.digits_in_labels:
            hidden = re.sub(
                rf"(?<!\w){re.escape(word)}(?!\w)",
                lambda m: "¤" * len(m.group()),
                hidden,
                flags=re.I,
            )
        return cls(text, known, mentions, dates, numbers_of(hidden))

    @cached_property
    def hidden(self) -> str:
        """With names and dates made unreadable."""
        return masked(self.text, self.mentions, self.dates)

    # --- rows ------------------------------------------------------------------------------------

    @cached_property
    def _by_key(self) -> dict[int, frozenset[int]]:
        found: dict[int, frozenset[int]] = {}
        for one in self.mentions:
            found[one.key] = found.get(one.key, frozenset()) | one.rows
        return found

    @cached_property
    def rows(self) -> frozenset[int]:
        """All that are named: of a row with two keys both names together."""
        sets = list(self._by_key.values())
        if not sets:
            return frozenset()
        return frozenset.intersection(*sets)

    @property
    def names_go_together(self) -> bool:
        """There is a row of North in March, where both are named."""
        return not self.mentions or bool(self.rows)

    @cached_property
    def subjects(self) -> list[Subject]:
        """What is spoken of, in order; without names the only row there is."""
        if not self.mentions:
            if self.known.shape.row_count == 1:
                return [Subject(0, -1, frozenset({0}))]
            return []
        found: list[Subject] = []
        for one in self.mentions:
            others = [rows for key, rows in self._by_key.items() if key != one.key]
            rows = one.rows.intersection(*others)
            if self.known.shape.row_count > 1 and len(rows) == self.known.shape.row_count:
                continue
            if rows and not any(other.rows == rows for other in found):
                found.append(Subject(one.start, one.key, rows))
        return found

    @cached_property
    def is_of_one(self) -> bool:
        return len(self.rows) == 1 and len({(m.start, m.end) for m in self.mentions}) == len(
            self._by_key
        )

    # --- numbers ---------------------------------------------------------------------------------

    def before(self, at: int) -> str:
        """The words between the number before and this one."""
        start = self.written[at - 1].end if at else 0
        return self.hidden[start : self.written[at].start]

    def after(self, at: int) -> str:
        end = self.written[at + 1].start if at + 1 < len(self.written) else len(self.hidden)
        return self.hidden[self.written[at].end : end]

    def owner(self, at: int) -> frozenset[int] | None:
        """The rows that a number stands beside: "120 in January", "North had 120"."""
        one = self.written[at]
        found: dict[int, frozenset[int]] = {}
        if (paired := self._paired.get(at)) is not None:
            return paired
        placed = [m for m in self.mentions if m.start >= one.end]
        if placed:
            near = min(m.start for m in placed)
            between = self.hidden[one.end : near]
            if (
                _AFTER.match(between)
                and not _NEXT_PART.search(between.lstrip(")"))
                and not (self._has_own(near) and not _PLACED.match(between))
            ):
                self._own(found, [m for m in placed if m.start == near])
        past = [m for m in self.mentions if m.end <= one.start]
        if past:
            near = max(m.end for m in past)
            ones = [m for m in past if m.end == near]
            between = self.hidden[near : one.start]
            if self._is_subject(ones[0], between, at):
                self._own(found, ones)
        if not found:
            return None
        rows = frozenset.intersection(*found.values())
        others = [rows for key, rows in self._by_key.items() if key not in found]
        rows = rows.intersection(*others)
        # A name that all rows have sets none apart.
        count = self.known.shape.row_count
        return rows if rows and not len(rows) == count > 1 else None

    @cached_property
    def _paired(self) -> dict[int, frozenset[int]]:
        """ "July and August had 1,030 and 1,094": the rows of numbers in a list, in its order."""
        found: dict[int, frozenset[int]] = {}
        numbers = self._lists([(w.start, w.end) for w in self.written])
        names = self._lists([(m.start, m.end) for m in self.mentions])
        for those in numbers:
            start = self.written[those[0]].start
            before = [ones for ones in names if self.mentions[ones[-1]].end <= start]
            if len(those) < 2 or not before or len(before[-1]) != len(those):
                continue
            for at, name in zip(those, before[-1], strict=True):
                mention = self.mentions[name]
                others = [rows for key, rows in self._by_key.items() if key != mention.key]
                found[at] = mention.rows.intersection(*others)
        return {at: rows for at, rows in found.items() if rows}

    def _lists(self, places: list[tuple[int, int]]) -> list[list[int]]:
        """Which of them follow each other with nothing but commas and an "and" between."""
        found: list[list[int]] = []
        for at, (start, _) in enumerate(places):
            link = self.hidden[places[at - 1][1] : start] if at else ""
            if at and _LIST.match(link.rstrip("$€£¥ ") + " "):
                found[-1].append(at)
            else:
                found.append([at])
        return found

    def _own(self, found: dict[int, frozenset[int]], ones: list[Mention]) -> None:
        for one in ones:
            found.setdefault(one.key, one.rows)

    def _has_own(self, start: int) -> bool:
        """Whether the name that begins there is followed by a number of its own."""
        ends = [m.end for m in self.mentions if m.start == start]
        return bool(re.match(r"\s*[(:]", self.hidden[max(ends) :]))

    def _is_subject(self, mention: Mention, between: str, at: int) -> bool:
        if at and self.written[at - 1].start > mention.end:
            return False
        before = self.hidden[: mention.start]
        earlier = [m for m in self.mentions if m.end <= mention.start]
        if earlier:
            gap = self.hidden[max(m.end for m in earlier) : mention.start]
            if _LIST.match(gap):
                return False
        if _OBJECT.search(before) and not between.startswith(("'s", "’s", " (", ":")):
            return False
        if mention.start <= 14 and _OPENING.match(between):
            return not _BREAKS.search(between[1:])
        return bool(_BEFORE.match(between)) and not _BREAKS.search(between)

    def column_of(self, at: int) -> int | None:
        """The column whose label stands right after a number, or alone before it."""
        labels = self.known.labels
        after = [singular(word) for word in words_of(clause_of(self.after(at)))[:6]]
        best: tuple[int, int, int] | None = None
        for i, label in labels.items():
            for skip in range(3):
                if label and tuple(after[skip : skip + len(label)]) == label:
                    if skip and set(after[:skip]) & {
                        "than",
                        "of",
                        "and",
                        "from",
                        "als",
                        "von",
                        "und",
                    }:
                        continue
                    found = (skip, -len(label), i)
                    best = found if best is None or found < best else best
        if best is not None:
            return best[2]
        before = [singular(word) for word in words_of(self.before(at))]
        said = {i: label for i, label in labels.items() if label and _has(before, label)}
        longest = {
            i
            for i, label in said.items()
            if not any(
                i != j and _has(list(other), label) and len(other) > len(label)
                for j, other in said.items()
            )
        }
        return next(iter(longest)) if len(longest) == 1 else None

    @cached_property
    def spoken_columns(self) -> list[int]:
        """The columns that the sentence names; the first one where it names none."""
        return self._named_columns(self.hidden) or list(self.known.measures[:1])

    def columns_in(self, clause: str) -> list[int]:
        """Those that a part of it names; without any those of the whole."""
        return self._named_columns(clause) or self.spoken_columns

    def _named_columns(self, text: str) -> list[int]:
        words = [singular(word) for word in words_of(text)]
        said = {i: label for i, label in self.known.labels.items() if label and _has(words, label)}
        return [
            i
            for i, label in said.items()
            if not any(
                i != j and _has(list(other), label) and len(other) > len(label)
                for j, other in said.items()
            )
        ]

    @cached_property
    def names_what_is_measured(self) -> bool:
        words = {singular(word) for word in words_of(self.hidden)}
        title = {singular(word) for word in words_of(self.known.facts.title) if len(word) > 3}
        labels = {word for label in self.known.labels.values() for word in label}
        return bool(words & (title | labels))


def clause_of(after: str) -> str:
    """Up to where the next part of the sentence begins."""
    return _NEXT_PART.split(after, maxsplit=1)[0]


def _has(words: list[str], label: tuple[str, ...]) -> bool:
    return any(tuple(words[i : i + len(label)]) == label for i in range(len(words)))
