"""What the saver costs, beside LangGraph's others, in one run.

    python -m bench.saver [--turns 500]

Records turns of a real session on the demo, and has graphs write the same again, whose nodes do
nothing else: what is left is LangGraph and the saver. A turn is four nodes, an interrupt,
and `Command(resume=...)`. Every round has all savers and all lengths of session in turn, so
that what else the machine does hits all alike; figures are medians over the rounds. The
ratios, to LangGraph's saver in memory in the same run, say more than the milliseconds.
Needs the requirements for development, in a checkout of the project.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import uvloop

from bench.savers import operations
from bench.savers.recording import Recording, record
from bench.savers.replay import Conversation, Durability
from bench.savers.stores import Contender, contenders
from bench.savers.timing import Times, shuffled

_DURABILITIES: tuple[Durability, ...] = ("exit", "async")
_MARKS = (1, 10, 100)

# Turn reached -> contender -> value.
Table = Mapping[str, Mapping[str, float]]


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--turns", type=int, default=500, help="the longest session (default 500)")
    parser.add_argument("--cycles", type=int, default=4, help="rounds, in sessions of seven turns")
    options = parser.parse_args()
    marks = [mark for mark in _MARKS if mark < options.turns] + [options.turns]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording = await record(folder)
        rounds = options.cycles * len(recording.turns)
        async with contenders(folder) as savers:
            for durability in _DURABILITIES:
                await _measure(savers, recording, durability, marks, rounds)


async def _measure(
    savers: Sequence[Contender],
    recording: Recording,
    durability: Durability,
    marks: Sequence[int],
    rounds: int,
) -> None:
    sessions: dict[tuple[int, str], Conversation] = {}
    for mark in marks:
        for contender in savers:
            session = _begin(contender, recording, durability, str(mark))
            sessions[mark, contender.name] = session
            while session.turns < mark - 1:
                await session.turn()
    times = Times([contender.name for contender in savers])
    growth: dict[str, dict[str, float]] = defaultdict(dict)
    for (mark, name), session in sessions.items():
        growth[_row(mark)][name] = -await _stored(savers, name, session)
    for number in range(rounds):
        for mark in marks:
            for contender in shuffled(savers):
                session = sessions[mark, contender.name]
                if mark == 1 and number:
                    session = _begin(contender, recording, durability, f"1-{number}")
                times.add(_row(mark), contender.name, await session.turn())
    for (mark, name), session in sessions.items():
        growth[_row(mark)][name] += await _stored(savers, name, session)
        growth[_row(mark)][name] /= session.turns - mark + 1
    title = f'durability "{durability}"'
    _print(f"ms per turn, {title}", times.medians(), "{:8.2f}")
    _print(f"bytes stored per turn, {title}", growth, "{:8.0f}")
    if durability == _DURABILITIES[-1]:
        reached = [(each, sessions[10, each.name]) for each in savers]
        measured = await operations.measure(reached, rounds * 4)
        _print("ms per call, at some 40 turns", measured.medians(), "{:8.2f}")


def _begin(
    contender: Contender, recording: Recording, durability: Durability, name: str
) -> Conversation:
    thread_id = f"{contender.name}-{durability}-{name}"
    return Conversation(contender.saver, thread_id, recording, durability)


async def _stored(savers: Sequence[Contender], name: str, session: Conversation) -> int:
    contender = next(each for each in savers if each.name == name)
    return await contender.stored(session.thread_id)


def _row(mark: int) -> str:
    return f"turn {mark}"


def _print(title: str, table: Table, form: str) -> None:
    """Each value, and beside it how many times that of the first column it is."""
    names = list(next(iter(table.values())))
    print(f"\n{title:32}" + "".join(f"{name:>17}" for name in names))
    for row, values in table.items():
        reference = values[names[0]]
        cells = (f"{form.format(values[n])} {values[n] / reference:6.2f} x" for n in names)
        print(f"{row:32}" + "".join(f"{cell:>17}" for cell in cells))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
