"""What delta channels are rebuilt from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langgraph.checkpoint.base import DeltaChannelHistory, PendingWrite
from langgraph.checkpoint.serde.base import SerializerProtocol

from checkpoints.records import decode_writes
from checkpoints.serializer import unpack


class HistoryBuilder:
    """Takes the steps of the script `ancestors`, nearest first."""

    def __init__(self, serde: SerializerProtocol, channels: Sequence[str]) -> None:
        self._serde = serde
        # Newest first while collecting.
        self._writes: dict[str, list[PendingWrite]] = {channel: [] for channel in channels}
        self._seeds: dict[str, Any] = {}

    @property
    def open_channels(self) -> list[str]:
        """Those whose stored value was not met yet."""
        return [channel for channel in self._writes if channel not in self._seeds]

    def add(self, step: Sequence[Any]) -> None:
        seeds, fields, values = step
        for write in reversed(decode_writes(self._serde, fields, values)):
            self._writes[write[1]].append(write)
        for channel, value in zip(seeds[::2], seeds[1::2], strict=True):
            self._seeds[channel.decode()] = unpack(self._serde, value)

    def build(self) -> dict[str, DeltaChannelHistory]:
        history = {}
        for channel, writes in self._writes.items():
            entry: DeltaChannelHistory = {"writes": writes[::-1]}
            if channel in self._seeds:
                entry["seed"] = self._seeds[channel]
            history[channel] = entry
        return history
