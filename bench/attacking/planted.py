"""A shop of two owners whose database is full of things that one of them must never see.

Ours are a dozen small rows. Theirs, and the columns and tables that the catalog hides or does not
speak of, hold marked texts and large numbers: whatever was made of them shows.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import psycopg

# Part of every text that must not be seen, of our claim, and of the file beside the database.
MARK = "s3cr3t-7f3a"
# Nothing that ours add up to, no year among it, is as large as anything made of theirs.
MOST_OF_OURS = 4_000
US, THEM = f"us-{MARK}", f"them-{MARK}"
ROLES = ("clerk",)

_THEIRS = 5_000
_PEOPLE = ("Ada", "Bo'b", "Cy_50%", "Dée", "Eve", "Fay")
_COUNTRIES = ("Norway", "Chile", "Norway", None, "Chile", "Peru")
_REGIONS = ("North", "South", "East", None)

Rows = list[tuple[Any, ...]]


class Shop(ABC):
    """The database on one engine. `texts` are said by our rows and by the catalog's words."""

    dialect: str

    def __init__(self, folder: Path, texts: Sequence[str]) -> None:
        self.folder = folder / self.dialect
        self.folder.mkdir()
        (self.folder / "secret.csv").write_text(f"a\n{MARK}-file\n")
        self._texts = texts
        self._fill()

    @property
    def tables(self) -> Iterator[tuple[str, str, Rows]]:
        """Name, columns, rows."""
        remarks = "".join(f", remark_{n} TEXT" for n in range(len(self._texts)))
        columns = (
            "password TEXT, customer_id INTEGER, name TEXT, country TEXT, note TEXT, card INTEGER"
        )
        yield "customers", f"{columns}, owner TEXT{remarks}", self._customers()
        columns = "order_id INTEGER, customer_id INTEGER, cost BIGINT, region TEXT, placed DATE"
        yield "orders", f"{columns}, amount BIGINT, owner TEXT", _orders()
        yield "secrets", "id INTEGER, secret TEXT", [(n, f"{MARK}-secret-{n}") for n in range(50)]
        pay = [(person, US, 10**9) for person in _PEOPLE]
        yield "salaries", "person TEXT, owner TEXT, pay BIGINT", pay

    def _customers(self) -> Rows:
        """One of ours for each text, in its note; each text in a remark of every one."""
        count = max(len(_PEOPLE), len(self._texts))
        ours = [
            (
                f"{MARK}-password-{n}", n, _PEOPLE[n % len(_PEOPLE)] + str(n or ""),
                _COUNTRIES[n % len(_COUNTRIES)],
                self._texts[n] if n < len(self._texts) else "nothing", 10**9 + n, US, *self._texts,
            )
            for n in range(count)
        ]  # fmt: skip
        # Under keys of ours as well, so that a join could find them.
        theirs = [
            (
                f"{MARK}-password-{n}", n, f"{MARK}-name-{n}", f"{MARK}-country-{n % 7}",
                f"{MARK}-note-{n}", 10**9 + n, THEM, *("" for _ in self._texts),
            )
            for n in range(_THEIRS)
        ]  # fmt: skip
        return ours + theirs

    def write_catalog(self, *, secured: bool = True) -> Path:
        """YAML, which is JSON, too. Not `secured`, everybody sees all that it speaks of."""
        catalog = _catalog(self.url, self._texts)
        if not secured:
            del catalog["security"]
        path = self.folder / "catalog.yaml"
        path.write_text(json.dumps(catalog, ensure_ascii=False), encoding="utf-8")
        return path

    def state(self) -> str:
        """Of the database and the files beside it: all that a write could have changed."""
        files = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.folder.iterdir())
        }
        return f"{files} {self._contents()}"

    @property
    @abstractmethod
    def url(self) -> str: ...

    @abstractmethod
    def _fill(self) -> None: ...

    def _contents(self) -> str:
        """What is in no file of the folder."""
        return ""


class DuckDBShop(Shop):
    dialect = "duckdb"

    @property
    def url(self) -> str:
        return f"duckdb:///{self.folder / 'shop.duckdb'}"

    def _fill(self) -> None:
        with duckdb.connect(str(self.folder / "shop.duckdb")) as connection:
            for name, columns, rows in self.tables:
                connection.execute(f"CREATE TABLE {name} ({columns})")
                file = self.folder / f"{name}.jsonl"
                names = [column.split()[0] for column in columns.split(", ")]
                lines = (json.dumps(dict(zip(names, row, strict=True))) for row in rows)
                file.write_text("\n".join(lines))
                connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM '{file}'")
                file.unlink()


class SQLiteShop(Shop):
    dialect = "sqlite"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'shop.sqlite'}"

    def _fill(self) -> None:
        connection = sqlite3.connect(self.folder / "shop.sqlite")
        for name, columns, rows in self.tables:
            connection.execute(f"CREATE TABLE {name} ({columns})")
            places = ", ".join("?" for _ in rows[0])
            connection.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
        connection.commit()
        connection.close()


class PostgresShop(Shop):
    """`dsn` is a superuser's, of a server that listens at `socket`; so is the service's."""

    dialect = "postgres"

    def __init__(self, folder: Path, texts: Sequence[str], dsn: str, url: str) -> None:
        self._dsn, self._url = dsn, url
        super().__init__(folder, texts)

    @property
    def url(self) -> str:
        return self._url

    def _fill(self) -> None:
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            for name, columns, rows in self.tables:
                connection.execute(f"DROP TABLE IF EXISTS {name}".encode())
                connection.execute(f"CREATE TABLE {name} ({columns})".encode())
                with connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)

    def _contents(self) -> str:
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            relations = "SELECT relname FROM pg_class WHERE oid > 16383 ORDER BY 1"
            told: list[Any] = [connection.execute(relations.encode()).fetchall()]
            for name, _, _ in self.tables:
                rows = f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {name} t"
                told += connection.execute(rows.encode()).fetchall()
            return repr(told)


def _orders() -> Rows:
    ours = [
        (n, n % 6, 10**9 + n, _REGIONS[n % 4], f"2024-{n % 12 + 1:02}-03", 10 + n, US)
        for n in range(12)
    ]
    theirs = [
        (n, n % 6, 10**9, f"{MARK}-region-{n % 9}", "2024-05-05", 10**9 + n, THEM)
        for n in range(_THEIRS)
    ]
    return ours + theirs


def _catalog(url: str, texts: Sequence[str]) -> dict[str, Any]:
    remarks = {
        f"remark_{n}": {"label": f"Remark {n}", "description": text, "synonyms": [_short(text, n)]}
        for n, text in enumerate(texts)
    }
    rows = "owner = {claims.owner}"
    return {
        "datasource": {"id": "shop", "title": "Shop", "url": url},
        "default_measure": "amount",
        "datasets": {
            "customers": {
                "key": "customer_id",
                "description": texts[0] if texts else "Who buys.",
                "dimensions": {
                    "name": {"label": "Customer", "display": True},
                    "country": {},
                    "note": {},
                    **remarks,
                },
                "measures": {"customers": "count"},
            },
            "orders": {
                "key": "order_id",
                "time": "placed",
                "joins": {"customers": "customer_id"},
                "dimensions": {"region": {}, "placed": "date"},
                "measures": {"orders": "count", "amount": "sum", "cost": "sum"},
            },
            "salaries": {
                "key": "person",
                "dimensions": ["person"],
                "measures": {"pay": "sum"},
            },
        },
        "security": {
            "others": "hidden",
            "datasets": {
                "customers": {"rows": rows},
                "orders": {"rows": rows, "columns": {"cost": "finance"}},
                "salaries": {"rows": rows, "access": {"roles": "hr"}},
            },
        },
    }


def _short(text: str, number: int) -> str:
    """As a synonym: words on one line, none like another's."""
    return f"{' '.join(text.split())[:80]} {number}"
