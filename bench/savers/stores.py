"""The savers that are compared, each on a real store of its own kind.

The embedded store flushes its file every second. SQLite comes twice: as its saver ships it,
which waits for the disk at each write, and with `synchronous=NORMAL`, which does not.
PostgreSQL runs without fsync, which is in its favour.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from checkpoints import AsyncRedisSaver
from checkpoints.client import StoreClient
from checkpoints.connect import connect
from checkpoints.keys import thread_keys
from runs.embedded import EmbeddedStore
from tests.bi.postgres import PostgresServer


@dataclass(frozen=True, slots=True)
class Contender:
    """`stored` counts the bytes of a thread's rows: keys and contents, without the store's own
    structures around them."""

    name: str
    saver: BaseCheckpointSaver[Any]
    stored: Callable[[str], Awaitable[int]]


@asynccontextmanager
async def contenders(folder: Path, server: Path | None) -> AsyncIterator[list[Contender]]:
    """All of them, the reference first. `server` as for `EmbeddedStore`."""
    async with AsyncExitStack() as stack:
        unix, tcp = await stack.enter_async_context(_embedded(folder / "embedded", server))
        shipped = await stack.enter_async_context(_sqlite(folder / "shipped.sqlite"))
        relaxed = await stack.enter_async_context(_sqlite(folder / "relaxed.sqlite"))
        await relaxed.conn.execute("PRAGMA synchronous=NORMAL")
        cluster = PostgresServer()
        cluster.start()
        stack.callback(cluster.stop)
        postgres = await stack.enter_async_context(
            AsyncPostgresSaver.from_conn_string(cluster.dsn("postgres"))
        )
        await postgres.setup()
        memory = InMemorySaver()
        yield [
            Contender("memory", memory, lambda thread: _in_memory(memory, thread)),
            Contender("redis, unix", AsyncRedisSaver(unix), lambda thread: _in_redis(unix, thread)),
            Contender("redis, tcp", AsyncRedisSaver(tcp), lambda thread: _in_redis(tcp, thread)),
            Contender("sqlite", shipped, lambda thread: _in_sqlite(shipped, thread)),
            Contender("sqlite, normal", relaxed, lambda thread: _in_sqlite(relaxed, thread)),
            Contender("postgres", postgres, lambda thread: _in_postgres(postgres, thread)),
        ]


@asynccontextmanager
async def _sqlite(file: Path) -> AsyncIterator[AsyncSqliteSaver]:
    async with AsyncSqliteSaver.from_conn_string(str(file)) as saver:
        await saver.setup()
        yield saver


@asynccontextmanager
async def _embedded(
    folder: Path, server: Path | None
) -> AsyncIterator[tuple[StoreClient, StoreClient]]:
    """The service's own embedded server, over its socket and over a port of the loopback."""
    async with EmbeddedStore(folder, server=server) as store, connect(store.url) as unix:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        await unix.config_set("bind", "127.0.0.1")
        await unix.config_set("port", port)
        async with connect(f"redis://127.0.0.1:{port}") as tcp:
            yield unix, tcp


async def _in_memory(saver: InMemorySaver, thread_id: str) -> int:
    rows = (
        (k[1:], v) for k, v in (*saver.blobs.items(), *saver.writes.items()) if k[0] == thread_id
    )
    return _size((saver.storage[thread_id], *rows))


def _size(value: Any) -> int:
    """Bytes of all strings in nested containers."""
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, dict):
        return sum(_size(k) + _size(v) for k, v in value.items())
    return sum(map(_size, value)) if isinstance(value, tuple) else 0


async def _in_redis(client: StoreClient, thread_id: str) -> int:
    keys = thread_keys(thread_id)
    rows: list[Any] = [await client.hgetall(key) for key in (keys[1], keys[2], keys[3])]
    rows += [tuple(await client.zrange(key, 0, -1)) for key in (keys[0], keys[4])]
    return sum(map(_size, rows))


_SQLITE_BYTES = """
    SELECT sum(n) FROM (
      SELECT sum(length(checkpoint_id) + coalesce(length(parent_checkpoint_id), 0)
                 + length(checkpoint) + length(metadata)) AS n
        FROM checkpoints WHERE thread_id = :thread
      UNION ALL
      SELECT sum(length(checkpoint_id) + length(task_id) + length(task_path)
                 + length(channel) + length(value))
        FROM writes WHERE thread_id = :thread)
"""
_POSTGRES_BYTES = """
    SELECT sum(n)::bigint FROM (
      SELECT sum(length(checkpoint_id) + coalesce(length(parent_checkpoint_id), 0)
                 + length(checkpoint::text) + length(metadata::text)) AS n
        FROM checkpoints WHERE thread_id = %(thread)s
      UNION ALL
      SELECT sum(length(channel) + length(version) + coalesce(length(blob), 0))
        FROM checkpoint_blobs WHERE thread_id = %(thread)s
      UNION ALL
      SELECT sum(length(checkpoint_id) + length(task_id) + length(task_path)
                 + length(channel) + length(blob))
        FROM checkpoint_writes WHERE thread_id = %(thread)s) AS counted
"""


async def _in_sqlite(saver: AsyncSqliteSaver, thread_id: str) -> int:
    async with saver.conn.execute(_SQLITE_BYTES, {"thread": thread_id}) as cursor:
        (found,) = await cursor.fetchone() or (None,)
    return found or 0


async def _in_postgres(saver: AsyncPostgresSaver, thread_id: str) -> int:
    async with saver.conn.cursor() as cursor:  # type: ignore[union-attr]
        await cursor.execute(_POSTGRES_BYTES, {"thread": thread_id})
        row: Any = await cursor.fetchone()
    return row["sum"] or 0
