"""Numbers that a database keeps as text: `age` as '25', `open_year` as '2010'."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog import lexicon
from bi.catalog.inspection import Column, Table
from bi.catalog.naming import quoted
from bi.catalog.sample import ROWS
from bi.model.catalog import ColumnType

# How each engine makes a number of a text; PostgreSQL has no way that never fails.
_CASTS = {"sqlite": "CAST", "duckdb": "TRY_CAST"}
_FLAGS = {"0", "1"}
_NUMBERS = lexicon.MONEY | lexicon.INTENSIVE | lexicon.ADDITIVE | lexicon.QUANTITIES


def with_numbers(table: Table, dialect: str) -> Table:
    """The table with such columns as numbers, where every row was seen and each is one."""
    if dialect not in _CASTS or not 0 < table.sampled < ROWS:
        return table
    columns = tuple(
        replace(column, type=_type_of(column), values=(), cast=_CASTS[dialect])
        if _is_number(column) and not _is_reference(column, table)
        else column
        for column in table.columns
    )
    return replace(table, columns=columns)


def _is_number(column: Column) -> bool:
    words = column.words
    flag = bool(column.values) and set(column.values) <= _FLAGS
    if column.type is not ColumnType.TEXT or not column.digits or flag:
        return False
    if words[-1] in lexicon.NOT_MEASURED - {"year"} and words[:2] != ["number", "of"]:
        return False
    # Fractions are amounts, whatever they are called; codes and numbers of things are whole.
    named = bool(_NUMBERS & set(words)) or words[-1] == "year" or words[:2] == ["number", "of"]
    return named or not column.whole


def _is_reference(column: Column, table: Table) -> bool:
    return any(column.name in link.columns for link in table.foreign_keys)


def _type_of(column: Column) -> ColumnType:
    return ColumnType.INTEGER if column.whole else ColumnType.NUMBER


def expression_of(column: Column) -> str:
    """The column in SQL, as the number it is."""
    if column.cast is None:
        return quoted(column.name)
    kind = "INTEGER" if column.type is ColumnType.INTEGER else "DOUBLE PRECISION"
    return f"{column.cast}(NULLIF({quoted(column.name)}, '') AS {kind})"
