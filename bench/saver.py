"""What the saver costs, beside LangGraph's others, in one run.

    python -m bench.saver [--turns 500]

Records turns of a real session on the demo, and has graphs write the same again, whose nodes do
nothing else: what is left is LangGraph and the saver. A turn is four nodes, an interrupt,
and `Command(resume=...)`. Every round has all savers and all lengths of session in a random
order, so that what else the machine does hits all alike; figures are medians over the rounds.
The ratios, to LangGraph's saver in memory in the same round, say more than the milliseconds.
Needs the requirements for development, in a checkout of the project.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import uvloop

from bench.savers import operations
from bench.savers.recording import Recording, record
from bench.savers.replay import Conversation, Durability
from bench.savers.stores import Contender, contenders
from bench.savers.timing import Table, Times, ratios, shuffled

_DURABILITIES: tuple[Durability, ...] = ("exit", "async")
# The window of messages is full from the sixth turn on, so growth is counted from the tenth.
_SETTLED = 10
_MARKS = (1, _SETTLED, 100)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--turns", type=int, default=500, help="the longest session (default 500)")
    parser.add_argument("--cycles", type=int, default=12, help="rounds, by the recorded turns")
    parser.add_argument("--server", type=Path, help="redis-server or valkey-server to embed")
    options = parser.parse_args()
    server = options.server.absolute() if options.server else None
    marks = [mark for mark in _MARKS if mark < options.turns] + [options.turns]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording = await record(folder)
        rounds = options.cycles * len(recording.turns)
        async with contenders(folder, server) as savers:
            for durability in _DURABILITIES:
                await _turns(savers, recording, durability, marks, rounds)
            sessions = [Conversation(each.saver, "calls", recording, "exit") for each in savers]
            for session in sessions:
                while session.turns < _SETTLED:
                    await session.turn()
            times = await operations.measure(savers, sessions, rounds * 2)
            _print("ms per call, at turn 10", times.medians(), times.ratios(), 2)


async def _turns(
    savers: Sequence[Contender],
    recording: Recording,
    durability: Durability,
    marks: Sequence[int],
    rounds: int,
) -> None:
    sessions: dict[tuple[int, str], Conversation] = {}
    for mark in marks:
        for each in savers:
            session = _begin(each, recording, durability, str(mark))
            sessions[mark, each.name] = session
            while session.turns < mark - 1:
                await session.turn()
    before = {(mark, each.name): await _stored(each, sessions, mark)
              for mark in marks for each in savers}  # fmt: skip
    # What the sessions so far left behind is not gone through again in anybody's turn.
    gc.collect()
    gc.freeze()
    names = [each.name for each in savers]
    rows = [_row(mark) for mark in marks]
    clock, work = Times(rows, names), Times(rows, names)
    pairs = [(mark, each) for mark in marks for each in savers]
    for number in range(rounds):
        for mark, each in shuffled(pairs):
            session = sessions[mark, each.name]
            if mark == 1 and number:
                session = _begin(each, recording, durability, f"1-{number}")
            cost = await session.turn()
            clock.add(_row(mark), each.name, cost.clock)
            work.add(_row(mark), each.name, cost.work)
    stored = {
        _row(mark): {
            each.name: (await _stored(each, sessions, mark) - before[mark, each.name])
            / (sessions[mark, each.name].turns - mark + 1)
            for each in savers
        }
        for mark in marks
    }
    for title, times in (("ms", clock), ("CPU ms of this process", work)):
        heading = f'{title} per turn, durability "{durability}"'
        _print(heading, times.medians(), times.ratios(), 2)
        if marks[-1] > _SETTLED:
            _print_growth(marks[-1], times.growth(_row(marks[-1]), _row(_SETTLED)))
    _print(f'bytes stored per turn, durability "{durability}"', stored, ratios(stored), 0)
    if marks[-1] > _SETTLED:
        last, settled = stored[_row(marks[-1])], stored[_row(_SETTLED)]
        _print_growth(marks[-1], {name: last[name] / settled[name] for name in last})


def _begin(
    contender: Contender, recording: Recording, durability: Durability, name: str
) -> Conversation:
    return Conversation(contender.saver, f"{contender.name}-{durability}-{name}", recording,
                        durability)  # fmt: skip


async def _stored(
    contender: Contender, sessions: Mapping[tuple[int, str], Conversation], mark: int
) -> int:
    return await contender.stored(sessions[mark, contender.name].thread_id)


def _row(mark: int) -> str:
    return f"turn {mark}"


def _print(title: str, values: Table, beside: Table, digits: int) -> None:
    """Each value, and beside it how many times the first column's it is."""
    names = list(next(iter(values.values())))
    print(f"\n{title:56}" + "".join(f"{name:>17}" for name in names))
    for row, by_name in values.items():
        cells = (f"{by_name[name]:.{digits}f} {beside[row][name]:5.2f} x" for name in names)
        print(f"{row:56}" + "".join(f"{cell:>17}" for cell in cells))


def _print_growth(mark: int, growth: Mapping[str, float]) -> None:
    cells = (f"{value:.3f} x" for value in growth.values())
    print(f"{f'turn {mark} against turn {_SETTLED}':56}" + "".join(f"{c:>17}" for c in cells))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
