"""CSV as RFC 4180 has it, in UTF-8.

A spreadsheet takes a text that begins with `=` for a formula, and runs it: whoever can write a
customer's name could read the sheet of whoever exports it. As OWASP advises, such texts get an
apostrophe in front. Numbers and dates stay as they are, negative ones too.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

from bi.model.catalog import ColumnType
from bi.model.result import ResultColumn
from bi.warehouse.adapter import Batch
from bi.warehouse.cells import cell, cells_of, converter
from bi.warehouse.exports.rows import columns_for

# https://owasp.org/www-community/attacks/CSV_Injection; the last four are their full-width forms.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")

Escape = Callable[[str], str]


def csv_lines(
    batches: Iterator[Batch], columns: tuple[ResultColumn, ...] | None, *, escape_formulas: bool
) -> Iterator[bytes]:
    """A header of names, then the rows; a piece of the file for each batch."""
    escape = _harmless if escape_formulas else str
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    known: tuple[ResultColumn, ...] | None = None
    for batch in batches:
        if known is None:
            known = columns_for(batch, columns)
            writer.writerow([escape(column.name) for column in known])
        if batch.rows:
            by_column = zip(known, zip(*batch.rows, strict=True), strict=True)
            texts = [_texts(values, column.type, escape) for column, values in by_column]
            writer.writerows(zip(*texts, strict=True))
        yield buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in _FORMULA else text


def _texts(values: Sequence[Any], type_: ColumnType, escape: Escape) -> Sequence[Any]:
    """What `csv` writes for the values of a column; nothing for None."""
    kinds = set(map(type, values)) - {type(None)}
    special = converter(type_) is not None
    if not special and kinds <= {int, float}:
        return values
    if not special and kinds == {str}:
        return [value if value is None else escape(value) for value in values]
    if kinds == {Decimal}:
        return [None if value is None else format(value, "f") for value in values]
    if kinds in ({date}, {datetime}):
        return cells_of(values, type_)
    return [_text(value, type_, escape) for value in values]


def _text(value: Any, type_: ColumnType, escape: Escape) -> Any:
    match value:
        case Decimal():
            return format(value, "f")
        case int() | float() if not isinstance(value, bool) and type_ is not ColumnType.BOOLEAN:
            return value
    found = (converter(type_) or cell)(value)
    if isinstance(found, bool):
        return "true" if found else "false"
    return escape(found) if isinstance(found, str) else found
