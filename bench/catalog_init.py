"""How long a first catalog takes to draft from a database of many tables.

    python -m bench.catalog_init [--tables 500] [--rows 1000] [ENGINE …]

Each engine is asked through the command's own way: a read-only connection, samples, inferred keys,
the text, and the check of it. CPU seconds tell more than seconds where others use the machine.
The tables of a webshop are there over and over, once with keys and
references declared and once, as exports have them, without.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import sqlalchemy

from bench.turns.report import heading, table
from bi.catalog.generate import draft_catalog
from bi.catalog.load import check_catalog
from bi.datasources.inspecting import inspect_url

_ROUNDS = 3
_HEAD = ("database", "keys", "look s", "draft s", "check s", "all s", "CPU s", "joins", "errors")
_ENGINES = ("sqlite", "duckdb")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engines", nargs="*", default=_ENGINES, help="sqlite, duckdb or a url")
    parser.add_argument("--tables", type=int, default=500)
    parser.add_argument("--rows", type=int, default=1000)
    given = parser.parse_args()
    heading(f"A first catalog of {given.tables} tables, {given.rows} rows each")
    rows = [
        _measured(engine, given.tables, given.rows, declared)
        for engine in given.engines
        for declared in (True, False)
    ]
    table(_HEAD, rows)


def _measured(engine: str, tables: int, rows: int, declared: bool) -> list[object]:
    with tempfile.TemporaryDirectory() as folder:
        url = engine if "://" in engine else f"{engine}:///{folder}/many.db"
        fill(url, tables, rows, declared=declared)
        times, joins, errors = [], 0, 0
        for _ in range(_ROUNDS):
            started, busy = perf_counter(), process_time()
            inspection = inspect_url(url)
            looked = perf_counter()
            text = draft_catalog(inspection, "many", url)
            drafted = perf_counter()
            path = Path(folder) / "many.yaml"
            path.write_text(text, encoding="utf-8")
            errors = sum(fault.level == "error" for fault in check_catalog(path))
            checked = perf_counter()
            joins = sum(len(one.foreign_keys) for one in inspection.tables)
            parts = (looked - started, drafted - looked, checked - drafted, checked - started)
            times.append((*parts, process_time() - busy))
        name = sqlalchemy.make_url(url).get_backend_name()
        shown = [round(median(column), 2) for column in zip(*times, strict=True)]
        return [name, "declared" if declared else "none", *shown, joins, errors]


# Of each family of tables: columns, and what they refer to.
_FAMILY = {
    "customer": ("customer_name VARCHAR(40)", "country VARCHAR(20)", "signup_date DATE"),
    "product": ("product_name VARCHAR(40)", "category VARCHAR(20)", "list_price DECIMAL(10,2)"),
    "order": ("customer_id INTEGER", "order_date TIMESTAMP", "status VARCHAR(20)", "freight FLOAT"),
    "order_line": ("order_id INTEGER", "product_id INTEGER", "quantity INTEGER", "amount FLOAT"),
    "payment": ("order_id INTEGER", "paid_at TIMESTAMP", "method VARCHAR(20)", "amount FLOAT"),
}
_REFERENCES = {
    "customer_id": "customer",
    "order_id": "order",
    "product_id": "product",
}


def fill(url: str, tables: int, rows: int, *, declared: bool) -> None:
    """Makes the tables anew, for whoever may write."""
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        for n in reversed(range(tables)):
            connection.execute(sqlalchemy.text(f"DROP TABLE IF EXISTS {_name(n)}"))
        for n in range(tables):
            connection.execute(sqlalchemy.text(_create(n, declared=declared)))
            connection.execute(sqlalchemy.text(_insert(n, rows)))
    engine.dispose()


def _name(n: int) -> str:
    kinds = list(_FAMILY)
    return f"area{n // len(kinds)}_{kinds[n % len(kinds)]}"


def _create(n: int, *, declared: bool) -> str:
    area, kind = _name(n).split("_", 1)
    lines = [f"{area}_{kind}_id INTEGER" + (" PRIMARY KEY" if declared else "")]
    for column in _FAMILY[kind]:
        name, _, kind_of = column.partition(" ")
        target = _REFERENCES.get(name)
        line = f"{area}_{name} {kind_of}" if target else column
        if target and declared:
            line += f" REFERENCES {area}_{target} ({area}_{name})"
        lines.append(line)
    return f"CREATE TABLE {_name(n)} ({', '.join(lines)})"


def _insert(n: int, rows: int) -> str:
    kind = _name(n).split("_", 1)[1]
    values = ",".join(f"({', '.join(_cells(kind, row))})" for row in range(rows))
    return f"INSERT INTO {_name(n)} VALUES {values}"


def _cells(kind: str, row: int) -> Iterator[str]:
    yield str(row + 1)
    for column in _FAMILY[kind]:
        name, _, kind_of = column.partition(" ")
        if name in _REFERENCES:
            yield str(row * 7 % 100 + 1)
        elif kind_of == "DATE":
            yield f"'2024-{row % 12 + 1:02}-{row % 28 + 1:02}'"
        elif kind_of == "TIMESTAMP":
            yield f"'2024-{row % 12 + 1:02}-{row % 28 + 1:02} {row % 24:02}:15:00'"
        elif name.endswith("_name"):
            yield f"'{name} {row}'"
        elif kind_of.startswith("VARCHAR"):
            yield f"'{name} {row % 8}'"
        else:
            yield str(row % 97 + 0.5) if kind_of != "INTEGER" else str(row % 97)


if __name__ == "__main__":
    main()
