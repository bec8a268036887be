"""What a listing shows, in which order, and how it is narrowed."""

from __future__ import annotations

import pytest

from checkpoints import AsyncRedisSaver
from tests.checkpoints.rows import id_of, ids_of, listed, put, thread


async def test_the_whole_store_is_listed_newest_first(saver: AsyncRedisSaver) -> None:
    stored = [await put(saver, thread(f"t{n % 3}", f"ns{n % 2}")) for n in range(40)]
    found = await listed(saver, None)
    assert [each.config for each in found] == stored[::-1]
    assert ids_of(await listed(saver, None, limit=3)) == [id_of(each) for each in stored[:-4:-1]]


async def test_a_thread_without_a_namespace_lists_all_of_them(saver: AsyncRedisSaver) -> None:
    stored = [await put(saver, thread(ns=ns)) for ns in ("", "child", "", "child:1")]
    assert [each.config for each in await listed(saver, thread(ns=None))] == stored[::-1]


async def test_the_empty_namespace_is_a_filter(saver: AsyncRedisSaver) -> None:
    root = await put(saver, thread())
    await put(saver, thread(ns="child"))
    assert [each.config for each in await listed(saver, thread())] == [root]


async def test_a_checkpoint_id_narrows_to_that_checkpoint(saver: AsyncRedisSaver) -> None:
    stored = [await put(saver, thread()) for _ in range(3)]
    assert ids_of(await listed(saver, stored[1])) == [id_of(stored[1])]
    assert ids_of(await listed(saver, stored[1], limit=1)) == [id_of(stored[1])]


@pytest.mark.parametrize("ns", ["", None])
async def test_pages_by_before_cover_a_thread_once(saver: AsyncRedisSaver, ns: str | None) -> None:
    stored = [id_of(await put(saver, thread())) for _ in range(75)]
    await put(saver, thread("other"))
    seen: list[str] = []
    page = await listed(saver, thread(ns=ns), limit=10)
    while page:
        seen += ids_of(page)
        page = await listed(saver, thread(ns=ns), before=page[-1].config, limit=10)
    assert seen == stored[::-1]


async def test_a_filter_goes_on_until_the_limit_is_met(saver: AsyncRedisSaver) -> None:
    stored = [await put(saver, thread(), step=n, tags=[n % 50]) for n in range(100)]
    found = await listed(saver, thread(), filter={"tags": [7]}, limit=2)
    assert [each.config for each in found] == [stored[57], stored[7]]
    assert await listed(saver, thread(), filter={"tags": [7], "step": 8}) == []
    assert await listed(saver, thread(), filter={"absent": 1}) == []
    assert await listed(saver, thread(), limit=0) == []
