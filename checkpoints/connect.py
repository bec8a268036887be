"""A client for a store's URL: of one server, of a Sentinel's master, or of a cluster.

All of them answer in bytes, connect when first used, and reconnect by themselves. What
differs, for whoever calls them:

- On a cluster a command, a script or a transaction keeps to one hash slot. A pipeline with
  `transaction=False` may span slots, and promises no order between them.
- `publish` reaches the subscribers at every node of a cluster. A `pubsub` whose connection broke
  subscribes again by itself, also at a Sentinel's new master; one whose cluster node is gone
  raises ConnectionError from then on: make another, which finds another node.
- `ping`, `info` and `dbsize` ask one node of a cluster only, `flushdb`, `scan_iter` and
  `script_flush` every primary.
"""

from __future__ import annotations

from typing import Any

from redis.asyncio import Connection, ConnectionPool, Redis, Sentinel, SSLConnection
from redis.asyncio import UnixDomainSocketConnection as SocketConnection
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import SentinelConnectionPool
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff

from checkpoints.client import StoreClient
from checkpoints.cluster import ClusterClient
from checkpoints.store_url import StoreUrl, Topology, parse_store_url

# Longer than any blocking read: those wait 5 s at most.
SOCKET_TIMEOUT_S = 10.0
CONNECT_TIMEOUT_S = 2.0
_RETRIES = 2
# A pool that is used up raises instead of waiting, so it is to be larger than any rush.
_MOST_CONNECTIONS = 1000


def connect(url: str) -> StoreClient:
    """A client with connections of its own; close it with `aclose`.

    `checkpoints.store_url` has the forms of a URL; StoreUrlInvalid for all others. A command
    whose connection fails is sent again, twice at most, to whichever server is the master or
    has the slot by then: what must not happen twice needs a guard of its own (a fixed id, NX,
    a script).
    """
    parsed = parse_store_url(url)
    match parsed.topology:
        case Topology.SENTINEL:
            return _of_sentinel(parsed)
        case Topology.CLUSTER:
            return _of_cluster(parsed)
        case Topology.SERVER:
            ((host, port),) = parsed.nodes
            connection = SSLConnection if parsed.tls else Connection
            return _of_server(parsed, connection_class=connection, host=host, port=port)
        case Topology.SOCKET:
            return _of_server(parsed, connection_class=SocketConnection, path=parsed.path)


def _of_server(parsed: StoreUrl, **where: Any) -> Redis:
    return Redis.from_pool(ConnectionPool(**where, **_common(parsed), db=parsed.db))


def _of_sentinel(parsed: StoreUrl) -> Redis:
    tls = {name: value for name, value in parsed.options.items() if name.startswith("ssl_")}
    if parsed.tls:
        tls["ssl"] = True
    sentinel = Sentinel(  # type: ignore[no-untyped-call]
        parsed.nodes,
        sentinel_kwargs={
            "username": parsed.sentinel_username,
            "password": parsed.sentinel_password,
            "socket_timeout": CONNECT_TIMEOUT_S,
            "socket_connect_timeout": CONNECT_TIMEOUT_S,
            # The next sentinel is asked instead.
            "retry": Retry(NoBackoff(), retries=0),
            **tls,
        },
    )
    common = _common(parsed) | tls
    pool = _MasterPool(  # type: ignore[no-untyped-call]
        parsed.service, sentinel, is_master=True, db=parsed.db, **common
    )
    return Redis.from_pool(pool)


class _MasterPool(SentinelConnectionPool):
    """Closes its connections to the sentinels too."""

    async def aclose(self) -> None:
        await super().aclose()
        await self.sentinel_manager.aclose()


def _of_cluster(parsed: StoreUrl) -> ClusterClient:
    nodes = [ClusterNode(host, port) for host, port in parsed.nodes]
    return ClusterClient(startup_nodes=nodes, ssl=parsed.tls, **_common(parsed))


def _common(parsed: StoreUrl) -> dict[str, Any]:
    return {
        "username": parsed.username,
        "password": parsed.password,
        "decode_responses": False,
        "socket_timeout": SOCKET_TIMEOUT_S,
        "socket_connect_timeout": CONNECT_TIMEOUT_S,
        "health_check_interval": 30,
        "max_connections": _MOST_CONNECTIONS,
        "retry": Retry(ExponentialWithJitterBackoff(base=0.01, cap=0.2), retries=_RETRIES),
        **parsed.options,
    }
