"""Which column of another dataset a foreign key refers to."""

from __future__ import annotations

from bi.model.catalog import Catalog, ColumnRef, Dimension


def key_of(ref: ColumnRef, catalog: Catalog) -> ColumnRef:
    """The column whose values `ref` repeats by a join, or by several one after the other; `ref`
    itself where there is none."""
    seen = [ref]
    while (following := _following(seen[-1], catalog)) is not None and following not in seen:
        seen.append(following)
    return seen[-1]


def _following(ref: ColumnRef, catalog: Catalog) -> ColumnRef | None:
    dimension = catalog.dimension(ref)
    if dimension is None:
        return None
    for join in catalog.joins:
        for left, right in zip(join.left_columns, join.right_columns, strict=True):
            if join.left != ref.dataset or left.casefold() != _column(dimension):
                continue
            for other in catalog.dataset(join.right).dimensions:
                if _column(other) == right.casefold():
                    return other.ref
    return None


def _column(dimension: Dimension) -> str:
    return dimension.expression.strip('"').casefold()
