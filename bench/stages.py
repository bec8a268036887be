"""Where the time of a turn goes inside the service, without HTTP.

    python -m bench.stages [--conversations 40]

Opens the service in this process on the demo with embedded defaults and holds conversations,
one after another. What a turn waits for is timed where it is called; LangGraph's share is what
lies between. Events are logged beside all of that, so nothing waits for them but the ending.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import gc
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import uvloop

from bench.turns.report import table
from bench.turns.sentences import CONVERSATION, Sentence
from bi.datasources import connected
from bi.model.chart import ChartType
from bi.warehouse.warehouse import Warehouse
from checkpoints.saver import AsyncRedisSaver
from nodes.await_follow_up import AwaitFollowUp
from nodes.insight import InsightNode
from nodes.router import Router
from nodes.sql import Sql
from nodes.viz import Viz
from runs.ledger import Ledger
from runs.model import Ask, Principal, Refine, TurnRequest, Visualize
from runs.open_runs import OpenRuns
from runs.results import RedisResults
from runs.service import Service, ServiceOptions, open_service
from runs.sessions import Sessions

_PRINCIPAL = Principal("acme-corp", "bench")
# What every question does, in the order of the table.
_NODES = ("rest", "router", "sql", "viz", "insight")
_TIMED: dict[str, tuple[Any, str]] = {
    "session": (Sessions, "get"),
    "entry": (OpenRuns, "enter"),
    "accept": (Ledger, "accept"),
    "pending": (AsyncRedisSaver, "aget_pending"),
    "checkpoint read": (AsyncRedisSaver, "aget_tuple"),
    "compile": (connected, "compile_query"),
    "guard": (connected, "guard_sql"),
    "query": (Warehouse, "fetch"),
    "rows kept": (RedisResults, "save"),
    "checkpoint written": (AsyncRedisSaver, "aput"),
    "logged": (Ledger, "append"),
    "end": (Ledger, "end"),
    "rest": (AwaitFollowUp, "__call__"),
    "router": (Router, "__call__"),
    "sql": (Sql, "__call__"),
    "viz": (Viz, "__call__"),
    "insight": (InsightNode, "__call__"),
}


class Marks:
    """When each timed call of the turn in hand began and ended, in ms since the turn did."""

    def __init__(self) -> None:
        self.started = 0.0
        self.calls: dict[str, list[tuple[float, float]]] = {}

    def begin(self) -> None:
        self.started, self.calls = perf_counter(), {}

    def now(self) -> float:
        return (perf_counter() - self.started) * 1000

    def taken(self, name: str) -> float:
        return sum(end - begin for begin, end in self.calls.get(name, ()))

    def watch(self, name: str, owner: Any, attribute: str) -> None:
        called: Callable[..., Any] = getattr(owner, attribute)

        @functools.wraps(called)
        async def awaited(*args: Any, **options: Any) -> Any:
            begin = self.now()
            try:
                return await called(*args, **options)
            finally:
                self.calls.setdefault(name, []).append((begin, self.now()))

        @functools.wraps(called)
        def direct(*args: Any, **options: Any) -> Any:
            begin = self.now()
            try:
                return called(*args, **options)
            finally:
                self.calls.setdefault(name, []).append((begin, self.now()))

        setattr(owner, attribute, awaited if asyncio.iscoroutinefunction(called) else direct)


def stages(marks: Marks, accepted: float, whole: float) -> dict[str, float]:
    """ms of one answered question; they add up to `whole`, but for what is in brackets."""
    rests = marks.calls["rest"]
    nodes = sorted(call for name in _NODES for call in marks.calls[name])
    between = sum(after[0] - before[1] for before, after in pairwise(nodes))
    reads = marks.taken("pending") + marks.taken("checkpoint read")
    sql = {name: marks.taken(name) for name in ("compile", "guard", "query", "rows kept")}
    ended = marks.calls["end"][0]
    written = marks.taken("checkpoint written")
    return {
        "accepting: session, entry among the open runs, lease": accepted,
        "checkpoint read: what is pending, then the state": reads,
        "LangGraph: start, up to the first node": rests[0][0] - accepted - reads,
        "LangGraph: between nodes": between,
        "router: reading the sentence": marks.taken("router"),
        "sql: compile": sql["compile"],
        "sql: guard": sql["guard"],
        "sql: query, there and back": sql["query"],
        "sql: rows kept": sql["rows kept"],
        "sql: the rest": marks.taken("sql") - sum(sql.values()),
        "viz": marks.taken("viz"),
        "insight: findings and prose": marks.taken("insight"),
        "await_follow_up: resumed, and at rest again": marks.taken("rest"),
        "checkpoint written": written,
        "LangGraph: end, and the last events logged": ended[0] - rests[-1][1] - written,
        "ending: history, lease, terminal event": whole - ended[0],
        "(events logged meanwhile)": marks.taken("logged"),
        "whole": whole,
    }


async def measure(service: Service, conversations: int) -> list[dict[str, float]]:
    marks = Marks()
    for name, (owner, attribute) in _TIMED.items():
        marks.watch(name, owner, attribute)
    measured = []
    for count in range(conversations + 3):
        session = await service.sessions.create(_PRINCIPAL)
        for sentence in CONVERSATION:
            # What the turn before left to do is not this one's.
            await asyncio.sleep(0.005)
            marks.begin()
            accepted = await service.runs.start(_PRINCIPAL, session.session_id, _request(sentence))
            accepted_ms = marks.now()
            await service.runs.outcome(session.session_id, accepted.run_id)
            whole = marks.now()
            # The first three conversations warm up; a session's first turn reads no state.
            if count >= 3 and len(marks.calls["rest"]) == 2 and "sql" in marks.calls:
                measured.append(stages(marks, accepted_ms, whole))
    return measured


def _request(sentence: Sentence) -> TurnRequest:
    match sentence.kind:
        case "message":
            return Ask(sentence.says)
        case "refine":
            return Refine(sentence.says)
        case "visualize":
            return Visualize(ChartType(sentence.says))


async def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.stages",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--conversations", type=int, default=40, help="of ten turns each")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        async with open_service(ServiceOptions(Path(folder), result_cache_s=0)) as service:
            await service.ready(within_s=60)
            gc.freeze()
            measured = await measure(service, options.conversations)
    medians = {name: median(turn[name] for turn in measured) for name in measured[0]}
    whole = medians["whole"]
    table(
        ("stage", "median ms", "share"),
        [[name, taken, f"{taken / whole:.0%}"] for name, taken in medians.items()],
    )


if __name__ == "__main__":
    uvloop.run(main())
