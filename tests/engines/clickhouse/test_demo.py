"""The demo's questions have the same answers on ClickHouse as on DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import Engine

from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog
from bi.model.reading import Question
from bi.model.result import Cell
from bi.model.semantic import SemanticQuery
from bi.warehouse.adapter import Adapter
from bi.warehouse.cells import rows_as_cells
from bi.warehouse.engines import adapter_for
from tests.bi.compiler.test_rows import fetch
from tests.bi.language.profiled import profile_of
from tests.engines.clickhouse.running import ClickHouseServer
from tests.golden.test_questions import CASES

TODAY = date(2026, 6, 30)

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def engines(
    clickhouse_server: ClickHouseServer,
    demo_database: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[tuple[Adapter, Engine], ...]]:
    import clickhouse_connect

    folder = tmp_path_factory.mktemp("demo")
    with clickhouse_connect.get_client(dsn=clickhouse_server.dsn()) as client:
        client.command("CREATE DATABASE demo")
    with (
        duckdb.connect(str(demo_database), read_only=True) as source,
        clickhouse_connect.get_client(dsn=clickhouse_server.dsn("demo")) as client,
    ):
        for (table,) in source.execute("SHOW TABLES").fetchall():
            file = folder / f"{table}.parquet"
            source.execute(f"COPY {table} TO '{file}' (FORMAT parquet)")
            client.command(
                f"CREATE TABLE {table} ENGINE = MergeTree ORDER BY tuple() "
                f"AS SELECT * FROM file('{file}')"
            )
    adapters = [
        adapter_for(f"duckdb:///{demo_database}"),
        adapter_for(clickhouse_server.url("demo")),
    ]
    opened = tuple((adapter, adapter.engine(pool_size=1)) for adapter in adapters)
    yield opened
    for _, engine in opened:
        engine.dispose()


def queries(catalog: Catalog, database: Path) -> dict[str, SemanticQuery]:
    """What the questions with known answers are read as, refinements too."""
    reader = LanguageEngine(catalog, profile_of(catalog, database))
    found: dict[str, SemanticQuery] = {}
    for case in CASES:
        previous: SemanticQuery | None = None
        for turn in case.turns:
            reading = reader.read(turn.question, ReadContext(TODAY, previous))
            if isinstance(reading, Question):
                previous = reading.query
                found[f"{case.id}: {turn.question}"] = reading.query
    return found


def answer(
    engine: tuple[Adapter, Engine], query: SemanticQuery, catalog: Catalog
) -> list[tuple[Cell, ...]]:
    """Numbers to six digits: sums of floats depend on their order."""
    dialect = engine[0].dialect
    compiled = compile_query(query, catalog, dialect)
    fetched = fetch(engine, guard_sql(compiled.sql, catalog, dialect).sql)
    return [
        tuple(
            f"{value:.6g}" if isinstance(value, int | float) else value  # a boolean is 1 or 0
            for value in row
        )
        for row in rows_as_cells(fetched.rows, compiled.columns)
    ]


def test_every_answer_is_the_same_in_the_same_order(
    engines: tuple[tuple[Adapter, Engine], ...], demo_catalog: Catalog, demo_database: Path
) -> None:
    asked = queries(demo_catalog, demo_database)
    duck, click = engines

    different = [
        name
        for name, query in asked.items()
        if answer(duck, query, demo_catalog) != answer(click, query, demo_catalog)
    ]

    assert len(asked) > 100
    assert different == []
