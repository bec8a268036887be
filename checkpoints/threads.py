"""Whole threads: find, read, thin out, copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from langgraph.checkpoint.serde.base import SerializerProtocol

from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from checkpoints.keys import AFTER, EVERY_INDEX, SEPARATOR, thread_keys, thread_of
from checkpoints.pruning import StoredCheckpoint
from checkpoints.records import decode_record

# Fields a command, so that no single one holds the server up.
_PIECE = 500

T = TypeVar("T")


class Row(NamedTuple):
    """A checkpoint by its name in its thread's index."""

    thread_id: str
    name: str

    @property
    def ns(self) -> str:
        return self.name.partition(SEPARATOR)[0]

    @property
    def checkpoint_id(self) -> str:
        return self.name.partition(SEPARATOR)[2]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a thread has: its checkpoints by row name, and the fields of values and writes."""

    thread_id: str
    checkpoints: Mapping[str, StoredCheckpoint]
    values: frozenset[str]
    writes: frozenset[str]


async def find_threads(client: StoreClient) -> list[str]:
    """All thread ids; walks the whole key space."""
    with store_errors():
        scan = client.scan_iter(match=EVERY_INDEX, count=1000)
        return list({thread_of(key.decode()): None async for key in scan})


async def find_rows(
    client: StoreClient,
    *,
    thread_id: str | None,
    ns: str | None,
    checkpoint_id: str | None,
    before: str | None,
    limit: int | None,
) -> list[Row]:
    """Newest first; None does not narrow. `before` is a checkpoint id, itself left out."""
    thread_ids = await find_threads(client) if thread_id is None else [thread_id]
    most = limit if checkpoint_id is None else None
    rows: list[Row] = []
    with store_errors():
        for each in thread_ids:
            names = await _names(client, each, ns, before, most)
            rows.extend(Row(each, name.decode()) for name in names)
    if checkpoint_id is not None:
        rows = [row for row in rows if row.checkpoint_id == checkpoint_id]
    if before is not None:
        rows = [row for row in rows if row.checkpoint_id < before]
    rows.sort(key=lambda row: row.checkpoint_id, reverse=True)
    return rows if limit is None else rows[:limit]


async def _names(
    client: StoreClient, thread_id: str, ns: str | None, before: str | None, limit: int | None
) -> list[bytes]:
    index = thread_keys(thread_id).order
    if ns is None:
        found: Any = await client.zrange(index, 0, -1)
    else:
        until = f"({ns}{AFTER}" if before is None else f"({ns}{SEPARATOR}{before}"
        found = await client.zrevrangebylex(
            index, until, f"[{ns}{SEPARATOR}", start=0, num=-1 if limit is None else limit
        )
    return list(found)


async def read(client: StoreClient, serde: SerializerProtocol, thread_id: str) -> Contents:
    """Everything but the values.

    Field names come before the checkpoints that use them: what a run adds meanwhile is then
    missing from the names, and so never taken for unused.
    """
    keys = thread_keys(thread_id)
    with store_errors():
        values: Any = await client.hkeys(keys.values)
        writes: Any = await client.zrange(keys.write_order, 0, -1)
        records: Any = await client.hgetall(keys.checkpoints)
    checkpoints = {}
    for row, record in records.items():
        ns, _, checkpoint_id = row.decode().partition(SEPARATOR)
        parent_id, versions, metadata = decode_record(serde, record)
        stored = StoredCheckpoint(ns, checkpoint_id, parent_id, versions, metadata)
        checkpoints[stored.row] = stored
    return Contents(
        thread_id,
        checkpoints,
        frozenset(field.decode() for field in values),
        frozenset(field.decode() for field in writes),
    )


async def remove(client: StoreClient, contents: Contents, rows: AbstractSet[str]) -> None:
    """Take these checkpoints out, with their writes, and the values that no other one uses."""
    if not rows:
        return
    used: set[str] = set()
    for row, checkpoint in contents.checkpoints.items():
        if row not in rows:
            used |= checkpoint.value_fields()
    unused = contents.values - used
    writes = [field for field in contents.writes if field.rsplit(SEPARATOR, 2)[0] in rows]
    keys = thread_keys(contents.thread_id)
    pipeline = client.pipeline(transaction=False)
    for piece in _pieces(sorted(rows)):
        pipeline.zrem(keys.order, *piece)
        pipeline.hdel(keys.checkpoints, *piece)
    for piece in _pieces(sorted(unused)):
        pipeline.hdel(keys.values, *piece)
    for piece in _pieces(sorted(writes)):
        pipeline.hdel(keys.writes, *piece)
        pipeline.zrem(keys.write_order, *piece)
    with store_errors():
        await pipeline.execute()


@dataclass(frozen=True, slots=True)
class Rows:
    """What is stored of some checkpoints, by field: records, channel values, writes."""

    checkpoints: dict[bytes, bytes] = field(default_factory=dict)
    values: dict[bytes, bytes] = field(default_factory=dict)
    writes: dict[bytes, bytes] = field(default_factory=dict)


async def copy(client: StoreClient, source: str, target: str, ttl_ms: int | None) -> None:
    """Add all rows of one thread to another."""
    keys = thread_keys(source)
    with store_errors():
        # Checkpoints come first: what a run adds meanwhile is then copied without a checkpoint
        # that shows it, and never the other way round.
        checkpoints: Any = await client.hgetall(keys.checkpoints)
        values: Any = await client.hgetall(keys.values)
        writes: Any = await client.hgetall(keys.writes)
    await add_rows(client, Rows(checkpoints, values, writes), target, ttl_ms)


async def add_rows(client: StoreClient, rows: Rows, target: str, ttl_ms: int | None) -> None:
    """Add rows to a thread; a reader sees each checkpoint complete."""
    keys = thread_keys(target)
    pipeline = client.pipeline(transaction=False)
    for key, fields in (
        (keys.values, rows.values),
        (keys.writes, rows.writes),
        (keys.checkpoints, rows.checkpoints),
    ):
        for piece in _pieces(list(fields.items())):
            pipeline.hset(key, mapping=dict(piece))
    for key, names in ((keys.write_order, rows.writes), (keys.order, rows.checkpoints)):
        for some in _pieces(list(names)):
            pipeline.zadd(key, dict.fromkeys(some, 0))
    if ttl_ms is not None:
        for key in keys:
            pipeline.pexpire(key, ttl_ms)
    with store_errors():
        await pipeline.execute()


def _pieces(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[n : n + _PIECE] for n in range(0, len(items), _PIECE))
