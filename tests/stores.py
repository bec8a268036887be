"""Real stores for tests: a server, one with TLS, a cluster, a server that a Sentinel watches.

Each is a context manager that starts the servers it needs, and ends them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from redis import Redis

from tests.certificates import Certificates
from tests.servers import (
    HOST,
    VALKEY,
    Server,
    client_of,
    free_port,
    listening_at,
    running,
    server,
    temporary_folder,
    wait_until,
)

SERVICE = "parley"
SLOTS = 16384


@contextmanager
def unix_store(program: Path = VALKEY) -> Iterator[str]:
    with temporary_folder() as folder:
        path = folder / "socket"
        arguments = ["--port", "0", "--unixsocket", str(path), "--save", ""]
        with running(program, folder, arguments, Redis(unix_socket_path=str(path))):
            yield f"unix://{quote(str(path))}"


@contextmanager
def tcp_store(program: Path = VALKEY) -> Iterator[str]:
    with server(program) as started:
        yield f"redis://{HOST}:{started.port}"


@contextmanager
def locked_store(program: Path = VALKEY) -> Iterator[tuple[str, str]]:
    """URLs with the password of everybody, and with a user of its own, for database 3."""
    secret = "p@ss:w/rd?&%"
    with server(program, ["--requirepass", secret], password=secret) as started:
        started.client.acl_setuser(
            "parley", enabled=True, passwords=[f"+{secret}"], keys="*", channels="*",
            categories=["+@all", "-@admin"],
        )  # fmt: skip
        at = f"{HOST}:{started.port}/3"
        coded = quote(secret, safe="")
        yield f"redis://:{coded}@{at}", f"redis://parley:{coded}@{at}"


@contextmanager
def tls_store(program: Path) -> Iterator[str]:
    """A server that speaks TLS only; the URL names the authority that signed its certificate."""
    with _certificates() as tls, server(program, tls=tls) as started:
        yield f"rediss://{HOST}:{started.port}{_naming(tls)}"


@dataclass(frozen=True, slots=True)
class ClusterStore:
    """`nodes` are the primaries; `replica` is that of the first, where one was asked for."""

    url: str
    nodes: list[Server]
    replica: Server | None


@contextmanager
def cluster_store(
    program: Path = VALKEY,
    *,
    tls: bool = False,
    with_replica: bool = False,
    patience_ms: int = 60_000,
) -> Iterator[ClusterStore]:
    """Three primaries, which give one another up when silent for so long."""
    count = 4 if with_replica else 3
    with ExitStack() as stack:
        certificates = stack.enter_context(_certificates()) if tls else None
        buses = [free_port() for _ in range(count)]
        enabled = ["--cluster-enabled", "yes", "--cluster-node-timeout", str(patience_ms)]
        started = [
            stack.enter_context(
                server(program, [*enabled, "--cluster-port", str(bus)], tls=certificates)
            )
            for bus in buses
        ]
        for n, node in enumerate(started):
            node.tell("CLUSTER SET-CONFIG-EPOCH", n + 1)
            if n < 3:
                node.tell("CLUSTER ADDSLOTSRANGE", SLOTS * n // 3, SLOTS * (n + 1) // 3 - 1)
            for other, bus in zip(started[:n], buses[:n], strict=True):
                node.tell("CLUSTER MEET", HOST, other.port, bus)
        for node in started:
            wait_until(lambda each=node: _is_whole(each, count))  # type: ignore[misc]
        primaries, replicas = started[:3], started[3:]
        for replica in replicas:
            _follow(replica, primaries)
        hosts = ",".join(f"{HOST}:{node.port}" for node in primaries[:2])
        url = f"{'rediss' if tls else 'redis'}+cluster://{hosts}{_naming(certificates)}"
        yield ClusterStore(url, primaries, replicas[0] if replicas else None)


def _is_whole(node: Server, count: int) -> bool:
    info: Any = node.tell("CLUSTER INFO")
    return bool(info["cluster_state"] == "ok" and int(info["cluster_known_nodes"]) == count)


def _follow(replica: Server, primaries: list[Server]) -> None:
    """Make it the first one's replica, and wait until all of them know."""
    identity: Any = primaries[0].tell("CLUSTER MYID")
    replica.tell("CLUSTER REPLICATE", identity.decode())
    wait_until(lambda: replica.client.info("replication")["master_link_status"] == "up")
    for node in primaries:
        wait_until(lambda each=node: _replicas_known_to(each) == 1)  # type: ignore[misc]


def _replicas_known_to(node: Server) -> int:
    known: Any = node.tell("CLUSTER NODES")
    return sum("slave" in each["flags"] for each in known.values())


@dataclass(frozen=True, slots=True)
class WatchedStore:
    url: str
    master: Server
    replica: Server


@contextmanager
def sentinel_store(
    program: Path = VALKEY, sentinels: int = 1, *, tls: bool = False, patience_ms: int = 60_000
) -> Iterator[WatchedStore]:
    """A master, its replica, and sentinels that give it up when it is silent for so long."""
    with ExitStack() as stack:
        certificates = stack.enter_context(_certificates()) if tls else None
        quick = ["--repl-diskless-sync-delay", "0"]
        master = stack.enter_context(server(program, quick, tls=certificates))
        follows = ["--replicaof", f"{HOST} {master.port}"]
        replica = stack.enter_context(server(program, [*quick, *follows], tls=certificates))
        wait_until(lambda: replica.client.info("replication")["master_link_status"] == "up")
        watch = (
            f"sentinel monitor {SERVICE} {HOST} {master.port} {sentinels // 2 + 1}\n"
            f"sentinel down-after-milliseconds {SERVICE} {patience_ms}\n"
            f"sentinel failover-timeout {SERVICE} 3000\n"
        )
        watching = [
            stack.enter_context(_sentinel(program, watch, certificates)) for _ in range(sentinels)
        ]
        for sentinel in watching:
            wait_until(lambda each=sentinel.client: _sees_all(each, sentinels))  # type: ignore[misc]
        hosts = ",".join(f"{HOST}:{sentinel.port}" for sentinel in watching)
        scheme = "rediss" if tls else "redis"
        url = f"{scheme}+sentinel://{hosts}/{SERVICE}{_naming(certificates)}"
        yield WatchedStore(url, master, replica)


def _sees_all(sentinel: Any, sentinels: int) -> bool:
    state = sentinel.sentinel_master(SERVICE)
    return bool(state["num-slaves"] == 1 and state["num-other-sentinels"] == sentinels - 1)


@contextmanager
def _sentinel(program: Path, watch: str, tls: Certificates | None) -> Iterator[Server]:
    with temporary_folder() as folder:
        port = free_port()
        settings = folder / "sentinel.conf"
        settings.write_text(f"bind {HOST}\n{watch}")
        arguments = [str(settings), "--sentinel", *listening_at(port, tls)]
        with running(program, folder, arguments, client_of(port, tls=tls)) as started:
            yield started


@contextmanager
def _certificates() -> Iterator[Certificates]:
    with temporary_folder() as folder:
        yield Certificates.made_in(folder)


def _naming(tls: Certificates | None) -> str:
    return f"?ssl_ca_certs={quote(str(tls.authority))}" if tls else ""
