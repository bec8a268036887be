"""Short ways to put and read checkpoints."""

from __future__ import annotations

from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import Checkpoint, CheckpointTuple, empty_checkpoint
from langgraph.checkpoint.base.id import uuid6

from checkpoints import AsyncRedisSaver
from checkpoints.client import StoreClient


def thread(
    thread_id: str = "t", ns: str | None = "", checkpoint_id: str | None = None
) -> RunnableConfig:
    where: dict[str, Any] = {"thread_id": thread_id}
    if ns is not None:
        where["checkpoint_ns"] = ns
    if checkpoint_id is not None:
        where["checkpoint_id"] = checkpoint_id
    return {"configurable": where}


def checkpoint(values: dict[str, Any], versions: dict[str, Any]) -> Checkpoint:
    made = empty_checkpoint()
    made["id"] = str(uuid6())
    made["channel_values"] = values
    made["channel_versions"] = versions
    return made


async def put(
    saver: AsyncRedisSaver,
    config: RunnableConfig,
    values: dict[str, Any] | None = None,
    *,
    versions: dict[str, Any] | None = None,
    new_versions: dict[str, Any] | None = None,
    **metadata: Any,
) -> RunnableConfig:
    """Put a checkpoint below `config`; returns its own config."""
    values = values or {}
    versions = dict.fromkeys(values, 1) if versions is None else versions
    return await saver.aput(
        config,
        checkpoint(values, versions),
        {"source": "loop", "step": 0, **metadata},  # type: ignore[typeddict-item]
        versions if new_versions is None else new_versions,
    )


async def listed(
    saver: AsyncRedisSaver, config: RunnableConfig | None, **narrowed: Any
) -> list[CheckpointTuple]:
    return [found async for found in saver.alist(config, **narrowed)]


def id_of(config: RunnableConfig) -> str:
    checkpoint_id: str = config["configurable"]["checkpoint_id"]
    return checkpoint_id


def ids_of(found: list[CheckpointTuple]) -> list[str]:
    return [id_of(each.config) for each in found]


async def all_keys(client: StoreClient) -> list[bytes]:
    """Of every node."""
    return [key async for key in client.scan_iter(match="*")]
