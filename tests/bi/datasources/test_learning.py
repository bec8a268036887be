"""What a tenant teaches is read without asking the database again, and by that tenant alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bi.catalog.load import load_catalog
from bi.datasources.connected import ConnectedDatasource
from bi.language.context import ReadContext
from bi.model.access import Viewer
from bi.model.knowledge import NOTHING_TAUGHT, Knowledge, Term
from bi.model.reading import Question
from demo.location import CATALOG
from tests.bi.datasources.test_connected import Shop
from tests.bi.shop import SHOP, duckdb_shop

ACME, ZETA = Viewer("acme"), Viewer("zeta")
MAPLE = Knowledge("1", terms=(Term(("Maple land",), "Canada"),))


@pytest.fixture
async def warehouse(tmp_path: Path) -> AsyncIterator[Shop]:
    opened = Shop(duckdb_shop(tmp_path))
    yield opened
    await opened.close()


async def understood(datasource: ConnectedDatasource, viewer: Viewer) -> bool:
    understander = await datasource.understander(viewer)
    context = ReadContext(understander.today)
    reading = understander.engine.read("number of customers in Maple land", context)
    return isinstance(reading, Question)


async def test_only_who_taught_it_knows_it(warehouse: Shop) -> None:
    datasource = ConnectedDatasource(SHOP, warehouse)
    await datasource.learn("acme", MAPLE)
    assert (datasource.knows("acme"), datasource.knows("zeta")) == ("1", "")
    assert await understood(datasource, ACME)
    assert not await understood(datasource, ZETA)
    assert [one.applied for one in await datasource.taken(ACME)] == [True]
    assert await datasource.taken(ZETA) == ()
    assert datasource.seen_by(ACME).version != datasource.seen_by(ZETA).version
    await datasource.learn("acme", NOTHING_TAUGHT)
    assert not await understood(datasource, ACME)


async def test_the_database_is_read_once_for_all_and_anew_for_all(warehouse: Shop) -> None:
    datasource = ConnectedDatasource(SHOP, warehouse)
    assert not await understood(datasource, ZETA)
    await datasource.learn("acme", MAPLE)
    assert await understood(datasource, ACME)
    await warehouse.read.acquire()
    assert warehouse.read.locked()
    warehouse.countries = ("Chile",)
    await datasource.refresh()
    await warehouse.read.acquire()
    assert warehouse.read.locked()
    # What the term stood for is no value any more.
    assert not await understood(datasource, ACME)


async def test_the_calendar_that_is_taught_is_the_compilers_too(tmp_path: Path) -> None:
    catalog = load_catalog(CATALOG)
    datasource = ConnectedDatasource(catalog, Shop(duckdb_shop(tmp_path)))
    await datasource.learn("acme", Knowledge("1", instructions=("Times are in Berlin time",)))
    assert datasource.seen_by(ACME).calendar.time_zone == "Europe/Berlin"
    assert datasource.seen_by(ZETA).calendar.time_zone == "UTC"
    await datasource.close()
