"""Five hundred turns in one session: are the last as quick as the first?"""

from __future__ import annotations

from pathlib import Path
from statistics import median

from bench.server import running_parley
from bench.turns.driving import drive
from bench.turns.figures import percentile, ratios
from bench.turns.report import heading, table

_TURNS, _WINDOW = 500, 50


async def measure_long_session(folder: Path, *, rounds: int) -> None:
    """A round is a session of its own; its last turns alternate with a fresh session's first."""
    measured: dict[str, list[list[float]]] = {"begin": [], "old": [], "fresh": []}
    async with running_parley(folder / "parley") as server:
        await drive("conversations", server.url, dialect="parley", sessions=1, conversations=3)
        memory = [server.memory_mb()]
        for _ in range(rounds):
            result = await drive(
                "long_session", server.url, dialect="parley", turns=_TURNS, window=_WINDOW
            )
            for name, timings in result.items():
                measured[name].append([whole for _, whole, _ in timings])
            memory.append(server.memory_mb())
    heading(f"{_TURNS} turns in one session, {rounds} times")
    first, last = f"turns 1 to {_WINDOW}", f"turns {_TURNS - _WINDOW + 1} to {_TURNS}"
    names = {"begin": first, "old": last, "fresh": f"{first} of a fresh session, in turn with it"}
    table(
        ("", "p50", "p95"),
        [
            [names[name], percentile(flat, 50), percentile(flat, 95)]
            for name, windows in measured.items()
            for flat in [[value for window in windows for value in window]]
        ],
    )
    medians = {name: [median(window) for window in windows] for name, windows in measured.items()}
    table(
        (f"ratio of p50: {last} by", "median", "lowest", "highest"),
        [[names[name], *ratios(medians["old"], medians[name])] for name in ("begin", "fresh")],
    )
    print(f"memory of the server: {', '.join(f'{value:.0f}' for value in memory)} MB")
