"""Results of the last moments in Redis: a reference to rows that are stored anyway."""

from __future__ import annotations

import hashlib
from typing import cast

import orjson

from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from nodes.services import CachedResult
from runs import keys
from runs.results import RedisResults


class RedisResultCache:
    """The `nodes.services.ResultCache` of the service, shared by all of its workers."""

    def __init__(self, client: StoreClient, results: RedisResults, *, age_s: float) -> None:
        self._client = client
        self._results = results
        self._age_ms = round(age_s * 1000)

    async def find(self, key: str) -> CachedResult | None:
        with store_errors():
            found = cast("bytes | None", await self._client.get(_name(key)))
        if found is None:
            return None
        kept = orjson.loads(found)
        rows = await self._results.load(kept["key"])
        # The new answer may be looked at for as long as any.
        if rows is None or not await self._results.renew(kept["key"]):
            return None
        return CachedResult(kept["key"], rows, kept["ran_at"])

    async def keep(self, key: str, result: CachedResult) -> None:
        kept = orjson.dumps({"key": result.key, "ran_at": result.ran_at})
        with store_errors():
            await self._client.set(_name(key), kept, px=self._age_ms)


def _name(key: str) -> str:
    return keys.cached_result(hashlib.sha256(key.encode()).hexdigest())
