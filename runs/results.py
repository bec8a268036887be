"""Rows of results in Redis, stored once by content and for a bounded time."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import Any, cast

import orjson
from pydantic import TypeAdapter

from bi.model.result import ResultColumn, ResultSet
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from runs import keys

_COLUMNS: TypeAdapter[tuple[ResultColumn, ...]] = TypeAdapter(tuple[ResultColumn, ...])

# The nodes after sql, and then the face, read what was just written: spare them the way.
_RECENT = 32
_RECENT_BYTES = 64 * 1024 * 1024


class RedisResults:
    """The `nodes.services.ResultStore` of the service."""

    def __init__(self, client: StoreClient, *, ttl_s: int) -> None:
        self._client = client
        self._ttl_s = ttl_s
        self._recent: OrderedDict[str, tuple[ResultSet, int]] = OrderedDict()

    async def save(self, result: ResultSet) -> str:
        payload = _dump(result)
        key = hashlib.sha256(payload).hexdigest()[:32]
        with store_errors():
            await self._client.set(keys.result(key), payload, ex=self._ttl_s)
        self._remember(key, result, len(payload))
        return key

    async def load(self, key: str) -> ResultSet | None:
        if (recent := self._recent.get(key)) is not None:
            return recent[0]
        with store_errors():
            payload = cast("bytes | None", await self._client.get(keys.result(key)))
        if payload is None:
            return None
        result = _load(payload)
        self._remember(key, result, len(payload))
        return result

    async def renew(self, key: str) -> bool:
        """Stored rows live as long as new ones from now on. False: they are gone."""
        with store_errors():
            return bool(await self._client.expire(keys.result(key), self._ttl_s))

    def _remember(self, key: str, result: ResultSet, size: int) -> None:
        self._recent[key] = (result, size)
        self._recent.move_to_end(key)
        while len(self._recent) > 1 and self._is_too_much():
            self._recent.popitem(last=False)

    def _is_too_much(self) -> bool:
        size = sum(size for _, size in self._recent.values())
        return len(self._recent) > _RECENT or size > _RECENT_BYTES


def _dump(result: ResultSet) -> bytes:
    # How long the query took is not content: the same rows get the same key.
    return orjson.dumps(
        {
            "columns": _COLUMNS.dump_python(result.columns, mode="json"),
            "rows": result.rows,
            "truncated": result.truncated,
        }
    )


def _load(payload: bytes) -> ResultSet:
    stored: dict[str, Any] = orjson.loads(payload)
    return ResultSet(
        columns=_COLUMNS.validate_python(stored["columns"]),
        rows=tuple(map(tuple, stored["rows"])),
        truncated=stored["truncated"],
    )
