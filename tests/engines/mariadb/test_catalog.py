"""A first catalog of a database on MariaDB: what is found, and that the draft can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bi.catalog.generate import draft_catalog
from bi.catalog.inspection import Inspection
from bi.catalog.load import load_catalog
from bi.compiler.compile import compile_query
from bi.datasources.inspecting import inspect_url
from bi.guard.guard import guard_sql
from bi.model.catalog import Catalog, ColumnRef, ColumnType
from bi.model.result import Cell
from bi.model.semantic import Measured, NamedMeasure, SemanticQuery
from bi.warehouse.warehouse import Warehouse
from tests.bi.catalog.databases import STORE, rentals_script
from tests.bi.compiler.questions import by
from tests.bi.shop import mariadb_shop
from tests.engines.mariadb.server import MariaDBServer

Rows = list[tuple[Cell, ...]]

_QUOTES = "SET sql_mode = 'ANSI_QUOTES';\n"
# Beside what every engine has: a year, flags, a number too large for one, a view that is broken.
_MORE = """
CREATE TABLE films (film_id INTEGER PRIMARY KEY, title TEXT, made YEAR, in_colour BOOLEAN,
  stars TINYINT(1), lent BIT(1), category ENUM('Action', 'Drama'), lent_at TIMESTAMP NULL);
INSERT INTO films VALUES (1, 'One', 1999, TRUE, 5, b'1', 'Action', NULL),
  (2, 'Two', 2001, FALSE, 3, b'0', 'Drama', '2024-01-01 10:00:00');
CREATE TABLE gone (id INTEGER);
CREATE VIEW broken AS SELECT * FROM gone;
DROP TABLE gone;
"""


@pytest.fixture(scope="module")
def store_url(mariadb: MariaDBServer) -> str:
    script = STORE.format(blob="BLOB").replace("TIMESTAMP", "DATETIME")
    mariadb.create("store", _QUOTES + script)
    return mariadb.url(database="store")


@pytest.fixture(scope="module")
def store(store_url: str) -> Inspection:
    return inspect_url(store_url)


@pytest.fixture(scope="module")
def rentals(mariadb: MariaDBServer) -> Inspection:
    script = rentals_script().replace("TIMESTAMP", "DATETIME")
    mariadb.create("rentals", _QUOTES + script.replace(" fulltext TEXT", ' "fulltext" TEXT'))
    return inspect_url(mariadb.url(database="rentals"))


@pytest.fixture(scope="module")
def films(mariadb: MariaDBServer) -> Iterator[Inspection]:
    mariadb.create("films", _MORE)
    yield inspect_url(mariadb.url(database="films"), views=True)
    mariadb.execute("DROP DATABASE films")


async def asked(query: SemanticQuery, catalog: Catalog, warehouse: Warehouse) -> Rows:
    compiled = compile_query(query, catalog, "mysql")
    result = await warehouse.run(guard_sql(compiled.sql, catalog, "mysql"), compiled.columns)
    return list(result.rows)


def test_tables_keys_and_references_are_found(store: Inspection) -> None:
    assert store.dialect == "mysql"
    names = {table.name for table in store.tables}
    assert names == {"Archive", "Customers", "Employees", "Order Details", "Orders", "Products"}
    assert store.views == ("Late Orders",)
    details = store.table("Order Details")
    assert details is not None
    assert details.key == ("OrderID", "ProductID")
    links = {(link.columns, link.table, link.declared) for link in details.foreign_keys}
    assert links == {(("OrderID",), "Orders", True), (("ProductID",), "Products", True)}


def test_keys_and_references_that_are_not_declared_are_inferred(rentals: Inspection) -> None:
    keys = {table.name: table.key for table in rentals.tables}
    links = {
        (table.name, link.columns[0], link.table)
        for table in rentals.tables
        for link in table.foreign_keys
    }
    assert keys["film"] == ("film_id",)
    assert keys["rental"] == ("rental_id",)
    assert links == {
        ("film_category", "film_id", "film"),
        ("film_category", "category_id", "category"),
        ("rental", "film_id", "film"),
        ("rental", "customer_id", "customer"),
        ("payment", "customer_id", "customer"),
        ("payment", "rental_id", "rental"),
    }


def test_types_are_the_questions_own(films: Inspection) -> None:
    table = films.table("films")
    assert table is not None
    assert {column.name: column.type for column in table.columns} == {
        "film_id": ColumnType.INTEGER,
        "title": ColumnType.TEXT,
        "made": ColumnType.INTEGER,
        "in_colour": ColumnType.BOOLEAN,
        "stars": ColumnType.INTEGER,
        "lent": ColumnType.BOOLEAN,
        "category": ColumnType.TEXT,
        "lent_at": ColumnType.TIMESTAMP,
    }


def test_only_the_database_of_the_url_is_looked_at(
    mariadb: MariaDBServer, store: Inspection, rentals: Inspection
) -> None:
    everything = inspect_url(mariadb.url(database=""))

    assert not any("." in table.name for table in (*store.tables, *rentals.tables))
    databases = {table.name.partition(".")[0] for table in everything.tables}
    assert {"store", "rentals"} <= databases
    assert not databases & {"mysql", "sys", "information_schema", "performance_schema"}


async def test_the_draft_can_be_asked(store: Inspection, store_url: str, tmp_path: Path) -> None:
    path = tmp_path / "store.yaml"
    path.write_text(draft_catalog(store, "store", store_url))
    catalog = load_catalog(path)
    warehouse = Warehouse(store_url)

    async def ask(query: SemanticQuery) -> Rows:
        return await asked(query, catalog, warehouse)

    revenue = Measured(NamedMeasure("revenue"))
    assert await ask(SemanticQuery((revenue,), (by("products", "group"),))) == [
        ("Drinks", 180 + 95 * 0.9 + 36),
        ("Spices", 150),
    ]
    names = SemanticQuery(
        columns=(ColumnRef("employees", "employee_name"),), dataset="employees", distinct=True
    )
    assert await ask(names) == [("Andrew Fuller",), ("Janet Leverling",), ("Nancy Davolio",)]
    await warehouse.close()


async def test_names_in_quotes_are_columns_where_the_environment_holds_the_url(
    store: Inspection, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORE_URL", store_url)
    path = tmp_path / "store.yaml"
    path.write_text(draft_catalog(store, "store", "${STORE_URL}"))

    dimension = load_catalog(path).dimension(ColumnRef("products", "group"))

    assert dimension is not None
    assert dimension.expression == "`Group`"


async def test_tables_of_all_databases_are_asked_by_their_full_names(
    mariadb: MariaDBServer, tmp_path: Path
) -> None:
    mariadb_shop(mariadb)
    url = mariadb.url(database="")
    path = tmp_path / "all.yaml"
    path.write_text(draft_catalog(inspect_url(url), "all", url))
    catalog = load_catalog(path)
    (orders,) = (one for one in catalog.datasets if one.table == "shop.orders")
    (count,) = (one.name for one in orders.measures if one.expression == "*")
    query = SemanticQuery((Measured(NamedMeasure(count)),), (by(orders.name, "region"),))
    warehouse = Warehouse(url)

    assert await asked(query, catalog, warehouse) == [("North", 4), ("South", 3), (None, 1)]
    await warehouse.close()
