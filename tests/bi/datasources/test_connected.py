"""A datasource knows the values of its data, and goes on knowing them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from bi.catalog.load import load_catalog
from bi.datasources.connected import Condition, ConnectedDatasource
from bi.language.context import ReadContext
from bi.model.catalog import ColumnRef
from bi.model.errors import DatabaseUnavailable, QueryRefused
from bi.model.profile import Profile, ValueBounds
from bi.model.reading import Question
from bi.model.semantic import SemanticQuery
from bi.warehouse.exports.format import ExportFormat, ExportOptions
from bi.warehouse.warehouse import Warehouse
from tests.bi.compiler.questions import MONTH, REVENUE
from tests.bi.language.german_shop import CATALOG, make_german_shop
from tests.bi.shop import SHOP, duckdb_shop
from tests.bi.warehouse.test_warehouse import ENDLESS

COUNTRY = ColumnRef("customers", "country")


class Shop(Warehouse):
    """A warehouse whose profile is what a test says; counts how often it was read."""

    def __init__(self, url: str) -> None:
        super().__init__(url, row_limit=5, timeout_s=20.0)
        self.countries: tuple[str, ...] | None = ("Canada",)
        self.gate = asyncio.Event()
        self.gate.set()
        self.read = asyncio.Semaphore(0)

    async def profile(self, *_: object) -> Profile:
        self.read.release()
        await self.gate.wait()
        if self.countries is None:
            raise DatabaseUnavailable("The database cannot be reached now.")
        return Profile({COUNTRY: self.countries})


@pytest.fixture
async def warehouse(tmp_path: Path) -> AsyncIterator[Shop]:
    opened = Shop(duckdb_shop(tmp_path))
    yield opened
    await opened.close()


async def filters(datasource: ConnectedDatasource, text: str) -> tuple[object, ...] | None:
    """The values a question is limited to; None when it is not understood."""
    engine = (await datasource.understander()).engine
    reading = engine.read(text, ReadContext(date(2025, 1, 1)))
    if not isinstance(reading, Question):
        return None
    return tuple(value for one in reading.query.filters for value in one.values)


async def test_questions_wait_for_the_first_reading_and_it_is_done_once(warehouse: Shop) -> None:
    datasource = ConnectedDatasource(SHOP, warehouse)
    warehouse.gate.clear()
    asked = [asyncio.create_task(filters(datasource, "orders in Canada")) for _ in range(3)]
    await warehouse.read.acquire()
    assert not any(task.done() for task in asked)

    warehouse.gate.set()

    assert await asyncio.gather(*asked) == [("Canada",)] * 3
    assert warehouse.read.locked()


async def test_a_refresh_takes_the_place_of_the_old_values_when_it_is_complete(
    warehouse: Shop,
) -> None:
    datasource = ConnectedDatasource(SHOP, warehouse)
    assert await filters(datasource, "orders in Chile") is None
    warehouse.countries = ("Chile",)
    warehouse.gate.clear()
    refreshing = asyncio.create_task(datasource.refresh())
    await warehouse.read.acquire()
    assert await filters(datasource, "orders in Canada") == ("Canada",)

    warehouse.gate.set()
    await refreshing

    assert await filters(datasource, "orders in Chile") == ("Chile",)
    assert await filters(datasource, "orders in Canada") is None


async def test_a_refresh_that_fails_leaves_the_old_values(warehouse: Shop) -> None:
    datasource = ConnectedDatasource(SHOP, warehouse)
    await datasource.understander()
    warehouse.countries = None

    with pytest.raises(DatabaseUnavailable):
        await datasource.refresh()

    assert await filters(datasource, "orders in Canada") == ("Canada",)


async def test_a_first_reading_that_fails_is_tried_again_by_the_next_question(
    warehouse: Shop,
) -> None:
    datasource = ConnectedDatasource(SHOP, warehouse)
    warehouse.countries = None
    await datasource.keep_fresh(0)
    warehouse.countries = ("Canada",)

    assert await filters(datasource, "orders in Canada") == ("Canada",)


async def test_values_are_read_again_and_again_whatever_fails(warehouse: Shop) -> None:
    datasource = ConnectedDatasource(SHOP, warehouse)
    keeping = asyncio.create_task(datasource.keep_fresh(0.001))
    for countries in (("Canada",), None, ("Chile",)):
        warehouse.countries = countries
        for _ in range(2):
            await warehouse.read.acquire()
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping

    await datasource.refresh()
    assert await filters(datasource, "orders in Chile") == ("Chile",)


async def test_values_are_kept_within_bounds(tmp_path: Path) -> None:
    warehouse = Warehouse(duckdb_shop(tmp_path), row_limit=5, timeout_s=20.0)
    everything = await warehouse.profile(SHOP)
    counts = {ref: len(values) for ref, values in everything.values.items()}
    largest = max(counts, key=lambda ref: (counts[ref], str(ref)))

    cut = await warehouse.profile(SHOP, ValueBounds(of_dimension=2))
    fewer = await warehouse.profile(SHOP, ValueBounds(in_all=sum(counts.values()) - 1))
    await warehouse.close()

    assert {ref: len(values) for ref, values in cut.values.items()} == {
        ref: min(count, 2) for ref, count in counts.items()
    }
    assert cut.incomplete == {ref for ref, count in counts.items() if count > 2}
    assert fewer.incomplete == {largest}
    assert {ref: len(values) for ref, values in fewer.values.items()} == {**counts, largest: 0}


async def test_a_question_in_the_language_of_the_catalog_is_answered(tmp_path: Path) -> None:
    database = tmp_path / "versand.duckdb"
    make_german_shop(database)
    catalog = load_catalog(CATALOG, url=f"duckdb:///{database}")
    warehouse = Warehouse(catalog.datasource.url, row_limit=50, timeout_s=20.0)
    datasource = ConnectedDatasource(catalog, warehouse)
    understander = await datasource.understander()
    text = "Durchschnittliche Lieferzeit je Kategorie, absteigend sortiert"
    reading = understander.engine.read(text, ReadContext(understander.today))
    assert isinstance(reading, Question)
    result = await datasource.execute(datasource.compile(reading.query))
    await datasource.close()
    by_hand = (
        "SELECT category, avg(delivery_days) FROM orders JOIN products USING (product_id)"
        " GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    with duckdb.connect(str(database), read_only=True) as connection:
        assert [tuple(row) for row in result.rows] == connection.execute(by_hand).fetchall()


async def test_its_condition_is_told_in_time_whatever_the_database_does(warehouse: Shop) -> None:
    datasource = ConnectedDatasource(SHOP, warehouse)
    warehouse.gate.clear()

    assert await datasource.condition(within_s=0) is Condition.STARTING
    assert await datasource.condition(within_s=0) is Condition.STARTING
    warehouse.gate.set()
    assert await datasource.condition(within_s=60) is Condition.READY
    # Both looks were one.
    assert warehouse.read._value == 1
    await datasource.close()


async def test_a_database_that_cannot_be_reached_is_unavailable_until_it_can(
    warehouse: Shop,
) -> None:
    datasource = ConnectedDatasource(SHOP, warehouse)
    warehouse.countries = None

    assert await datasource.condition(within_s=60) is Condition.UNAVAILABLE
    warehouse.countries = ("Canada",)
    assert await datasource.condition(within_s=60) is Condition.READY


async def test_a_database_with_its_hands_full_is_busy_and_counts_as_fine(tmp_path: Path) -> None:
    warehouse = Warehouse(duckdb_shop(tmp_path), connections=1)
    datasource = ConnectedDatasource(SHOP, warehouse)
    assert await datasource.condition(within_s=60) is Condition.READY
    endless = asyncio.create_task(warehouse.fetch(ENDLESS, 1, 60))
    await asyncio.sleep(0)

    found = await datasource.condition(within_s=0.2)

    assert found is Condition.BUSY
    assert found.is_fine
    endless.cancel()
    await datasource.close()


async def test_a_fingerprint_tells_apart_what_rows_depend_on(tmp_path: Path) -> None:
    warehouse = Warehouse(duckdb_shop(tmp_path))
    datasource = ConnectedDatasource(SHOP, warehouse)
    revenue = datasource.compile(SemanticQuery((REVENUE,)))
    same = (await datasource.prepare(revenue)).fingerprint
    by_month = datasource.compile(SemanticQuery((REVENUE,), (MONTH,)))
    relabelled = replace(revenue, columns=(replace(revenue.columns[0], label="Turnover"),))
    others = [
        (await datasource.prepare(by_month)).fingerprint,
        (await datasource.prepare(relabelled)).fingerprint,
    ]
    fewer = Warehouse(f"duckdb:///{tmp_path}/shop.duckdb", row_limit=5)
    others.append((await ConnectedDatasource(SHOP, fewer).prepare(revenue)).fingerprint)
    newer = replace(SHOP, version="2")
    others.append((await ConnectedDatasource(newer, warehouse).prepare(revenue)).fingerprint)
    os.utime(tmp_path / "shop.duckdb", ns=(1, 1))
    others.append((await datasource.prepare(revenue)).fingerprint)

    assert len({same, *others}) == 6
    await warehouse.close()
    await fewer.close()


async def test_an_export_and_a_count_go_through_the_guard(tmp_path: Path) -> None:
    datasource = ConnectedDatasource(SHOP, Warehouse(duckdb_shop(tmp_path)))
    secret = "SELECT password FROM customers"
    options = ExportOptions(ExportFormat.CSV)

    with pytest.raises(QueryRefused):
        await datasource.export(secret, None, options)
    with pytest.raises(QueryRefused):
        await datasource.count_up_to(secret, 10)
    async with await datasource.export("SELECT * FROM customers", None, options) as export:
        assert b"hunter2" not in b"".join([piece async for piece in export])
    await datasource.close()


@pytest.mark.parametrize(
    ("sql", "most", "count"),
    [
        ("SELECT name FROM customers ORDER BY name", 10, 4),
        ("SELECT name FROM customers ORDER BY name", 2, 3),
        ("SELECT name FROM customers ORDER BY name LIMIT 2", 10, 2),
        ("WITH c AS (SELECT name FROM customers) SELECT name FROM c", 10, 4),
        ("SELECT country, COUNT(*) FROM customers GROUP BY 1 ORDER BY 2", 10, 3),
    ],
)
async def test_rows_are_counted_up_to_a_bound(
    tmp_path: Path, sql: str, most: int, count: int
) -> None:
    datasource = ConnectedDatasource(SHOP, Warehouse(duckdb_shop(tmp_path)))

    assert await datasource.count_up_to(sql, most) == count
    await datasource.close()
