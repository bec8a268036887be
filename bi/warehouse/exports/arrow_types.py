"""Rows as Arrow batches, for engines that do not give Arrow themselves.

A file has one schema, made from the catalog's types and the first rows. What a later row holds
beyond it is an error that ends the export, never a value that is changed to fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Any

from bi.model.catalog import ColumnType
from bi.model.errors import UserError
from bi.model.result import ResultColumn
from bi.warehouse.adapter import Batch
from bi.warehouse.cells import cell
from bi.warehouse.exports.rows import columns_for

if TYPE_CHECKING:
    import pyarrow as pa

_DIGITS = 38
# Of numbers whose rows have different numbers of decimals: averages, ratios.
_VARYING_SCALE = 20


class ValueDoesNotFit(UserError):
    """A value is none of its column's type; CSV and JSON lines take any. details: `column`."""

    code = "export_value_does_not_fit"


def schema_of(batch: Batch, columns: tuple[ResultColumn, ...]) -> pa.Schema:
    import pyarrow as pa

    return pa.schema(
        pa.field(column.name, _type_of(column, [row[index] for row in batch.rows]))
        for index, column in enumerate(columns)
    )


def with_meaning(schema: pa.Schema, columns: tuple[ResultColumn, ...] | None) -> pa.Schema:
    """What a person reads goes into the fields' metadata: label, unit, way of writing."""
    import pyarrow as pa

    if columns is None or len(columns) != len(schema):
        return schema
    return pa.schema(
        field.with_name(column.name).with_metadata(_meaning(column))
        for field, column in zip(schema, columns, strict=True)
    )


def arrow_batches(
    batches: Iterator[Batch], columns: tuple[ResultColumn, ...] | None
) -> Iterator[pa.RecordBatch]:
    """At least one batch, if of no rows. Raises ValueDoesNotFit."""
    import pyarrow as pa

    schema: pa.Schema | None = None
    convert: list[Callable[[Any], Any]] = []
    for batch in batches:
        if schema is None:
            known = columns_for(batch, columns)
            schema = with_meaning(schema_of(batch, known), known)
            convert = [_converter_of(field.type) for field in schema]
        arrays = [
            _array([row[index] for row in batch.rows], field, convert[index])
            for index, field in enumerate(schema)
        ]
        yield pa.record_batch(arrays, schema=schema)


def _array(values: Sequence[Any], field: pa.Field, convert: Callable[[Any], Any]) -> pa.Array:
    import pyarrow as pa

    try:
        made = [None if value is None else convert(value) for value in values]
        return pa.array(made, type=field.type)
    except (pa.ArrowInvalid, pa.ArrowTypeError, ValueError, TypeError, OverflowError) as error:
        raise ValueDoesNotFit(
            f"A value of {field.name} cannot be written as {field.type}; "
            "CSV and JSON lines take any.",
            column=field.name,
        ) from error


def _meaning(column: ResultColumn) -> dict[str, str]:
    words = {
        "label": column.label,
        "unit": column.format.unit,
        "style": column.format.style.value,
        "decimals": column.format.decimals,
    }
    return {f"parley.{name}": str(word) for name, word in words.items() if word is not None}


def _type_of(column: ResultColumn, values: Sequence[Any]) -> pa.DataType:
    """By the values that are there; the catalog's type decides for engines that have few types."""
    import pyarrow as pa

    present = [value for value in values if value is not None]
    kinds = {type(value) for value in present}
    if column.type is ColumnType.BOOLEAN and kinds <= {bool, int}:
        return pa.bool_()
    if column.type is ColumnType.DATE and kinds <= {date, datetime, str}:
        return pa.date32()
    if column.type is ColumnType.TIMESTAMP and kinds <= {datetime, date, str}:
        zoned = any(isinstance(value, datetime) and value.tzinfo for value in present)
        return pa.timestamp("us", tz="UTC" if zoned else None)
    return _type_of_numbers(column, present, kinds) or _type_of_kind(kinds)


def _type_of_numbers(
    column: ResultColumn, present: Sequence[Any], kinds: set[type]
) -> pa.DataType | None:
    import pyarrow as pa

    if not kinds:
        return {ColumnType.INTEGER: pa.int64(), ColumnType.NUMBER: pa.float64()}.get(column.type)
    if kinds == {bool}:
        return pa.bool_()
    if kinds <= {int}:
        small = all(-(2**63) <= value < 2**63 for value in present)
        whole = column.type is ColumnType.INTEGER or not column.type.is_numeric
        if small:
            # SQLite has whole numbers among others.
            return pa.int64() if whole else pa.float64()
        return pa.decimal128(_DIGITS, 0)
    if kinds <= {int, float}:
        return pa.float64()
    if kinds <= {int, Decimal}:
        return pa.decimal128(_DIGITS, _scale_of(present))
    return None


def _type_of_kind(kinds: set[type]) -> pa.DataType:
    import pyarrow as pa

    if kinds == {datetime}:
        return pa.timestamp("us")
    if kinds == {date}:
        return pa.date32()
    if kinds == {time}:
        return pa.time64("us")
    if kinds and kinds <= {bytes, bytearray, memoryview}:
        return pa.binary()
    return pa.string()


def _scale_of(values: Sequence[Any]) -> int:
    scales = {_decimals(value) for value in values if isinstance(value, Decimal)}
    return scales.pop() if len(scales) == 1 and max(scales) <= _VARYING_SCALE else _VARYING_SCALE


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _converter_of(kind: pa.DataType) -> Callable[[Any], Any]:
    import pyarrow as pa

    if pa.types.is_date(kind):
        return _day
    if pa.types.is_timestamp(kind):
        return _moment
    if pa.types.is_boolean(kind):
        return bool
    if pa.types.is_decimal(kind):
        return _decimal_at(kind.scale)
    if pa.types.is_string(kind):
        return _text
    if pa.types.is_binary(kind):
        return bytes
    return _same


def _same(value: Any) -> Any:
    return value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(cell(value))


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _moment(value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _decimal_at(scale: int) -> Callable[[Any], Decimal | None]:
    """What has more decimals than the engine keeps of an average is rounded to them."""
    step = Decimal(1).scaleb(-scale)

    def convert(value: Any) -> Decimal | None:
        number = Decimal(value)
        if not number.is_finite():
            return None
        varies = scale == _VARYING_SCALE and _decimals(number) > scale
        return number.quantize(step, ROUND_HALF_EVEN) if varies else number

    return convert
