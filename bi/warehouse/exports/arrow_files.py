"""Parquet files and Arrow streams, written as the batches come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from bi.warehouse.exports.rows import Tally

# A row group of a Parquet file is gathered whole: enough rows to be read well, within reason.
_GROUP_ROWS = 65_536
_GROUP_BYTES = 16 * 1024 * 1024


def arrow_stream(batches: Iterator[pa.RecordBatch]) -> Iterator[bytes]:
    import pyarrow as pa

    sink = _Sink()
    writer: pa.ipc.RecordBatchStreamWriter | None = None
    for batch in batches:
        if writer is None:
            writer = pa.ipc.new_stream(pa.PythonFile(sink, "w"), batch.schema)
        writer.write_batch(batch)
        yield sink.take()
    if writer is not None:
        writer.close()
    yield sink.take()


def parquet_file(batches: Iterator[pa.RecordBatch], tally: Tally) -> Iterator[bytes]:
    """Says in its metadata how many rows it has, and whether they were cut at the limit."""
    import pyarrow as pa
    from pyarrow import parquet

    sink = _Sink()
    writer: parquet.ParquetWriter | None = None
    group: list[pa.RecordBatch] = []
    for batch in batches:
        if writer is None:
            writer = parquet.ParquetWriter(pa.PythonFile(sink, "w"), batch.schema)
        group.append(batch)
        if _is_full(group):
            writer.write_table(pa.Table.from_batches(group))
            group = []
        yield sink.take()
    if writer is not None:
        if group:
            writer.write_table(pa.Table.from_batches(group))
        writer.add_key_value_metadata({"parley.truncated": str(tally.truncated).lower()})
        writer.close()
    yield sink.take()


def limited_batches(batches: Iterator[pa.RecordBatch], tally: Tally) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        taken = tally.take(batch.num_rows)
        yield batch if taken == batch.num_rows else batch.slice(0, taken)
        if tally.truncated:
            return


def _is_full(group: list[pa.RecordBatch]) -> bool:
    rows: int = sum(batch.num_rows for batch in group)
    size: int = sum(batch.nbytes for batch in group)
    return rows >= _GROUP_ROWS or size >= _GROUP_BYTES


class _Sink:
    """A file that hands over what was written, and forgets it."""

    closed = False

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._written = 0

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        self._written += len(data)
        return len(data)

    def tell(self) -> int:
        return self._written

    def flush(self) -> None:
        return

    def close(self) -> None:
        return

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def take(self) -> bytes:
        found = b"".join(self._parts)
        self._parts.clear()
        return found
