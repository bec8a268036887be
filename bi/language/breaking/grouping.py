"""Which pieces of a sentence belong together: the parting that leaves nothing unexplained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf

from bi.language.breaking.cutting import Atom
from bi.language.breaking.sketch import Sketch, Sketcher

# Of a part: that it is one, that nothing says what it asks for, a word that nothing explains,
# that it hides several questions, a measure cut off from what is said of it, a piece within that
# begins like a question, and a first piece that rather belongs to what is before.
_PART, _HEADLESS, _UNKNOWN, _HIDING, _BARE, _OPENING = 1.0, 100.0, 4.0, 10.0, 2.0, 0.5
_LOOSE = 0.75
# As many ways to part a sentence are looked at as a person would wait for.
_MOST_ATOMS = 9
_MOST_IN_A_SENTENCE = 24


def few_enough(text: str, atoms: Sequence[Atom], sketched: Sketcher) -> list[Atom]:
    """The pieces of a long sentence, those of a list of values as one; where there are too many
    all the same, the sentence is one piece."""
    if len(atoms) <= _MOST_ATOMS:
        return list(atoms)
    found: list[Atom] = []
    was_headless = False
    for atom in atoms:
        is_headless = not sketched(text[atom.start : atom.end], atom.opens).has_head
        if is_headless and was_headless:
            found[-1] = replace(found[-1], end=atom.end)
        else:
            found.append(atom)
        was_headless = is_headless
    if len(found) <= _MOST_IN_A_SENTENCE:
        return found
    return [replace(atoms[0], end=atoms[-1].end)]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The pieces of one sentence of `text`, as `atoms_of` cuts it.

    `is_one` says of words with several heads that they ask one thing all the same, like
    "compare revenue in March and revenue in April".
    """

    text: str
    atoms: Sequence[Atom]
    sketched: Sketcher
    is_one: Callable[[str], bool]

    def questions(self) -> list[tuple[int, int]]:
        """Runs of pieces (first, last), each of which asks one thing, as far as can be told."""
        return self._best(0, len(self.atoms), self._cost)

    def measured_apart(self, first: int, last: int) -> list[tuple[int, int]]:
        """The finest parting of a run in which every part says what it asks for."""
        return self._best(first, last + 1, self._cost_apart)

    def sketch(self, first: int, last: int) -> Sketch:
        return self.sketched(self.said(first, last), self.atoms[first].opens)

    def said(self, first: int, last: int) -> str:
        return self.text[self.atoms[first].start : self.atoms[last].end]

    def _best(
        self, start: int, stop: int, cost: Callable[[int, int], float]
    ) -> list[tuple[int, int]]:
        best: dict[int, tuple[float, int]] = {stop: (0.0, stop)}
        for at in range(stop - 1, start - 1, -1):
            choice = (inf, stop)
            for end in range(at, min(stop, at + _MOST_ATOMS)):
                whole = cost(at, end) + best[end + 1][0]
                if whole < choice[0]:
                    choice = (whole, end + 1)
            best[at] = choice
        found, at = [], start
        while at < stop:
            end = best[at][1]
            found.append((at, end - 1))
            at = end
        return found

    def _cost(self, first: int, last: int) -> float:
        sketch = self.sketch(first, last)
        cost = _PART + _UNKNOWN * len(sketch.unknown)
        cost += 0.0 if sketch.has_head else _HEADLESS
        cost += _BARE if sketch.has_head and sketch.is_bare else 0.0
        cost += _LOOSE if last > first and not self.sketch(first, first).has_head else 0.0
        cost += _OPENING * sum(atom.opens for atom in self.atoms[first + 1 : last + 1])
        return cost + (_HIDING if self._hides(first, last) else 0.0)

    def _cost_apart(self, first: int, last: int) -> float:
        """Each part is worth something, as long as it has a head."""
        sketch = self.sketch(first, last)
        return -1.0 if sketch.has_head or sketch.begins_unknown else _HEADLESS

    def _hides(self, first: int, last: int) -> bool:
        """Whether both sides of some joining word are questions of their own."""
        return any(self._parts(first, cut, last) for cut in range(first, last))

    def _parts(self, first: int, cut: int, last: int) -> bool:
        left, right = self.sketch(first, cut), self.sketch(cut + 1, last)
        if not are_apart(left, right):
            return False
        return left.measured.isdisjoint(right.measured) or not self.is_one(self.said(first, last))


def are_apart(left: Sketch, right: Sketch) -> bool:
    """Whether what two pieces ask for is not one question with two measures."""
    if not (left.has_head and right.has_head):
        return False
    if right.ranks or left.lists or right.lists:
        return True
    if left.ranks:
        return not right.is_bare
    if bool(left.draft.forecasts) != bool(right.draft.forecasts):
        return not (left.is_bare or right.is_bare)
    if right.opens and not left.is_bare:
        return (left.limits or left.dates) and (right.limits or right.dates)
    if left.limits and right.limits:
        return True
    return left.dates and (right.limits or right.dates)
