"""Which columns a measure can be grouped and filtered by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from math import inf

from bi.catalog.conformed import stand_ins
from bi.catalog.joins import join_graph
from bi.model.catalog import Catalog, ColumnRef, Dimension, Join
from bi.model.errors import QueryNotPossible
from bi.model.semantic import (
    Aggregate,
    CountRows,
    Difference,
    Measured,
    NamedMeasure,
    OfGroups,
    Ratio,
    ShareOf,
    Value,
)

_NAME = re.compile(r"[^\W\d]\w*")


class Distance(IntEnum):
    """How a measure's rows meet a column."""

    OWN = 0  # a column of the same dataset
    JOINED = 1  # each row has one value at most
    SHARED = 2  # a row may have several values: they meet in the rows of a third dataset


_NEAR = (Distance.OWN, Distance.JOINED)


class Reach:
    """How far measures are from the columns of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._joins = join_graph(catalog)
        self._with_twins = {
            one.dataset for one in catalog.dimensions() if len(catalog.conformed(one.ref)) > 1
        }

    def homes(self, value: Value) -> frozenset[str]:
        """The datasets whose rows a value is measured over."""
        match value:
            case Aggregate(column=column):
                return frozenset({column.dataset})
            case CountRows(dataset=dataset):
                return frozenset({dataset})
            case (
                Ratio(numerator=above, denominator=below)
                | Difference(minuend=above, subtrahend=below)
            ):
                return self.homes(above) | self.homes(below)
            case ShareOf(value=whole):
                return self.homes(whole)
            case OfGroups(value=inner):
                return self.homes(inner)
            case NamedMeasure(name=name):
                return self._named_homes(name)

    def _named_homes(self, name: str) -> frozenset[str]:
        measure = self._catalog.measure(name)
        if measure is not None:
            return frozenset({measure.dataset})
        metric = self._catalog.metric(name)
        names = _NAME.findall(metric.formula) if metric else []
        found = (self._catalog.measure(part) for part in names)
        return frozenset(part.dataset for part in found if part is not None)

    def distance(self, homes: Iterable[str], column: ColumnRef) -> Distance | None:
        """The farthest of the homes' distances; None when one of them does not meet it.

        A conformed dimension is as far as the one that stands in for it.
        """
        return _farthest(self._distance(home, self._seen(home, column)) for home in homes)

    def dataset_distance(self, homes: Iterable[str], dataset: str) -> Distance | None:
        """As `distance`, to a dataset's rows."""
        return _farthest(self._distance(home, dataset) for home in homes)

    def meets(self, home: str, columns: Iterable[ColumnRef]) -> bool:
        """Whether one dataset's rows have a value of `home` and of all the columns."""
        return self._joins.meet({home, *(self._seen(home, column) for column in columns)})

    def meet_all(self, datasets: Iterable[str]) -> bool:
        """Whether one dataset's rows have a row of each at most."""
        return self._joins.meet(set(datasets))

    def base(self, home: str, datasets: Iterable[str]) -> str | None:
        """The dataset whose rows have a row of `home` and of all `datasets`; None: there is none
        or several are as near."""
        try:
            return self._joins.base(home, frozenset(datasets))
        except QueryNotPossible:
            return None

    def steps(self, home: str, column: ColumnRef) -> float:
        """How many joins lead from the rows where `home` and a column meet to both of them."""
        dataset = self._seen(home, column)
        base = self.base(home, {dataset})
        if base is None:
            return inf
        return sum(self._joins.steps(base, goal) or 0 for goal in (home, dataset))

    def road(self, home: str, column: ColumnRef) -> tuple[str, ...] | None:
        """The datasets from `home` to a column that each row has one value of; None: none or
        several equally short ones."""
        joins = self.joins_to(home, self._seen(home, column))
        return None if joins is None else tuple(join.right for join in joins)

    def joins_to(self, home: str, dataset: str) -> tuple[Join, ...] | None:
        """The joins from `home` to its one row of `dataset`; None as in `road`."""
        if self._distance(home, dataset) not in _NEAR:
            return None
        try:
            return self._joins.path(home, [dataset])
        except QueryNotPossible:
            return None

    def _seen(self, home: str, column: ColumnRef) -> str:
        """The dataset of the dimension that rows of `home` have in place of `column`."""
        return stand_ins(column, self._catalog, lambda name: self._joins.steps(home, name))[
            0
        ].dataset

    def _distance(self, home: str, dataset: str) -> Distance | None:
        match self._joins.steps(home, dataset):
            case None:
                return None
            case 0:
                return Distance.OWN
            case far:
                return Distance.SHARED if far == inf else Distance.JOINED

    def dimensions(self, measured: Iterable[Measured]) -> list[Dimension]:
        """Every dimension that all the values are worth grouping by; the catalog's order.

        Of conformed ones it is the one that they refer to. What names a row of the very dataset
        that is measured is left out: it would part the rows into single ones. So is what plays
        a role, as it is there in its own right.
        """
        homes = {home for one in measured for home in self.homes(one.value)}
        found = []
        for dataset in self._catalog.datasets:
            # One look for all of a dataset's columns: a catalog may have thousands.
            is_near = self.dataset_distance(homes, dataset.name) in _NEAR
            if dataset.role_of or not (is_near or dataset.name in self._with_twins):
                continue
            found += [
                dimension
                for dimension in dataset.dimensions
                if not dimension.identifier
                and dimension.same_as is None
                and not (dimension.display and dimension.dataset in homes)
                and (is_near or self._has_near_twin(homes, dimension.ref))
            ]
        return found

    def _has_near_twin(self, homes: Iterable[str], column: ColumnRef) -> bool:
        """Whether a conformed dimension that holds the same is in reach."""
        return len(self._catalog.conformed(column)) > 1 and self.distance(homes, column) in _NEAR


def _farthest(distances: Iterable[Distance | None]) -> Distance | None:
    farthest = Distance.OWN
    for one in distances:
        if one is None:
            return None
        farthest = max(farthest, one)
    return farthest
