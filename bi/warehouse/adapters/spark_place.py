"""Where a Spark Thrift server is, and how to speak to it: `spark://user:password@host/schema`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from bi.model.errors import UserError

_TRANSPORTS = {"": "binary", "http": "http", "https": "https"}
_AUTHENTICATIONS = ("NONE", "LDAP", "CUSTOM", "NOSASL")
_PORTS = {"binary": 10_000, "http": 10_001, "https": 443}
_OPTIONS = {"auth", "http_path"}


class UnusableUrl(UserError):
    """A URL of an engine that says something its driver cannot do; details: `option`."""

    code = "url_unusable"


@dataclass(frozen=True, slots=True)
class Wire:
    """A Thrift transport, not opened yet, and what bounds how long it waits for an answer."""

    transport: Any
    _socket: Any

    def wait_at_most(self, seconds: float) -> None:
        self._socket.setTimeout(int(seconds * 1000))


@dataclass(frozen=True, slots=True)
class SparkPlace:
    """`authentication` is the server's `hive.server2.authentication`; of HTTP it is not asked."""

    host: str
    port: int
    transport: str = "binary"
    user: str = "parley"
    password: str | None = field(default=None, repr=False)
    schema: str = "default"
    authentication: str = "NONE"
    http_path: str = "cliservice"

    @property
    def asks_for_password(self) -> bool:
        return self.authentication in ("LDAP", "CUSTOM") or self.transport != "binary"

    def wire(self, timeout_s: float) -> Wire:
        """A transport of its own. The certificate of an https server is checked."""
        wire = self._binary() if self.transport == "binary" else self._http()
        wire.wait_at_most(timeout_s)
        return wire

    def _binary(self) -> Wire:
        from thrift.transport.TSocket import TSocket
        from thrift.transport.TTransport import TBufferedTransport

        socket = TSocket(self.host, self.port, socket_keepalive=True)
        if self.authentication == "NOSASL":
            return Wire(TBufferedTransport(socket), socket)
        from thrift_sasl import TSaslClientTransport

        return Wire(TSaslClientTransport(self._sasl, "PLAIN", socket), socket)

    def _sasl(self) -> Any:
        from pyhive.hive import get_pure_sasl_client

        # Where no password is asked for, SASL still wants one.
        password = self.password or "none"
        return get_pure_sasl_client(self.host, "PLAIN", username=self.user, password=password)

    def _http(self) -> Wire:
        import ssl
        from base64 import b64encode

        from thrift.transport.THttpClient import THttpClient

        client = THttpClient(
            f"{self.transport}://{self.host}:{self.port}/{self.http_path}",
            ssl_context=ssl.create_default_context() if self.transport == "https" else None,
        )
        credentials = b64encode(f"{self.user}:{self.password or 'none'}".encode()).decode()
        client.setCustomHeaders({"Authorization": f"Basic {credentials}"})
        return Wire(client, client)


def place_of(url: str) -> SparkPlace:
    """Raises UnusableUrl for what PyHive and Spark cannot do together."""
    from sqlalchemy.engine import make_url

    parts = make_url(url)
    transport = _TRANSPORTS.get(parts.drivername.partition("+")[2])
    if transport is None:
        raise UnusableUrl(
            "Spark is reached by spark://, spark+http:// or spark+https://.",
            option=parts.drivername,
        )
    options = {name: str(value) for name, value in parts.query.items()}
    for name in options.keys() - _OPTIONS:
        raise UnusableUrl(
            f"A Spark url has no option {name}; it has {', '.join(sorted(_OPTIONS))}.", option=name
        )
    authentication = options.get("auth", "LDAP" if parts.password else "NONE").upper()
    if authentication not in _AUTHENTICATIONS:
        raise UnusableUrl(
            f"{authentication} is no way to log in to Spark that Parley knows; "
            f"it knows {', '.join(_AUTHENTICATIONS)}.",
            option="auth",
        )
    return SparkPlace(
        host=parts.host or "localhost",
        port=parts.port or _PORTS[transport],
        transport=transport,
        user=parts.username or "parley",
        password=str(parts.password) if parts.password else None,
        schema=unquote(parts.database) if parts.database else "default",
        authentication=authentication,
        http_path=options.get("http_path", "cliservice").strip("/"),
    )
