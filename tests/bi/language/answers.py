"""What a sentence comes to: read, compiled, and run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from bi.compiler.compile import compile_query
from bi.model.catalog import Catalog
from tests.bi.language.expected import Reader


def answers(
    reader: Reader, catalog: Catalog, database: Path, sentence: str
) -> list[tuple[Any, ...]]:
    """The rows, sorted."""
    compiled = compile_query(reader.question(sentence).query, catalog, "duckdb")
    with duckdb.connect(str(database), read_only=True) as connection:
        return sorted(connection.execute(compiled.sql).fetchall())
