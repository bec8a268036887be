"""From a running statement to the pieces of a file: all of it blocks, and runs in a thread."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from bi.model.errors import DatabaseRejected
from bi.model.result import ResultColumn
from bi.warehouse.exports.arrow_files import arrow_stream, limited_batches, parquet_file
from bi.warehouse.exports.arrow_types import ValueDoesNotFit, arrow_batches, with_meaning
from bi.warehouse.exports.csv_lines import csv_lines
from bi.warehouse.exports.format import ExportFormat, ExportOptions
from bi.warehouse.exports.json_lines import json_lines
from bi.warehouse.exports.rows import Tally, limited, unique

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlalchemy.engine import Engine

    from bi.warehouse.running import RunningStream


def encoded(
    stream: RunningStream,
    engine: Engine,
    columns: tuple[ResultColumn, ...] | None,
    options: ExportOptions,
    tally: Tally,
) -> Generator[bytes]:
    """The file, a piece for each batch of rows. To be closed, which ends the statement.

    Raises Stopped, the driver's errors, DatabaseRejected and ValueDoesNotFit.
    """
    if options.format.needs_arrow:
        yield from _in_arrow(stream, engine, columns, options.format, tally)
        return
    batches = stream.batches(engine)
    try:
        rows = limited(batches, tally)
        if options.format is ExportFormat.CSV:
            yield from csv_lines(rows, columns, escape_formulas=options.escape_formulas)
        else:
            yield from json_lines(rows, columns)
    finally:
        batches.close()


def _in_arrow(
    stream: RunningStream,
    engine: Engine,
    columns: tuple[ResultColumn, ...] | None,
    wanted: ExportFormat,
    tally: Tally,
) -> Generator[bytes]:
    import pyarrow as pa

    try:
        with stream.arrow(engine) as reader:
            if reader is not None:
                with reader:
                    yield from _written(_native(reader, stream, columns), wanted, tally)
                return
        batches = stream.batches(engine)
        try:
            yield from _written(arrow_batches(batches, columns), wanted, tally)
        finally:
            batches.close()
    except pa.ArrowNotImplementedError as error:
        raise ValueDoesNotFit(
            f"The result has a type that {wanted.value} does not; CSV and JSON lines take any."
        ) from error


def _written(
    batches: Iterator[pa.RecordBatch], wanted: ExportFormat, tally: Tally
) -> Iterator[bytes]:
    found = limited_batches(batches, tally)
    return parquet_file(found, tally) if wanted is ExportFormat.PARQUET else arrow_stream(found)


def _native(
    reader: pa.RecordBatchReader, stream: RunningStream, columns: tuple[ResultColumn, ...] | None
) -> Iterator[pa.RecordBatch]:
    """The engine's own batches, with at least one, under the names that the query gives."""
    import pyarrow as pa

    schema = reader.schema
    if columns is not None and len(columns) != len(schema):
        raise DatabaseRejected("The result has other columns than the query says.")
    names = unique(schema.names)
    named = pa.schema(field.with_name(name) for field, name in zip(schema, names, strict=True))
    meant = with_meaning(named, columns)
    yield pa.RecordBatch.from_arrays([pa.nulls(0, field.type) for field in meant], schema=meant)
    for batch in reader:
        yield pa.RecordBatch.from_arrays(batch.columns, schema=meant)
        stream.check()
