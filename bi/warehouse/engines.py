"""From a URL to the adapter of its engine."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from bi.model.errors import UserError
from bi.warehouse.adapter import Adapter

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine


class _Engine(NamedTuple):
    """Where its adapter is, and the module and extra of a driver that may be missing."""

    module: str
    adapter: str
    driver: str | None = None
    extra: str = ""


_ENGINES = {
    "bigquery": _Engine("bigquery_adapter", "BigQueryAdapter", "sqlalchemy_bigquery", "bigquery"),
    "clickhouse": _Engine(
        "clickhouse_adapter", "ClickHouseAdapter", "clickhouse_connect", "clickhouse"
    ),
    "csv": _Engine("csv_adapter", "CsvAdapter"),
    "databricks": _Engine("databricks_adapter", "DatabricksAdapter", "databricks", "databricks"),
    "duckdb": _Engine("duckdb_adapter", "DuckDBAdapter"),
    "mariadb": _Engine("mysql_adapter", "MySQLAdapter", "pymysql", "mysql"),
    "mssql": _Engine("sqlserver_adapter", "SQLServerAdapter", "mssql_python", "sqlserver"),
    "mysql": _Engine("mysql_adapter", "MySQLAdapter", "pymysql", "mysql"),
    "postgresql": _Engine("postgres_adapter", "PostgresAdapter"),
    "redshift": _Engine("redshift_adapter", "RedshiftAdapter", "redshift_connector", "redshift"),
    "snowflake": _Engine("snowflake_adapter", "SnowflakeAdapter", "snowflake", "snowflake"),
    "spark": _Engine("spark_adapter", "SparkAdapter", "pyhive", "spark"),
    "sqlite": _Engine("sqlite_adapter", "SQLiteAdapter"),
    "trino": _Engine("trino_adapter", "TrinoAdapter", "trino", "trino"),
}
# Names that people know an engine by as well.
_ALSO = {
    "clickhousedb": "clickhouse",
    "hive": "spark",  # what SQLAlchemy calls the protocol of Spark's Thrift server
    "postgres": "postgresql",
    "sqlserver": "mssql",
}
KNOWN = tuple(_ENGINES)
_SECRET = re.compile(r"(?<=://)([^:/@\s]*):([^@\s]*)@")


class UnknownEngine(UserError):
    """A URL of an engine that Parley does not speak; details: `known`."""

    code = "unknown_engine"


class MissingDriver(UserError):
    """The engine's driver is not installed; details: `extra`, which brings it."""

    code = "driver_missing"


def adapter_for(url: str) -> Adapter:
    """The adapter of a SQLAlchemy URL's engine; imports its driver only when used.

    Raises UnknownEngine, MissingDriver. File paths in `url` are used as they are: resolve
    relative ones first.
    """
    name = url.partition("://")[0].partition("+")[0].lower()
    engine = _ENGINES.get(_ALSO.get(name, name))
    if engine is None:
        raise UnknownEngine(
            f"{name or 'This'} is no engine that Parley can read from; "
            f"it can from {', '.join(KNOWN)}.",
            known=KNOWN,
        )
    if engine.driver is not None:
        need_driver(engine.driver, engine.extra)
    adapter: type[Adapter] = getattr(
        import_module(f"bi.warehouse.adapters.{engine.module}"), engine.adapter
    )
    return adapter(url)


def need_driver(module: str, extra: str) -> None:
    """Raises MissingDriver where a module is not there that an extra of the package brings."""
    if find_spec(module) is None:
        raise MissingDriver(
            f"The driver {module} is not installed: pip install 'parley[{extra}]'", extra=extra
        )


def read_only_engine(url: str, pool_size: int = 2) -> Engine:
    """A SQLAlchemy engine whose connections can only read, for looking at a schema.

    Nothing is connected yet. Dispose of it when done.
    """
    return adapter_for(url).engine(pool_size)


def without_secrets(text: str, url: str = "") -> str:
    """A driver's message with the password of any URL in it blacked out.

    That of `url` is blacked out wherever it stands, as it is and as it is written in URLs.
    """
    password = re.search(_SECRET, url)
    if password is not None and password[2]:
        for secret in (password[2], unquote(password[2])):
            text = text.replace(secret, "***")
    return _SECRET.sub(r"\1:***@", text)
