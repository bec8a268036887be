"""SQLAlchemy's view of a Spark schema, where PyHive's is that of Hive."""

from __future__ import annotations

import re
from typing import Any

from pyhive import hive
from pyhive.sqlalchemy_hive import HiveDialect
from sqlalchemy import Connection, text, types
from sqlalchemy.exc import NoSuchTableError

_TYPES: dict[str, Any] = {
    "boolean": types.Boolean,
    "tinyint": types.SmallInteger,
    "smallint": types.SmallInteger,
    "int": types.Integer,
    "bigint": types.BigInteger,
    "float": types.Float,
    "double": types.Float,
    "string": types.String,
    "varchar": types.String,
    "char": types.String,
    "date": types.Date,
    "timestamp": types.TIMESTAMP,
    "timestamp_ntz": types.TIMESTAMP,
    "time": types.Time,
    "binary": types.LargeBinary,
}
_DECIMAL = re.compile(r"decimal\((\d+),\s*(\d+)\)")
_WORD = re.compile(r"\w+")


class SparkDialect(HiveDialect):  # type: ignore[misc]
    """Reads names, types and comments; tables of Spark have no keys."""

    name = "spark"
    driver = "thrift"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> Any:
        return hive

    def _get_default_schema_name(self, connection: Connection) -> str:
        return str(connection.execute(text("SELECT current_schema()")).scalar())

    def do_ping(self, dbapi_connection: Any) -> bool:
        """Thrift's errors are none of the driver's, which the pool would take for a lost one."""
        try:
            dbapi_connection.server_name()
        except Exception:
            return False
        return True

    def get_table_names(
        self, connection: Connection, schema: str | None = None, **kw: Any
    ) -> list[str]:
        views = set(self.get_view_names(connection, schema, **kw))
        return [name for name in self._names(connection, "TABLES", schema) if name not in views]

    def get_view_names(
        self, connection: Connection, schema: str | None = None, **_: Any
    ) -> list[str]:
        return self._names(connection, "VIEWS", schema)

    def get_multi_columns(
        self, connection: Connection, *, schema: str | None = None, **_: Any
    ) -> list[tuple[tuple[str | None, str], list[dict[str, Any]]]]:
        """All of a schema at once: a question for each table takes minutes in a large one."""
        session = connection.connection.dbapi_connection
        wanted = schema or self.default_schema_name
        rows = session.columns(wanted)  # type: ignore[union-attr]
        found: dict[str, list[dict[str, Any]]] = {}
        for table, column, type_, comment in rows:
            found.setdefault(table, []).append(_column(column, type_, comment))
        names = [*self._names(connection, "TABLES", schema)]
        # Tables of a catalog other than Spark's own are described one by one.
        return [
            ((schema, name), found.get(name) or self.get_columns(connection, name, schema))
            for name in names
        ]

    def get_columns(
        self, connection: Connection, table_name: str, schema: str | None = None, **_: Any
    ) -> list[dict[str, Any]]:
        quoted = self.identifier_preparer.quote_identifier
        place = ".".join(quoted(part) for part in (schema, table_name) if part)
        if table_name not in self._names(connection, "TABLES", schema):
            raise NoSuchTableError(table_name)
        columns = []
        for name, type_, comment in connection.execute(text(f"DESCRIBE TABLE {place}")):
            if not name or name.startswith("#"):
                break  # what follows repeats the columns that the table is parted by
            columns.append(_column(name, type_, comment or ""))
        return columns

    def get_indexes(self, *_: Any, **__: Any) -> list[Any]:
        return []

    def get_pk_constraint(self, *_: Any, **__: Any) -> dict[str, Any]:
        return {"constrained_columns": [], "name": None}

    def _names(self, connection: Connection, what: str, schema: str | None) -> list[str]:
        place = self.identifier_preparer.quote_identifier(schema or self.default_schema_name)
        rows = connection.execute(text(f"SHOW {what} IN {place}"))
        return [name for _, name, is_temporary in rows if not is_temporary]


def _column(name: str, type_: str, comment: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": _type(type_.lower()),
        "nullable": True,
        "default": None,
        "comment": comment or None,
    }


def _type(written: str) -> types.TypeEngine[Any]:
    if decimal := _DECIMAL.fullmatch(written):
        return types.Numeric(int(decimal[1]), int(decimal[2]))
    word = _WORD.match(written)
    # Lists, maps and records are nothing that a question could use.
    kind = _TYPES.get(word[0]) if word else None
    return kind() if kind else types.NullType()
