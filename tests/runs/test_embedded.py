"""The embedded store: started, shared, ended with its users, its data kept."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from bi.model.errors import StoreUnavailable
from checkpoints.connect import connect
from runs.embedded import EmbeddedStore

HOLD_UNTIL_KILLED = """
import asyncio, sys
from pathlib import Path
from runs.embedded import EmbeddedStore

async def main():
    await EmbeddedStore(Path(sys.argv[1])).start()
    print("started", flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


async def set_and_get(url: str, key: str, value: str) -> bytes | str | None:
    async with connect(url) as client:
        await client.set(key, value)
        return await client.get(key)


async def server_pid(url: str) -> int:
    async with connect(url) as client:
        info = await client.info("server")
        return int(info["process_id"])


def wait_for_exit(pid: int) -> None:
    """Returns when the process has ended; the test's own time limit bounds it."""
    while _alive(pid):
        time.sleep(0.005)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def hold(folder: Path) -> subprocess.Popen[str]:
    """Another process that uses the folder's store."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD_UNTIL_KILLED, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    with process:
        process.send_signal(signal.SIGKILL)


async def test_a_started_store_serves_commands(tmp_path: Path) -> None:
    async with EmbeddedStore(tmp_path) as store:
        assert await set_and_get(store.url, "k", "v") == b"v"


async def test_it_listens_on_no_port_and_evicts_nothing(tmp_path: Path) -> None:
    async with EmbeddedStore(tmp_path) as store, connect(store.url) as client:
        assert await client.config_get("port", "maxmemory-policy", "appendfsync") == {
            "port": "0",
            "maxmemory-policy": "noeviction",
            "appendfsync": "everysec",
        }


async def test_data_survive_a_stop_and_a_start(tmp_path: Path) -> None:
    async with EmbeddedStore(tmp_path) as store:
        await set_and_get(store.url, "k", "v")
    async with EmbeddedStore(tmp_path) as store, connect(store.url) as client:
        assert await client.get("k") == b"v"


async def test_nothing_answers_after_the_stop(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    await store.start()
    await store.stop()
    with pytest.raises(RedisConnectionError):
        await set_and_get(store.url, "k", "v")


async def test_starting_and_stopping_twice_changes_nothing(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    await store.start()
    pid = await server_pid(store.url)
    await store.start()
    assert await server_pid(store.url) == pid
    await store.stop()
    await store.stop()
    assert not _alive(pid)


async def test_users_of_one_folder_share_the_server_until_the_last_leaves(tmp_path: Path) -> None:
    first, second = EmbeddedStore(tmp_path), EmbeddedStore(tmp_path)
    await first.start()
    await second.start()
    pid = await server_pid(first.url)
    assert await server_pid(second.url) == pid
    await first.stop()
    assert await server_pid(second.url) == pid
    await second.stop()
    assert not _alive(pid)


async def test_many_starting_at_once_share_one_server(tmp_path: Path) -> None:
    stores = [EmbeddedStore(tmp_path) for _ in range(8)]
    await asyncio.gather(*(store.start() for store in stores))
    assert len({await server_pid(store.url) for store in stores}) == 1
    await asyncio.gather(*(store.stop() for store in stores))


async def test_starts_and_stops_that_overlap_always_leave_a_user_served(tmp_path: Path) -> None:
    async def visit(n: int) -> bytes | str | None:
        async with EmbeddedStore(tmp_path) as store:
            return await set_and_get(store.url, f"k{n}", "v")

    async def visits(n: int) -> list[bytes | str | None]:
        return [await visit(n) for _ in range(4)]

    rounds = await asyncio.gather(*(visits(n) for n in range(4)))
    assert rounds == [[b"v"] * 4] * 4


async def test_a_killed_user_takes_its_server_along(tmp_path: Path) -> None:
    process = hold(tmp_path)
    pid = await server_pid(EmbeddedStore(tmp_path).url)
    kill(process)
    wait_for_exit(pid)


async def test_a_killed_user_leaves_the_server_to_the_others(tmp_path: Path) -> None:
    process = hold(tmp_path)
    async with EmbeddedStore(tmp_path) as store:
        pid = await server_pid(store.url)
        kill(process)
        assert await set_and_get(store.url, "k", "v") == b"v"
        assert await server_pid(store.url) == pid


async def test_a_start_right_after_a_kill_finds_the_data(tmp_path: Path) -> None:
    process = hold(tmp_path)
    await set_and_get(EmbeddedStore(tmp_path).url, "k", "v")
    kill(process)
    async with EmbeddedStore(tmp_path) as store, connect(store.url) as client:
        assert await client.get("k") == b"v"


async def test_data_survive_a_killed_server(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    await store.start()
    await set_and_get(store.url, "k", "v")
    pid = await server_pid(store.url)
    os.kill(pid, signal.SIGKILL)
    await store.stop()
    async with EmbeddedStore(tmp_path) as again, connect(again.url) as client:
        assert await client.get("k") == b"v"


async def test_a_server_without_its_watcher_is_replaced(tmp_path: Path) -> None:
    first = EmbeddedStore(tmp_path)
    await first.start()
    await set_and_get(first.url, "k", "v")
    pid = await server_pid(first.url)
    for watcher in _children_of(_parent_of(pid)) - {pid}:
        os.kill(watcher, signal.SIGKILL)
        wait_for_exit(watcher)
    await first.stop()
    assert _alive(pid)
    async with EmbeddedStore(tmp_path) as second, connect(second.url) as client:
        assert await client.get("k") == b"v"
        assert await server_pid(second.url) != pid


def _processes() -> dict[int, int]:
    """Process id -> parent's id."""
    listing = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    return {int(pid): int(parent) for pid, parent in map(str.split, listing.stdout.splitlines())}


def _parent_of(pid: int) -> int:
    return _processes()[pid]


def _children_of(parent: int) -> set[int]:
    return {pid for pid, its_parent in _processes().items() if its_parent == parent}


async def test_a_folder_with_a_long_name_works(tmp_path: Path) -> None:
    folder = tmp_path / ("a" * 60) / ("b c%20" * 10)
    async with EmbeddedStore(folder) as store:
        assert await set_and_get(store.url, "k", "v") == b"v"
        assert (folder / "store.log").exists()
    Path(store.url.removeprefix("unix://")).parent.rmdir()


async def test_a_socket_folder_that_someone_else_made_is_refused(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / ("a" * 100))
    elsewhere = Path(store.url.removeprefix("unix://")).parent
    elsewhere.symlink_to(tmp_path)
    with pytest.raises(StoreUnavailable, match="belongs to another user"):
        await store.start()
    elsewhere.unlink()


async def test_the_server_outlives_the_thread_that_started_it(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    starter = threading.Thread(target=lambda: asyncio.run(store.start()))
    starter.start()
    starter.join()
    assert await set_and_get(store.url, "k", "v") == b"v"
    await store.stop()


async def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    script = tmp_path / "server"
    script.write_text("#!/bin/sh\necho 'no such luck' >&2\nexit 1\n")
    script.chmod(0o700)
    with pytest.raises(StoreUnavailable, match="no such luck"):
        await EmbeddedStore(tmp_path / "data", server=script).start()


async def test_a_folder_held_by_a_silent_server_is_refused(tmp_path: Path) -> None:
    script = tmp_path / "server"
    script.write_text("#!/bin/sh\nexec sleep 60\n")
    script.chmod(0o700)
    with pytest.raises(StoreUnavailable, match="does not answer"):
        await EmbeddedStore(tmp_path / "data", server=script, timeout_s=0.1).start()


async def test_the_url_of_a_socket_that_is_not_there_raises(tmp_path: Path) -> None:
    client = connect(f"unix://{tmp_path}/nothing.sock")
    with pytest.raises(RedisConnectionError):
        await client.ping()
    await client.aclose()
