from __future__ import annotations

from bi.compiler.dialects.dialect import Dialect


class DuckDB(Dialect):
    name = "duckdb"
