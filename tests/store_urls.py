"""URLs of real stores that ask for more than a host: secrets, TLS, Sentinel, a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.servers import REDIS
from tests.stores import cluster_store, locked_store, sentinel_store, tls_store


@contextmanager
def _password() -> Iterator[str]:
    with locked_store() as (url, _):
        yield url


@contextmanager
def _user() -> Iterator[str]:
    with locked_store() as (_, url):
        yield url


@contextmanager
def _sentinels() -> Iterator[str]:
    with sentinel_store(sentinels=3) as watched:
        yield watched.url


@contextmanager
def _cluster() -> Iterator[str]:
    with cluster_store() as cluster:
        yield cluster.url


def _with_tls(program: Path) -> dict[str, Callable[[], AbstractContextManager[str]]]:
    @contextmanager
    def sentinel() -> Iterator[str]:
        with sentinel_store(program, tls=True) as watched:
            yield watched.url

    @contextmanager
    def cluster() -> Iterator[str]:
        with cluster_store(program, tls=True) as opened:
            yield opened.url

    return {
        "tls": lambda: tls_store(program),
        "tls_sentinel": sentinel,
        "tls_cluster": cluster,
    }


# By name, what starts the store and gives its URL. Valkey's package has no TLS, so that is tested
# where Redis is installed, and always in CI.
STORES: dict[str, Callable[[], AbstractContextManager[str]]] = {
    "password": _password,
    "user": _user,
    "sentinels": _sentinels,
    "cluster": _cluster,
    **(_with_tls(REDIS) if REDIS else {}),
}
