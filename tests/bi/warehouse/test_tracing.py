"""Spans of queries: what they tell, and what they never tell."""

from __future__ import annotations

import asyncio

import pytest
from opentelemetry import trace
from opentelemetry.trace import SpanKind, StatusCode

from bi.guard.guard import guard_sql
from bi.model.errors import DatabaseRejected, QueryTimeout
from bi.warehouse.adapter import Fetched
from bi.warehouse.running import RunningStatement
from bi.warehouse.tracing import system_of
from bi.warehouse.warehouse import Warehouse
from tests.bi.shop import SHOP
from tests.bi.warehouse.test_warehouse import ENDLESS
from tests.spans import Spans, parent_id, span_id

SQL = "SELECT order_id FROM orders WHERE region = 'North' ORDER BY 1"
BROKEN = "SELECT CAST(region AS INTEGER) AS n"


async def test_a_query_says_where_it_was_asked_and_how_many_rows_came(
    warehouse: Warehouse, spans: Spans, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true")
    result = await warehouse.run(guard_sql(SQL, SHOP, warehouse.dialect), None)

    span = spans.one("SELECT")
    assert span.kind is SpanKind.CLIENT
    assert span.attributes == {
        "db.system.name": system_of(warehouse.dialect, ""),
        "db.operation.name": "SELECT",
        "db.response.returned_rows": len(result.rows),
    }
    # Nor is the SQL, whatever is asked for: what limits the rows is in it.
    assert "North" not in spans.text()


async def test_what_fails_says_its_code_and_not_the_database_s_words(
    warehouse: Warehouse, spans: Spans
) -> None:
    # SQLite casts whatever it is given, but knows no sum so large.
    sql = "SELECT SUM(9223372036854775807) AS n" if warehouse.dialect == "sqlite" else BROKEN
    broken = guard_sql(f"{sql} FROM orders", SHOP, warehouse.dialect)
    with pytest.raises(DatabaseRejected):
        await warehouse.run(broken, None)

    span = spans.one("SELECT")
    assert span.status.status_code is StatusCode.ERROR
    assert span.status.description is None
    assert span.attributes is not None
    assert span.attributes["error.type"] == "query_failed"
    assert not span.events


async def test_a_query_that_takes_too_long_is_an_error(warehouse: Warehouse, spans: Spans) -> None:
    warehouse._timeout_s = 0.05
    with pytest.raises(QueryTimeout):
        await warehouse.run(guard_sql(ENDLESS, SHOP, warehouse.dialect), None)
    span = spans.one("SELECT")
    assert span.attributes is not None
    assert span.attributes["error.type"] == QueryTimeout.code


async def test_the_thread_of_a_driver_is_in_the_query_s_span(
    warehouse: Warehouse, spans: Spans, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that what instruments a driver nests its own spans rightly."""
    execute = RunningStatement.execute

    def instrumented(self: RunningStatement, engine: object) -> Fetched:
        with trace.get_tracer("driver").start_as_current_span("driver"):
            return execute(self, engine)  # type: ignore[arg-type]

    monkeypatch.setattr(RunningStatement, "execute", instrumented)
    query = guard_sql(SQL, SHOP, warehouse.dialect)
    await asyncio.gather(warehouse.run(query, None), warehouse.run(query, None))

    queries = {span_id(span) for span in spans.named("SELECT")}
    assert len(queries) == 2
    assert {parent_id(span) for span in spans.named("driver")} == queries


async def test_looking_after_itself_makes_no_span(warehouse: Warehouse, spans: Spans) -> None:
    await warehouse.ping()
    await warehouse.profile(SHOP)
    assert not spans.all


@pytest.mark.parametrize(
    ("dialect", "url", "system"),
    [
        ("postgres", "postgresql://h/d", "postgresql"),
        ("mysql", "mariadb+pymysql://h/d", "mariadb"),
        ("mysql", "mysql://h/d", "mysql"),
        ("tsql", "mssql://h/d", "microsoft.sql_server"),
        ("duckdb", "duckdb:///f", "duckdb"),
    ],
)
def test_engines_are_called_as_the_conventions_call_them(
    dialect: str, url: str, system: str
) -> None:
    assert system_of(dialect, url) == system
