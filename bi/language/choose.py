"""Which of several columns is meant: the nearest that everything measured can meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import inf
from typing import TypeVar

from bi.catalog.keys import key_of
from bi.catalog.wording import enumerated, label_of, value_name
from bi.language.mentions import Mentions
from bi.language.reach import Distance, Reach
from bi.language.trouble import Trouble
from bi.model.catalog import Catalog, ColumnRef
from bi.model.semantic import Value
from bi.model.words import mid_sentence

T = TypeVar("T")


class Undecided(Exception):
    """Several choices are equally near; the engine asks, one complete query for each."""

    def __init__(self, slot: str, choices: tuple[object, ...]) -> None:
        super().__init__(slot)
        self.slot = slot
        self.choices = choices


@dataclass(frozen=True, slots=True)
class Chooser:
    """Chooses columns for the values measured; `picks` are choices made already, by slot."""

    catalog: Catalog
    reach: Reach
    values: tuple[Value, ...]
    picks: dict[str, object]
    preferred: frozenset[ColumnRef] = frozenset()
    mentions: Mentions | None = None
    # Told what was assumed.
    assume: Callable[[str], None] | None = None

    @property
    def homes(self) -> frozenset[str]:
        return frozenset(home for value in self.values for home in self.reach.homes(value))

    def choose(
        self,
        slot: str,
        choices: Iterable[T],
        column: Callable[[T], ColumnRef | None],
        start: int | None = None,
        *,
        fewest_joins: bool = False,
    ) -> T:
        """The nearest choice; of equally near ones that of the dataset said last before `start`.

        `fewest_joins`: before that, of those in the rows of third datasets the nearest such rows.
        Raises Undecided when several are left, Trouble when none is reached.
        """
        listed = list(dict.fromkeys(choices))
        if self.picks.get(slot) in listed:
            return next(choice for choice in listed if choice == self.picks[slot])
        near = self._nearest(listed, column)
        if len(near) > 1 and fewest_joins:
            near = self._fewest_joins(near, column)
        if len(near) == 1:
            return near[0]
        if not near:
            raise Trouble(self._out_of_reach(column(listed[0])), unknown=(slot,))
        used = [choice for choice in near if column(choice) in self.preferred]
        if len(used) == 1:
            return used[0]
        said = self._said_near(near, column, start) or self._referred_to(near, column)
        if len(said) == 1:
            return said[0]
        first = self._first_on_the_road(near, column)
        if first is None:
            raise Undecided(slot, tuple(near))
        self._say_which(slot, first, near, column)
        return first

    def _first_on_the_road(
        self, near: list[T], column: Callable[[T], ColumnRef | None]
    ) -> T | None:
        """Of columns on one road the one that comes first: a sale's country is its customer's, not
        that of the employee who looks after the customer."""
        refs = [column(choice) for choice in near]
        if len(self.homes) != 1:
            return None
        home = next(iter(self.homes))
        roads = [self.reach.road(home, ref) if ref else None for ref in refs]
        known = [road for road in roads if road]
        if len(known) < len(near):
            return None
        shortest = min(known, key=len)
        if any(road[: len(shortest)] != shortest for road in known):
            return None
        first = [choice for choice, road in zip(near, roads, strict=True) if road == shortest]
        return first[0] if len(first) == 1 else None

    def _say_which(
        self, slot: str, first: T, near: list[T], column: Callable[[T], ColumnRef | None]
    ) -> None:
        labels = [label_of(ref, self.catalog) for one in near if (ref := column(one))]
        meant = column(first)
        if self.assume is None or meant is None:
            return
        own = label_of(meant, self.catalog)
        others = [mid_sentence(label) for label in dict.fromkeys(labels) if label != own]
        rest = f", not {enumerated(others)}" if others else ""
        self.assume(f"“{slot}” is {mid_sentence(own)}{rest}.")

    def _said_near(
        self, near: list[T], column: Callable[[T], ColumnRef | None], start: int | None
    ) -> list[T]:
        """Those of the dataset that is said nearest to a place in the sentence."""
        if self.mentions is None or start is None:
            return []
        for dataset in self.mentions.near(start):
            found = [one for one in near if (ref := column(one)) and ref.dataset == dataset]
            if found:
                return found
        return []

    def _referred_to(self, near: list[T], column: Callable[[T], ColumnRef | None]) -> list[T]:
        """Of a key and the columns that hold it elsewhere: the key."""
        refs = {ref: one for one in near if (ref := column(one)) is not None}
        if len(refs) != len(near):
            return []
        keys = {key_of(ref, self.catalog) for ref in refs}
        return [one for ref, one in refs.items() if keys == {ref}]

    def _nearest(self, choices: list[T], column: Callable[[T], ColumnRef | None]) -> list[T]:
        found: dict[Distance, list[T]] = {}
        for choice in choices:
            ref = column(choice)
            distance = Distance.OWN if ref is None else self._distance(ref)
            if distance is not None:
                found.setdefault(distance, []).append(choice)
        return found[min(found)] if found else []

    def _fewest_joins(self, near: list[T], column: Callable[[T], ColumnRef | None]) -> list[T]:
        """Of columns that all lie in the rows of third datasets, those of the nearest rows.

        The semester of a course is that of its sections, not of all who took them.
        """
        refs = [column(choice) for choice in near]
        if len(self.homes) != 1 or not all(ref is not None and self.shared(ref) for ref in refs):
            return near
        home = next(iter(self.homes))
        steps = [self.reach.steps(home, ref) if ref else inf for ref in refs]
        fewest = min(steps)
        return [choice for choice, found in zip(near, steps, strict=True) if found == fewest]

    def _distance(self, ref: ColumnRef) -> Distance | None:
        return self.reach.distance(self.homes, ref)

    def shared(self, ref: ColumnRef) -> bool:
        """Whether one thing measured may have several values of the column."""
        return self._distance(ref) is Distance.SHARED

    def _out_of_reach(self, ref: ColumnRef | None) -> str:
        names = enumerated([value_name(value, self.catalog) for value in self.values])
        what = mid_sentence(label_of(ref, self.catalog)) if ref else "that"
        dataset = mid_sentence(self.catalog.dataset(ref.dataset).label) if ref else ""
        return (
            f"{names} cannot be split or filtered by {what}: the catalog joins "
            f"{'it' if len(self.values) == 1 else 'them'} to no single row of {dataset}."
        )
