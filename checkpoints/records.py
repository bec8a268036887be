"""Checkpoints and writes as they are stored, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import ormsgpack
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    PendingWrite,
    writes_sort_key,
)
from langgraph.checkpoint.serde.base import SerializerProtocol

from checkpoints.keys import SEPARATOR, channel_version, parse_channel_version
from checkpoints.serializer import pack, unpack


@dataclass(frozen=True, slots=True)
class Pending:
    """A checkpoint without its content: `parent_id` is None at the root, `writes` are those
    pending on it (task id, channel, value), in the order in which live execution applies them."""

    checkpoint_id: str
    parent_id: str | None
    writes: tuple[PendingWrite, ...]


def config_of(thread_id: str, ns: str, checkpoint_id: str) -> RunnableConfig:
    return {
        "configurable": {
            "thread_id": thread_id,
            "checkpoint_ns": ns,
            "checkpoint_id": checkpoint_id,
        }
    }


def encode_record(
    serde: SerializerProtocol,
    parent_id: str | None,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
) -> bytes:
    """In the clear what the scripts read (see `scripts`), and the rest packed."""
    rest = {k: v for k, v in checkpoint.items() if k not in ("channel_values", "channel_versions")}
    versions = [channel_version(k, v) for k, v in checkpoint["channel_versions"].items()]
    head = ormsgpack.packb([parent_id or "", versions])
    return len(head).to_bytes(4) + head + pack(serde, (rest, metadata))


def decode_record(
    serde: SerializerProtocol, record: bytes
) -> tuple[str, ChannelVersions, CheckpointMetadata]:
    """Parent id ('' at the root), channel versions and metadata."""
    head_end = 4 + int.from_bytes(record[:4])
    parent_id, versions = ormsgpack.unpackb(record[4:head_end])
    metadata = unpack(serde, record[head_end:])[1]
    return parent_id, dict(map(parse_channel_version, versions)), metadata


def decode_tuple(
    serde: SerializerProtocol, thread_id: str, found: Sequence[Any]
) -> CheckpointTuple:
    """`found` is one of the checkpoints that the script `get` returns."""
    row, parent_id, entries, rest, values, write_fields, writes = found
    ns, _, checkpoint_id = row.decode().partition(SEPARATOR)
    versions = [parse_channel_version(entry.decode()) for entry in entries]
    checkpoint, metadata = unpack(serde, rest)
    checkpoint["channel_versions"] = dict(versions)
    checkpoint["channel_values"] = {
        channel: unpack(serde, value)
        for (channel, _), value in zip(versions, values, strict=True)
        if value is not None
    }
    return CheckpointTuple(
        config=config_of(thread_id, ns, checkpoint_id),
        checkpoint=cast(Checkpoint, checkpoint),
        metadata=metadata,
        parent_config=config_of(thread_id, ns, parent_id.decode()) if parent_id else None,
        pending_writes=decode_writes(serde, write_fields, writes),
    )


def decode_pending(serde: SerializerProtocol, found: Sequence[Any]) -> Pending:
    """`found` is what the script `pending` returns."""
    row, parent_id, fields, values = found
    _, _, checkpoint_id = row.decode().partition(SEPARATOR)
    writes = decode_writes(serde, fields, values)
    return Pending(checkpoint_id, parent_id.decode() or None, tuple(writes))


def encode_write(serde: SerializerProtocol, task_path: str, channel: str, value: Any) -> bytes:
    return f"{task_path}{SEPARATOR}{channel}{SEPARATOR}".encode() + pack(serde, value)


def decode_writes(
    serde: SerializerProtocol, fields: Sequence[bytes], values: Sequence[bytes]
) -> list[PendingWrite]:
    """In the order in which live execution applies them."""
    if not fields:
        return []
    found = []
    for field, stored in zip(fields, values, strict=True):
        _, task_id, idx = field.decode().rsplit(SEPARATOR, 2)
        task_path, channel, packed = stored.split(b"\0", 2)
        found.append((writes_sort_key(task_path.decode(), task_id, int(idx)), channel, packed))
    found.sort(key=lambda write: write[0])
    return [(key[1], channel.decode(), unpack(serde, packed)) for key, channel, packed in found]
