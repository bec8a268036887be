"""CSV files behind the same locks as any database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bi.model.errors import DatabaseRejected
from bi.warehouse.adapters.csv_adapter import CannotReadFile
from bi.warehouse.warehouse import Warehouse

SALES = """order_id,day,amount,returned
1,2024-01-05,10.5,true
2,2024-01-06,NA,false
3,2024-02-01,,
4,,7,true
"""


@pytest.fixture
async def sales(tmp_path: Path) -> AsyncIterator[Warehouse]:
    file = tmp_path / "Sales-2024.csv"
    file.write_text(SALES)
    warehouse = Warehouse(f"csv:///{file}")
    yield warehouse
    await warehouse.close()


async def test_types_are_told_from_the_rows(sales: Warehouse) -> None:
    asked = "SELECT typeof(day), typeof(amount), typeof(returned) FROM sales_2024"
    fetched = await sales.fetch(asked, 1, 5)
    assert fetched.rows == [("DATE", "DOUBLE", "BOOLEAN")]


async def test_what_stands_for_no_value_is_none(sales: Warehouse) -> None:
    fetched = await sales.fetch("SELECT count(*), sum(amount) FROM sales_2024", 1, 5)
    assert fetched.rows == [(4, 17.5)]
    missing = await sales.fetch("SELECT count(*) FROM sales_2024 WHERE amount IS NULL", 1, 5)
    assert missing.rows == [(2,)]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM sales_2024",
        "CREATE TABLE more (a INTEGER)",
        "SELECT * FROM read_csv('{file}')",
        "SET enable_external_access = true",
    ],
)
async def test_nothing_is_written_and_no_other_file_read(
    sales: Warehouse, sql: str, tmp_path: Path
) -> None:
    with pytest.raises(DatabaseRejected):
        await sales.fetch(sql.format(file=tmp_path / "Sales-2024.csv"), 1, 5)
    assert (tmp_path / "Sales-2024.csv").read_text() == SALES


@pytest.mark.parametrize("path", ["none.csv", "empty"])
async def test_a_file_that_cannot_be_read_is_named(path: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    warehouse = Warehouse(f"csv:///{tmp_path / path}")
    with pytest.raises(CannotReadFile, match=path):
        await warehouse.open()
    await warehouse.close()
