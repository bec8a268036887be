"""What tracing costs a turn: without an SDK, and with one that sends to a collector.

    python -m bench.tracing [--before CHECKOUT] [--rounds N]

Each way is a process of its own; they ask in turns, so that what else the machine does meanwhile
meets them alike. CHECKOUT is a folder of this repository as it was before it had spans.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

TURNS = 40  # a round
ASKER = """
import asyncio, sys, time
from contextlib import nullcontext
from pathlib import Path
from runs.model import Ask, Principal
from runs.service import ServiceOptions, open_service

async def main(folder):
    try:
        from api.tracing import sending_traces
        tracing = sending_traces(print)
    except ImportError:
        tracing = nullcontext()
    caller = Principal("acme-corp", "alice")
    async with tracing, open_service(ServiceOptions(data_dir=Path(folder))) as service:
        for line in sys.stdin:
            took = []
            for number in range(int(line)):
                session = await service.sessions.create(caller)
                question = Ask(f"revenue by region in {2022 + number % 4}")
                started = time.perf_counter()
                run = await service.runs.start(caller, session.session_id, question)
                await service.runs.outcome(session.session_id, run.run_id)
                took.append((time.perf_counter() - started) * 1000)
            print("took", *took, flush=True)

asyncio.run(main(sys.argv[1]))
"""


@dataclass(frozen=True, slots=True)
class Way:
    name: str
    process: subprocess.Popen[str]
    took_ms: list[float]

    def ask(self, turns: int, *, counts: bool) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{turns}\n")
        self.process.stdin.flush()
        for line in self.process.stdout:  # building the demo tells of itself too
            said, *took = line.split() or [""]
            if said == "took":
                break
        if counts:
            self.took_ms.extend(map(float, took))


def way(name: str, code: Path, folder: Path, **variables: str) -> Way:
    folder.mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith("OTEL_")}
    process = subprocess.Popen(
        [sys.executable, "-c", ASKER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=code,
        env=kept | {"PYTHONPATH": str(code)} | variables,
    )
    return Way(name, process, [])


class _Collector(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Not on standard error."""


@contextmanager
def collector() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Collector)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def measure(before: Path | None, rounds: int) -> None:
    here = Path(__file__).parents[1]
    with collector() as url, TemporaryDirectory() as scratch:
        place = Path(scratch)
        ways = [way("before", before, place / "before")] if before else []
        ways += [
            way("no SDK", here, place / "without"),
            way("SDK", here, place / "with", OTEL_EXPORTER_OTLP_ENDPOINT=url),
        ]
        for number in range(rounds + 1):
            for one in ways:
                one.ask(TURNS, counts=number > 0)  # the first round warms up
        for one in ways:
            median = statistics.median(one.took_ms)
            base = statistics.median(ways[0].took_ms)
            print(f"{one.name:8} {median:6.2f} ms at the median, {median / base:.3f} of the first")
            one.process.communicate()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args()
    measure(given.before, given.rounds)
