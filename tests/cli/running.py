"""The program in a process of its own, as a user runs it.

What is `anew` is started by an interpreter of its own, as users start it; that takes seconds for
what needs the service. All else is forked from a process that has imported the program.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from tests.programs import ROOT, environment, nursery


class Process(Protocol):
    """A `subprocess.Popen`, or a program that the nursery forked."""

    pid: int
    returncode: int | None

    def poll(self) -> int | None: ...
    def wait(self) -> int: ...
    def send_signal(self, sig: signal.Signals, /) -> None: ...
    def kill(self) -> None: ...


def run(*arguments: str, folder: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as complaints:
        process = nursery().start(arguments, out, complaints, folder, environment(**variables))
        code = process.wait()
        return subprocess.CompletedProcess(arguments, code, _whole(out), _whole(complaints))


def _whole(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


def run_anew(*arguments: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """`options` are the interpreter's."""
    return subprocess.run(
        [sys.executable, *options, "-m", "parley", *arguments],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )


@dataclass(frozen=True, slots=True)
class Serving:
    """The service of a process: where it is, and what it still complains about."""

    url: str
    process: Process
    complaints: IO[str]


def _forked(arguments: list[str], out: IO[str], complaints: IO[str], **variables: str) -> Process:
    return nursery().start(arguments, out, complaints, ROOT, environment(**variables))


def started_anew(
    arguments: list[str], out: IO[str], complaints: IO[str], **variables: str
) -> Process:
    command = [sys.executable, "-m", "parley", *arguments]
    return subprocess.Popen(command, stdout=out, stderr=complaints, env=environment(**variables))


@contextmanager
def served(
    *arguments: str, start: Callable[..., Process] = _forked, **variables: str
) -> Iterator[Serving]:
    """Ended by SIGTERM when the context is left."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as complaints:
        with os.fdopen(writing, "w") as theirs, Path(os.devnull).open("w") as nothing:
            command = ["serve", "--port", "0", "--log-level", "error", *arguments]
            process = start(command, nothing, theirs, **variables)
        try:
            line = complaints.readline()
            found = re.search(r"http://\S+", line)
            assert found, line + complaints.read()
            yield Serving(found[0], process, complaints)
        finally:
            process.send_signal(signal.SIGTERM)
            complaints.read()  # ends when the last process that could write to it has ended
            process.wait()
