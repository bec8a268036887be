"""How long a turn takes at the client, under load, and beside what it is compared with.

    python -m bench.turns [--quick] [scenario …]

Each scenario starts its own servers with embedded defaults on the demo, and drives them from
another process over HTTP as any client would. Tables go to standard output, in Markdown.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.turns.listing import measure_listing
from bench.turns.load import measure_load
from bench.turns.long_session import measure_long_session
from bench.turns.streams import measure_streams
from graph.datasources import demo_database


async def load(folder: Path, quick: bool) -> None:
    await measure_load(folder, rounds=1 if quick else 5)


async def long_session(folder: Path, quick: bool) -> None:
    await measure_long_session(folder, rounds=1 if quick else 3)


async def streams(folder: Path, quick: bool) -> None:
    await measure_streams(folder, readers=200 if quick else 2_000)


async def listing(folder: Path, quick: bool) -> None:
    await measure_listing(folder, sessions=20_000 if quick else 1_000_000)


SCENARIOS: dict[str, Callable[[Path, bool], Awaitable[None]]] = {
    "load": load,
    "long-session": long_session,
    "streams": streams,
    "listing": listing,
}


async def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.turns",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("scenarios", nargs="*", choices=[[], *SCENARIOS], metavar="scenario",
                        help=f"one or more of {', '.join(SCENARIOS)}; all without")  # fmt: skip
    parser.add_argument("--quick", action="store_true", help="less of everything, to see it work")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        made = await asyncio.to_thread(demo_database, folder)
        for name in options.scenarios or SCENARIOS:
            for server in ("parley", "floor", "langgraph"):
                (folder / name / server).mkdir(parents=True)
                # Copied: engines of several processes must not wait for one another.
                shutil.copy(made, folder / name / server / made.name)
            await SCENARIOS[name](folder / name, options.quick)


if __name__ == "__main__":
    asyncio.run(main())
