"""Places on our grid, to and from the spans of widgets.

A document has no places: widgets are laid out in their order, each where it first fits, on a
grid of 60 columns.
"""

from __future__ import annotations

from bi.dashboards.rdash.parsing import Json
from bi.model.dashboard import GRID_COLUMNS, Place

COLUMNS = 60
_WIDTH = COLUMNS // GRID_COLUMNS
_HEIGHT = 6
_MOST_ROWS = 1_000
_USUAL = (30, 24)


class Packing:
    """Gives each widget its place, in the order of the document."""

    def __init__(self) -> None:
        self._heights = [0] * COLUMNS

    def place(self, widget: Json) -> Place:
        width = min(_span(widget, "ColumnSpan", _USUAL[0]), COLUMNS)
        height = min(_span(widget, "RowSpan", _USUAL[1]), _MOST_ROWS)
        starts = range(COLUMNS - width + 1)
        tops = [max(self._heights[start : start + width]) for start in starts]
        top = min(tops)
        start = tops.index(top)
        self._heights[start : start + width] = [top + height] * width
        column, row = _cell(start, _WIDTH), _cell(top, _HEIGHT)
        return Place(
            column=min(column, GRID_COLUMNS - 1),
            row=row,
            width=max(1, _cell(start + width, _WIDTH) - column),
            height=max(1, _cell(top + height, _HEIGHT) - row),
        )


def spans(place: Place) -> Json:
    return {"ColumnSpan": place.width * _WIDTH, "RowSpan": place.height * _HEIGHT}


def _span(widget: Json, name: str, usual: int) -> int:
    """A widget without a span of its own is as wide as half the page."""
    value = widget.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 1:
        return usual
    return int(value)


def _cell(edge: int, size: int) -> int:
    return (edge + size // 2) // size
