"""The first catalog drafted from a database."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlglot

from bi.catalog.generate import draft_catalog
from bi.catalog.inspection import Inspection
from bi.catalog.load import check_catalog, load_catalog
from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.model.catalog import Aggregation, Cardinality, Catalog, ColumnRef, NumberStyle
from bi.model.semantic import DimensionGroup, Measured, NamedMeasure, SemanticQuery
from bi.warehouse.warehouse import Warehouse
from tests.bi.catalog.conftest import WriteCatalog, look_at
from tests.bi.catalog.databases import duckdb_database, sqlite_database


def drafted(inspection: Inspection, write: WriteCatalog, url: str = "sqlite:///x.db") -> Catalog:
    path = write(draft_catalog(inspection, "shop", url))
    assert [str(fault) for fault in check_catalog(path) if fault.level == "error"] == []
    return load_catalog(path)


@pytest.fixture
def shop(store: Inspection, write: WriteCatalog) -> Catalog:
    return drafted(store, write)


@pytest.fixture
def cinema(rentals: Inspection, write: WriteCatalog) -> Catalog:
    return drafted(rentals, write)


def test_names_and_labels_are_readable(shop: Catalog) -> None:
    details = shop.dataset("order_details")
    assert (details.label, details.table) == ("Order details", "Order Details")
    date = shop.dataset("orders").dimension("order_date")
    assert date is not None
    assert (date.label, date.expression) == ("Order date", '"OrderDate"')


def test_a_singular_table_gets_a_plural_label_and_count(cinema: Catalog) -> None:
    assert cinema.dataset("category").label == "Categories"
    count = cinema.measure("categories")
    assert count is not None
    assert (count.aggregation, count.expression) == (Aggregation.COUNT, "*")


def test_a_key_that_is_only_a_number_is_an_identifier(shop: Catalog) -> None:
    key = shop.dataset("orders").dimension("order_id")
    assert key is not None
    assert key.identifier


def test_ids_years_flags_and_levels_are_never_summed(shop: Catalog, cinema: Catalog) -> None:
    summed = {
        measure.expression.strip('"')
        for catalog in (shop, cinema)
        for dataset in catalog.datasets
        for measure in dataset.measures
        if measure.aggregation is Aggregation.SUM
    }
    assert summed == {
        'Quantity" * "UnitPrice" * (1 - "Discount")',
        "Quantity",
        "Freight",
        "UnitsInStock",
        "amount",
    }


def test_prices_and_rates_are_averaged(shop: Catalog, cinema: Catalog) -> None:
    discount = shop.measure("average_discount")
    assert discount is not None
    assert discount.format.style is NumberStyle.PERCENT
    for catalog, name in (
        (shop, "average_product_unit_price"),
        (shop, "average_reorder_level"),
        (cinema, "average_rental_rate"),
        (cinema, "average_replacement_cost"),
    ):
        measure = catalog.measure(name)
        assert measure is not None, name
        assert measure.aggregation is Aggregation.AVERAGE


def test_revenue_is_worked_out_for_lines_without_an_amount(shop: Catalog) -> None:
    revenue = shop.measure("revenue")
    assert revenue is not None
    assert revenue.expression == '"Quantity" * "UnitPrice" * (1 - "Discount")'
    assert shop.default_measure == "revenue"


def test_lines_are_dated_by_their_order(shop: Catalog) -> None:
    assert shop.dataset("orders").time == ColumnRef("orders", "order_date")
    assert shop.dataset("order_details").time == ColumnRef("orders", "order_date")


def test_things_are_not_dated_by_the_people_or_tools_they_lead_to(
    shop: Catalog, cinema: Catalog
) -> None:
    assert shop.dataset("customers").time is None
    assert shop.dataset("employees").time == ColumnRef("employees", "hire_date")
    assert cinema.dataset("film").time is None
    assert cinema.dataset("payment").time == ColumnRef("payment", "payment_date")


def test_people_are_named_by_both_names(shop: Catalog) -> None:
    display = shop.dataset("employees").display
    assert display is not None
    assert (display.label, display.expression) == (
        "Employee",
        '''"FirstName" || ' ' || "LastName"''',
    )


def test_things_are_named_by_their_name(shop: Catalog, cinema: Catalog) -> None:
    named = {
        dataset.name: dataset.display.label
        for catalog in (shop, cinema)
        for dataset in catalog.datasets
        if dataset.display and not dataset.role_of
    }
    assert named == {
        "customers": "Customer",
        "employees": "Employee",
        "products": "Product",
        "category": "Category",
        "customer": "Customer",
        "film": "Film",
    }


def test_only_secrets_and_pictures_are_left_out(store: Inspection, write: WriteCatalog) -> None:
    catalog = drafted(store, write)
    text = draft_catalog(store, "shop", "sqlite:///x.db")
    employees, customers = catalog.dataset("employees"), catalog.dataset("customers")
    assert employees.dimension("password_hash") is None
    assert "looks like a secret): PasswordHash" in text
    assert "Logo" in text
    assert customers.dimension("logo") is None
    assert employees.dimension("fax") is not None
    assert "# Empty in every row seen: Fax" in text
    phone = customers.dimension("phone")
    assert phone is not None
    assert not phone.indexed


def test_what_the_application_keeps_for_itself_dates_nothing(cinema: Catalog) -> None:
    category = cinema.dataset("category")
    assert category.dimension("last_update") is not None
    assert category.time is None


def test_references_are_identifiers_under_their_own_names(cinema: Catalog) -> None:
    rental = cinema.dataset("rental")
    film = rental.dimension("film_id")
    assert film is not None
    assert (film.identifier, film.label) == (True, "Film ID")
    kinds = [dimension.identifier for dimension in rental.dimensions]
    assert kinds == sorted(kinds)


def test_what_is_added_up_can_be_asked_for_row_by_row(shop: Catalog, cinema: Catalog) -> None:
    for catalog, dataset, name in (
        (shop, "order_details", "quantity"),
        (shop, "orders", "freight"),
        (cinema, "payment", "amount"),
    ):
        assert catalog.dataset(dataset).dimension(name) is not None


def test_years_are_written_without_a_sign_for_thousands(cinema: Catalog) -> None:
    year = cinema.dataset("film").dimension("release_year")
    assert year is not None
    assert year.format.style is NumberStyle.PLAIN
    assert "year" in year.synonyms


def test_a_shop_has_its_average_order_value(shop: Catalog, cinema: Catalog) -> None:
    (metric,) = shop.metrics
    assert (metric.name, metric.formula) == ("average_order_value", "revenue / orders")
    assert not cinema.metrics


def test_one_road_leads_to_each_table(store: Inspection, write: WriteCatalog) -> None:
    catalog = drafted(store, write)
    assert {(join.left, join.left_columns, join.right) for join in catalog.joins} == {
        ("order_details", ("OrderID",), "orders"),
        ("order_details", ("ProductID",), "products"),
        ("orders", ("CustomerID",), "customers"),
        ("orders", ("EmployeeID",), "employees"),
        ("employees", ("ReportsTo",), "manager"),
    }
    assert catalog.dataset("manager").role_of == "employees"
    text = draft_catalog(store, "shop", "sqlite:///x.db")
    assert "# Not joined: ApprovedBy (a second road to employees" in text


def test_inferred_joins_say_so(rentals: Inspection, write: WriteCatalog) -> None:
    text = draft_catalog(rentals, "cinema", "sqlite:///x.db")
    assert "customer: customer_id  # inferred from names and values" in text
    assert "key: film_id  # inferred: no two rows share it" in text
    one = [join for join in drafted(rentals, write).joins if join.left == "film_category"]
    assert {join.right: join.cardinality for join in one} == {
        "film": Cardinality.ONE_TO_ONE,
        "category": Cardinality.MANY_TO_ONE,
    }


def test_columns_that_tables_share_are_told_apart(shop: Catalog) -> None:
    labels = {
        dataset: dimension.label
        for dataset in ("customers", "employees")
        if (dimension := shop.dataset(dataset).dimension("city"))
    }
    assert labels == {"customers": "Customer city", "employees": "Employee city"}


def test_few_values_and_long_texts(cinema: Catalog) -> None:
    film = cinema.dataset("film")
    rating, description = film.dimension("rating"), film.dimension("description")
    assert rating is not None
    assert description is not None
    assert rating.values == ("G", "PG", "R")
    assert not description.indexed


def test_views_and_empty_tables_are_told_of(store: Inspection) -> None:
    text = draft_catalog(store, "shop", "sqlite:///x.db")
    assert "# - Late Orders" in text
    assert "# No rows were seen here." in text


async def test_a_draft_answers_right_away(
    store: Inspection, store_url: str, write: WriteCatalog
) -> None:
    catalog = drafted(store, write, store_url)
    query = SemanticQuery(
        measures=(Measured(NamedMeasure("revenue")),),
        groups=(DimensionGroup(ColumnRef("products", "group")),),
    )
    warehouse = Warehouse(store_url)
    try:
        compiled = compile_query(query, catalog, warehouse.dialect)
        guarded = guard_sql(compiled.sql, catalog, warehouse.dialect)
        result = await warehouse.run(guarded, compiled.columns)
    finally:
        await warehouse.close()
    assert {row[0]: float(str(row[1])) for row in result.rows} == {
        "Drinks": pytest.approx(10 * 18 + 5 * 19 * 0.9 + 2 * 18),
        "Spices": pytest.approx(20 * 10 * 0.75),
    }


def test_the_demo_is_drafted_much_as_its_own_catalog(
    demo_database: Path, demo_catalog: Catalog, write: WriteCatalog
) -> None:
    catalog = drafted(look_at(f"duckdb:///{demo_database}"), write)
    assert {join.left + join.right for join in catalog.joins} == {
        join.left + join.right for join in demo_catalog.joins
    }
    assert catalog.default_measure == "revenue"
    for dataset in demo_catalog.datasets:
        assert catalog.dataset(dataset.name).time == dataset.time
        assert catalog.dataset(dataset.name).key == dataset.key


ODD = """
CREATE TABLE "select" ("order" INTEGER PRIMARY KEY, "group by" TEXT, "null" TEXT, "2nd" TEXT,
  "weird: name, [x] {y} #z" TEXT, "Größe" INTEGER, "it's" TEXT);
CREATE TABLE "no columns to ask" (picture BLOB);
INSERT INTO "select" VALUES (1, 'yes', 'no', 'true', 'a: b', 3, '# x'),
  (2, 'off', '1', '1.5', '- c', 4, '"y"'), (3, 'yes', 'no', 'true', 'a: b', 3, '# x');
"""


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_odd_names_and_values_survive(kind: str, tmp_path: Path, write: WriteCatalog) -> None:
    make = sqlite_database if kind == "sqlite" else duckdb_database
    url = make(tmp_path / "odd", ODD)
    catalog = drafted(look_at(url), write, url)
    odd = catalog.dataset("select")
    columns = {
        sqlglot.parse_one(dimension.expression, dialect=kind).name for dimension in odd.dimensions
    }
    assert columns == {
        "order", "group by", "null", "2nd", "weird: name, [x] {y} #z", "Größe", "it's",
    }  # fmt: skip
    assert {d.values for d in odd.dimensions if d.values} >= {("off", "yes"), ("1", "no")}


def test_one_name_in_two_schemas(tmp_path: Path, write: WriteCatalog) -> None:
    url = duckdb_database(
        tmp_path / "two.duckdb",
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, amount DECIMAL(10,2));"
        "CREATE SCHEMA archive;"
        "CREATE TABLE archive.orders (id INTEGER PRIMARY KEY, amount DECIMAL(10,2));"
        "INSERT INTO orders VALUES (1, 2.5); INSERT INTO archive.orders VALUES (1, 2.5);",
    )
    catalog = drafted(look_at(url), write, url)
    assert {dataset.name: dataset.table for dataset in catalog.datasets} == {
        "orders": "orders",
        "archive_orders": "archive.orders",
    }
