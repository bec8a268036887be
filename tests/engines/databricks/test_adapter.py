"""What can be tried of Databricks without Databricks: its driver, and what it does when alone."""

from __future__ import annotations

import logging
import os
from importlib.util import find_spec

import pytest

from bi.model.errors import DatabaseUnavailable
from bi.warehouse.engines import adapter_for
from bi.warehouse.spark_place import UnusableUrl
from bi.warehouse.warehouse import Warehouse

NOWHERE = "databricks://token:hunter2@127.0.0.1:1?http_path=/sql/1.0/x&catalog=main&schema=shop"


@pytest.fixture(autouse=True)
def _driver() -> None:
    if find_spec("databricks") is None:
        if os.environ.get("TESTS_NEED_ENGINES"):
            raise RuntimeError("The driver of Databricks is needed: install the group `engines`.")
        pytest.skip("databricks-sqlalchemy is not installed")


async def test_a_warehouse_that_is_not_there_is_unavailable_and_its_token_kept(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    warehouse = Warehouse(NOWHERE)

    with pytest.raises(DatabaseUnavailable):
        await warehouse.open()

    await warehouse.close()
    assert warehouse.dialect == "databricks"
    assert "hunter2" not in caplog.text


@pytest.mark.parametrize("option", ["http_path", "catalog", "schema"])
def test_an_option_that_is_missing_is_named(option: str) -> None:
    url = NOWHERE.replace(option, "other")

    with pytest.raises(UnusableUrl, match=option):
        adapter_for(url).engine(1)


def test_the_dialect_of_the_driver_is_that_of_the_compiler() -> None:
    adapter = adapter_for(NOWHERE)
    engine = adapter.engine(1)

    assert engine.dialect.name == adapter.dialect
    engine.dispose()
