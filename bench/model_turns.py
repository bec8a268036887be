"""What our own code adds to a turn that a model answers.

    python -m bench.model_turns [--rounds 60]

Opens the service in this process on the demo with embedded defaults, and asks a scripted model
that answers at once, in a process of its own. After each turn its very calls are sent again,
without any of our code: what those take is not ours. The same sentences, answered by the language
engine in the same round, are what the figures are compared with. On a busy machine look at the
ratio, and at the time of the processors, which has the handling of the calls in it.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import multiprocessing
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import httpx
import uvloop

from bench.model_behaviours import Behaviour, Reply
from bench.model_exchange import Request
from bench.model_replies import dashboard_reply, query_of, query_reply, sql_reply
from bench.model_server import running_model_server
from bench.turns.figures import percentile
from bench.turns.report import table
from llm.settings import ModelSettings
from llm.wish import Mode, ModelWish
from nodes.events import Complete
from runs.model import Ask, Compose, Principal, Refine, TurnRequest
from runs.service import Service, ServiceOptions, open_service

_PRINCIPAL = Principal("acme-corp", "bench")
_WARMING = 5

_BY_REGION = ["orders.region"]
_REVENUE = query_reply(measures=["revenue"], groups=_BY_REGION)
_REFINED = query_reply(measures=["revenue", "orders"], groups=_BY_REGION, refines=True)
_SQL = sql_reply("SELECT region, count(*) AS orders FROM orders GROUP BY region")
_DASHBOARD = dashboard_reply(
    "Sales",
    ("Revenue by region", query_of(["revenue"], _BY_REGION)),
    ("Orders by channel", query_of(["orders"], ["orders.channel"])),
)
_PROSE = "Here is what was found. The regions follow in the order of the table below."


@dataclass(frozen=True, slots=True)
class Step:
    """A turn of each session; `said` is what tells its calls from others."""

    name: str
    said: str
    reply: Any

    def request(self, mode: Mode) -> TurnRequest:
        wish = ModelWish(mode=mode)
        match self.name:
            case "refine":
                return Refine(self.said, wish)
            case "dashboard":
                return Compose(self.said, wish=wish)
            case _:
                return Ask(self.said, wish=wish)


STEPS = (
    Step("question", "revenue by region", _REVENUE),
    Step("refine", "add the number of orders", _REFINED),
    Step("SQL", "orders by channel", _SQL),
    Step("dashboard", "a dashboard of revenue by region and orders by channel", _DASHBOARD),
)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.model_turns",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rounds", type=int, default=60, help="of one session each")
    options = parser.parse_args()
    with _model() as (url, told):
        measured = uvloop.run(_measure(url, told, options.rounds))
    _print(measured)


Measured = dict[str, dict[str, list[float]]]


async def _measure(url: str, told: Connection, rounds: int) -> Measured:
    models = ModelSettings.model_validate(
        {"model": "scripted", "model_url": url, "model_reuse_s": 0}
    )
    measured: Measured = {step.name: defaultdict(list) for step in STEPS}
    with tempfile.TemporaryDirectory() as folder:
        options = ServiceOptions(Path(folder), result_cache_s=0, models=models)
        async with open_service(options) as service, httpx.AsyncClient(timeout=60) as client:
            await service.ready(within_s=60)
            gc.freeze()
            for count in range(rounds + _WARMING):
                one = await _round(service, client, url, told)
                if count >= _WARMING:
                    for name, figures in one.items():
                        for what, ms in figures.items():
                            measured[name][what].append(ms)
    return measured


async def _round(
    service: Service, client: httpx.AsyncClient, url: str, told: Connection
) -> dict[str, dict[str, float]]:
    """One session with the model, one without."""
    figures: dict[str, dict[str, float]] = {step.name: {} for step in STEPS}
    for mode in (Mode.MODEL, Mode.EMBEDDED):
        session = await service.sessions.create(_PRINCIPAL)
        for step in STEPS:
            # What the turn before left to do is not this one's.
            await asyncio.sleep(0.005)
            taken, cpu = await _turn(service, session.session_id, step.request(mode))
            if mode is Mode.EMBEDDED:
                figures[step.name] |= {"embedded": taken, "embedded cpu": cpu}
                continue
            calls = _calls(told)
            assert calls, f"{step.name}: the model was not asked"
            model = sum([await _sent_again(client, url, body) for body in calls])
            figures[step.name] |= {"turn": taken, "model": model, "ours": taken - model}
            figures[step.name] |= {"calls": float(len(calls)), "cpu": cpu}
            _calls(told)
    return figures


async def _turn(service: Service, session_id: str, request: TurnRequest) -> tuple[float, float]:
    """ms of the clock, and of this process's processors."""
    began, worked = perf_counter(), process_time()
    accepted = await service.runs.start(_PRINCIPAL, session_id, request)
    outcome = await service.runs.outcome(session_id, accepted.run_id)
    taken, cpu = (perf_counter() - began) * 1000, (process_time() - worked) * 1000
    assert isinstance(outcome, Complete), (request, outcome)
    assert outcome.answer.asked_back is None, (request, outcome.answer.text)
    return taken, cpu


async def _sent_again(client: httpx.AsyncClient, url: str, body: dict[str, Any]) -> float:
    began = perf_counter()
    async with client.stream("POST", f"{url}/chat/completions", json=body) as response:
        async for _ in response.aiter_raw():
            pass
    return (perf_counter() - began) * 1000


def _print(measured: Measured) -> None:
    rows: list[list[object]] = []
    for name, figures in measured.items():
        ours, embedded = figures["ours"], figures["embedded"]
        ratios = [a / b for a, b in zip(ours, embedded, strict=True)]
        rows.append(
            [
                name,
                f"{percentile(figures['calls'], 50):.0f}",
                *(percentile(figures["turn"], share) for share in (50, 95)),
                percentile(figures["model"], 50),
                *(percentile(ours, share) for share in (50, 95)),
                percentile(embedded, 50),
                percentile(ratios, 50),
                *(percentile(figures[name], 50) for name in ("cpu", "embedded cpu")),
            ]
        )
    head = ("turn", "calls", "turn p50 ms", "p95", "the model's p50", "ours p50", "p95",
            "embedded p50", "ours / embedded", "CPU p50", "embedded CPU")  # fmt: skip
    table(head, rows)


# --- the model, in a process of its own ---------------------------------------


@contextmanager
def _model() -> Iterator[tuple[str, Connection]]:
    """Its address, and where it tells of the calls that it had."""
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()  # so that it is noticed if the process ends
    try:
        yield ours.recv(), ours
    finally:
        ours.send("end")
        process.join()


def _serve(pipe: Connection) -> None:
    with running_model_server() as server:
        server.answer = _answer
        pipe.send(server.url)
        while pipe.recv() != "end":
            pipe.send([dict(request.body) for request in server.requests])
            server.requests.clear()


def _calls(told: Connection) -> list[dict[str, Any]]:
    """The bodies of those since it was asked last."""
    told.send("calls")
    calls: list[dict[str, Any]] = told.recv()
    return calls


def _answer(request: Request) -> Behaviour:
    """That of the sentence that was said last."""
    if request.streams:
        return Reply(_PROSE)

    def last(step: Step) -> tuple[int, int]:
        return request.text.rfind(step.said) + len(step.said), len(step.said)

    said = [step for step in STEPS if step.said in request.text]
    return Reply(max(said, key=last).reply)


if __name__ == "__main__":
    main()
