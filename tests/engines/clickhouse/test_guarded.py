"""What the guard lets through runs on ClickHouse, and values stay values there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnRef,
    ColumnType,
    Dataset,
    Datasource,
    Dimension,
    Measure,
)
from bi.model.semantic import (
    DimensionGroup,
    Filter,
    Measured,
    NamedMeasure,
    Operator,
    SemanticQuery,
)
from bi.warehouse.adapter import Adapter
from bi.warehouse.engines import adapter_for
from tests.bi.compiler.questions import where
from tests.bi.compiler.test_rows import fetch
from tests.bi.guard.test_clickhouse import ALLOWED
from tests.bi.shop import SHOP
from tests.engines.clickhouse.running import ClickHouseServer

VALUES = (
    "it's",
    "back\\slash",
    "\\",
    "\\'; DROP TABLE orders; --",
    "' OR 1 = 1 --",
    "100%",
    "under_score",
    "\\%",
    "new\nline\tand tab",
    "{x:String} %(x)s %s",
    '`quoted` "twice"',
    "É",
    "/* no */ comment -- here",
    "\x00",
)


@pytest.fixture(scope="module")
def names(clickhouse_server: ClickHouseServer) -> Iterator[tuple[Adapter, Engine]]:
    """A shop whose customers are called by the values."""
    import clickhouse_connect

    with clickhouse_connect.get_client(dsn=clickhouse_server.dsn()) as client:
        client.command("CREATE DATABASE names")
    with clickhouse_connect.get_client(dsn=clickhouse_server.dsn("names")) as client:
        client.command("CREATE TABLE customers (customer_id Int32, name String, country String, "
                       "signup_date Date) ENGINE = Memory")  # fmt: skip
        for number, value in enumerate(VALUES):
            client.command(
                "INSERT INTO customers SELECT {number:Int32}, {value:String}, '', '2024-01-01'",
                parameters={"number": number, "value": value},
            )
    adapter = adapter_for(clickhouse_server.url("names"))
    engine = adapter.engine(pool_size=1)
    yield adapter, engine
    engine.dispose()


@pytest.mark.parametrize("sql", ALLOWED)
def test_what_is_let_through_runs(shop_url: str, sql: str) -> None:
    adapter = adapter_for(shop_url)
    engine = adapter.engine(pool_size=1)

    fetched = fetch((adapter, engine), guard_sql(sql, SHOP, "clickhouse").sql)
    engine.dispose()

    assert fetched.rows


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize(
    "operator", [Operator.IN, Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH]
)
def test_a_value_finds_what_is_called_so_and_nothing_else(
    names: tuple[Adapter, Engine], operator: Operator, value: str
) -> None:
    found = {
        Operator.IN: lambda name: name == value,
        Operator.CONTAINS: lambda name: value in name,
        Operator.STARTS_WITH: lambda name: name.startswith(value),
        Operator.ENDS_WITH: lambda name: name.endswith(value),
    }[operator]
    query = SemanticQuery(
        columns=(where("customers", "name", operator, value).column,),
        dataset="customers",
        filters=(where("customers", "name", operator, value),),
    )

    sql = guard_sql(compile_query(query, SHOP, "clickhouse").sql, SHOP, "clickhouse").sql

    assert {row[0] for row in fetch(names, sql).rows} == set(filter(found, VALUES))


@pytest.mark.parametrize("word", ["cube", "infinity", "interval", "prewhere", "sample", "global"])
def test_a_column_may_be_called_by_a_word_of_the_language(
    clickhouse_server: ClickHouseServer, word: str
) -> None:
    import clickhouse_connect

    catalog = Catalog(
        version=word,
        datasource=Datasource(word, word, "clickhouse://localhost"),
        datasets=(
            Dataset(
                "rows",
                "Rows",
                "rows",
                dimensions=(Dimension("rows", word, word, f'"{word}"', ColumnType.INTEGER),),
                measures=(Measure("rows", "total", "Total", f'"{word}"', Aggregation.SUM),),
            ),
        ),
    )
    column = ColumnRef("rows", word)
    query = SemanticQuery(
        (Measured(NamedMeasure("total")),),
        (DimensionGroup(column),),
        filters=(Filter(column, Operator.GREATER, (1,)),),
    )
    with clickhouse_connect.get_client(dsn=clickhouse_server.dsn()) as client:
        client.command(f"CREATE TABLE rows (`{word}` Int32) ENGINE = Memory")
        client.command("INSERT INTO rows VALUES (1), (2), (2)")
    adapter = adapter_for(clickhouse_server.url())
    engine = adapter.engine(pool_size=1)

    sql = guard_sql(compile_query(query, catalog, "clickhouse").sql, catalog, "clickhouse").sql
    fetched = fetch((adapter, engine), sql)
    engine.dispose()
    with clickhouse_connect.get_client(dsn=clickhouse_server.dsn()) as client:
        client.command("DROP TABLE rows")

    assert fetched.rows == [(2, 4)]
