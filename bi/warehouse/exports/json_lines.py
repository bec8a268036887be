"""JSON lines: an object for each row, its cells as an answer has them."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from bi.model.result import ResultColumn
from bi.warehouse.adapter import Batch
from bi.warehouse.cells import rows_as_cells
from bi.warehouse.exports.rows import columns_for


def json_lines(
    batches: Iterator[Batch], columns: tuple[ResultColumn, ...] | None
) -> Iterator[bytes]:
    """A piece of the file for each batch; nothing for no rows."""
    known: tuple[ResultColumn, ...] | None = columns
    names: list[str] = []
    for batch in batches:
        if not names:
            known = columns_for(batch, columns)
            names = [column.name for column in known]
        assert known is not None
        yield b"".join(
            orjson.dumps(dict(zip(names, row, strict=True)), option=orjson.OPT_APPEND_NEWLINE)
            for row in rows_as_cells(batch.rows, known)
        )
