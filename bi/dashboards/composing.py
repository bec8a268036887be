"""Tiles for a topic: what somebody who opens a dashboard about it would like to see first.

The same catalog and topic always give the same tiles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from bi.catalog.wording import title_of
from bi.language.reach import Reach
from bi.model.catalog import Catalog, ColumnRef, ColumnType, Dimension, Grain, Measure, Metric
from bi.model.profile import Profile
from bi.model.semantic import (
    CountRows,
    DimensionGroup,
    Group,
    Limit,
    Measured,
    NamedMeasure,
    Order,
    OrderTarget,
    SemanticQuery,
    TimeGroup,
    TimeRange,
    Value,
)

_FIGURES = 4
_BREAKDOWNS = 3
# A chart with more bars than this says little beside others.
_MOST_VALUES = 12
_TOP = 10
_NAME = re.compile(r"[^\W\d]\w*")
# So many days at most are shown by day, week, month, quarter.
_GRAINS = ((45, Grain.DAY), (120, Grain.WEEK), (4000, Grain.MONTH))


@dataclass(frozen=True, slots=True)
class Topic:
    """`values` are what it is about, the main one first; `by` dimensions that were named.

    `days` is the length of the period that is looked at; None: not known. `fixed` are columns that
    have one value only, since a filter says so.
    """

    values: tuple[Value, ...]
    by: tuple[ColumnRef, ...] = ()
    days: int | None = None
    fixed: frozenset[ColumnRef] = frozenset()


def default_topic(catalog: Catalog) -> Topic | None:
    """What the catalog is mainly about; None where it measures nothing."""
    name = catalog.default_measure
    if name is None:
        first = next((m for dataset in catalog.datasets for m in dataset.measures), None)
        name = first.name if first else None
    if name is not None:
        return Topic((NamedMeasure(name),))
    return Topic((CountRows(catalog.datasets[0].name),)) if catalog.datasets else None


def queries_for(topic: Topic, catalog: Catalog, profile: Profile) -> tuple[SemanticQuery, ...]:
    """Figures, then the course over time, then by dimensions, then the first ones of a ranking."""
    return _Composing(topic, catalog, profile).queries()


class _Composing:
    def __init__(self, topic: Topic, catalog: Catalog, profile: Profile) -> None:
        self._topic = topic
        self._catalog = catalog
        self._profile = profile
        self._reach = Reach(catalog)
        self._main = topic.values[0]

    def queries(self) -> tuple[SemanticQuery, ...]:
        found: dict[str, SemanticQuery] = {}
        for query in self._all():
            found.setdefault(title_of(query, self._catalog), query)
        return tuple(found.values())

    def _all(self) -> Iterator[SemanticQuery]:
        for value in self._figures():
            yield SemanticQuery(measures=(Measured(value),))
        for value in self._topic.values[:2]:
            if self._is_dated(value):
                yield _by(value, TimeGroup(self._grain(value)))
        for dimension in self._breakdowns(self._main):
            yield _by(self._main, DimensionGroup(dimension.ref))
        yield from self._companion()
        for value, dimension in self._rankings():
            yield _ranking(value, dimension)
        for value in self._topic.values[1:]:
            for dimension in self._breakdowns(value)[:1]:
                yield _by(value, DimensionGroup(dimension.ref))

    def _companion(self) -> Iterator[SemanticQuery]:
        """Of things that are counted ("products"), what they bring: over time, where they have
        none of their own, and by what they are."""
        home = self._home(self._main)
        value = next(self._measures_by(home), None)
        if value is None:
            return
        if not self._is_dated(self._main) and self._is_dated(value):
            yield _by(value, TimeGroup(self._grain(value)))
        own = [d for d in self._breakdowns(value, most=None) if d.dataset == home]
        for dimension in own[:2]:
            yield _by(value, DimensionGroup(dimension.ref))

    # --- figures --------------------------------------------------------------

    def _figures(self) -> list[Value]:
        """What was named, then what says most beside it."""
        values = dict.fromkeys(self._topic.values)
        related = [one for one in self._related() if one not in values]
        return [*values, *related][: max(_FIGURES, len(values))]

    def _related(self) -> Iterator[Value]:
        home = self._home(self._main)
        siblings = [NamedMeasure(m.name) for m in self._siblings(home)]
        metrics = [NamedMeasure(m.name) for m in self._metrics_of(self._main)]
        yield from siblings[:1]
        yield from metrics[:2]
        yield from siblings[1:]
        yield from metrics[2:]
        yield from self._measures_by(home)

    def _home(self, value: Value) -> str | None:
        return next(iter(sorted(self._reach.homes(value))), None)

    def _siblings(self, home: str | None) -> list[Measure]:
        """Other measures of the same rows; those that should rise first, as they are told most."""
        measures = self._catalog.dataset(home).measures if home else ()
        return sorted(measures, key=lambda m: m.higher_is_better is not True)

    def _metrics_of(self, value: Value) -> list[Metric]:
        if not isinstance(value, NamedMeasure):
            return []
        own = self._catalog.metric(value.name)
        parts = set(_NAME.findall(own.formula)) if own else {value.name}
        found = [m for m in self._catalog.metrics if parts & set(_NAME.findall(m.formula))]
        return sorted(found, key=lambda m: m.higher_is_better is not True)

    def _measures_by(self, home: str | None) -> Iterator[Value]:
        """Measures that can be told apart by what the topic's rows are."""
        display = self._catalog.dataset(home).display if home else None
        if display is None:
            return
        for name in self._by_importance():
            value = NamedMeasure(name)
            if any(one.ref == display.ref for one in self._reach.dimensions([Measured(value)])):
                yield value

    def _by_importance(self) -> list[str]:
        """The default measure, then one of each dataset in turn."""
        names = [[m.name for m in self._siblings(d.name)] for d in self._catalog.datasets]
        turns = [found for turn in zip_longest(*names) for found in turn if found is not None]
        return sorted(turns, key=lambda name: name != self._catalog.default_measure)

    # --- over time ------------------------------------------------------------

    def _is_dated(self, value: Value) -> bool:
        return self._time_column(value) is not None

    def _time_column(self, value: Value) -> ColumnRef | None:
        columns = [self._dataset_time(home) for home in self._reach.homes(value)]
        return None if None in columns or not columns else columns[0]

    def _dataset_time(self, home: str) -> ColumnRef | None:
        return self._catalog.dataset(home).time

    def _grain(self, value: Value) -> Grain:
        days = self._topic.days
        column = self._time_column(value)
        span = self._profile.spans.get(column) if column else None
        if days is None and span is not None:
            days = (span[1] - span[0]).days
        grain = next((g for most, g in _GRAINS if days is not None and days <= most), None)
        if grain is None:
            grain = Grain.MONTH if days is None else Grain.YEAR
        finest = self._catalog.dimension(column).finest_grain if column else grain  # type: ignore[union-attr]
        order = list(Grain)
        return max(grain, finest, key=order.index)

    # --- by what --------------------------------------------------------------

    def _breakdowns(self, value: Value, most: int | None = _BREAKDOWNS) -> list[Dimension]:
        """The named dimensions, then one of each dataset in turn, so that they tell different
        things."""
        reachable = self._reach.dimensions([Measured(value)])
        named = [d for d in reachable if d.ref in self._topic.by]
        others = [d for d in reachable if self._parts_well(d) and d not in named]
        found = [*named, *_in_turn(others)]
        return found if most is None else found[: max(most, len(named))]

    def _parts_well(self, dimension: Dimension) -> bool:
        if dimension.ref in self._topic.fixed or dimension.display:
            return False
        if dimension.type is not ColumnType.TEXT:
            return False
        values = self._profile.values.get(dimension.ref, dimension.values)
        return 1 < len(values) <= _MOST_VALUES and dimension.ref not in self._profile.incomplete

    def _rankings(self) -> Iterator[tuple[Value, Dimension]]:
        """Who or what comes first: of the topic's own rows by the main measure of all, else of
        what the topic's measure is told apart by."""
        home = self._home(self._main)
        own = self._catalog.dataset(home).display if home else None
        if own is not None:
            for value in self._measures_by(home):
                yield value, own
                return
        for dimension in self._reach.dimensions([Measured(self._main)]):
            if dimension.display and dimension.ref not in self._topic.fixed:
                yield self._main, dimension
                return


def _in_turn(dimensions: Iterable[Dimension]) -> list[Dimension]:
    """The first of each dataset, then the second ones, and so on."""
    by_dataset: dict[str, list[Dimension]] = {}
    for dimension in dimensions:
        by_dataset.setdefault(dimension.dataset, []).append(dimension)
    longest = max(map(len, by_dataset.values()), default=0)
    return [
        found[turn] for turn in range(longest) for found in by_dataset.values() if turn < len(found)
    ]  # fmt: skip


def _by(value: Value, *groups: Group) -> SemanticQuery:
    return SemanticQuery(measures=(Measured(value),), groups=groups)


def _ranking(value: Value, dimension: Dimension) -> SemanticQuery:
    order = (Order(OrderTarget.MEASURE, 0, descending=True),)
    return replace(_by(value, DimensionGroup(dimension.ref)), order=order, limit=Limit(_TOP))


def days_of(time: TimeRange | None) -> int | None:
    """How long a period is; None where it is open."""
    if time is None or time.start is None or time.end is None:
        return None
    return (time.end - time.start).days
