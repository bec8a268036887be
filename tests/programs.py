"""`parley …` in processes of their own, forked from one that has imported it already."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import IO

ROOT = Path(__file__).parents[1]


def environment(**variables: str) -> dict[str, str]:
    """This process's, without options that somebody set for themselves."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    return kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "100"} | variables


class Nursery:
    """See `tests.nursery`."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.nursery", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                cwd=ROOT,
                env=environment(),
                pass_fds=[theirs.fileno()],
            )

    def start(
        self,
        arguments: Sequence[str],
        out: IO[str],
        complaints: IO[str],
        folder: Path = ROOT,
        variables: Mapping[str, str] | None = None,
    ) -> Program:
        """`variables` are its whole environment; None: that of `environment`."""
        request = {
            "start": list(arguments),
            "folder": str(folder),
            "environment": dict(variables or environment()),
        }
        with Path(os.devnull).open() as nothing:
            streams = [stream.fileno() for stream in (nothing, out, complaints)]
            pid = self._ask(request, streams)
        assert pid is not None
        return Program(self, pid)

    def exit_code(self, pid: int, *, wait: bool) -> int | None:
        """None: it runs, and nobody wished to wait. Told once."""
        return self._ask({"ended": pid, "wait": wait})

    def close(self) -> None:
        self._socket.close()
        self._process.wait()

    def _ask(self, request: Mapping[str, object], streams: Sequence[int] = ()) -> int | None:
        with self._one_at_a_time:
            socket.send_fds(self._socket, [json.dumps(request).encode(), b"\n"], streams)
            answer: int | None = json.loads(self._socket.recv(100))
            return answer


@cache
def nursery() -> Nursery:
    """One for all tests of this process: it takes seconds to import."""
    opened = Nursery()
    atexit.register(opened.close)
    return opened


@dataclass(slots=True)
class Program:
    """Speaks as `subprocess.Popen` does; a negative `returncode` is a signal's number."""

    _nursery: Nursery
    pid: int
    returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._nursery.exit_code(self.pid, wait=False)
        return self.returncode

    def wait(self) -> int:
        """Nothing else is started or waited for meanwhile."""
        if self.returncode is None:
            self.returncode = self._nursery.exit_code(self.pid, wait=True)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, sig: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, sig)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)
