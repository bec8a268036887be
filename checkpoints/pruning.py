"""Which rows of a thread may go."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from langgraph.checkpoint.base import ChannelVersions, CheckpointMetadata

from checkpoints.keys import SEPARATOR, channel_version


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    ns: str
    checkpoint_id: str
    parent_id: str
    versions: ChannelVersions
    metadata: CheckpointMetadata

    @property
    def row(self) -> str:
        return f"{self.ns}{SEPARATOR}{self.checkpoint_id}"

    def value_field(self, channel: str) -> str:
        return f"{self.ns}{SEPARATOR}{channel_version(channel, self.versions[channel])}"

    def value_fields(self) -> set[str]:
        return {self.value_field(channel) for channel in self.versions}


def rows_to_keep(checkpoints: Mapping[str, StoredCheckpoint], values: Collection[str]) -> set[str]:
    """The latest checkpoint of each ns, and the ancestors its delta channels are rebuilt from.

    `values` are the fields of all stored values. A delta channel is rebuilt from the nearest
    ancestor that has its value and the writes since; which channels are delta channels is
    known from the counters that LangGraph keeps in the metadata.
    """
    latest: dict[str, StoredCheckpoint] = {}
    for checkpoint in checkpoints.values():
        best = latest.get(checkpoint.ns)
        if best is None or checkpoint.checkpoint_id > best.checkpoint_id:
            latest[checkpoint.ns] = checkpoint
    keep = set()
    for head in latest.values():
        open_channels = set(head.metadata.get("counters_since_delta_snapshot", ()))
        current: StoredCheckpoint | None = head
        while current is not None:
            keep.add(current.row)
            # A channel without a version here was first written by this checkpoint's writes.
            open_channels = {
                channel
                for channel in open_channels & current.versions.keys()
                if current.value_field(channel) not in values
            }
            if not open_channels:
                break
            current = checkpoints.get(f"{current.ns}{SEPARATOR}{current.parent_id}")
    return keep
