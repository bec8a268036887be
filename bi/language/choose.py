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
        raise Undecided(slot, tuple(near))

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
