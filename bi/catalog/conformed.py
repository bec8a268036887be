"""Which of several dimensions that hold the same values the rows of a dataset have."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from bi.model.catalog import Catalog, ColumnRef

# Joins between a dataset's row and its one row of another dataset; `inf` where the two only meet
# in the rows of a third one, None where they do not meet.
Steps = Callable[[str], float | None]


def stand_ins(ref: ColumnRef, catalog: Catalog, steps: Steps) -> tuple[ColumnRef, ...]:
    """`ref` where rows have it, else the nearest that is the same; several if equally near.

    `steps` tells how far each dataset is from the rows in question.
    """
    others = catalog.conformed(ref)
    own = steps(ref.dataset) if len(others) > 1 else 0
    if own is not None and own < inf:
        return (ref,)
    distances = {other: far for other in others if (far := steps(other.dataset)) is not None}
    near = tuple(o for o, far in distances.items() if far == min(distances.values()))
    return (ref,) if ref in near or not near else near
