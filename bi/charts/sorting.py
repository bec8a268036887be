"""What bars and slices are in order of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bi.charts.draft import Draft
from bi.model.chart import ChartSort
from bi.model.result import RowOrder


@dataclass(frozen=True, slots=True)
class Sorting:
    """By the numbers of column `by`; without one by the values themselves, in their own order."""

    by: int | None
    descending: bool


def sorting_of(draft: Draft, key: int, measure: int) -> Sorting:
    """As wished, else as the rows were asked for, else names by value and all else in its order."""
    match draft.options.sort:
        case ChartSort.NAME | ChartSort.NAME_DESCENDING as wish:
            return Sorting(None, wish is ChartSort.NAME_DESCENDING)
        case ChartSort.ASCENDING | ChartSort.DESCENDING as wish:
            return Sorting(measure, wish is ChartSort.DESCENDING)
    shape = draft.shape
    if shape.ordered_by is not None:
        descending = shape.columns[shape.ordered_by].order is RowOrder.DESCENDING
        if shape.ordered_by == key:
            return Sorting(None, descending)
        if shape.is_ranked:
            # Series may be drawn as one, and only what is measured is added up for that.
            by = measure if draft.layout.series is not None else shape.ordered_by
            return Sorting(by, descending)
    if shape.kind(key).is_ordered:
        return Sorting(None, descending=False)
    return Sorting(measure, descending=True)


def sort_encoding(draft: Draft, key: int, sorting: Sorting) -> Any:
    """The `sort` of an encoding."""
    order = "descending" if sorting.descending else "ascending"
    if sorting.by is None:
        own = list(draft.column(key).sequence)
        return (own[::-1] if sorting.descending else own) or order
    value = draft.column(sorting.by)
    return {"field": value.name, "op": "sum" if value.additive else "max", "order": order}
