"""LangChain's SQL tools see the catalog's tables and nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.tools import BaseTool
from sqlalchemy import text

from bi.model.catalog import Catalog, Dataset, Datasource
from bi.model.errors import QueryRefused
from integrations.langchain_database import GuardedSQLDatabase
from integrations.langchain_toolkit import GuardedSQLToolkit
from tests.bi.shop import SHOP, duckdb_shop, sqlite_shop


def shop_at(url: str) -> Catalog:
    return replace(SHOP, datasource=Datasource("shop", "Shop", url))


@pytest.fixture(params=[duckdb_shop, sqlite_shop], ids=["duckdb", "sqlite"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GuardedSQLDatabase]:
    with GuardedSQLDatabase(shop_at(request.param(tmp_path)), row_limit=5) as opened:
        yield opened


@pytest.fixture
def tools(database: GuardedSQLDatabase) -> dict[str, BaseTool]:
    return {tool.name: tool for tool in GuardedSQLToolkit(db=database).get_tools()}


def test_the_tools_list_describe_and_query(tools: dict[str, BaseTool]) -> None:
    listed = tools["sql_db_list_tables"].invoke({"tool_input": ""})
    assert listed == "customers, order_lines, orders, products, surveys, targets"
    described = tools["sql_db_schema"].invoke({"table_names": "orders, customers"})
    assert "CREATE TABLE orders (" in described
    assert "joins customers ON orders.customer_id = customers.customer_id" in described
    assert "measure Orders: count of *" in described
    query = "SELECT name FROM customers WHERE country = 'Canada' ORDER BY name -- mine"
    assert tools["sql_db_query"].invoke({"query": query}) == "[('Bob_Sons',), ('Dora',)]"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT password FROM customers",
        "SELECT * FROM secrets",
        "SELECT secret FROM secrets",
        "CREATE TABLE mine (a INTEGER)",
        "DELETE FROM customers",
        "SELECT 1; DROP TABLE customers",
        "SELECT name FROM customers WHERE name = ",
    ],
)
def test_what_an_agent_must_not_do_is_told_to_it(tools: dict[str, BaseTool], query: str) -> None:
    told = tools["sql_db_query"].invoke({"query": query})
    assert told.startswith("Error: ")
    assert "hunter2" not in told
    assert "jewels" not in told
    count = tools["sql_db_query"].invoke({"query": "SELECT COUNT(*) FROM customers"})
    assert count == "[(4,)]"


def test_no_hidden_column_or_table_is_described(database: GuardedSQLDatabase) -> None:
    for told in (database.table_info, database.get_context()["table_info"]):
        assert "password" not in told
        assert "secret" not in told


def test_many_rows_and_long_values_are_cut_and_said_to_be(database: GuardedSQLDatabase) -> None:
    told = database.run("SELECT line_id FROM order_lines ORDER BY line_id")
    assert told == "[(1,), (2,), (3,), (4,), (5,)]\n(the first 5 rows only)"
    assert database.run("SELECT line_id FROM order_lines ORDER BY 1", fetch="one") == "[(1,)]"
    columns = database.run("SELECT MIN(line_id) AS low FROM order_lines", include_columns=True)
    assert columns == "[{'low': 1}]"
    assert database.run("SELECT name FROM customers WHERE country = 'Peru'") == ""


def test_there_is_no_way_round_the_guard(database: GuardedSQLDatabase) -> None:
    with pytest.raises(QueryRefused):
        database.run("SELECT * FROM secrets")
    with pytest.raises(ValueError, match="Only SQL text"):
        database.run(text("SELECT * FROM secrets"))
    with pytest.raises(ValueError, match="Only SQL text"):
        database.run("SELECT 1", fetch="cursor")
    with pytest.raises(TypeError, match=r"Only run\(\)"):
        database._execute("SELECT * FROM secrets")
    with pytest.raises(TypeError, match="from_catalog"):
        GuardedSQLDatabase.from_uri("sqlite://")
    with pytest.raises(ValueError, match="no table secrets"):
        database.get_table_info(["secrets"])
    assert database.get_table_info_no_throw(["secrets"]).startswith("Error: There is no table")


def test_many_threads_may_ask_at_once(database: GuardedSQLDatabase) -> None:
    queries = [f"SELECT COUNT(*) + {n} FROM customers" for n in range(20)]
    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(database.run, queries))
    assert told == [f"[({n + 4},)]" for n in range(20)]


def test_the_description_of_five_hundred_tables_is_bounded(tmp_path: Path) -> None:
    tables = tuple(
        Dataset(f"table_{n}", f"Table {n}", f"table_{n}", description="words " * 50)
        for n in range(500)
    )
    catalog = replace(shop_at(sqlite_shop(tmp_path)), datasets=tables, joins=(), metrics=())
    with GuardedSQLDatabase(catalog, max_chars=5_000) as database:
        told = database.table_info
        assert "-- Left out here, ask for them by name: " in told
        assert len(told) < 12_000
        assert "CREATE TABLE table_499 (" in database.get_table_info(["table_499"])


def test_the_service_does_not_import_it() -> None:
    seen = "import runs.service, sys; print('langchain_community' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
