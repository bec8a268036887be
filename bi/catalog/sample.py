"""What the first rows of a table tell about its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy
from sqlalchemy.exc import SQLAlchemyError

from bi.catalog.inspection import Column, Table
from bi.model.catalog import ColumnType

ROWS = 200
# Distinct values of a text column are looked for in this many rows, and kept when so few.
_ROWS_FOR_VALUES = 20_000
FEW = 12
_LONG_TEXT = 60

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_MIDNIGHT = re.compile(r"\d{4}-\d\d-\d\d([ T]00:00(:00(\.0+)?)?)?")


def with_sample(table: Table, connection: sqlalchemy.Connection) -> Table:
    """The table with what its first rows show. A table that cannot be read stays as it was."""
    usable = [column for column in table.columns if column.type is not None]
    if not usable:
        return table
    try:
        rows = connection.execute(_first_rows(table, usable)).fetchall()
        strict = connection.dialect.name != "sqlite"
        seen = {
            column.name: _seen(column, [row[n] for row in rows], strict)
            for n, column in enumerate(usable)
        }
        _add_values(table, seen, rows, connection)
    except SQLAlchemyError:
        connection.rollback()
        return table
    columns = tuple(seen.get(column.name, column) for column in table.columns)
    return replace(table, columns=columns, sampled=len(rows))


def selectable(name: str) -> sqlalchemy.TableClause:
    """A table by its name in an inspection."""
    schema, _, table = name.rpartition(".")
    return sqlalchemy.table(table, schema=schema or None)


def _first_rows(table: Table, columns: Sequence[Column]) -> sqlalchemy.Select[Any]:
    names: list[sqlalchemy.ColumnClause[Any]] = [sqlalchemy.column(c.name) for c in columns]
    return sqlalchemy.select(*names).select_from(selectable(table.name)).limit(ROWS)


def _seen(column: Column, cells: list[Any], strict: bool) -> Column:
    filled = [cell for cell in cells if not _is_blank(cell)]
    kind = column.type if strict else _type_of_values(column, filled)
    texts = [cell for cell in filled if isinstance(cell, str)]
    digits = bool(texts) and len(texts) == len(filled) and all(map(_NUMBER.fullmatch, texts))
    numbers = [float(c) for c in filled if digits or isinstance(c, int | float | Decimal)]
    temporal = kind is not None and kind.is_temporal
    return replace(
        column,
        type=kind,
        distinct=len({str(cell) for cell in filled}),
        filled=len(filled),
        lowest=min(numbers, default=None),
        highest=max(numbers, default=None),
        longest=max(map(len, texts), default=0),
        digits=digits,
        whole=all(number.is_integer() for number in numbers),
        midnight=temporal and bool(filled) and all(map(_is_midnight, filled)),
    )


def _type_of_values(column: Column, filled: list[Any]) -> ColumnType | None:
    """SQLite stores what it is given: the values say more than the declaration."""
    if not filled:
        return column.type
    if any(isinstance(cell, bytes) for cell in filled):
        return None
    if all(isinstance(cell, str) for cell in filled):
        return _type_of_texts(column.type, filled)
    if all(isinstance(cell, int) for cell in filled):
        declared = (ColumnType.NUMBER, ColumnType.BOOLEAN)
        return column.type if column.type in declared else ColumnType.INTEGER
    if all(isinstance(cell, int | float) for cell in filled):
        return ColumnType.NUMBER
    return ColumnType.TEXT


def _type_of_texts(declared: ColumnType | None, texts: list[str]) -> ColumnType:
    if all(_MIDNIGHT.fullmatch(text) for text in texts):
        return ColumnType.DATE
    if all(_DAY.match(text) and _MOMENT.fullmatch(text) for text in texts):
        return ColumnType.TIMESTAMP
    return ColumnType.TIME if declared is ColumnType.TIME else ColumnType.TEXT


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_midnight(cell: Any) -> bool:
    if isinstance(cell, datetime):
        return (cell.hour, cell.minute, cell.second, cell.microsecond) == (0, 0, 0, 0)
    return isinstance(cell, date) or bool(_MIDNIGHT.fullmatch(str(cell)))


def _add_values(
    table: Table,
    seen: dict[str, Column],
    rows: Sequence[Any],
    connection: sqlalchemy.Connection,
) -> None:
    """The distinct values of text columns that seem to have few.

    One query a table finds them; none where the sample holds all of its rows.
    """
    asked = [
        column
        for column in seen.values()
        if column.type is ColumnType.TEXT
        and 0 < column.distinct <= FEW
        and column.distinct < max(2, column.filled)
        and column.longest <= _LONG_TEXT
    ]
    if not asked:
        return
    found: dict[str, set[str]] = {column.name: set() for column in asked}
    if len(rows) < ROWS:
        places = {name: place for place, name in enumerate(seen)}
        cells = ((one.name, row[places[one.name]]) for one in asked for row in rows)
    else:
        cells = (
            (asked[n].name, value)
            for n, value in connection.execute(_distinct_values(table, asked))
        )
    for name, value in cells:
        if not _is_blank(value):
            found[name].add(str(value))
    for column in asked:
        values = tuple(sorted(found[column.name]))
        kept = values if len(values) <= FEW else ()
        seen[column.name] = replace(column, values=kept, distinct=max(column.distinct, len(values)))


def _distinct_values(table: Table, columns: list[Column]) -> sqlalchemy.CompoundSelect[Any]:
    parts = []
    for n, column in enumerate(columns):
        name: sqlalchemy.ColumnClause[Any] = sqlalchemy.column(column.name)
        rows = (
            sqlalchemy.select(sqlalchemy.cast(name, sqlalchemy.String).label("value"))
            .select_from(selectable(table.name))
            .limit(_ROWS_FOR_VALUES)
            .subquery()
        )
        few = sqlalchemy.select(rows.c.value).distinct().limit(FEW + 2).subquery()
        parts.append(sqlalchemy.select(sqlalchemy.literal(n), few.c.value))
    return sqlalchemy.union_all(*parts)
