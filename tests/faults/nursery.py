"""A process in which the service is imported already, and that forks workers from there.

A worker is `parley serve` with a pid, a port and an event loop of its own; it only starts in a
tenth of the time. Ends its workers when its standard input ends, however that came about.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from importlib import import_module
from typing import Any

# What a worker imports when it starts, or with its first turn.
_PRELOADED = [
    "cli.main",
    "cli.serve",
    "api.app",
    "runs.service",
    "uvicorn",
    "uvloop",
    "httptools",
    "duckdb_sqlalchemy",
]


def main() -> None:
    for module in _PRELOADED:
        import_module(module)
    assert threading.active_count() == 1, "only a process without threads can be forked safely"
    children: set[int] = set()
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        if "start" in request:
            pid = _fork(request["start"], request["log"])
            children.add(pid)
            _reply(pid)
        else:
            pid = request["reap"]
            _, status = os.waitpid(pid, 0)
            children.discard(pid)
            _reply(os.waitstatus_to_exitcode(status))
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _fork(arguments: list[str], log: str) -> int:
    pid = os.fork()
    if pid:
        return pid
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, theirs in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(ours, theirs)
    sys.argv = ["parley", *arguments]
    # Whatever happens, the child must not go on with the parent's loop.
    try:
        import_module("cli.main").main()
    finally:
        sys.stderr.flush()
        os._exit(1)


def _reply(value: int) -> None:
    print(value, flush=True)


if __name__ == "__main__":
    main()
