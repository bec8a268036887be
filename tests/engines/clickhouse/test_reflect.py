"""A first catalog is drafted from ClickHouse as it is from any engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bi.catalog.generate import draft_catalog
from bi.catalog.inspection import Inspection
from bi.datasources.inspecting import inspect_url
from bi.model.catalog import ColumnType
from tests.bi.shop import duckdb_shop
from tests.engines.clickhouse.running import ClickHouseServer

TYPES = """
CREATE TABLE things (
    id UInt64, name LowCardinality(String), kind Enum8('big' = 1, 'small' = 2), code FixedString(2),
    uuid UUID, address IPv4, price Decimal(9, 2), ratio Float32, whole Decimal(9, 0), yes Bool,
    day Date, long_ago Date32, at DateTime('Asia/Tokyo'), exactly DateTime64(6),
    maybe Nullable(Int32), list Array(String), pairs Map(String, Int32)
) ENGINE = MergeTree ORDER BY id COMMENT 'What there is'
"""


@pytest.fixture
def alone(clickhouse_server: ClickHouseServer) -> Iterator[ClickHouseServer]:
    """A server that holds what the test puts there, and nothing else. Skips as the common one."""
    server = ClickHouseServer()
    server.start()
    yield server
    server.stop()


def drafted(inspection: Inspection) -> list[str]:
    return draft_catalog(inspection, "shop", "engine://somewhere").splitlines()


def test_the_draft_is_that_of_the_same_tables_elsewhere(
    alone: ClickHouseServer, tmp_path: Path
) -> None:
    from tests.engines.clickhouse.tables import load_shop

    found = inspect_url(load_shop(alone), budget_s=60)
    elsewhere = inspect_url(duckdb_shop(tmp_path), budget_s=60)

    assert found.dialect == "clickhouse"
    assert drafted(found) == drafted(elsewhere)


def test_types_are_those_that_a_question_can_use(alone: ClickHouseServer) -> None:
    import clickhouse_connect

    with clickhouse_connect.get_client(dsn=alone.dsn()) as client:
        client.command(TYPES)
        client.command(
            "INSERT INTO things (id, name, kind, code) VALUES (1, 'hat', 'big', 'A'), "
            "(2, 'cap', 'small', 'B'), (3, 'fez', 'small', 'B')"
        )
        client.command(
            "CREATE MATERIALIZED VIEW counts ENGINE = SummingMergeTree ORDER BY kind "
            "AS SELECT kind, count() AS n FROM things GROUP BY kind"
        )

    inspection = inspect_url(alone.url(), views=True)
    tables = {table.name: table for table in inspection.tables}

    # Neither the server's own tables nor where a view keeps its rows.
    assert list(tables) == ["counts", "things"]
    assert tables["things"].description == "What there is"
    assert {column.name: column.type for column in tables["things"].columns} == {
        "id": ColumnType.INTEGER,
        "name": ColumnType.TEXT,
        "kind": ColumnType.TEXT,
        "code": ColumnType.TEXT,
        "uuid": ColumnType.TEXT,
        "address": ColumnType.TEXT,
        "price": ColumnType.NUMBER,
        "ratio": ColumnType.NUMBER,
        "whole": ColumnType.INTEGER,
        "yes": ColumnType.BOOLEAN,
        "day": ColumnType.DATE,
        "long_ago": ColumnType.DATE,
        "at": ColumnType.TIMESTAMP,
        "exactly": ColumnType.TIMESTAMP,
        "maybe": ColumnType.INTEGER,
        "list": None,
        "pairs": None,
    }
    code = tables["things"].column("code")
    assert code is not None
    assert code.values == ("A", "B")
