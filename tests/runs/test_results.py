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
