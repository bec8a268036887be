"""From a URL to the adapter of its engine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bi.model.errors import UserError
from bi.warehouse.adapter import Adapter

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

_KNOWN = ("csv", "databricks", "duckdb", "postgresql", "spark", "sqlite")
_SECRET = re.compile(r"(?<=://)([^:/@\s]*):([^@\s]*)@")


class UnknownEngine(UserError):
    """A URL of an engine that Parley does not speak; details: `known`."""

    code = "unknown_engine"


def adapter_for(url: str) -> Adapter:
    """The adapter of a SQLAlchemy URL's engine; imports its driver only when used.

    Raises UnknownEngine. File paths in `url` are used as they are: resolve relative ones first.
    """
    engine = url.partition("://")[0].partition("+")[0].lower()
    match engine:
        case "duckdb":
            from bi.warehouse.duckdb_adapter import DuckDBAdapter

            return DuckDBAdapter(url)
        case "csv":
            from bi.warehouse.csv_adapter import CsvAdapter

            return CsvAdapter(url)
        case "sqlite":
            from bi.warehouse.sqlite_adapter import SQLiteAdapter

            return SQLiteAdapter(url)
        case "postgresql" | "postgres":
            from bi.warehouse.postgres_adapter import PostgresAdapter

            return PostgresAdapter(url)
        case "spark" | "hive":
            # `hive://` is what SQLAlchemy calls the protocol of Spark's Thrift server.
            from bi.warehouse.spark_adapter import SparkAdapter

            return SparkAdapter(url)
        case "databricks":
            from bi.warehouse.databricks_adapter import DatabricksAdapter

            return DatabricksAdapter(url)
        case _:
            raise UnknownEngine(
                f"{engine or 'This'} is no engine that Parley can read from; "
                f"it can from {', '.join(_KNOWN)}.",
                known=_KNOWN,
            )


def read_only_engine(url: str, pool_size: int = 2) -> Engine:
    """A SQLAlchemy engine whose connections can only read, for looking at a schema.

    Nothing is connected yet. Dispose of it when done.
    """
    return adapter_for(url).engine(pool_size)


def without_secrets(text: str) -> str:
    """A driver's message with the password of any URL in it blacked out."""
    return _SECRET.sub(r"\1:***@", text)
