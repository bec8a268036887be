"""The same question twice in a moment asks the database once, and says so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import duckdb
import pytest

from nodes.answer import Answer
from nodes.events import Complete
from runs import keys
from runs.model import Principal, Rerun
from runs.service import Service
from tests.conversation import Conversation, Said

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "total work"
CATALOG = """\
datasource: {{id: shop, title: Shop, url: "duckdb:///{database}"}}
default_measure: work
datasets:
  tasks:
    measures:
      work: {{sum: effort}}
"""

Worker = Callable[..., Awaitable[Service]]


@pytest.fixture(name="worker")
def _worker(worker: Worker) -> Worker:
    """Nobody dies here, so no run is taken over, however busy the machine is."""
    return partial(worker, lease_s=60.0)


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """A database of the test's own, so that nobody has asked it before."""
    fill(tmp_path, 1)
    catalog = tmp_path / "catalog.yaml"
    catalog.write_text(CATALOG.format(database=tmp_path / "tasks.duckdb"))
    return catalog


def fill(folder: Path, effort: int) -> None:
    """A new file in the place of the old one."""
    made = folder / "new.duckdb"
    with duckdb.connect(str(made)) as connection:
        connection.execute(f"CREATE TABLE tasks AS SELECT {effort} AS effort")
    made.replace(folder / "tasks.duckdb")


def renamed(catalog: Path) -> None:
    """The same SQL, by another catalog."""
    catalog.write_text(catalog.read_text().replace("title: Shop", "title: Store"))


async def say(service: Service, tenant: str = "acme-corp") -> Said:
    talk = await Conversation.begin(service, Principal(tenant, "alice"))
    return await talk.say(QUESTION)


def cached(answer: Answer) -> bool:
    assert answer.freshness is not None
    return answer.freshness.cached


def executed(service: Service) -> int:
    return service.datasources.get("shop").warehouse.executed


async def test_a_question_again_is_answered_from_the_cache_on_any_worker(
    worker: Worker, catalog: Path
) -> None:
    one, other = await worker(catalog=catalog), await worker(catalog=catalog)
    first = await say(one)
    again = await say(one)
    elsewhere = await say(other)

    assert [cached(said.answer) for said in (first, again, elsewhere)] == [False, True, True]
    assert first.rows == again.rows == elsewhere.rows
    assert (executed(one), executed(other)) == (1, 0)
    freshness = [said.answer.freshness for said in (first, again, elsewhere)]
    assert len({found.ran_at for found in freshness if found}) == 1


async def test_another_tenant_gets_rows_of_its_own(worker: Worker, catalog: Path) -> None:
    service = await worker(catalog=catalog)
    await say(service)
    theirs = await say(service, tenant="globex")

    assert not cached(theirs.answer)
    assert executed(service) == 2


async def test_new_data_is_not_answered_with_old_rows(
    worker: Worker, catalog: Path, tmp_path: Path
) -> None:
    first = await say(await worker(catalog=catalog))
    fill(tmp_path, 2)
    # A process that has the old file open goes on reading it; another one reads the new.
    before = first.answer.freshness
    again = await say(await worker(catalog=catalog))
    after = again.answer.freshness

    assert not cached(again.answer)
    assert before is not None
    assert after is not None
    assert before.data_version != after.data_version


async def test_another_catalog_is_another_question(worker: Worker, catalog: Path) -> None:
    await say(await worker(catalog=catalog))
    renamed(catalog)

    assert not cached((await say(await worker(catalog=catalog))).answer)


async def test_without_an_age_nothing_is_cached(worker: Worker, catalog: Path) -> None:
    service = await worker(catalog=catalog, result_cache_s=0)
    await say(service)

    assert not cached((await say(service)).answer)
    assert executed(service) == 2


async def test_the_cache_is_kept_for_its_age_alone(worker: Worker, catalog: Path) -> None:
    service = await worker(catalog=catalog, result_cache_s=90)
    await service.redis.flushdb()
    await say(service)
    (name,) = [key async for key in service.redis.scan_iter(match=keys.cached_result("*"))]

    assert 0 < await service.redis.ttl(name) <= 90


async def test_rows_of_a_cached_answer_live_as_long_as_those_of_any(
    worker: Worker, catalog: Path
) -> None:
    service = await worker(catalog=catalog, result_ttl_s=600)
    first = await say(service)
    assert first.answer.result is not None
    stored = keys.result(first.answer.result.key)
    await service.redis.expire(stored, 5)
    again = await say(service)

    assert cached(again.answer)
    assert await service.redis.ttl(stored) > 500


async def test_a_cached_answer_without_its_rows_is_asked_again(
    worker: Worker, catalog: Path
) -> None:
    service = await worker(catalog=catalog)
    first = await say(service)
    assert first.answer.result is not None
    await service.redis.delete(keys.result(first.answer.result.key))
    again = await say(service)

    assert not cached(again.answer)
    assert again.rows == first.rows


async def test_a_rerun_asks_the_database_in_any_case(worker: Worker, catalog: Path) -> None:
    service = await worker(catalog=catalog)
    talk = await Conversation.begin(service)
    first = await talk.say(QUESTION)
    rerun = await talk.turn(Rerun(first.answer.turn_id))

    assert isinstance(rerun, Complete)
    assert not cached(rerun.answer)
    assert executed(service) == 2


async def test_the_same_question_of_many_at_once_is_asked_once(
    worker: Worker, catalog: Path
) -> None:
    service = await worker(catalog=catalog)
    warehouse = service.datasources.get("shop").warehouse
    await service.ready(within_s=60)
    all_of_them = [asyncio.create_task(say(service)) for _ in range(8)]
    rows = {said.rows for said in await asyncio.gather(*all_of_them)}

    assert rows == {((1,),)}
    assert warehouse.executed == 1


async def test_a_drawing_whose_rows_have_expired_asks_for_them_again(
    worker: Worker, catalog: Path
) -> None:
    service = await worker(catalog=catalog)
    talk = await Conversation.begin(service)
    first = await talk.say(QUESTION)
    assert first.answer.result is not None
    other = await worker(catalog=catalog)  # which does not remember the rows
    await service.redis.delete(keys.result(first.answer.result.key))
    async for name in service.redis.scan_iter(match=keys.cached_result("*")):
        await service.redis.delete(name)

    drawn = await Conversation(other, talk.session_id).visualize("table")

    assert drawn.rows == first.rows
    assert executed(other) == 1
    assert not cached(drawn.answer)
