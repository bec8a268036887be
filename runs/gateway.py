"""The configured models, with what they need of the store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from checkpoints.client import StoreClient
from llm.settings import ModelSettings
from runs.model_usage import RedisUsageCounts
from runs.written_before import RedisWrittenBefore

if TYPE_CHECKING:
    from llm.gateway import Gateway


@asynccontextmanager
async def open_gateway(
    client: StoreClient, usage: RedisUsageCounts, settings: ModelSettings | None
) -> AsyncIterator[Gateway | None]:
    """None where no model is configured: then nothing of what speaks to one is imported."""
    if settings is None or not settings.has_model:
        yield None
        return
    from llm.gateway import Gateway

    age_s = settings.model_reuse_s
    before = RedisWrittenBefore(client, age_s=age_s) if age_s else None
    gateway = Gateway(settings, usage, before)
    try:
        yield gateway
    finally:
        await gateway.close()
