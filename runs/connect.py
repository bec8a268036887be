"""A client for a store's URL."""

from __future__ import annotations

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff

# Longer than any blocking read: those wait 5 s at most.
SOCKET_TIMEOUT_S = 10.0
CONNECT_TIMEOUT_S = 2.0


def connect(url: str) -> Redis:
    """A client with its own pool; it connects when first used, and answers in bytes.

    `redis://` and `rediss://` (TLS) take host, port, user, password and database,
    `unix://` the path of a socket. A command whose connection fails is sent again, twice at
    most: what must not happen twice needs a guard of its own (a fixed id, NX, a script).
    """
    return Redis.from_url(
        url,
        decode_responses=False,
        socket_timeout=SOCKET_TIMEOUT_S,
        socket_connect_timeout=CONNECT_TIMEOUT_S,
        health_check_interval=30,
        retry=Retry(ExponentialWithJitterBackoff(base=0.01, cap=0.2), retries=2),
    )
