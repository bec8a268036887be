"""What a service does between the signal to stop and its end, in processes of its own."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from runs.embedded import EmbeddedStore
from tests.cli.running import Process, served
from tests.slow import slow_catalog

SESSIONS = "/api/v1/bi/sessions"
SLOW = {"message": "total work"}
QUICK = {"message": "what can I ask?"}
# Long enough for a test to look around; a test that ends before ends the drain itself.
LONG = "60"


@dataclass(frozen=True)
class Service:
    """A service on a database that never answers, and how to speak to it."""

    url: str
    process: Process

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        """On a connection of its own."""
        return httpx.request(method, f"{self.url}{path}", timeout=30, **options)

    def ask(self, method: str, path: str) -> httpx.Response:
        """What may be asked twice; of two workers, one that just ended may have been asked."""
        while True:
            with suppress(httpx.RemoteProtocolError):
                return self.call(method, path)

    def session(self) -> str:
        return str(self.call("POST", SESSIONS, json={}).json()["session_id"])

    @contextmanager
    def slow_turn(self, session_id: str) -> Iterator[Iterator[str]]:
        """The lines of a stream whose query runs."""
        path = f"{self.url}{SESSIONS}/{session_id}/messages?stream=true"
        with httpx.stream("POST", path, json=SLOW, timeout=30) as response:
            lines = response.iter_lines()
            next(line for line in lines if '"agent":"sql"' in line)
            yield lines

    def begins_to_drain(self) -> httpx.Response:
        """The first answer of `/ready` that says so."""
        while (ready := self.ask("GET", "/ready")).status_code == 200:
            pass
        return ready


def rest(lines: Iterator[str]) -> list[str]:
    """What still comes: to the end, or until the stream is broken off."""
    came = []
    with suppress(httpx.RemoteProtocolError):
        for line in lines:
            came.append(line)  # noqa: PERF402 - what came before a break counts
    return came


def has_ended(lines: Iterator[str]) -> bool:
    """Whether the turn ended before its stream did."""
    return any(
        line in ("event: complete", "event: error", "event: cancelled") for line in rest(lines)
    )


Start = Callable[..., Service]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Begins services on one store, which goes with the test and the runs it left behind."""
    catalog = slow_catalog(tmp_path)
    store = EmbeddedStore(tmp_path / "store")
    asyncio.run(store.start())
    stopping = []

    def begin(*arguments: str) -> Service:
        context = served(
            *("--data-dir", str(tmp_path), "--catalog", str(catalog), "--redis-url", store.url),
            *("--query-timeout-s", "60"),
            *arguments,
        )
        serving = context.__enter__()
        stopping.append(context)
        return Service(serving.url, serving.process)

    yield begin
    for context in stopping:
        context.__exit__(None, None, None)
    asyncio.run(store.stop())


def test_a_stopping_service_answers_and_takes_no_new_turns(start: Start) -> None:
    service = start("--drain-s", LONG)
    session_id, other = service.session(), service.session()
    with service.slow_turn(session_id) as lines:
        service.process.send_signal(signal.SIGTERM)
        ready = service.begins_to_drain()
        assert (ready.status_code, ready.json()["status"]) == (503, "draining")
        assert ready.headers["retry-after"]
        assert ready.headers["connection"] == "close"
        assert service.call("GET", "/health").status_code == 200
        for accept in ("application/json", "text/event-stream"):
            refused = service.call(
                "POST",
                f"{SESSIONS}/{other}/messages",
                json=QUICK,
                headers={"Accept": accept},
            )
            assert refused.status_code == 503
            assert refused.json()["error"]["details"]["reason"] == "draining"
            assert refused.headers["retry-after"]
            assert refused.headers["connection"] == "close"
        assert service.process.poll() is None
        # The running turn is still told, and its end is the drain's.
        assert service.call("POST", f"{SESSIONS}/{session_id}/cancel").status_code == 200
        assert "event: cancelled" in list(lines)
    assert service.process.wait() == -signal.SIGTERM


def test_a_turn_that_takes_too_long_is_handed_over_and_goes_on(start: Start) -> None:
    service = start("--drain-s", "0.2")
    session_id = service.session()
    with ThreadPoolExecutor(1) as elsewhere, service.slow_turn(session_id) as lines:
        run_id = service.call("GET", f"{SESSIONS}/{session_id}").json()["running_run_id"]
        path = f"{SESSIONS}/{session_id}/messages?multitask_strategy=enqueue"
        waiting: Future[httpx.Response] = elsewhere.submit(service.call, "POST", path, json=QUICK)
        turns = f"{SESSIONS}/{session_id}/turns"
        while service.call("GET", turns).json()["total_count"] < 2:
            pass
        service.process.send_signal(signal.SIGTERM)
        assert not has_ended(lines)
        answer = waiting.result()
    assert service.process.wait() == -signal.SIGTERM
    # Who waited for JSON is told where to ask again.
    assert answer.status_code == 503
    assert answer.json()["error"]["details"]["reason"] == "draining"
    queued = answer.headers["content-location"]
    next_one = start("--drain-s", "0")
    run = f"{SESSIONS}/{session_id}/runs/{run_id}"
    while (attempts := next_one.call("GET", run).json()["attempts"]) < 2:
        pass
    assert attempts == 2
    assert next_one.call("POST", f"{run}/cancel").json()["outcome"] == "cancelled"
    events = next_one.call("GET", f"{queued}/events").text
    assert "event: complete" in events


@pytest.mark.parametrize(("workers", "sig"), [("1", signal.SIGINT), ("2", signal.SIGTERM)])
def test_a_second_signal_ends_it_at_once(start: Start, workers: str, sig: signal.Signals) -> None:
    service = start("--drain-s", LONG, "--workers", workers)
    session_id = service.session()
    with service.slow_turn(session_id) as lines:
        service.process.send_signal(sig)
        service.begins_to_drain()
        service.process.send_signal(sig)
        assert not has_ended(lines)
        service.process.wait()


def test_an_idle_stream_does_not_hold_it_up(start: Start) -> None:
    keeper, reader = start("--drain-s", "0"), start("--drain-s", LONG)
    session_id = keeper.session()
    with keeper.slow_turn(session_id):
        run_id = keeper.call("GET", f"{SESSIONS}/{session_id}").json()["running_run_id"]
        path = f"{reader.url}{SESSIONS}/{session_id}/runs/{run_id}/events"
        with httpx.stream("GET", path, timeout=60) as stream:
            lines = stream.iter_lines()
            next(line for line in lines if '"agent":"sql"' in line)
            reader.process.send_signal(signal.SIGTERM)
            assert not has_ended(lines)
            assert reader.process.wait() == -signal.SIGTERM
        cancelled = keeper.call("POST", f"{SESSIONS}/{session_id}/cancel")
        assert cancelled.json()["outcome"] == "cancelled"


def test_workers_drain_each_for_itself(start: Start) -> None:
    service = start("--drain-s", LONG, "--workers", "2")
    session_id = service.session()
    with service.slow_turn(session_id) as lines:
        run_id = service.ask("GET", f"{SESSIONS}/{session_id}").json()["running_run_id"]
        service.process.send_signal(signal.SIGTERM)
        # Whoever has no turn is gone soon; the one with the turn is who answers then.
        assert service.begins_to_drain().json()["status"] == "draining"
        assert service.process.poll() is None
        stopped = service.ask("POST", f"{SESSIONS}/{session_id}/runs/{run_id}/cancel")
        assert stopped.json()["outcome"] == "cancelled"
        assert "event: cancelled" in rest(lines)
    assert service.process.wait() == 0
