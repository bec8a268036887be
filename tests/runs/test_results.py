"""Rows of results in the store."""

from __future__ import annotations

from pathlib import Path

import pytest
from redis.asyncio import Redis

from bi.model.catalog import ColumnType
from bi.model.errors import StoreUnavailable
from bi.model.result import ColumnRole, ResultColumn, ResultSet
from checkpoints.connect import connect
from runs import keys
from runs.embedded import EmbeddedStore
from runs.results import RedisResults

COLUMNS = (
    ResultColumn("region", "Region", ColumnType.TEXT, ColumnRole.DIMENSION),
    ResultColumn("revenue", "Revenue", ColumnType.NUMBER, ColumnRole.MEASURE),
)
RESULT = ResultSet(COLUMNS, (("East", 1.5), (None, "12345678901234567890.1")), truncated=True)


async def test_rows_come_back_as_they_went_on_any_worker(redis_client: Redis) -> None:
    key = await RedisResults(redis_client, ttl_s=60).save(RESULT)
    assert await RedisResults(redis_client, ttl_s=60).load(key) == RESULT


async def test_the_same_rows_are_stored_once_and_for_a_time(redis_client: Redis) -> None:
    results = RedisResults(redis_client, ttl_s=60)
    slower = ResultSet(RESULT.columns, RESULT.rows, RESULT.truncated, elapsed_ms=99)
    key = await results.save(RESULT)
    assert await results.save(slower) == key
    assert 0 < await redis_client.ttl(keys.result(key)) <= 60


async def test_expired_rows_are_gone_and_not_an_empty_result(redis_client: Redis) -> None:
    assert await RedisResults(redis_client, ttl_s=60).load("no such key") is None


async def test_a_store_that_is_away_is_said_to_be(tmp_path: Path) -> None:
    async with EmbeddedStore(tmp_path) as store:
        client = connect(store.url)
        results = RedisResults(client, ttl_s=60)
        await results.save(RESULT)
    with pytest.raises(StoreUnavailable):
        await results.save(RESULT)
    with pytest.raises(StoreUnavailable):
        await results.load("another key")
    await client.aclose()


async def test_what_a_worker_remembers_is_bounded_by_its_size(
    redis_client: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runs.results._RECENT_BYTES", 1000)
    results = RedisResults(redis_client, ttl_s=60)
    stored = [
        await results.save(ResultSet(COLUMNS, ((letter * 600, 1),))) for letter in ("a", "b", "c")
    ]
    await redis_client.flushdb()

    assert await results.load(stored[0]) is None
    assert (await results.load(stored[2])) is not None


async def test_renewed_rows_live_on_and_those_that_are_gone_are_said_to_be(
    redis_client: Redis,
) -> None:
    results = RedisResults(redis_client, ttl_s=60)
    key = await results.save(RESULT)
    await redis_client.expire(keys.result(key), 5)

    assert await results.renew(key)
    assert await redis_client.ttl(keys.result(key)) > 50
    assert not await results.renew("no such key")
