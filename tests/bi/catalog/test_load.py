"""Reading a catalog: short forms, references, and the demo's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bi.catalog.load import load_catalog
from bi.model.catalog import (
    Aggregation,
    AsOf,
    Calendar,
    Cardinality,
    Catalog,
    ColumnRef,
    ColumnType,
    FiscalYear,
    Grain,
    Holiday,
    Join,
    NumberFormat,
    NumberStyle,
)
from bi.model.errors import CatalogInvalid
from demo.location import CATALOG
from tests.bi.catalog.conftest import WriteCatalog

HEAD = """
datasource: {id: shop, url: "sqlite:///shop.db"}
"""


def test_short_forms(write: WriteCatalog) -> None:
    catalog = load_catalog(
        write(
            HEAD
            + """
currency: EUR
datasets:
  order_lines:
    key: line_id
    joins: {orders: order_id}
    measures:
      lines: count
      revenue: sum
      profit: {sum: revenue - cost, format: currency}
  orders:
    key: [order_id]
    time: placed
    joins:
      customers: {columns: {buyer: id}, cardinality: one_to_one}
      payer: {dataset: customers, columns: {payer: id}}
    dimensions:
      - region
      - placed: timestamp
      - size: {type: integer}
      - order
  customers:
metrics:
  margin: profit / revenue
"""
        )
    )
    lines, orders, customers, payer = catalog.datasets
    assert [(m.name, m.aggregation, m.expression) for m in lines.measures] == [
        ("lines", Aggregation.COUNT, "*"),
        ("revenue", Aggregation.SUM, "revenue"),
        ("profit", Aggregation.SUM, "revenue - cost"),
    ]
    assert lines.measures[2].format == NumberFormat(NumberStyle.CURRENCY, "EUR")
    assert [(d.name, d.label, d.type, d.expression, d.grain) for d in orders.dimensions] == [
        ("region", "Region", ColumnType.TEXT, "region", None),
        ("placed", "Placed", ColumnType.TIMESTAMP, "placed", Grain.HOUR),
        ("size", "Size", ColumnType.INTEGER, "size", None),
        ("order", "Order", ColumnType.TEXT, '"order"', None),
    ]
    assert orders.time == ColumnRef("orders", "placed")
    assert customers.label == "Customers"
    assert (payer.role_of, payer.table) == ("customers", "customers")
    assert catalog.joins == (
        Join("order_lines", ("order_id",), "orders", ("order_id",)),
        Join("orders", ("buyer",), "customers", ("id",), Cardinality.ONE_TO_ONE),
        Join("orders", ("payer",), "payer", ("id",), role="payer"),
    )
    assert [(m.name, m.label, m.formula) for m in catalog.metrics] == [
        ("margin", "Margin", "profit / revenue")
    ]


def test_values_as_a_list_or_with_their_aliases(write: WriteCatalog) -> None:
    (dataset,) = load_catalog(
        write(
            HEAD
            + """
datasets:
  orders:
    key: id
    dimensions:
      year: {values: [2024, 2025]}
      country:
        values:
          NO: [Norway]
          United States: [US, USA]
          Canada:
"""
        )
    ).datasets
    year, country = dataset.dimensions
    assert year.values == ("2024", "2025")
    assert country.values == ("NO", "United States", "Canada")
    assert country.value_aliases == {"NO": ("Norway",), "United States": ("US", "USA")}


def test_physical_columns_under_other_names(write: WriteCatalog) -> None:
    (dataset,) = load_catalog(
        write(
            HEAD
            + """
datasets:
  order_details:
    table: Order Details
    key: [OrderID, ProductID]
    dimensions:
      unit_price: {column: Unit "net" Price, type: number, format: {decimals: 1, unit: points}}
      year: {expression: "strftime('%Y', \\"OrderDate\\")"}
"""
        )
    ).datasets
    assert dataset.table == "Order Details"
    assert dataset.key == ("OrderID", "ProductID")
    price, year = dataset.dimensions
    assert price.expression == '"Unit ""net"" Price"'
    assert price.format == NumberFormat(unit="points", decimals=1)
    assert year.expression == "strftime('%Y', \"OrderDate\")"


def test_calendar_and_as_of(write: WriteCatalog) -> None:
    catalog = load_catalog(
        write(
            HEAD
            + """
as_of: 2025-03-31
calendar: {week_start: sunday, fiscal_year_start: 4, time_zone: Europe/Berlin}
datasets: {orders: {key: id}}
"""
        )
    )
    assert catalog.as_of == date(2025, 3, 31)
    assert (catalog.calendar.week_start, catalog.calendar.fiscal_year.start) == (6, 4)
    assert catalog.calendar.time_zone == "Europe/Berlin"


def test_a_calendar_in_full(write: WriteCatalog) -> None:
    catalog = load_catalog(
        write(
            HEAD
            + """
calendar:
  weekend: [friday, saturday]
  fiscal_year_start: 10
  fiscal_year_named_by: start
  database_time_zone: America/New_York
  date_order: month_first
  holidays:
    Founders' Day: 2025-05-02
    Sale: [2025-07-01 to 2025-07-14, 2024-07-01 to 2024-07-07]
datasets: {orders: {key: id}}
"""
        )
    )
    assert catalog.calendar == Calendar(
        weekend=(4, 5),
        fiscal_year=FiscalYear(10, by_end=False),
        database_time_zone="America/New_York",
        day_first=False,
        holidays=(
            Holiday("Founders' Day", ((date(2025, 5, 2), date(2025, 5, 2)),)),
            Holiday(
                "Sale",
                ((date(2024, 7, 1), date(2024, 7, 7)), (date(2025, 7, 1), date(2025, 7, 14))),
            ),
        ),
    )


def test_the_version_follows_the_text(write: WriteCatalog) -> None:
    text = HEAD + "datasets: {orders: {key: id}}\n"
    first = load_catalog(write(text)).version
    assert load_catalog(write(text)).version == first
    assert load_catalog(write(text + "# a comment\n")).version != first


def test_a_relative_database_is_beside_the_catalog(write: WriteCatalog) -> None:
    path = write(HEAD + "datasets: {orders: {key: id}}\n")
    assert load_catalog(path).datasource.url == f"sqlite:///{path.parent}/shop.db"
    assert load_catalog(path, url="sqlite:///:memory:").datasource.url == "sqlite:///:memory:"


def test_faults_are_raised_together(write: WriteCatalog) -> None:
    path = write(HEAD + "datasets: {orders: {keey: id}}\ndefault: revenue\n")
    with pytest.raises(CatalogInvalid, match=r"unknown key `keey`.*1 more") as raised:
        load_catalog(path)
    assert raised.value.details["faults"] == [
        {
            "file": str(path),
            "line": 3,
            "message": "unknown key `keey`",
            "suggestion": "did you mean `key`?",
            "level": "error",
        },
        {
            "file": str(path),
            "line": 4,
            "message": "unknown key `default`",
            "suggestion": "did you mean `default_measure`?",
            "level": "error",
        },
    ]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CatalogInvalid, match="cannot be opened"):
        load_catalog(tmp_path / "none.yaml")


def test_the_demo_holds_what_the_business_speaks_of(demo_catalog: Catalog) -> None:
    assert [dataset.name for dataset in demo_catalog.datasets] == [
        "order_lines", "orders", "customers", "products", "targets", "surveys",
    ]  # fmt: skip
    measures = {m.name: m for dataset in demo_catalog.datasets for m in dataset.measures}
    assert measures.keys() == {
        "revenue", "cost", "profit", "units", "returned_units", "discount", "orders",
        "shipping_cost", "customers", "products", "target_revenue", "satisfaction", "responses",
    }  # fmt: skip
    assert {metric.name for metric in demo_catalog.metrics} == {
        "profit_margin", "average_order_value", "return_rate", "target_attainment",
    }  # fmt: skip
    assert {"sales", "turnover", "net revenue"} <= set(measures["revenue"].synonyms)
    assert {"csat", "satisfaction score"} <= set(measures["satisfaction"].synonyms)
    assert demo_catalog.default_measure == "revenue"
    assert demo_catalog.as_of is AsOf.LATEST
    time = demo_catalog.time_of(measures["revenue"])
    assert time is not None
    assert time.ref == ColumnRef("orders", "order_date")
    country = demo_catalog.dimension(ColumnRef("customers", "country"))
    assert country is not None
    assert {"US", "USA", "America"} <= set(country.value_aliases["United States"])


def test_the_demo_s_own_url_is_beside_its_catalog() -> None:
    assert load_catalog(CATALOG).datasource.url == f"duckdb:///{CATALOG.parent}/demo.duckdb"


def test_conformed_dimensions_are_found_from_each_of_them(write: WriteCatalog) -> None:
    catalog = load_catalog(
        write(
            HEAD
            + """
datasets:
  orders: {key: id, dimensions: [region, channel]}
  targets: {key: id, dimensions: {area: {same_as: orders.region}}}
  plans: {key: id, dimensions: {region: {same_as: orders.region}}}
"""
        )
    )
    region, area = ColumnRef("orders", "region"), ColumnRef("targets", "area")
    same = (region, area, ColumnRef("plans", "region"))
    assert [catalog.conformed(ref) for ref in same] == [same] * 3
    assert catalog.conformed(ColumnRef("orders", "channel")) == (ColumnRef("orders", "channel"),)
