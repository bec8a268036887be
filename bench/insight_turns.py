"""What the further questions about a change add to a turn on the demo, inside the service.

    python -m bench.insight_turns [--rounds 40]

Each question is asked with them and without, by turns, so that both meet the same machine. Rows
are never taken from the cache.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from time import perf_counter

import uvloop

from bench.turns.report import heading, table
from runs.model import Ask, Principal
from runs.service import Service, ServiceOptions, open_service

_PRINCIPAL = Principal("acme-corp", "bench")
_QUESTIONS = (
    "why did revenue fall in July 2026",  # of a sum, which a comparison shows
    "revenue by month",  # of the value that is out of line
    "why did profit margin fall in June 2026",  # of a quotient
    "revenue by region",  # no change: nothing further is asked
)


async def turn_ms(service: Service, question: str) -> float:
    session = await service.sessions.create(_PRINCIPAL)
    began = perf_counter()
    accepted = await service.runs.start(_PRINCIPAL, session.session_id, Ask(question))
    await service.runs.outcome(session.session_id, accepted.run_id)
    took = (perf_counter() - began) * 1000
    await service.sessions.delete(_PRINCIPAL, session.session_id)
    return took


async def measure(rounds: int) -> None:
    async with AsyncExitStack() as stack:
        services = {}
        for most in (0, 3):
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            options = ServiceOptions(data_dir=Path(folder), insight_queries=most, result_cache_s=0)
            services[most] = await stack.enter_async_context(open_service(options))
        rows = []
        for question in _QUESTIONS:
            took: dict[int, list[float]] = {0: [], 3: []}
            for _ in range(rounds + 3):
                for most, service in services.items():
                    took[most].append(await turn_ms(service, question))
            without, with_ = (median(took[most][3:]) for most in (0, 3))
            rows.append((question, f"{without:.1f}", f"{with_:.1f}", f"{with_ - without:.1f}"))
        heading("Median ms of a turn")
        table(("question", "without", "with", "more"), rows)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=40)
    uvloop.run(measure(parser.parse_args().rounds))


if __name__ == "__main__":
    main()
