"""Tables that tell about the database itself, or are no tables: refused where no catalog says
which tables there are. With a catalog, what it does not speak of is refused anyway.

All engines' names are refused on every engine: one engine's catalog may be another's table, and
`SELECT * FROM pg_tables` is hardly a business question anywhere.
"""

from __future__ import annotations

import re

# As a schema or a database, before the last dot.
_SCHEMAS = re.compile(
    r"""information_schema | pg_catalog | pg_toast | pg_temp.* | pg_internal | pg_.*
      | mysql | performance_schema | sys | system | system_views | system_metadata
      | master | msdb | tempdb | model
      | sqlite_.* | duckdb_.* | temp
      | account_usage | organization_usage | reader_account_usage | data_sharing_usage
      | snowflake | snowflake_sample_data_usage
      | region-.* | jmx | \$system | metadata | _?system""",
    re.VERBOSE,
)
# As a table.
_TABLES = re.compile(
    r"""pg_.* | sqlite_.* | duckdb_.* | pragma_.*
      | information_schema.* | __tables__ | __tables_summary__ | __partitions_summary__
      | (?:stl|stv|svl|svv|svcs|sys)_.* | (?:all|dba|user|v)_(?:tables|tab_columns|users|views)
      | sys(?:objects|columns|users|databases|logins|processes|comments|indexes|tables)
      | dbstat | tables_used | bytecode | .*\$.*""",
    re.VERBOSE,
)
# DuckDB, Spark and ClickHouse open what such a name points at.
_FILE = re.compile(r"[/\\:*?@<>|]|\.[A-Za-z0-9]+$|^~")
_FORMATS = frozenset(
    {"parquet", "csv", "json", "orc", "text", "avro", "delta", "iceberg", "hudi", "xml",
     "binaryfile", "jdbc", "libsvm", "image"}
)  # fmt: skip
# More than catalog.schema.table would be another server.
_MOST_PARTS = 3
# BigQuery: `events_*` is a set of tables, and a project's name may hold a dash or a colon.
_WILDCARDS = frozenset({"bigquery"})


def is_system_table(parts: tuple[str, ...]) -> bool:
    """Whether a table's name, from the outermost part to the last, is one of the database's own."""
    *outer, last = (part.lower() for part in parts)
    return (
        len(parts) > _MOST_PARTS
        or any(_SCHEMAS.fullmatch(part) for part in outer)
        or _TABLES.fullmatch(last) is not None
    )


def is_file(parts: tuple[str, ...], dialect: str) -> bool:
    """Whether an engine would look for a file, a stage or an address of that name."""
    *outer, last = (part.lower() for part in parts)
    if dialect in _WILDCARDS:
        last = last.removesuffix("*")
    return _FILE.search(last) is not None or bool(outer and outer[-1] in _FORMATS)
