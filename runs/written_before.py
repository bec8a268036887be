"""Replies of models in Redis: the same question on the same data need not be asked again."""

from __future__ import annotations

import hashlib
from typing import cast

from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from runs import keys


class RedisWrittenBefore:
    """The `llm.keeping.WrittenBefore` of the service, shared by all of its workers. `age_s` is
    how long a reply is kept. Both methods raise StoreUnavailable."""

    def __init__(self, client: StoreClient, *, age_s: int) -> None:
        self._client = client
        self._age_s = age_s

    async def find(self, key: str) -> bytes | None:
        with store_errors():
            return cast("bytes | None", await self._client.get(_name(key)))

    async def keep(self, key: str, reply: bytes) -> None:
        with store_errors():
            await self._client.set(_name(key), reply, ex=self._age_s)


def _name(key: str) -> str:
    return keys.written(hashlib.sha256(key.encode()).hexdigest())
