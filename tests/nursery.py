"""A process in which the program is imported already, and that forks `parley …` from there.

What it forks has a pid, standard streams, an environment, a working folder and an end of its own,
as `python -m parley` has; it only starts in a tenth of the time. Ends what it forked when whoever
asks it is gone, however that came about.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import duckdb

# What the commands import when they start, or with their first turn.
_PRELOADED = [
    "parley.__main__",
    "cli.main",
    "cli.ask",
    "cli.complaints",
    "cli.eval",
    "cli.keys_kept",
    "cli.serve",
    "cli.token",
    "api.app",
    "runs.service",
    "uvicorn",
    "uvloop",
    "httptools",
    "duckdb_sqlalchemy",
]
_CHUNK = 65_536


def main(requests: socket.socket) -> None:
    for module in _PRELOADED:
        import_module(module)
    # The connection that it opens for itself has a thread, for which a fork would wait at its end.
    duckdb.close()
    assert threading.active_count() == 1, "only a process without threads can be forked safely"
    gc.freeze()
    children: set[int] = set()
    while (asked := _next(requests)) is not None:
        request, streams = asked
        if "start" in request:
            pid = os.fork()
            if not pid:
                requests.close()
                _become(request, streams)
                return
            for stream in streams:
                os.close(stream)
            children.add(pid)
            _reply(requests, pid)
        else:
            pid = request["ended"]
            found, status = os.waitpid(pid, 0 if request["wait"] else os.WNOHANG)
            children.discard(found)
            _reply(requests, os.waitstatus_to_exitcode(status) if found else None)
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _next(requests: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """A line of JSON, and the standard streams that came with it; None: nobody is left to ask."""
    message, streams = b"", list[int]()
    while not message.endswith(b"\n"):
        chunk, received, _, _ = socket.recv_fds(requests, _CHUNK, 3)
        if not chunk:
            return None
        message += chunk
        streams += received
    return json.loads(message), streams


def _become(request: dict[str, Any], streams: Sequence[int]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv = ["parley", *request["start"]]
    # Processes that work for it import its main module.
    program = sys.modules["__main__"] = import_module("parley.__main__")
    program.main()


def _reply(requests: socket.socket, value: int | None) -> None:
    requests.send(json.dumps(value).encode())


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
