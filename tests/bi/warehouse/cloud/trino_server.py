"""A stand-in for Trino, which cannot be had here: its HTTP protocol, with DuckDB behind it.

What is asked is read as Trino's SQL and run as DuckDB's, in a thread; an answer is fetched as from
the real one, by the next address that each answer names, and DELETE stops a statement.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import sqlglot

from tests.servers import wait_until

_TYPES = {"INTEGER": "integer", "BIGINT": "bigint", "VARCHAR": "varchar", "DATE": "date",
          "DOUBLE": "double", "BOOLEAN": "boolean", "HUGEINT": "decimal(38,0)",
          "TIMESTAMP": "timestamp(3)"}  # fmt: skip
_PAGE = 100
_LONGEST = 2**31 - 1  # a VARCHAR without a length


@dataclass
class _Statement:
    """One statement, its rows once it has run, and why it has none."""

    cursor: duckdb.DuckDBPyConnection
    done: threading.Event = field(default_factory=threading.Event)
    columns: list[dict[str, Any]] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    error: dict[str, Any] | None = None
    is_setting: bool = False

    def run(self, sql: str) -> None:
        try:
            if not sql.upper().startswith("SET SESSION"):
                (text,) = sqlglot.transpile(sql, read="trino", write="duckdb")
                self.cursor.execute(text)
                described = self.cursor.description or []
                types = [str(one[1]) for one in described]
                self.columns = [
                    _column(one[0], type_) for one, type_ in zip(described, types, strict=True)
                ]
                self.rows = [[_json(cell) for cell in row] for row in self.cursor.fetchall()]
        except duckdb.InterruptException:
            self.error = _error("USER_CANCELED", "USER_ERROR", 3)
        except duckdb.Error as error:
            self.error = _error("SYNTAX_ERROR", "USER_ERROR", 1, str(error))
        finally:
            self.done.set()


class TrinoServer:
    """`url` is that of a database file; `stopped` and `limits` are what clients asked for."""

    def __init__(self, path: Path) -> None:
        self._database = duckdb.connect(str(path))
        self._statements: dict[str, _Statement] = {}
        self._numbers = count(1)
        self.stopped: list[str] = []
        self.limits: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                sql = self.rfile.read(length).decode()
                self._answer(server.begin(sql, self.headers.get("X-Trino-Session", "")))

            def do_GET(self) -> None:
                _, name, page = self.path.rsplit("/", 2)
                self._answer(server.page(name, int(page)))

            def do_DELETE(self) -> None:
                server.stop(self.path.rsplit("/", 2)[1])
                self.send_response(204)
                self.end_headers()

            def _answer(self, body: dict[str, Any]) -> None:
                if "nextUri" in body:
                    body["nextUri"] = f"{server.address}{body['nextUri']}"
                content = json.dumps(body).encode()
                self.send_response(200)
                for name, value in body.get("headers", {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever)

    @property
    def address(self) -> str:
        host, port = self._http.server_address[:2]
        return f"http://{host!s}:{port}"

    @property
    def url(self) -> str:
        return f"trino://alice@127.0.0.1:{self._http.server_address[1]}/memory/main"

    def begin(self, sql: str, session: str) -> dict[str, Any]:
        if "query_max_run_time" in session:
            self.limits.append(session)
        name = f"q{next(self._numbers)}"
        statement = self._statements[name] = _Statement(self._database.cursor())
        statement.is_setting = sql.upper().startswith("SET SESSION")
        threading.Thread(target=statement.run, args=(sql,)).start()
        answer = _state(name, "QUEUED") | {"nextUri": f"/v1/statement/executing/{name}/0"}
        if sql.upper().startswith("SET SESSION"):
            setting, _, value = sql[len("SET SESSION ") :].partition("=")
            quoted = value.strip().strip("'")
            answer["headers"] = {"X-Trino-Set-Session": f"{setting.strip()}={quoted}"}
        return answer

    def page(self, name: str, number: int) -> dict[str, Any]:
        statement = self._statements[name]
        if not statement.done.wait(0.02):
            return _state(name, "RUNNING") | {"nextUri": f"/v1/statement/executing/{name}/{number}"}
        if statement.error:
            return _state(name, "FAILED") | {"error": statement.error}
        body = _state(name, "FINISHED")
        if statement.columns:
            rows = statement.rows[number * _PAGE : (number + 1) * _PAGE]
            body |= {"columns": statement.columns, "data": rows}
        if len(statement.rows) > (number + 1) * _PAGE:
            body["nextUri"] = f"/v1/statement/executing/{name}/{number + 1}"
        return body

    def stop(self, name: str) -> None:
        self.stopped.append(name)
        self._statements[name].cursor.interrupt()

    def wait_until_one_runs(self) -> None:
        wait_until(lambda: any(not one.done.is_set() for one in self._asked()))

    def wait_until_none_runs(self) -> None:
        wait_until(lambda: all(one.done.is_set() for one in self._asked()))

    def _asked(self) -> list[_Statement]:
        return [one for one in list(self._statements.values()) if not one.is_setting]

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
        for statement in self._statements.values():
            statement.cursor.interrupt()
            statement.done.wait()
        self._database.close()


@contextmanager
def trino(path: Path) -> Iterator[TrinoServer]:
    server = TrinoServer(path)
    server.start()
    try:
        yield server
    finally:
        server.close()


def _state(name: str, state: str) -> dict[str, Any]:
    stats = {"state": state, "queued": False, "scheduled": True, "nodes": 1}
    return {"id": name, "infoUri": "", "stats": stats, "warnings": []}


def _error(name: str, kind: str, code: int, message: str = "The query was stopped") -> Any:
    return {"message": message, "errorCode": code, "errorName": name, "errorType": kind,
            "failureInfo": {"type": name, "message": message}}  # fmt: skip


def _column(name: str, type_: str) -> dict[str, Any]:
    written = type_.lower() if type_.startswith("DECIMAL") else _TYPES.get(type_, "varchar")
    raw, _, inside = written.partition("(")
    lengths = inside.rstrip(")") or (str(_LONGEST) if raw == "varchar" else "")
    arguments = [{"kind": "LONG", "value": int(one)} for one in lengths.split(",") if one]
    signature = {"rawType": raw, "arguments": arguments}
    return {"name": name, "type": written, "typeSignature": signature}


def _json(cell: Any) -> Any:
    match cell:
        case Decimal():
            return format(cell, "f")
        case datetime():
            return cell.isoformat(sep=" ", timespec="milliseconds")
        case date():
            return cell.isoformat()
        case _:
            return cell
