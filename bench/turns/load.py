"""1, 8 and 32 sessions at once: the service, its floor, and `langgraph dev`, in turn."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

from bench.server import Server, running_floor, running_langgraph, running_parley
from bench.turns.driving import drive
from bench.turns.figures import Load
from bench.turns.report import LOAD_HEAD, heading, load_row, ratio_rows, stage_table, table

PARLEY, FLOOR, LANGGRAPH = "Parley", "floor", "langgraph dev"
_DIALECTS = {PARLEY: "parley", FLOOR: "parley", LANGGRAPH: "langgraph"}
# Conversations of each session in a round, by how many sessions there are at once. One after
# another `langgraph dev` takes a second a turn, and it is not meant for many.
_CONVERSATIONS = {
    PARLEY: {1: 6, 8: 2, 32: 1},
    FLOOR: {1: 6, 8: 2, 32: 1},
    LANGGRAPH: {1: 1, 8: 2},
}


async def measure_load(folder: Path, *, rounds: int) -> None:
    """Rounds of all servers in turn, so that whatever else the machine does, it does to each."""
    async with AsyncExitStack() as stack:
        servers = {
            PARLEY: await stack.enter_async_context(running_parley(folder / "parley")),
            FLOOR: await stack.enter_async_context(running_floor(folder / "floor")),
            LANGGRAPH: await stack.enter_async_context(running_langgraph(folder / "langgraph")),
        }
        for name in servers:
            await _round(servers, name, 8, Load())  # warm, as a service is that has been used
        for level in _CONVERSATIONS[PARLEY]:
            await _measure_level(servers, level, rounds)


async def _measure_level(servers: dict[str, Server], level: int, rounds: int) -> None:
    loads = {name: Load() for name in servers if level in _CONVERSATIONS[name]}
    for _ in range(rounds):
        for name, load in loads.items():
            await _round(servers, name, level, load)
    heading(f"{level} session{'s' if level > 1 else ''} at once")
    table(LOAD_HEAD, [load_row(name, load) for name, load in loads.items()])
    table(
        ("ratio of a round", "median", "lowest", "highest"),
        [
            row
            for name in loads
            if name != PARLEY
            for row in ratio_rows(name, loads[PARLEY], loads[name])
        ],
    )
    if level == 1:
        stage_table(loads[PARLEY].stages)


async def _round(servers: dict[str, Server], name: str, level: int, load: Load) -> None:
    load.add(
        await drive(
            "conversations",
            servers[name].url,
            dialect=_DIALECTS[name],
            sessions=level,
            conversations=_CONVERSATIONS[name][level],
        )
    )
    load.memory_mb = servers[name].memory_mb()
