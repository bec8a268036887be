"""A live database -> `Inspection`, through SQLAlchemy, by bounded queries."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy
from sqlalchemy.engine.reflection import Inspector, ObjectKind

from bi.catalog.inspection import Column, ForeignKey, Inspection, Table
from bi.catalog.lexicon import SYSTEM_TABLES
from bi.catalog.numbers_as_text import with_numbers
from bi.catalog.relations import with_inferred_keys
from bi.catalog.sample import with_sample
from bi.catalog.spoken import with_spoken_names
from bi.catalog.types import column_type
from bi.catalog.yes_and_no import with_flags

_SYSTEM_SCHEMAS = frozenset({"information_schema", "pg_catalog", "pg_toast"})
_OWN_SYSTEM_SCHEMAS = {"clickhousedb": frozenset({"system", "INFORMATION_SCHEMA"})}
# Where a materialized view of ClickHouse keeps its rows.
_INNER = ".inner"
_SHARE_OF_SAMPLES = 0.7
_DIALECTS = {"clickhousedb": "clickhouse", "mariadb": "mysql", "postgresql": "postgres"}
# Where schemas are databases, only the one that the url names is meant; without it all but these.
_DATABASES = ("mysql", "mariadb")
_SYSTEM_DATABASES = frozenset({"information_schema", "mysql", "performance_schema", "sys"})


def inspect_database(
    connection: sqlalchemy.Connection, *, views: bool = False, budget_s: float = 8.0
) -> Inspection:
    """Tables, columns, keys and samples of every schema that is not the system's.

    Views are read when `views` is set or when there is no table. Samples and inferred keys
    take about `budget_s` seconds at most; the remaining tables are taken without them. Only
    SELECTs are executed. Raises SQLAlchemy's errors when the schema cannot be read.
    """
    started = time.monotonic()
    with warnings.catch_warnings():
        # A type that SQLAlchemy does not know is left out, which is said in the draft.
        warnings.simplefilter("ignore", sqlalchemy.exc.SAWarning)
        inspector = sqlalchemy.inspect(connection)
        schemas = _schemas(inspector)
        tables = [table for schema in schemas for table in _tables(inspector, schema)]
    wanted = [table for table in tables if views or not table.is_view] or tables
    until = started + budget_s * _SHARE_OF_SAMPLES
    sampled = [
        with_sample(table, connection) if time.monotonic() < until else table for table in wanted
    ]
    dialect = connection.dialect.name
    spoken = tuple(
        with_flags(with_numbers(table, dialect)) for table in with_spoken_names(tuple(sampled))
    )
    names = {table.name for table in wanted}
    return Inspection(
        dialect=_DIALECTS.get(dialect, dialect),
        tables=with_inferred_keys(spoken, connection, started + budget_s),
        views=tuple(table.name for table in tables if table.name not in names),
    )


def _schemas(inspector: Inspector) -> Sequence[str | None]:
    """The default schema as None, then the others by name."""
    if inspector.dialect.name in _DATABASES:
        if inspector.default_schema_name:
            return [None]
        return sorted(set(inspector.get_schema_names()) - _SYSTEM_DATABASES)
    # DuckDB names them database.schema.
    found = {
        name.rpartition(".")[2]
        for name in inspector.get_schema_names()
        if not name.startswith(("system.", "temp."))
    }
    systems = _SYSTEM_SCHEMAS | _OWN_SYSTEM_SCHEMAS.get(inspector.dialect.name, frozenset())
    others = sorted(
        name
        for name in found - systems - {inspector.default_schema_name}
        if not name.startswith("pg_temp") and not name.startswith("pg_toast")
    )
    return [None, *others]


def _tables(inspector: Inspector, schema: str | None) -> Iterable[Table]:
    views = set(inspector.get_view_names(schema=schema))
    columns = inspector.get_multi_columns(schema=schema, kind=ObjectKind.ANY)
    keys = inspector.get_multi_pk_constraint(schema=schema)
    links = inspector.get_multi_foreign_keys(schema=schema)
    comments = _comments(inspector, schema)
    for place in sorted(columns, key=lambda place: place[1]):
        name = place[1]
        if name.casefold() in SYSTEM_TABLES or name.startswith(_INNER):
            continue
        key = keys.get(place)
        yield Table(
            name=_qualified(schema, name),
            columns=tuple(_column(column) for column in columns[place]),
            key=tuple(key["constrained_columns"]) if key else (),
            foreign_keys=tuple(
                _foreign_key(link, schema, inspector.default_schema_name)
                for link in links.get(place, ())
            ),
            description=comments.get(name, ""),
            is_view=name in views,
        )


def _comments(inspector: Inspector, schema: str | None) -> dict[str, str]:
    try:
        found = inspector.get_multi_table_comment(schema=schema)
    except NotImplementedError:
        return {}
    return {place[1]: str(comment.get("text") or "") for place, comment in found.items()}


def _column(column: Any) -> Column:
    return Column(
        name=column["name"],
        type=column_type(column["type"]),
        description=column.get("comment") or "",
    )


def _foreign_key(link: Any, schema: str | None, default: str | None) -> ForeignKey:
    target_schema = link["referred_schema"] or schema
    if target_schema == default:
        target_schema = None
    return ForeignKey(
        columns=tuple(link["constrained_columns"]),
        table=_qualified(target_schema, link["referred_table"]),
        target_columns=tuple(link["referred_columns"]),
    )


def _qualified(schema: str | None, name: str) -> str:
    return f"{schema}.{name}" if schema else name
