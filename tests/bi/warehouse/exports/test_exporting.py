"""Whole results leave as files: complete, exact, stopped when nobody reads them."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.model.catalog import ColumnRef
from bi.model.errors import DatabaseRejected
from bi.model.semantic import Order, OrderTarget, SemanticQuery
from bi.warehouse.exports.export import ExportsBusy, ExportTimeout
from bi.warehouse.exports.format import (
    ExportFormat,
    ExportOptions,
    UnknownFormat,
    format_named,
)
from bi.warehouse.exports.rows import ExportTooLarge
from bi.warehouse.warehouse import ExportLimits, Warehouse
from tests.bi.shop import SHOP
from tests.bi.warehouse.test_warehouse import ENDLESS, guarded

ORDERS = SemanticQuery(
    dataset="orders",
    columns=tuple(
        ColumnRef("orders", name) for name in ("order_id", "order_date", "placed_at", "region")
    ),
    order=(Order(OrderTarget.COLUMN, 0),),
)
# Rows without end, the first of them at once.
ENDLESS_ROWS = ENDLESS.replace("COUNT(*)", "l0.line_id")


def rows_of_csv(data: bytes) -> list[list[Any]]:
    return list(csv.reader(io.StringIO(data.decode())))[1:]


def rows_of_json_lines(data: bytes) -> list[list[Any]]:
    return [list(json.loads(line).values()) for line in data.splitlines()]


def rows_of_parquet(data: bytes) -> list[list[Any]]:
    return [list(row.values()) for row in parquet.read_table(io.BytesIO(data)).to_pylist()]


def rows_of_arrow(data: bytes) -> list[list[Any]]:
    with pa.ipc.open_stream(data) as reader:
        return [list(row.values()) for row in reader.read_all().to_pylist()]


READERS: dict[ExportFormat, Callable[[bytes], list[list[Any]]]] = {
    ExportFormat.CSV: rows_of_csv,
    ExportFormat.JSON_LINES: rows_of_json_lines,
    ExportFormat.PARQUET: rows_of_parquet,
    ExportFormat.ARROW: rows_of_arrow,
}


async def exported(warehouse: Warehouse, sql: str, options: ExportOptions) -> bytes:
    async with await warehouse.export(guarded(warehouse, sql), None, options) as export:
        return b"".join([piece async for piece in export])


def comparable(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@pytest.mark.parametrize("wanted", ExportFormat)
async def test_every_format_holds_the_rows_of_the_answer_and_those_after_its_limit(
    warehouse: Warehouse, wanted: ExportFormat
) -> None:
    compiled = compile_query(ORDERS, SHOP, warehouse.dialect)
    query = guarded(warehouse, compiled.sql)
    answer = await warehouse.run(query, compiled.columns)
    assert answer.truncated

    async with await warehouse.export(query, compiled.columns, ExportOptions(wanted)) as export:
        data = b"".join([piece async for piece in export])

    rows = [[comparable(value) for value in row] for row in READERS[wanted](data)]
    assert rows[: len(answer.rows)] == [[comparable(c) for c in row] for row in answer.rows]
    assert len(rows) == export.rows > len(answer.rows)
    assert not export.truncated


@pytest.mark.parametrize("wanted", [ExportFormat.PARQUET, ExportFormat.ARROW])
async def test_typed_formats_have_dates_whatever_the_engine_has(
    warehouse: Warehouse, wanted: ExportFormat
) -> None:
    compiled = compile_query(ORDERS, SHOP, warehouse.dialect)
    query = guarded(warehouse, compiled.sql)

    async with await warehouse.export(query, compiled.columns, ExportOptions(wanted)) as export:
        row = READERS[wanted](b"".join([piece async for piece in export]))[0]

    assert row[2] == datetime(2023, 1, 31, 9, 15)
    assert type(row[1]).__name__ == "date"


@pytest.mark.parametrize("wanted", ExportFormat)
async def test_a_result_without_rows_is_a_file_all_the_same(
    warehouse: Warehouse, wanted: ExportFormat
) -> None:
    none = "SELECT region FROM orders WHERE order_id < 0"

    assert READERS[wanted](await exported(warehouse, none, ExportOptions(wanted))) == []


async def test_more_rows_than_the_limit_are_cut_and_it_is_known(warehouse: Warehouse) -> None:
    query = guarded(warehouse, "SELECT order_id FROM orders ORDER BY 1")
    for wanted, read in READERS.items():
        options = ExportOptions(wanted, row_limit=3)
        async with await warehouse.export(query, None, options) as export:
            data = b"".join([piece async for piece in export])
        assert [int(row[0]) for row in read(data)] == [1, 2, 3]
        assert export.truncated
        assert export.rows == 3


async def test_a_reader_who_was_promised_all_rows_gets_no_cut_file(warehouse: Warehouse) -> None:
    options = ExportOptions(ExportFormat.CSV, row_limit=3, may_be_cut=False)

    with pytest.raises(ExportTooLarge):
        await exported(warehouse, "SELECT order_id FROM orders", options)


async def test_two_columns_of_one_name_both_arrive(warehouse: Warehouse) -> None:
    twice = "SELECT order_id AS a, region AS a FROM orders WHERE order_id = 1"

    line = await exported(warehouse, twice, ExportOptions(ExportFormat.JSON_LINES))

    assert json.loads(line) == {"a": 1, "a_2": "North"}


@pytest.fixture
def narrow(warehouse: Warehouse) -> Warehouse:
    """One export at a time, within half a second."""
    warehouse._export_limits = ExportLimits(seconds=0.5, at_once=1)
    return warehouse


async def test_one_export_more_than_may_run_is_refused_and_questions_are_not(
    narrow: Warehouse,
) -> None:
    narrow._export_limits = ExportLimits(at_once=1)
    query = guarded(narrow, ENDLESS_ROWS)
    options = ExportOptions(ExportFormat.CSV)

    async with await narrow.export(query, None, options):
        with pytest.raises(ExportsBusy):
            await narrow.export(query, None, options)
        answers = await asyncio.gather(*(narrow.fetch("SELECT 1", 1, 20.0) for _ in range(4)))
        assert len(answers) == 4

    assert await exported(narrow, "SELECT 1 AS one", options) == b"one\r\n1\r\n"


@pytest.mark.parametrize("wanted", ExportFormat)
async def test_an_export_that_is_left_midway_frees_its_connection(
    narrow: Warehouse, wanted: ExportFormat
) -> None:
    narrow._export_limits = ExportLimits(at_once=1)
    options = ExportOptions(wanted)
    async with await narrow.export(guarded(narrow, ENDLESS_ROWS), None, options) as export:
        async for _ in export:
            if export.rows > 10_000:
                break

    # Were it not free, this would be refused.
    assert READERS[wanted](await exported(narrow, "SELECT 1 AS one", options)) in ([[1]], [["1"]])


async def test_an_export_that_is_cancelled_before_its_first_row_is_stopped(
    narrow: Warehouse,
) -> None:
    narrow._export_limits = ExportLimits(at_once=1)
    options = ExportOptions(ExportFormat.CSV)
    task = asyncio.create_task(narrow.export(guarded(narrow, ENDLESS), None, options))
    await asyncio.wait([task], timeout=0.2)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()

    # It waits for the one thread that exports have: were that still busy, this would time out.
    while narrow._exports:
        await asyncio.wait([asyncio.ensure_future(e.aclose()) for e in narrow._exports])
    assert await exported(narrow, "SELECT 1 AS one", options) == b"one\r\n1\r\n"


async def test_an_export_that_takes_too_long_is_stopped(narrow: Warehouse) -> None:
    options = ExportOptions(ExportFormat.CSV)

    with pytest.raises(ExportTimeout):
        await exported(narrow, ENDLESS, options)

    for export in tuple(narrow._exports):
        await export.aclose()
    assert await exported(narrow, "SELECT 1 AS one", options) == b"one\r\n1\r\n"


async def test_closing_the_warehouse_ends_its_exports(narrow: Warehouse) -> None:
    narrow._export_limits = ExportLimits(at_once=1)
    query = guarded(narrow, ENDLESS_ROWS)
    export = await narrow.export(query, None, ExportOptions(ExportFormat.CSV))

    await narrow.close()

    assert [piece async for piece in export][1:] == []


@pytest.mark.parametrize("wanted", ExportFormat)
async def test_what_the_database_rejects_is_known_before_the_first_byte(
    warehouse: Warehouse, wanted: ExportFormat
) -> None:
    if warehouse.dialect == "sqlite":
        wrong = "SELECT IN_ZONE(region, 'Nowhere', 'Nowhere') FROM orders"
        wrong = wrong.replace("region", "placed_at")
    else:
        wrong = "SELECT CAST(region AS INTEGER) FROM orders"

    with pytest.raises(DatabaseRejected):
        await exported(warehouse, wrong, ExportOptions(wanted))

    assert not warehouse._exports


async def test_a_query_of_another_dialect_is_not_exported(warehouse: Warehouse) -> None:
    other = "sqlite" if warehouse.dialect != "sqlite" else "duckdb"
    query = guard_sql("SELECT region FROM orders", SHOP, other)

    with pytest.raises(DatabaseRejected):
        await warehouse.export(query, None, ExportOptions(ExportFormat.CSV))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("csv", ExportFormat.CSV),
        (".CSV", ExportFormat.CSV),
        ("ndjson", ExportFormat.JSON_LINES),
        ("arrow", ExportFormat.ARROW),
        ("parquet", ExportFormat.PARQUET),
    ],
)
def test_formats_go_by_the_names_that_people_use(name: str, wanted: ExportFormat) -> None:
    assert format_named(name) is wanted


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownFormat, match="csv, jsonl, parquet, arrows"):
        format_named("xls")
