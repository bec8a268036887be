"""Cells are JSON-safe and keep every digit."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from ipaddress import IPv4Address
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from bi.model.catalog import ColumnType
from bi.model.result import Cell, ColumnRole, ResultColumn
from bi.warehouse.cells import cell, cells_of, rows_as_cells
from bi.warehouse.warehouse import Warehouse

COLUMN = ResultColumn("value", "Value", ColumnType.TEXT, ColumnRole.DETAIL)
THERE = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (2**53, 2**53),
        (2**53 + 1, "9007199254740993"),
        (-(2**63), "-9223372036854775808"),
        (0.1, 0.1),
        (float("nan"), None),
        (float("inf"), None),
        (Decimal("12.50"), 12.5),
        (Decimal("12.00"), 12),
        (Decimal("1603832.67"), 1603832.67),
        (Decimal("123456789012.345"), 123456789012.345),
        (Decimal("1234567890123.4567"), "1234567890123.4567"),
        (Decimal("9007199254740993"), "9007199254740993"),
        (Decimal("NaN"), None),
        (Decimal("1E-7"), 1e-7),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime(2024, 2, 29, 9, 30), "2024-02-29T09:30:00"),
        (datetime(2024, 2, 29, 9, 30, tzinfo=UTC), "2024-02-29T09:30:00+00:00"),
        (time(9, 30), "09:30:00"),
        (timedelta(minutes=2), 120.0),
        (b"\x00\xff", "00ff"),
        (memoryview(b"\x01"), "01"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ([1, date(2024, 1, 1)], '[1, "2024-01-01"]'),
        ([datetime(2024, 1, 1, 9, 30)], '["2024-01-01T09:30:00"]'),
        ([float("nan"), 2**60, Decimal("0.5")], '[null, "1152921504606846976", 0.5]'),
        ({"a": [1, (2, None)], "b": b"\x01"}, '{"a": [1, [2, null]], "b": "01"}'),
        ({date(2024, 1, 1): {1: "x"}}, '{"2024-01-01": {"1": "x"}}'),
        (frozenset({"é"}), '["é"]'),
        (datetime(2024, 2, 29, 9, 30, tzinfo=THERE), "2024-02-29T09:30:00+02:00"),
        (IPv4Address("10.0.0.1"), "10.0.0.1"),
        (np.int64(2**60), str(2**60)),
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
    ],
)
def test_values_become_json_safe_without_loss(value: Any, expected: object) -> None:
    result = cell(value)

    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize("value", [True, 2**53 + 1, 0.5, "x", date(2024, 2, 29), None])
@pytest.mark.parametrize("type_", ColumnType)
def test_a_column_has_the_cells_that_its_values_have_one_by_one(
    value: Any, type_: ColumnType
) -> None:
    one_by_one = [*cells_of([value, "other"], type_)][:1]

    assert list(cells_of([value], type_)) == one_by_one
    assert list(cells_of([None, value, None], type_)) == [None, *one_by_one, None]


def test_rows_without_cells_are_rows_all_the_same() -> None:
    assert rows_as_cells([], ()) == ()
    assert rows_as_cells([(None,), (None,)], (COLUMN,)) == ((None,), (None,))


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        (ColumnType.BOOLEAN, 1, True),
        (ColumnType.DATE, "2024-02-29 00:00:00", "2024-02-29"),
        (ColumnType.DATE, datetime(2024, 2, 29, 9), "2024-02-29"),
        (ColumnType.TIMESTAMP, "2024-02-29 09:30:00", "2024-02-29T09:30:00"),
    ],
)
def test_engines_with_few_types_have_those_of_the_catalog(
    type_: ColumnType, value: Any, expected: object
) -> None:
    assert list(cells_of([value, None], type_)) == [expected, None]


# The same values of each engine's own types, with what becomes of them.
OWN_TYPES: dict[str, dict[str, Cell]] = {
    "duckdb": {
        "170141183460469231731687303715884105727::HUGEINT": str(2**127 - 1),
        "18446744073709551615::UBIGINT": str(2**64 - 1),
        "1234567890123456.78::DECIMAL(20, 2)": "1234567890123456.78",
        "'NaN'::DOUBLE": None,
        "DATE '2024-02-29'": "2024-02-29",
        "TIMESTAMPTZ '2024-02-29 09:30:00+02'": "2024-02-29T07:30:00+00:00",
        "INTERVAL 90 MINUTE": 5400.0,
        "'00000000-0000-0000-0000-000000000001'::UUID": "00000000-0000-0000-0000-000000000001",
        "'\\x00\\xFF'::BLOB": "00ff",
        "[DATE '2024-01-01', NULL]": '["2024-01-01", null]',
        "{'a': 1.5::DECIMAL(3, 1), 'b': ['x']}": '{"a": 1.5, "b": ["x"]}',
        "MAP {'k': 1}": '{"k": 1}',
    },
    "sqlite": {
        "9223372036854775807": str(2**63 - 1),
        "0.1": 0.1,
        "x'00ff'": "00ff",
        "date('2024-02-29')": "2024-02-29",
    },
    "postgres": {
        "9223372036854775807::BIGINT": str(2**63 - 1),
        "123456789012345678901234567890.12::NUMERIC": "123456789012345678901234567890.12",
        "'NaN'::NUMERIC": None,
        "'Infinity'::DOUBLE PRECISION": None,
        "DATE '2024-02-29'": "2024-02-29",
        "TIMESTAMPTZ '2024-02-29 09:30:00+02'": "2024-02-29T07:30:00+00:00",
        "INTERVAL '90 minutes'": 5400.0,
        "'00000000-0000-0000-0000-000000000001'::UUID": "00000000-0000-0000-0000-000000000001",
        "'\\x00ff'::BYTEA": "00ff",
        "ARRAY[DATE '2024-01-01', NULL]": '["2024-01-01", null]',
        """'{"a": [1.5]}'::JSONB""": '{"a": [1.5]}',
        "'10.0.0.1'::INET": "10.0.0.1",
        "'[1,5)'::INT4RANGE": "[1, 5)",
    },
}


async def test_the_types_of_each_engine_come_back_whole(warehouse: Warehouse) -> None:
    own = OWN_TYPES[warehouse.dialect]
    names = [f"{sql} AS c{index}" for index, sql in enumerate(own)]

    fetched = await warehouse.fetch(f"SELECT {', '.join(names)}", 1, 20.0)

    cells = [cell(value) for value in fetched.rows[0]]
    assert dict(zip(own, cells, strict=True)) == own
