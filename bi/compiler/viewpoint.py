"""The dimensions that a question names, as the rows of one fact see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bi.catalog.conformed import stand_ins
from bi.catalog.joins import join_graph
from bi.model.catalog import Catalog, ColumnRef
from bi.model.errors import QueryNotPossible
from bi.model.words import mid_sentence


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """`time` is what rows are dated by, None where the question does not ask.

    `others` are the dimensions of the question that rows do not have, each with the conformed
    one that they do have.
    """

    time: ColumnRef | None = None
    others: tuple[tuple[ColumnRef, ColumnRef], ...] = ()

    def column(self, named: ColumnRef | None) -> ColumnRef | None:
        """The dimension meant by one that is named; None means the own time."""
        if named is None:
            return self.time
        return dict(self.others).get(named, named)

    def dimension(self, named: ColumnRef) -> ColumnRef:
        """As `column`, for a name that is there."""
        return dict(self.others).get(named, named)


def viewpoint_of(
    home: str, time: ColumnRef | None, named: Iterable[ColumnRef | None], catalog: Catalog
) -> Viewpoint:
    """How rows of `home` see the dimensions `named`.

    Raises QueryNotPossible where two stand in for one equally well.
    """
    asked = [ref for ref in dict.fromkeys(named) if ref is not None]
    pairs = [(ref, _seen_from(home, ref, catalog)) for ref in asked]
    return Viewpoint(time, tuple(pair for pair in pairs if pair[0] != pair[1]))


def _seen_from(home: str, ref: ColumnRef, catalog: Catalog) -> ColumnRef:
    graph = join_graph(catalog)
    near = stand_ins(ref, catalog, lambda dataset: graph.steps(home, dataset))
    if len(near) > 1:
        label = mid_sentence(catalog.dataset(home).label)
        raise QueryNotPossible(
            f"{' and '.join(map(str, near))} are both the same as {ref} and equally near to "
            f"{label}; the catalog does not say which one is meant.",
            dimension=str(ref),
            candidates=[str(one) for one in near],
        )
    return near[0]
