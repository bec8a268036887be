"""Which datasets the joins of a catalog file lead to."""

from __future__ import annotations

from bi.catalog.schema import CatalogSection
from bi.model.catalog import Cardinality


def reached_from(section: CatalogSection, start: str) -> set[str]:
    """The datasets that a row of `start` has at most one row of, itself among them."""
    steps: dict[str, set[str]] = {name: set() for name in section.datasets}
    for name, dataset in section.datasets.items():
        for join_name, join in dataset.joins.items():
            target = join.dataset or join_name
            if target not in steps:
                continue
            steps[name].add(target)
            if join.cardinality is Cardinality.ONE_TO_ONE:
                steps[target].add(name)
    reached, waiting = {start}, [start]
    while waiting:
        found = steps[waiting.pop()] - reached
        reached |= found
        waiting.extend(found)
    return reached
