"""ClickHouse's engine (chdb) behind as much of its HTTP interface as the driver uses.

`python -m tests.engines.clickhouse.server` prints its port and serves until it is killed. Each
request has a connection to the engine of its own, with the settings of its URL. Left out, as the
embedded engine lacks them: users and their rights (there is one user, whose password is looked
at here), sessions, compression, and cancelling when the client hangs up.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import chdb

from tests.engines.clickhouse.names import PASSWORD, USER

AUTHENTICATION_FAILED = 516
# What the HTTP interface of a server keeps for itself; everything else is a setting.
TRANSPORT = frozenset(
    {
        "query",
        "database",
        "query_id",
        "wait_end_of_query",
        "client_protocol_version",
        "enable_http_compression",
        "send_progress_in_http_headers",
        "http_headers_progress_interval_ms",
        "cancel_http_readonly_queries_on_client_close",
    }
)
_FORMAT = re.compile(r"\bFORMAT\s+(\w+)\s*;?\s*$", re.IGNORECASE)
_STREAMED = re.compile(r"\s*\(*\s*(SELECT|WITH)\b", re.IGNORECASE)
_CODE = re.compile(r"Code: (\d+)\.")


class Engine:
    """One database in memory; connections to it are cheap."""

    def __init__(self) -> None:
        self._kept = chdb.connect(":memory:")  # the database lives as long as a connection does
        self.zone = self._text("SELECT timezone()")
        self.version = self._text("SELECT version()")

    def _text(self, sql: str) -> str:
        return str(self._kept.query(sql, "TabSeparated")).strip()

    def run(self, sql: str, parameters: dict[str, str]) -> Iterator[bytes]:
        """The result in pieces as they come. Raises the engine's error, maybe after some."""
        connection = chdb.connect(":memory:")
        try:
            self._prepare(connection, parameters)
            bound = {name[6:]: value for name, value in parameters.items() if _is_bound(name)}
            found = _FORMAT.search(sql)
            form = found.group(1) if found else "TabSeparated"
            if form != "Native" or not _STREAMED.match(sql):
                yield connection.query(_by_comment(sql), form, params=bound).bytes()
                return
            stream = connection.send_query(sql, form, params=bound)
            try:
                for piece in stream:
                    yield piece.bytes()
            finally:
                stream.close()
        finally:
            connection.close()

    def _prepare(self, connection: Any, parameters: dict[str, str]) -> None:
        """Settings, the one that forbids setting more at last."""
        if database := parameters.get("database"):
            connection.query(f"USE `{database}`")
        settings = {
            name: value
            for name, value in parameters.items()
            if name not in TRANSPORT and not _is_bound(name)
        }
        if query_id := parameters.get("query_id"):
            settings["log_comment"] = query_id
        last = settings.pop("readonly", "0")
        if settings:
            values = (f"{name} = {_quoted(value)}" for name, value in settings.items())
            connection.query(f"SET {', '.join(values)}")
        connection.query(f"SET readonly = {_quoted(last)}")


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _is_bound(name: str) -> bool:
    return name.startswith("param_")


def _by_comment(sql: str) -> str:
    """Queries of the embedded engine have ids of their own, so ours stands in a setting."""
    if sql.lstrip().upper().startswith("KILL QUERY"):
        return sql.replace("query_id =", "Settings['log_comment'] =")
    return sql


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    engine: Engine

    def do_GET(self) -> None:
        if urlsplit(self.path).path == "/ping":
            self._answer(200, b"Ok.\n")
        else:
            self._query(b"")

    def do_POST(self) -> None:
        self._query(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: who reads standard error looks for errors."""

    def _query(self, body: bytes) -> None:
        parameters = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        if self._password() != (USER, PASSWORD):
            self._fail(AUTHENTICATION_FAILED, "Code: 516. DB::Exception: Authentication failed")
            return
        sql = "\n".join(part for part in (parameters.get("query", ""), body.decode()) if part)
        pieces = self.engine.run(sql, parameters)
        try:
            first = next(pieces, b"")
        except Exception as error:
            found = _CODE.search(str(error))
            self._fail(int(found.group(1)) if found else 1002, str(error))
            return
        self._stream(first, pieces, parameters)

    def _stream(self, first: bytes, rest: Iterator[bytes], parameters: dict[str, str]) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("X-ClickHouse-Summary", "{}")
        self.send_header("X-ClickHouse-Query-Id", parameters.get("query_id", ""))
        self.send_header("X-ClickHouse-Timezone", self.engine.zone)
        self.end_headers()
        try:
            self._chunk(first)
            for piece in rest:
                self._chunk(piece)
            self.wfile.write(b"0\r\n\r\n")
            self.wfile.flush()
        except OSError:
            self.close_connection = True  # the client has gone
        except Exception as error:
            # As a server does: the error's text, then an end that breaks the protocol.
            self._chunk(b"\n" + str(error).encode() + b"\n")
            self.close_connection = True

    def _chunk(self, piece: bytes) -> None:
        if piece:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))

    def _fail(self, code: int, message: str) -> None:
        body = f"{message} (version {self.engine.version})\n".encode()
        status = 403 if code == AUTHENTICATION_FAILED else 500
        self._answer(status, body, {"X-ClickHouse-Exception-Code": str(code)})

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _password(self) -> tuple[str, str]:
        given = self.headers.get("Authorization", "").removeprefix("Basic ")
        try:
            user, _, password = base64.b64decode(given).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return user, password


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


def main() -> None:
    Handler.engine = Engine()
    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
