"""Engines of which no server can be had here: what can be known of their adapters without one."""

from __future__ import annotations

from typing import Any

import mssql_python
import pytest
from google.api_core import exceptions
from snowflake.connector import errors as snowflake

from bi.model.errors import DatabaseUnavailable
from bi.warehouse.adapter import Failure
from bi.warehouse.engines import adapter_for
from bi.warehouse.warehouse import Warehouse

google: Any = exceptions  # it carries no types

SNOWFLAKE = "snowflake://reader:hush@account/shop/public?warehouse=small&role=reader"
SQL_SERVER = "mssql://reader:hush@127.0.0.1:9/shop?TrustServerCertificate=yes"


@pytest.mark.parametrize(("url", "dialect"), [(SNOWFLAKE, "snowflake"), (SQL_SERVER, "tsql")])
def test_a_url_leads_to_an_engine_that_has_connected_to_nothing(url: str, dialect: str) -> None:
    adapter = adapter_for(url)
    engine = adapter.engine(3)
    assert adapter.dialect == dialect
    assert engine.pool.status().startswith("Pool size: 3  Connections in pool: 0")
    engine.dispose()


async def test_an_sql_server_that_is_gone_is_unavailable() -> None:
    warehouse = Warehouse(SQL_SERVER, timeout_s=10.0)
    with pytest.raises(DatabaseUnavailable):
        await warehouse.ping()
    await warehouse.close()


@pytest.mark.parametrize(
    ("url", "error", "failure"),
    [
        (SNOWFLAKE, snowflake.ProgrammingError("cancelled", errno=604), Failure.INTERRUPTED),
        (SNOWFLAKE, snowflake.ProgrammingError("no such column", errno=904), Failure.REJECTED),
        (SNOWFLAKE, snowflake.OperationalError("no route", errno=250001), Failure.UNAVAILABLE),
        (
            SQL_SERVER,
            mssql_python.OperationalError("Operation canceled", "by user"),
            Failure.INTERRUPTED,
        ),
        (
            SQL_SERVER,
            mssql_python.OperationalError("Communication link failure", ""),
            Failure.UNAVAILABLE,
        ),
        (SQL_SERVER, mssql_python.ProgrammingError("Syntax error", ""), Failure.REJECTED),
        (
            "bigquery://shop/sales",
            google.BadRequest("stopped", errors=[{"reason": "stopped"}]),
            Failure.INTERRUPTED,
        ),
        ("bigquery://shop/sales", google.NotFound("no such table"), Failure.REJECTED),
        ("bigquery://shop/sales", google.ServiceUnavailable("later"), Failure.UNAVAILABLE),
    ],
    ids=str,
)
def test_errors_are_told_apart(url: str, error: Exception, failure: Failure) -> None:
    assert adapter_for(url).failure(error) is failure
