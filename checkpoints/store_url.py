"""What a store's URL says.

    redis://[user[:password]@]host[:6379][/db][?options]
    unix://[user[:password]@]/path/of/socket[?options]
    redis+sentinel://[user[:password]@]host[:26379][,host…]/service[/db][?options]
    redis+cluster://[user[:password]@]host[:6379][,host…][?options]

`rediss://`, `rediss+sentinel://` and `rediss+cluster://` are the same over TLS. The parts are
percent-encoded where they hold a character that a URL gives a meaning to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from urllib.parse import parse_qsl, unquote

from checkpoints.errors import StoreUrlInvalid


class Topology(Enum):
    SERVER = "server"
    SOCKET = "socket"
    SENTINEL = "sentinel"
    CLUSTER = "cluster"


@dataclass(frozen=True, slots=True)
class StoreUrl:
    """`nodes` are hosts and ports: of the server, the sentinels, or some of the cluster.

    `options` are keyword arguments of a redis connection, `path` that of the socket.
    """

    topology: Topology
    tls: bool = False
    nodes: tuple[tuple[str, int], ...] = ()
    path: str | None = None
    service: str | None = None
    db: int = 0
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    sentinel_username: str | None = field(default=None, repr=False)
    sentinel_password: str | None = field(default=None, repr=False)
    options: Mapping[str, object] = field(default_factory=dict)


_SCHEMES = {
    "redis": (Topology.SERVER, False),
    "rediss": (Topology.SERVER, True),
    "unix": (Topology.SOCKET, False),
    "redis+sentinel": (Topology.SENTINEL, False),
    "rediss+sentinel": (Topology.SENTINEL, True),
    "redis+cluster": (Topology.CLUSTER, False),
    "rediss+cluster": (Topology.CLUSTER, True),
}
_SENTINEL_PORT = 26379
_PORT = 6379
_HOST = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.%]+)\]|(?P<name>[^\[\]:]*))(?::(?P<port>[0-9]+))?")


def parse_store_url(url: str) -> StoreUrl:
    """Raises StoreUrlInvalid; what it says never repeats the URL, which may hold a password."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.lower() not in _SCHEMES:
        raise StoreUrlInvalid(f"a store's URL begins with one of {_listed(_SCHEMES, '://')}")
    topology, tls = _SCHEMES[scheme.lower()]
    rest, _, query = rest.partition("?")
    authority, slash, path = rest.partition("/")
    user, _, hosts = authority.rpartition("@")
    username, _, password = user.partition(":")
    options = _options(query, topology, tls=tls)
    credentials = {
        "username": unquote(username) or options.pop("username", None),
        "password": unquote(password) or options.pop("password", None),
        "sentinel_username": options.pop("sentinel_username", None),
        "sentinel_password": options.pop("sentinel_password", None),
    }
    common = {"topology": topology, "tls": tls, "options": options, **credentials}
    if topology is Topology.SOCKET:
        if hosts or not path:
            raise StoreUrlInvalid("a unix:// URL names an absolute path: unix:///path/of/socket")
        return _made(common, path=unquote(slash + path), db=options.pop("db", 0))
    nodes = _nodes(hosts, topology)
    steps = [unquote(step) for step in path.split("/") if step]
    if topology is Topology.SENTINEL:
        if not steps:
            raise StoreUrlInvalid(
                f"a {scheme}:// URL names the service that the sentinels watch: "
                f"{scheme}://host1,host2/service"
            )
        common["service"] = steps.pop(0)
    if len(steps) > 1:
        raise StoreUrlInvalid("a store's URL has more parts in its path than it can have")
    db = options.pop("db", _number(steps[0], "the database") if steps else 0)
    if topology is Topology.CLUSTER and db:
        raise StoreUrlInvalid("a cluster has no databases but 0")
    return _made(common, nodes=nodes, db=db)


def _made(common: Mapping[str, object], **rest: object) -> StoreUrl:
    return StoreUrl(**{**common, **rest})  # type: ignore[arg-type]


def _nodes(hosts: str, topology: Topology) -> tuple[tuple[str, int], ...]:
    listed = hosts.split(",")
    if topology is Topology.SERVER and len(listed) > 1:
        raise StoreUrlInvalid(
            "a redis:// URL has one host; several are for redis+sentinel:// and redis+cluster://"
        )
    default = _SENTINEL_PORT if topology is Topology.SENTINEL else _PORT
    return tuple(_node(each, default) for each in listed)


def _node(text: str, default_port: int) -> tuple[str, int]:
    found = _HOST.fullmatch(text)
    if found is None:
        raise StoreUrlInvalid(
            "a host of the store's URL is not host, host:port or [address]:port; "
            "'@', ':', '/' and '?' in a password are written %40, %3A, %2F and %3F"
        )
    port = int(found["port"] or default_port)
    if not 0 < port < 1 << 16:
        raise StoreUrlInvalid("a port of the store's URL is not between 1 and 65535")
    return found["v6"] or unquote(found["name"]) or "localhost", port


def _listed(names: Mapping[str, object], suffix: str = "") -> str:
    return ", ".join(name + suffix for name in names)


def _number(text: str, what: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise StoreUrlInvalid(f"{what} of the store's URL is not a number from 0 up")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise StoreUrlInvalid("a timeout of the store's URL is not a number of seconds above 0")
    return seconds


def _boolean(text: str) -> bool:
    known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if text.lower() not in known:
        raise StoreUrlInvalid("a switch of the store's URL is not true or false")
    return known[text.lower()]


def _requirement(text: str) -> str:
    if text not in ("required", "optional", "none"):
        raise StoreUrlInvalid("ssl_cert_reqs of the store's URL is not required, optional or none")
    return text


def _file(text: str) -> str:
    if not Path(text).is_file():
        raise StoreUrlInvalid("a certificate or key of the store's URL names no file that is there")
    return text


_READERS: dict[str, Callable[[str], object]] = {
    "db": lambda text: _number(text, "the database"),
    "username": str,
    "password": str,
    "client_name": str,
    "socket_timeout": _seconds,
    "socket_connect_timeout": _seconds,
    "health_check_interval": lambda text: _number(text, "health_check_interval"),
    "max_connections": lambda text: _number(text, "max_connections"),
}
_SENTINEL_READERS: dict[str, Callable[[str], object]] = {
    "sentinel_username": str,
    "sentinel_password": str,
}
_TLS_READERS: dict[str, Callable[[str], object]] = {
    "ssl_ca_certs": _file,
    "ssl_certfile": _file,
    "ssl_keyfile": _file,
    "ssl_cert_reqs": _requirement,
    "ssl_check_hostname": _boolean,
}


def _options(query: str, topology: Topology, *, tls: bool) -> dict[str, object]:
    readers = dict(_READERS)
    if topology is Topology.SENTINEL:
        readers |= _SENTINEL_READERS
    if tls:
        readers |= _TLS_READERS
    options = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name not in readers:
            raise StoreUrlInvalid(
                f"a store's URL of this kind takes the options {_listed(readers)}, and no others"
            )
        options[name] = readers[name](value)
    return options
