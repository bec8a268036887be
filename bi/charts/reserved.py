"""Names that every object of JavaScript has.

Vega groups by values, and finds fields, as names in plain objects: under these it finds what no row
holds, and draws nothing.
"""

from __future__ import annotations

from dataclasses import replace

from bi.model.result import Cell
from bi.model.shape import Shape

RESERVED = (
    "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__", "__proto__",
    "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString",
    "toString", "valueOf",
)  # fmt: skip
# After one of them it makes another name of it, and is not seen.
_WORD_JOINER = "\u2060"


def free(text: str) -> str:
    """A column's name as the rows of a specification have it, or a value as it is drawn."""
    return text + _WORD_JOINER if text in RESERVED else text


def freeing(value: str) -> str:
    """The Vega expression of a value that may be one of them."""
    # A literal that is one of them is taken for what it names in an expression as well.
    return f"test(/^({'|'.join(RESERVED)})$/, {value}) ? {value} + '{_WORD_JOINER}' : {value}"


def columns_to_free(shape: Shape) -> tuple[int, ...]:
    """Those that have one of them among their values."""
    return tuple(
        index
        for index in range(len(shape.columns))
        if any(cell in RESERVED for cell in shape.cells(index) if isinstance(cell, str))
    )


def freed(shape: Shape, columns: tuple[int, ...]) -> Shape:
    """The same with other names in these columns."""

    def cell_of(index: int, cell: Cell) -> Cell:
        return free(cell) if index in columns and isinstance(cell, str) else cell

    rows = tuple(
        tuple(cell_of(index, cell) for index, cell in enumerate(row)) for row in shape.result.rows
    )
    return Shape(replace(shape.result, rows=rows), shape.panel)
