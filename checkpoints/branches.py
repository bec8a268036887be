"""Part of a thread, copied to another: a checkpoint and what led to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from langgraph.checkpoint.base import WRITES_IDX_MAP
from langgraph.checkpoint.serde.types import INTERRUPT

from checkpoints import scripts
from checkpoints.client import StoreClient
from checkpoints.errors import CheckpointMissing
from checkpoints.keys import SEPARATOR, thread_keys
from checkpoints.threads import Rows, add_rows

# Checkpoints a round trip; each comes with its values, so one is seldom small.
_PAGE = 64

_INTERRUPT_END = f"{SEPARATOR}{WRITES_IDX_MAP[INTERRUPT]}".encode()


class Source(NamedTuple):
    """The head of a branch; an empty id is the latest checkpoint of the namespace."""

    thread_id: str
    ns: str
    checkpoint_id: str


async def copy(client: StoreClient, source: Source, target: str, ttl_ms: int | None) -> str:
    """Returns the id of the branch's head. Raises CheckpointMissing, StoreUnavailable."""
    keys = thread_keys(source.thread_id)
    rows = Rows()
    head = ""
    current: str | None = source.checkpoint_id
    while current is not None:
        following, steps = await scripts.branch.run(client, keys, source.ns, current, str(_PAGE))
        for step in steps:
            _collect(rows, step, is_head=not head)
            head = head or step[0].decode().partition(SEPARATOR)[2]
        current = following.decode() or None
    if not head:
        raise CheckpointMissing("there is no such checkpoint to copy")
    await add_rows(client, rows, target, ttl_ms)
    return head


def _collect(rows: Rows, step: Sequence[Any], *, is_head: bool) -> None:
    row, record, fields, values, write_fields, writes = step
    rows.checkpoints[row] = record
    rows.values.update(zip(fields, values, strict=True))
    for field, write in zip(write_fields, writes, strict=True):
        if not is_head or field.endswith(_INTERRUPT_END):
            rows.writes[field] = write
