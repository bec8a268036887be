"""What is found in a live database."""

from __future__ import annotations

from bi.catalog.inspection import Column, Inspection, Table
from bi.model.catalog import ColumnType
from tests.bi.catalog.conftest import look_at


def table(inspection: Inspection, name: str) -> Table:
    found = inspection.table(name)
    assert found is not None
    return found


def column(inspection: Inspection, table_name: str, name: str) -> Column:
    found = table(inspection, table_name).column(name)
    assert found is not None
    return found


def test_tables_are_found_under_their_own_names_without_views(store: Inspection) -> None:
    names = {found.name for found in store.tables}
    assert names == {"Archive", "Customers", "Employees", "Order Details", "Orders", "Products"}
    assert store.views == ("Late Orders",)


def test_views_are_taken_when_asked_for(store_url: str) -> None:
    inspection = look_at(store_url, views=True)
    assert table(inspection, "Late Orders").is_view
    assert inspection.views == ()


def test_declared_keys_and_references(store: Inspection) -> None:
    details = table(store, "Order Details")
    assert details.key == ("OrderID", "ProductID")
    assert details.key_declared
    assert {(link.columns, link.table, link.declared) for link in details.foreign_keys} == {
        (("OrderID",), "Orders", True),
        (("ProductID",), "Products", True),
    }


def test_types_are_the_question_s_own(store: Inspection) -> None:
    assert column(store, "Customers", "CompanyName").type is ColumnType.TEXT
    assert column(store, "Customers", "Logo").type is None
    assert column(store, "Employees", "HireDate").type is ColumnType.DATE
    assert column(store, "Order Details", "Discount").type is ColumnType.NUMBER
    assert column(store, "Orders", "OrderDate").midnight


def test_few_values_are_all_known(store: Inspection, rentals: Inspection) -> None:
    assert column(store, "Products", "Group").values == ("Drinks", "Spices")
    assert column(rentals, "film", "rating").values == ("G", "PG", "R")
    assert column(rentals, "film", "title").values == ()


def test_sqlite_s_dates_are_told_by_their_values(store_url: str, store: Inspection) -> None:
    found = column(store, "Orders", "OrderDate").type
    expected = ColumnType.DATE if store_url.startswith("sqlite") else ColumnType.TIMESTAMP
    assert found is expected


def test_keys_are_inferred_from_names_and_rows(rentals: Inspection) -> None:
    keys = {found.name: (found.key, found.key_declared) for found in rentals.tables}
    assert keys == {
        "category": (("category_id",), False),
        "customer": (("customer_id",), False),
        "film": (("film_id",), False),
        # Each film has one category here, so the film alone identifies a row.
        "film_category": (("film_id",), False),
        "payment": (("payment_id",), False),
        "rental": (("rental_id",), False),
    }


def test_references_are_inferred_where_the_rows_bear_them_out(rentals: Inspection) -> None:
    links = {
        (found.name, link.columns[0], link.table, link.declared)
        for found in rentals.tables
        for link in found.foreign_keys
    }
    assert links == {
        ("film_category", "film_id", "film", False),
        ("film_category", "category_id", "category", False),
        ("rental", "film_id", "film", False),
        ("rental", "customer_id", "customer", False),
        ("payment", "customer_id", "customer", False),
        ("payment", "rental_id", "rental", False),
    }


def test_without_time_nothing_is_sampled_or_inferred(rentals_url: str) -> None:
    inspection = look_at(rentals_url, budget_s=0)
    assert all(not found.sampled and not found.key for found in inspection.tables)
    assert len(inspection.tables) == 6
