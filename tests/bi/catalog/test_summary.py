"""Data summaries of catalogs: what is written in them, and what rules say of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from bi.catalog.outline import read_outline
from bi.catalog.summary import summary_of
from bi.datasources.drafting import draft_of
from bi.model.catalog import AsOf, Catalog
from bi.model.errors import CatalogInvalid
from bi.model.summary import CatalogSummary, Relationship, TableSummary
from tests.shops import undescribed_shop


def table_of(summary: CatalogSummary, name: str) -> TableSummary:
    return next(table for table in summary.tables if table.name == name)


def test_of_a_written_catalog(demo_catalog: Catalog) -> None:
    summary = summary_of(demo_catalog)
    assert summary.description == demo_catalog.datasource.description
    lines = table_of(summary, "order_lines")
    assert lines.description == "One row for each product in an order."
    assert lines.keywords[:3] == ("order items", "line items", "sales lines")
    assert (lines.key, lines.time) == (("line_id",), "orders.order_date")
    price = next(column for column in lines.columns if column.name == "unit_price")
    assert price.description == "The price paid for one unit, before the discount."
    assert "selling price" in price.keywords
    assert Relationship("order_lines", "order_id", "orders", "order_id") in summary.relationships
    assert {"Revenue", "Orders", "Region"} <= set(summary.keywords)
    names = {dataset.name for dataset in demo_catalog.datasets if dataset.role_of is None}
    assert {table.name for table in summary.tables} == names


def test_of_a_draft(tmp_path: Path) -> None:
    outline = read_outline(
        undescribed_shop(tmp_path, "currency: EUR\ncalendar: {weekend: [friday]}\n")
    )
    assert not outline.catalog.is_described
    catalog = outline.filled(draft_of(outline))
    assert catalog.datasource == outline.catalog.datasource
    assert catalog.calendar.weekend == (4,)
    assert catalog.as_of is AsOf.LATEST  # the draft's, since the file says nothing of it
    amount = catalog.measure("order_amount")
    assert amount is not None
    assert amount.format.unit == "EUR"

    summary = summary_of(catalog)
    assert summary.text == "Shop: 2 tables, 8 columns and 4 measures."
    orders = table_of(summary, "orders")
    assert orders.description == "One row for each order, with its customer, dated by order date."
    city = next(one for one in table_of(summary, "customers").columns if one.name == "city")
    assert city.description == "Text, such as London and Paris."
    assert {"town", "London", "Paris"} <= set(city.keywords)
    assert [one.name for one in orders.columns if one.is_key] == ["order_id"]


def test_a_file_has_its_say_first(tmp_path: Path) -> None:
    said = "as_of: 2026-01-31\ndefault_measure: orders\nexamples: [How many orders?]\n"
    outline = read_outline(undescribed_shop(tmp_path, said))
    catalog = outline.filled(draft_of(outline))
    assert str(catalog.as_of) == "2026-01-31"
    assert (catalog.default_measure, catalog.examples) == ("orders", ("How many orders?",))


def test_what_does_not_fit_the_draft_is_a_fault(tmp_path: Path) -> None:
    outline = read_outline(undescribed_shop(tmp_path, "default_measure: profit\n"))
    with pytest.raises(CatalogInvalid, match=r"shop\.yaml:4: .*profit"):
        outline.filled(draft_of(outline))
