"""SQLAlchemy's column types as a question sees them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import types

from bi.model.catalog import ColumnType

# In order: some of the types are subclasses of later ones.
_TYPES: tuple[tuple[type[types.TypeEngine[Any]], ColumnType | None], ...] = (
    (types.Boolean, ColumnType.BOOLEAN),
    (types.Integer, ColumnType.INTEGER),
    (types.Numeric, ColumnType.NUMBER),
    (types.Float, ColumnType.NUMBER),
    (types.Date, ColumnType.DATE),
    (types.DateTime, ColumnType.TIMESTAMP),
    (types.Time, ColumnType.TIME),
    (types.JSON, None),
    (types.String, ColumnType.TEXT),
    (types.Uuid, ColumnType.TEXT),
)
# Types of ClickHouse's driver that are none of SQLAlchemy's.
_TEXTS = frozenset({"String", "Enum8", "Enum16", "UUID", "IPv4", "IPv6"})


def column_type(declared: types.TypeEngine[Any]) -> ColumnType | None:
    """None for what cannot be grouped, filtered or measured: binary data, lists, JSON."""
    # A PostgreSQL domain is a type of its own over another one.
    declared = getattr(declared, "data_type", declared)
    name = declared.__visit_name__
    if name == "YEAR":
        return ColumnType.INTEGER
    # How MySQL keeps what is declared as BOOLEAN; the sample shows whether it holds no more.
    if name == "TINYINT" and getattr(declared, "display_width", None) == 1:
        return ColumnType.BOOLEAN
    if name == "BIT" and getattr(declared, "length", None) == 1:
        return ColumnType.BOOLEAN
    if isinstance(declared, types.Numeric):
        return ColumnType.INTEGER if declared.scale == 0 else ColumnType.NUMBER
    if isinstance(declared, types.UserDefinedType) and type(declared).__name__ in _TEXTS:
        return ColumnType.TEXT
    return next((known for kind, known in _TYPES if isinstance(declared, kind)), None)
