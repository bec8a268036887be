"""A piece of a sentence as its own draft: what it asks for, and what it leaves open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from bi.language.breaking.pointers import POSSESSIVES, Pointer, pointer_in
from bi.language.clauses import Place
from bi.language.draft import Draft
from bi.language.drafting import draft_of
from bi.language.engine import LanguageEngine
from bi.language.meanings import Item
from bi.model.semantic import TimeGroup, Value

# Small words that lead what limits or parts a question: "in Canada", "by region", "for 2024".
_LEADING = frozenset({"IN", "FOR", "FROM", "OF", "BY", "EACH", "WITH", "WHERE", "ONLY", "TO"})

_GROUPING = frozenset({"BY", "EACH"})
_ASKING = frozenset({"SHOW", "LIST", "WHO", "WHICH", "WHAT", "COUNT", "COMPARE", "WORD", "AND"})


_WISHING = frozenset({"SHOW", "LIST", "COMPARE", "DRAW"})


class Placed(Protocol):
    @property
    def place(self) -> Place: ...


@dataclass(frozen=True, slots=True)
class Sketch:
    """`opens`: the piece begins like a question of its own."""

    text: str
    opens: bool
    items: tuple[Item, ...]
    draft: Draft
    unknown: tuple[Item, ...]
    pointer: Pointer | None

    @property
    def ranks(self) -> bool:
        """Whether the things that come first are what it asks for: "the top 5 customers"."""
        rank, draft = self.draft.rank, self.draft
        if rank is None or not draft.groups:
            return False
        first = min((one.place.start for one in draft.measures), default=rank.place.start)
        return rank.place.start <= first

    @property
    def measures(self) -> bool:
        return bool(self.draft.measures) or (self.draft.counts_rows and bool(self.draft.groups))

    @property
    def measured(self) -> frozenset[Value]:
        return frozenset(one.choices[0] for one in self.draft.measures if one.choices)

    @property
    def lists(self) -> bool:
        draft = self.draft
        return self.opens and bool(draft.rows_of or draft.columns or draft.outputs)

    @property
    def has_head(self) -> bool:
        """Whether it says itself what it asks for, so that it can be a question."""
        if self.ranks or self.lists or self._points_out or self._elides:
            return True
        return self.measures and (self.opens or not self._begins_with_condition)

    @property
    def _points_out(self) -> bool:
        """ "For the best of them its trend"; "their cities" is no question, but a column more."""
        said = self.draft.groups or self.draft.measures or self.draft.rank
        return self.pointer is not None and self.pointer.kind != POSSESSIVES and bool(said)

    @property
    def _elides(self) -> bool:
        """ "And how many in 2024?": of what the question before counted."""
        said = self.dates or self.is_conditioned or self.draft.edits
        return self.opens and not self.unknown and said

    @property
    def begins_unknown(self) -> bool:
        """Whether what it asks for may be what nothing explains."""
        said = [item for item in self.items if not (item.filler or item.tags & _ASKING)]
        return bool(said) and said[0] in self.unknown

    @property
    def _begins_with_condition(self) -> bool:
        """ "Returned goods in 2025" after "who bought in 2024 and": a verb, and no noun."""
        said = [item for item in self.items if not item.filler]
        starts = {place.start for place in _places(self.draft.filters, self.draft.numbers)}
        return bool(said) and said[0].start in starts

    @property
    def limits(self) -> bool:
        """Whether anything but a period is said of what is measured."""
        draft = self.draft
        said = (
            draft.groups, draft.rank, draft.filters, draft.numbers, draft.eithers, draft.against,
            draft.calculation, draft.forecasts, draft.benchmarks, draft.limit,
        )  # fmt: skip
        return any(said)

    @property
    def dates(self) -> bool:
        return bool(self.draft.times or self.draft.parts)

    @property
    def is_conditioned(self) -> bool:
        draft = self.draft
        return bool(draft.filters or draft.numbers or draft.eithers or draft.benchmarks)

    @property
    def asks(self) -> bool:
        """Whether it is a question, and not a further wish: "and how many …"."""
        return self.opens and not any(item.tags & _WISHING for item in self.items[:2])

    @property
    def is_bare(self) -> bool:
        """ "Revenue": what the words beside it may say more of."""
        return not (self.opens or self.limits or self.dates)

    def times(self) -> Iterator[str]:
        yield from map(self._led, _places(self.draft.times, self.draft.parts))

    def groups(self, by: str) -> Iterator[str]:
        """`by` leads what is said without such a word: "which region"."""
        for one in sorted(self.draft.groups, key=lambda clause: clause.place.start):
            led = self._led(one.place)
            timed = any(isinstance(group, TimeGroup) for group in one.groups)
            is_led = timed or any(item.tags & _GROUPING for item in self._leading(one.place))
            yield led if is_led else f"{by} {one.place.source}"

    def filters(self) -> Iterator[str]:
        draft = self.draft
        found = _places(draft.filters, draft.numbers, draft.eithers, draft.benchmarks)
        yield from map(self._led, found)

    def _led(self, place: Place) -> str:
        """The words of a place with the small ones that lead it."""
        start = min([place.start, *(item.start for item in self._leading(place))])
        return self.text[start : place.end]

    def _leading(self, place: Place) -> list[Item]:
        found: list[Item] = []
        start = place.start
        for item in reversed([one for one in self.items if one.end <= place.start]):
            if not (item.filler or item.tags & _LEADING) or self.text[item.end : start].strip():
                break
            start = item.start
            found.append(item)
        return found


def _places(*clauses: Sequence[Placed]) -> list[Place]:
    found = [one.place for listed in clauses for one in listed]
    return sorted(found, key=lambda place: place.start)


Sketcher = Callable[[str, bool], Sketch]


def sketcher(engine: LanguageEngine) -> Sketcher:
    """Remembers what it made; the pieces of a sentence are looked at many times."""

    @cache
    def sketched(text: str, opens: bool) -> Sketch:
        items = engine.items(text)
        parsed = engine.parsed(items)
        pointer = pointer_in(text, engine.lexicon)
        unknown = tuple(
            item for item in parsed.unknown if pointer is None or not pointer.covers(item.start)
        )
        return Sketch(text, opens, tuple(items), draft_of(parsed), unknown, pointer)

    return sketched
