"""A store that keeps all it has acknowledged, whatever happens to its process."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis

from tests.servers import HOST, VALKEY, free_port, wait_until


class DurableStore:
    """One place, in which one server after the other works on the same file."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.client = Redis(host=HOST, port=self.port)
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.port}"

    def start(self) -> None:
        """Returns once it answers, its file loaded."""
        options = [
            *("--port", str(self.port), "--bind", HOST, "--dir", str(self._folder)),
            # An answer is sent when what it acknowledges is on the disk.
            *("--appendonly", "yes", "--appendfsync", "always", "--save", ""),
        ]
        with (self._folder / "store.log").open("ab") as log:
            self._process = subprocess.Popen([str(VALKEY), *options], stdout=log, stderr=log)
        wait_until(lambda: bool(self.client.ping()))

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()


@contextmanager
def durable_store(folder: Path) -> Iterator[DurableStore]:
    store = DurableStore(folder)
    with store.client:
        store.start()
        try:
            yield store
        finally:
            store.kill()
