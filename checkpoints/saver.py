"""A LangGraph checkpointer on plain Redis 6.2 or later, Valkey, or a cluster of either."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    WRITES_IDX_MAP,
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    DeltaChannelHistory,
    get_checkpoint_id,
    get_checkpoint_metadata,
)
from langgraph.checkpoint.serde.base import SerializerProtocol

from checkpoints import branches, fence, scripts, threads
from checkpoints.client import StoreClient
from checkpoints.connect import connect
from checkpoints.errors import store_errors
from checkpoints.history import HistoryBuilder
from checkpoints.keys import SEPARATOR, channel_version, thread_keys, write_field
from checkpoints.pruning import rows_to_keep
from checkpoints.records import (
    Pending,
    config_of,
    decode_pending,
    decode_tuple,
    encode_record,
    encode_write,
)
from checkpoints.serializer import AllowListSerializer, pack

_LIST_PAGE = 32
_WALK_PAGE = 256
_RANDOM_BITS = 40


class AsyncRedisSaver(BaseCheckpointSaver[int]):
    """Keeps threads in Redis; `checkpoints.keys` has the layout.

    Async only. `client` must answer in bytes (`decode_responses=False`), and whoever made it
    closes it. `ttl`, in seconds, is for a whole thread, counted from its last write. The
    default `serde` rebuilds LangGraph's own types and no others (see `AllowListSerializer`).

    `config["configurable"]["__fence"] = (key, token)` makes `aput`, `aput_writes` and
    `aclear` check, in the same step in which they write, that the string at `key` is `token`;
    otherwise they raise `LeaseLost` and write nothing. So a worker that was taken for dead cannot
    write into a thread that another one runs by now. On a cluster the key carries the thread's
    hash tag.

    Every method raises `StoreUnavailable` when Redis cannot serve now.
    """

    def __init__(
        self,
        client: StoreClient,
        *,
        ttl: timedelta | float | None = None,
        serde: SerializerProtocol | None = None,
    ) -> None:
        super().__init__(serde=serde or AllowListSerializer())
        self._client = client
        seconds = ttl.total_seconds() if isinstance(ttl, timedelta) else ttl
        self._ttl_ms = None if seconds is None else round(seconds * 1000)

    @classmethod
    @asynccontextmanager
    async def from_url(
        cls,
        url: str,
        ttl: timedelta | float | None = None,
        *,
        serde: SerializerProtocol | None = None,
    ) -> AsyncIterator[AsyncRedisSaver]:
        """A saver with a client of its own, closed at the end.

        `checkpoints.store_url` has the forms of a URL; StoreUrlInvalid for all others.
        """
        client = connect(url)
        try:
            yield cls(client, ttl=ttl, serde=serde)
        finally:
            await client.aclose()

    def get_next_version(self, current: int | None, channel: None) -> int:  # noqa: ARG002
        """Greater than `current`, and random beyond that: branches of a fork never share one."""
        count = ((current or 0) >> _RANDOM_BITS) + 1
        return count << _RANDOM_BITS | random.getrandbits(_RANDOM_BITS)

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Store a checkpoint as the child of the one that `config` names."""
        thread_id, ns = _address(config)
        keys, token = fence.keys_and_token(config, thread_keys(thread_id))
        record = encode_record(
            self.serde,
            get_checkpoint_id(config),
            checkpoint,
            get_checkpoint_metadata(config, metadata),
        )
        row = f"{ns}{SEPARATOR}{checkpoint['id']}"
        args: list[str | bytes] = [row, record, self._ttl, token]
        values = checkpoint["channel_values"]
        for channel, version in new_versions.items():
            if channel in values:
                args.append(f"{ns}{SEPARATOR}{channel_version(channel, version)}")
                args.append(pack(self.serde, values[channel]))
        fence.check(await scripts.put.run(self._client, keys, *args))
        return config_of(thread_id, ns, checkpoint["id"])

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Store what a task wrote; a repeated regular write changes nothing."""
        thread_id, ns = _address(config)
        keys, token = fence.keys_and_token(config, thread_keys(thread_id))
        row = f"{ns}{SEPARATOR}{config['configurable']['checkpoint_id']}"
        args: list[str | bytes] = [self._ttl, token]
        for position, (channel, value) in enumerate(writes):
            idx = WRITES_IDX_MAP.get(channel, position)
            args.append("0" if idx >= 0 else "1")
            args.append(write_field(row, task_id, idx))
            args.append(encode_write(self.serde, task_path, channel, value))
        fence.check(await scripts.put_writes.run(self._client, keys, *args))

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The checkpoint that `config` names, or the latest of its thread and namespace."""
        thread_id, ns = _address(config)
        checkpoint_id = get_checkpoint_id(config)
        rows = [f"{ns}{SEPARATOR}{checkpoint_id}"] if checkpoint_id else []
        found = await self._read(thread_id, ns, rows)
        return found[0] if found else None

    async def aget_pending(self, config: RunnableConfig) -> Pending | None:
        """What is pending on the checkpoint that `config` names, or on the latest.

        Reads neither the checkpoint nor its values.
        """
        thread_id, ns = _address(config)
        checkpoint_id = get_checkpoint_id(config)
        row = f"{ns}{SEPARATOR}{checkpoint_id}" if checkpoint_id else ""
        found = await scripts.pending.run(self._client, thread_keys(thread_id), ns, row)
        return decode_pending(self.serde, found) if found else None

    async def alist(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002  the protocol's name
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[CheckpointTuple]:
        """Newest first. Without `config` it goes through every thread there is."""
        wanted = await threads.find_rows(
            self._client,
            thread_id=config["configurable"]["thread_id"] if config else None,
            ns=config["configurable"].get("checkpoint_ns") if config else None,
            checkpoint_id=get_checkpoint_id(config) if config else None,
            before=get_checkpoint_id(before) if before else None,
            limit=None if filter else limit,
        )
        left = len(wanted) if limit is None else limit
        for start in range(0, len(wanted), _LIST_PAGE):
            for found in await self._read_all(wanted[start : start + _LIST_PAGE]):
                if left <= 0:
                    return
                if _matches(found.metadata, filter):
                    left -= 1
                    yield found

    async def adelete_thread(self, thread_id: str) -> None:
        """Delete everything the thread has."""
        with store_errors():
            await self._client.unlink(*thread_keys(thread_id))

    async def aclear(self, config: RunnableConfig) -> None:
        """As `adelete_thread`, for whoever holds the fence that `config` names."""
        thread_id, _ = _address(config)
        keys, token = fence.keys_and_token(config, thread_keys(thread_id))
        fence.check(await scripts.clear.run(self._client, keys, token))

    async def adelete_for_runs(self, run_ids: Sequence[str]) -> None:
        """Delete the checkpoints that these runs made; reads every thread's metadata."""
        if not run_ids:
            return
        doomed = set(run_ids)
        for thread_id in await threads.find_threads(self._client):
            contents = await threads.read(self._client, self.serde, thread_id)
            gone = {
                row
                for row, checkpoint in contents.checkpoints.items()
                if checkpoint.metadata.get("run_id") in doomed
            }
            await threads.remove(self._client, contents, gone)

    async def acopy_thread(self, source_thread_id: str, target_thread_id: str) -> None:
        """Add all that the source has to the target."""
        await threads.copy(self._client, source_thread_id, target_thread_id, self._ttl_ms)

    async def acopy_branch(self, config: RunnableConfig, target_thread_id: str) -> str:
        """Add the checkpoint that `config` names, or the latest, and its ancestors to the target.

        They come with their values and writes; of the named one's writes only interrupts come
        along, so that a thread which was resumed since rests in the copy where it rested then.
        Siblings, later checkpoints and other namespaces (those of subgraphs) stay behind.
        Returns the checkpoint's id; raises CheckpointMissing.
        """
        thread_id, ns = _address(config)
        source = branches.Source(thread_id, ns, get_checkpoint_id(config) or "")
        return await branches.copy(self._client, source, target_thread_id, self._ttl_ms)

    async def aprune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        """`delete` deletes the threads. `keep_latest` keeps the latest checkpoint of each
        namespace, and those before it that its delta channels are rebuilt from."""
        if strategy not in ("keep_latest", "delete"):
            raise ValueError(f"unknown strategy {strategy!r}: keep_latest or delete")
        for thread_id in thread_ids:
            if strategy == "delete":
                await self.adelete_thread(thread_id)
                continue
            contents = await threads.read(self._client, self.serde, thread_id)
            keep = rows_to_keep(contents.checkpoints, contents.values)
            await threads.remove(self._client, contents, contents.checkpoints.keys() - keep)

    async def aget_delta_channel_history(
        self, *, config: RunnableConfig, channels: Sequence[str]
    ) -> Mapping[str, DeltaChannelHistory]:
        """The base class's contract, in one round trip for hundreds of ancestors."""
        if not channels:
            return {}
        thread_id, ns = _address(config)
        builder = HistoryBuilder(self.serde, channels)
        current, begin_at_parent = get_checkpoint_id(config) or "", "1"
        while current or begin_at_parent == "1":
            following, steps = await scripts.ancestors.run(
                self._client,
                thread_keys(thread_id),
                *(ns, current, begin_at_parent, str(_WALK_PAGE)),
                *builder.open_channels,
            )
            for step in steps:
                builder.add(step)
            current, begin_at_parent = following.decode(), "0"
        return builder.build()

    @property
    def _ttl(self) -> str:
        return "" if self._ttl_ms is None else str(self._ttl_ms)

    async def _read(self, thread_id: str, ns: str, rows: Iterable[str]) -> list[CheckpointTuple]:
        """These checkpoints, less those that are gone; without rows the latest of `ns`."""
        found = await scripts.get.run(self._client, thread_keys(thread_id), ns, *rows)
        return [decode_tuple(self.serde, thread_id, each) for each in found]

    async def _read_all(self, page: Sequence[threads.Row]) -> list[CheckpointTuple]:
        """Rows of several threads, in their order."""
        names_by_thread: dict[str, list[str]] = {}
        for row in page:
            names_by_thread.setdefault(row.thread_id, []).append(row.name)
        found = {}
        for thread_id, names in names_by_thread.items():
            for each in await self._read(thread_id, "", names):
                where = each.config["configurable"]
                found[thread_id, where["checkpoint_ns"], where["checkpoint_id"]] = each
        keys = [(row.thread_id, row.ns, row.checkpoint_id) for row in page]
        return [found[key] for key in keys if key in found]


def _address(config: RunnableConfig) -> tuple[str, str]:
    where = config["configurable"]
    return str(where["thread_id"]), where.get("checkpoint_ns", "")


def _matches(metadata: CheckpointMetadata, wanted: Mapping[str, Any] | None) -> bool:
    return not wanted or all(metadata.get(key) == value for key, value in wanted.items())
