"""Which datasets can be reached from which, and by which joins.

A road leads from the many to the one only, so that it never multiplies rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from bi.model.catalog import Cardinality, Catalog, Join
from bi.model.errors import QueryNotPossible


@dataclass(frozen=True, slots=True)
class Road:
    """The shortest way to a dataset; `steps` in order. `others` counts equally short ways."""

    steps: tuple[Join, ...]
    others: int = 0


class JoinGraph:
    """All shortest roads of a catalog, found once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._joins: dict[str, list[Join]] = {dataset.name: [] for dataset in catalog.datasets}
        for join in catalog.joins:
            self._joins[join.left].append(join)
            if join.cardinality is Cardinality.ONE_TO_ONE:
                self._joins[join.right].append(_reversed(join))
        self._roads = {name: self._roads_from(name) for name in self._joins}
        self._reaching: dict[str, set[str]] = {name: set() for name in self._joins}
        for name, roads in self._roads.items():
            for goal in roads:
                self._reaching[goal].add(name)

    def reach(self, start: str) -> frozenset[str]:
        """Every dataset whose columns a row of `start` has one value of at most."""
        return frozenset(self._roads[start])

    def steps(self, start: str, goal: str) -> float | None:
        """Joins from a row of `start` to its one of `goal`; `inf` where they meet in a third."""
        road = self._roads[start].get(goal)
        if road is not None:
            return len(road.steps)
        return inf if self.meet({start, goal}) else None

    def meet(self, datasets: set[str]) -> bool:
        """Whether one dataset's rows have a row of each at most."""
        return bool(set.intersection(*(self._reaching[name] for name in datasets)))

    def path(self, start: str, goals: Iterable[str]) -> tuple[Join, ...]:
        """The joins that bring all goals to rows of `start`, in an order that can be executed.

        Raises QueryNotPossible when two roads to a goal are equally short.
        """
        joins: dict[Join, None] = {}
        for goal in sorted(
            set(goals), key=lambda name: (len(self._roads[start][name].steps), name)
        ):
            road = self._roads[start][goal]
            if road.others:
                raise QueryNotPossible(
                    f"There are {road.others + 1} equally short ways to join "
                    f"{self._label(start)} to {self._label(goal)}; "
                    "the catalog does not say which one is meant.",
                    start=start,
                    goal=goal,
                )
            joins.update(dict.fromkeys(road.steps))
        return tuple(joins)

    def base(self, home: str, goals: frozenset[str]) -> str | None:
        """The dataset whose rows have a value of `home` and of each goal, or None.

        It is `home` itself wherever that reaches the goals, else the nearest dataset that
        reaches them all (order lines for "customers by product category").
        Raises QueryNotPossible when two are equally near.
        """
        needed = goals | {home}
        if needed <= self.reach(home):
            return home
        distances = {
            name: sum(len(roads[goal].steps) for goal in needed)
            for name, roads in self._roads.items()
            if needed <= roads.keys()
        }
        if not distances:
            return None
        nearest = min(distances.values())
        found = [name for name, distance in distances.items() if distance == nearest]
        if len(found) > 1:
            roads = " and ".join(self._label(name) for name in found)
            raise QueryNotPossible(
                f"{self._label(home)} and "
                f"{', '.join(self._label(name) for name in sorted(goals - {home}))} "
                f"are connected in several ways: through {roads}.",
                start=home,
                roads=found,
            )
        return found[0]

    def _roads_from(self, start: str) -> dict[str, Road]:
        roads = {start: Road(())}
        frontier = [start]
        while frontier:
            found: dict[str, Road] = {}
            for name in frontier:
                for join in self._joins[name]:
                    if join.right in roads:
                        continue
                    here, known = roads[name], found.get(join.right)
                    ways = here.others + 1 + (known.others + 1 if known else 0)
                    found[join.right] = Road((*here.steps, join), ways - 1)
            roads |= found
            frontier = list(found)
        return roads

    def _label(self, name: str) -> str:
        return self._catalog.dataset(name).label


def _reversed(join: Join) -> Join:
    return Join(
        left=join.right,
        left_columns=join.right_columns,
        right=join.left,
        right_columns=join.left_columns,
        cardinality=join.cardinality,
        role=join.role,
    )


@lru_cache(maxsize=64)
def _graph(key: ByIdentity) -> JoinGraph:
    return JoinGraph(key.catalog)


@dataclass(frozen=True)
class ByIdentity:
    """A catalog as a cache key: hashing one by its contents would cost more than the query."""

    catalog: Catalog

    def __hash__(self) -> int:
        return id(self.catalog)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and other.catalog is self.catalog


def join_graph(catalog: Catalog) -> JoinGraph:
    return _graph(ByIdentity(catalog))
