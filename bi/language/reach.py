"""Which columns a measure can be grouped and filtered by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum

from bi.catalog.paths import paths_from
from bi.model.catalog import Catalog, Dimension
from bi.model.semantic import (
    Aggregate,
    CountRows,
    Measured,
    NamedMeasure,
    Ratio,
    Value,
)

_NAME = re.compile(r"[^\W\d]\w*")


class Distance(IntEnum):
    """How a measure's rows meet a column."""

    OWN = 0  # a column of the same dataset
    JOINED = 1  # each row has one value at most
    SHARED = 2  # a row may have several values: they meet in the rows of a third dataset


class Reach:
    """Distances between the datasets of a catalog, found once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        names = [dataset.name for dataset in catalog.datasets]
        self._paths = {name: frozenset(paths_from(catalog, name)) for name in names}

    def homes(self, value: Value) -> frozenset[str]:
        """The datasets whose rows a value is measured over."""
        match value:
            case Aggregate(column=column):
                return frozenset({column.dataset})
            case CountRows(dataset=dataset):
                return frozenset({dataset})
            case Ratio(numerator=above, denominator=below):
                return self.homes(above) | self.homes(below)
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

    def distance(self, homes: Iterable[str], dataset: str) -> Distance | None:
        """The farthest of the homes' distances; None when one of them does not meet it."""
        farthest = Distance.OWN
        for home in homes:
            one = self._distance(home, dataset)
            if one is None:
                return None
            farthest = max(farthest, one)
        return farthest

    def _distance(self, home: str, dataset: str) -> Distance | None:
        if home == dataset:
            return Distance.OWN
        if dataset in self._paths[home]:
            return Distance.JOINED
        return Distance.SHARED if self.meets(home, {dataset}) else None

    def meets(self, home: str, datasets: Iterable[str]) -> bool:
        """Whether one dataset's rows have a value of `home` and of all the others."""
        needed = {home, *datasets}
        return any(needed <= reached for reached in self._paths.values())

    def dimensions(self, measured: Iterable[Measured]) -> list[Dimension]:
        """Every dimension that all the values can be grouped by; the catalog's order."""
        homes = {home for one in measured for home in self.homes(one.value)}
        return [
            dimension
            for dimension in self._catalog.dimensions()
            if not dimension.identifier
            and self.distance(homes, dimension.dataset) in (Distance.OWN, Distance.JOINED)
        ]
