"""Which column of another dataset a foreign key refers to."""

from __future__ import annotations

from bi.model.catalog import Catalog, ColumnRef


def key_of(ref: ColumnRef, catalog: Catalog) -> ColumnRef:
    """The column whose values `ref` repeats by a join; `ref` itself where there is none."""
    dimension = catalog.dimension(ref)
    if dimension is None:
        return ref
    physical = dimension.expression.strip('"').casefold()
    for join in catalog.joins:
        if join.left != ref.dataset or len(join.left_columns) != 1:
            continue
        if join.left_columns[0].casefold() != physical:
            continue
        for other in catalog.dataset(join.right).dimensions:
            if other.expression.strip('"').casefold() == join.right_columns[0].casefold():
                return other.ref
    return ref
