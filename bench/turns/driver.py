"""The load driver: a process of its own, so that it takes nothing from a server's interpreter.

    python -m bench.turns.driver '{"task": "conversations", "url": "http://…", …}'

It writes JSON, a line each: what a task tells meanwhile, then its result.
"""

from __future__ import annotations

import sys
from typing import Any

import orjson
import uvloop

from bench.turns.tasks import TASKS


async def main(job: dict[str, Any]) -> None:
    _tell({"result": await TASKS[job.pop("task")](job.pop("url"), job, _tell)})


def _tell(message: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(message, default=tuple) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    uvloop.run(main(orjson.loads(sys.argv[1])))
