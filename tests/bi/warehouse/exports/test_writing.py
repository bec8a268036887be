"""What the values of all types become in each format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from bi.model.catalog import ColumnType, NumberFormat, NumberStyle
from bi.model.result import ColumnRole, ResultColumn
from bi.warehouse.adapter import Batch
from bi.warehouse.exports.arrow_types import ValueDoesNotFit, arrow_batches
from bi.warehouse.exports.csv_lines import csv_lines
from bi.warehouse.exports.json_lines import json_lines

MOMENT = datetime(2024, 2, 29, 9, 30, tzinfo=UTC)


def column(type_: ColumnType, name: str = "value") -> ResultColumn:
    return ResultColumn(name, name.title(), type_, ColumnRole.DETAIL)


def written(value: Any, type_: ColumnType, *, escape_formulas: bool = True) -> str:
    """One cell of a CSV file, as a reader gets it back."""
    batch = Batch(("value",), [(value,)])
    lines = csv_lines(iter([batch]), (column(type_),), escape_formulas=escape_formulas)
    rows = list(csv.reader(io.StringIO(b"".join(lines).decode(), newline="")))
    return rows[1][0] if rows[1] else ""


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+49 30 1234",
        "-2+3",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "＝1+1",
        "＠SUM(A1)",
    ],
)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert written(text, ColumnType.TEXT) == f"'{text}"
    assert written(text, ColumnType.TEXT, escape_formulas=False) == text


@pytest.mark.parametrize("text", ["Ada", "", "a=b", "'=1", 'says "hi", twice', "two\nlines", "Ä€"])
def test_other_texts_are_written_to_the_letter(text: str) -> None:
    assert written(text, ColumnType.TEXT) == text


def test_a_name_that_a_spreadsheet_would_run_is_escaped_too() -> None:
    batch = Batch(("=1+1",), [])
    header = b"".join(csv_lines(iter([batch]), None, escape_formulas=True))
    assert header == b"'=1+1\r\n"


@pytest.mark.parametrize(
    ("value", "type_", "expected"),
    [
        (None, ColumnType.TEXT, ""),
        (-5, ColumnType.INTEGER, "-5"),
        (2**70, ColumnType.INTEGER, str(2**70)),
        (-0.5, ColumnType.NUMBER, "-0.5"),
        (Decimal("-1234567890123456789.120"), ColumnType.NUMBER, "-1234567890123456789.120"),
        (Decimal("1E-7"), ColumnType.NUMBER, "0.0000001"),
        (True, ColumnType.BOOLEAN, "true"),
        (0, ColumnType.BOOLEAN, "false"),
        (date(2024, 2, 29), ColumnType.DATE, "2024-02-29"),
        (datetime(2024, 2, 29), ColumnType.DATE, "2024-02-29"),
        ("2024-02-29 00:00:00", ColumnType.DATE, "2024-02-29"),
        ("2024-02-29 09:30:00", ColumnType.TIMESTAMP, "2024-02-29T09:30:00"),
        (MOMENT, ColumnType.TIMESTAMP, "2024-02-29T09:30:00+00:00"),
        (time(9, 30), ColumnType.TIME, "09:30:00"),
        ([1, {"a": date(2024, 1, 1)}], ColumnType.TEXT, '[1, {"a": "2024-01-01"}]'),
        (b"\x00\xff", ColumnType.TEXT, "00ff"),
    ],
)  # fmt: skip
def test_values_in_csv_are_exact(value: Any, type_: ColumnType, expected: str) -> None:
    assert written(value, type_) == expected


def test_json_lines_hold_the_cells_of_an_answer() -> None:
    columns = (column(ColumnType.NUMBER, "a"), column(ColumnType.BOOLEAN, "b"))
    batches = [Batch(("a", "b"), [(Decimal("0.10"), 1)]), Batch(("a", "b"), [(2**60, None)])]

    lines = b"".join(json_lines(iter(batches), columns)).splitlines()

    assert [json.loads(line) for line in lines] == [
        {"a": 0.1, "b": True},
        {"a": str(2**60), "b": None},
    ]


def arrow(values: Sequence[Any], type_: ColumnType, later: Sequence[Any] = ()) -> pa.Table:
    batches = [Batch(("value",), [(value,) for value in some]) for some in (values, later)]
    return pa.Table.from_batches(list(arrow_batches(iter(batches), (column(type_),))))


@pytest.mark.parametrize(
    ("values", "type_", "expected"),
    [
        ([1, None], ColumnType.INTEGER, pa.int64()),
        ([2**70], ColumnType.INTEGER, pa.decimal128(38, 0)),
        ([1, 2], ColumnType.NUMBER, pa.float64()),
        ([1, 2.5], ColumnType.NUMBER, pa.float64()),
        ([Decimal("1.50"), Decimal("2.25"), None], ColumnType.NUMBER, pa.decimal128(38, 2)),
        ([Decimal("1.5"), Decimal("0.333333")], ColumnType.NUMBER, pa.decimal128(38, 20)),
        ([1, 0, None], ColumnType.BOOLEAN, pa.bool_()),
        (["2024-02-29"], ColumnType.DATE, pa.date32()),
        (["2024-02-29 09:30:00"], ColumnType.TIMESTAMP, pa.timestamp("us")),
        ([datetime(2024, 2, 29, tzinfo=UTC)], ColumnType.TIMESTAMP, pa.timestamp("us", "UTC")),
        ([b"\x00"], ColumnType.TEXT, pa.binary()),
        ([time(9, 30)], ColumnType.TIME, pa.time64("us")),
        ([None], ColumnType.NUMBER, pa.float64()),
        ([None], ColumnType.TEXT, pa.string()),
        (["a", 1], ColumnType.TEXT, pa.string()),
    ],
)
def test_values_have_arrows_own_types(
    values: Sequence[Any], type_: ColumnType, expected: pa.DataType
) -> None:
    table = arrow(values, type_)

    assert table.schema.field("value").type == expected
    assert [value is None for value in table.column("value").to_pylist()] == [
        value is None for value in values
    ]


def test_decimals_arrive_with_every_digit() -> None:
    digits = Decimal("123456789012345678901234567890.12")

    assert arrow([digits], ColumnType.NUMBER).column("value").to_pylist() == [digits]


@pytest.mark.parametrize(
    ("values", "type_", "later"),
    [
        ([1], ColumnType.INTEGER, ["one"]),
        ([1], ColumnType.INTEGER, [2**70]),
        (["2024-01-01"], ColumnType.DATE, ["soon"]),
        ([Decimal("1.5"), Decimal("2.5")], ColumnType.NUMBER, [Decimal("0.25")]),
        ([Decimal("1.50")], ColumnType.NUMBER, [Decimal(10) ** 37]),
    ],
)
def test_a_later_value_that_does_not_fit_is_an_error_and_never_changed(
    values: Sequence[Any], type_: ColumnType, later: Sequence[Any]
) -> None:
    with pytest.raises(ValueDoesNotFit, match="value"):
        arrow(values, type_, later)


def test_what_a_column_means_goes_with_it() -> None:
    revenue = ResultColumn(
        "revenue", "Revenue", ColumnType.NUMBER, ColumnRole.MEASURE,
        NumberFormat(NumberStyle.CURRENCY, "USD", 2),
    )  # fmt: skip
    batch = next(arrow_batches(iter([Batch(("r",), [(1.5,)])]), (revenue,)))

    assert batch.schema.field("revenue").metadata == {
        b"parley.label": b"Revenue",
        b"parley.unit": b"USD",
        b"parley.style": b"currency",
        b"parley.decimals": b"2",
    }
