"""Columns that say no more than yes or no, and what can be said of the rows that have a yes."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog import lexicon
from bi.catalog.inspection import Column, Table
from bi.catalog.naming import quoted, words_of
from bi.catalog.yaml_text import Value
from bi.model.catalog import ColumnType


def with_flags(table: Table) -> Table:
    """The table with columns of 1 and 0 as booleans, where their names say so."""
    linked = {name for link in table.foreign_keys for name in link.columns} | set(table.key)
    columns = tuple(
        replace(column, type=ColumnType.BOOLEAN, values=(), yes=_one(column))
        if column.name not in linked and _is_flag(column)
        else column
        for column in table.columns
    )
    return replace(table, columns=columns)


def _is_flag(column: Column) -> bool:
    counted = column.type is ColumnType.INTEGER or (
        column.type is ColumnType.TEXT and column.digits
    )
    both = (column.lowest, column.highest, column.distinct) == (0, 1, 2)
    return counted and both and column.whole and _says_so(words_of(column.name))


def _says_so(name: list[str]) -> bool:
    if len(name) == 1:
        return name[0].endswith("ed") or name[0] in lexicon.YES_ADJECTIVES
    return name[-1] in lexicon.YES_MARKS or name[0] in lexicon.YES_VERBS


def _one(column: Column) -> str:
    return "'1'" if column.type is ColumnType.TEXT else "1"


def expression_of(column: Column) -> str:
    return f"{quoted(column.name)} = {column.yes}"


def values_of(column: Column) -> Value:
    """The values of a column for a catalog; a yes with the words for it, where the name has any."""
    yes = [value for value in column.values if value.casefold() in lexicon.YES]
    others = [value for value in column.values if value not in yes]
    said = _said(column.words)
    if len(yes) != 1 or not said or any(value.casefold() not in lexicon.NO for value in others):
        return list(column.values)
    return {value: list(said) if value in yes else [] for value in column.values}


def _said(name: list[str]) -> list[str]:
    first, rest = name[0], " ".join(name[1:])
    if not rest:
        return []
    if first in lexicon.STATES:
        return [rest, " ".join(name)]
    return [rest] if first in lexicon.YES_VERBS else []
