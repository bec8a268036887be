"""CSV as RFC 4180 has it, in UTF-8.

A spreadsheet takes a text that begins with `=` for a formula, and runs it: whoever can write a
customer's name could read the sheet of whoever exports it. As OWASP advises, such texts get an
apostrophe in front. Numbers and dates stay as they are, negative ones too.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import StringIO
from typing import Any

from bi.model.catalog import ColumnType
from bi.model.result import ResultColumn
from bi.warehouse.adapter import Batch
from bi.warehouse.cells import cell, converter
from bi.warehouse.exports.rows import columns_for

# https://owasp.org/www-community/attacks/CSV_Injection; the last four are their full-width forms.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Write = Callable[[Any], Any]


def csv_lines(
    batches: Iterator[Batch], columns: tuple[ResultColumn, ...] | None, *, escape_formulas: bool
) -> Iterator[bytes]:
    """A header of names, then the rows; a piece of the file for each batch."""
    text = _harmless if escape_formulas else str
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    writers: list[Write] | None = None
    for batch in batches:
        if writers is None:
            known = columns_for(batch, columns)
            writer.writerow([text(column.name) for column in known])
            writers = [_writer_of(column, text) for column in known]
        writer.writerows(_written(batch.rows, writers))
        yield buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()


def _written(rows: Sequence[Sequence[Any]], writers: list[Write]) -> Iterator[list[Any]]:
    for row in rows:
        yield [write(value) for write, value in zip(writers, row, strict=True)]


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _writer_of(column: ResultColumn, text: Callable[[str], str]) -> Write:
    """How the values of a column are written; engines without dates have texts for them."""
    by_type: dict[type, Write] = {
        type(None): lambda _: "",
        str: text,
        int: lambda value: value,
        float: lambda value: value,
        bool: lambda value: "true" if value else "false",
        Decimal: lambda value: format(value, "f"),
        date: date.isoformat,
        datetime: datetime.isoformat,
        time: time.isoformat,
    }
    convert = converter(column.type)
    if convert is not None and column.type is ColumnType.BOOLEAN:
        by_type[int] = by_type[bool]
    elif convert is not None:
        by_type |= {kind: _converted(convert, text) for kind in (str, date, datetime)}
    other = _converted(cell, text)

    def write(value: Any) -> Any:
        return by_type.get(type(value), other)(value)

    return write


def _converted(convert: Callable[[Any], Any], text: Callable[[str], str]) -> Write:
    def write(value: Any) -> Any:
        found = convert(value)
        return text(found) if isinstance(found, str) else found

    return write
