"""Which datasets a row of one dataset leads to, one row each."""

from __future__ import annotations

from collections import deque

from bi.model.catalog import Cardinality, Catalog, Join


def paths_from(catalog: Catalog, dataset: str) -> dict[str, tuple[Join, ...]]:
    """The shortest join path from `dataset` to each dataset it meets at most one row of.

    The dataset itself is there with an empty path. A one-to-one join is walked both ways.
    """
    steps = _steps(catalog)
    paths: dict[str, tuple[Join, ...]] = {dataset: ()}
    waiting = deque([dataset])
    while waiting:
        here = waiting.popleft()
        for join in steps.get(here, ()):
            if join.right not in paths:
                paths[join.right] = (*paths[here], join)
                waiting.append(join.right)
    return paths


def _steps(catalog: Catalog) -> dict[str, list[Join]]:
    steps: dict[str, list[Join]] = {}
    for join in catalog.joins:
        steps.setdefault(join.left, []).append(join)
        if join.cardinality is Cardinality.ONE_TO_ONE:
            steps.setdefault(join.right, []).append(_turned(join))
    return steps


def _turned(join: Join) -> Join:
    return Join(
        join.right,
        join.right_columns,
        join.left,
        join.left_columns,
        Cardinality.ONE_TO_ONE,
        join.role,
    )
