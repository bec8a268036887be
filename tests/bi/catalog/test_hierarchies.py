"""Hierarchies and verified queries in a catalog file: read, and their faults."""

from __future__ import annotations

from datetime import date

import pytest

from bi.catalog.load import check_catalog, load_catalog
from bi.model.catalog import ColumnRef
from tests.bi.catalog.conftest import WriteCatalog

_SHOP = """
datasource: {id: shop, url: 'duckdb:///shop.duckdb'}
datasets:
  products: {key: id, dimensions: [category, name]}
  orders:
    key: id
    joins: {products: {columns: {product_id: id}}}
    dimensions: [country, city]
    hierarchies: HIERARCHIES
  targets: {key: id, dimensions: [region]}
"""


def errors(write: WriteCatalog, hierarchies: str) -> list[str]:
    found = check_catalog(write(_SHOP.replace("HIERARCHIES", hierarchies)))
    return [fault.message for fault in found if fault.level == "error"]


def test_levels_may_be_of_datasets_that_the_joins_lead_to(write: WriteCatalog) -> None:
    text = "{geography: [country, city], range: {label: Range, levels: [products.category, city]}}"
    catalog = load_catalog(write(_SHOP.replace("HIERARCHIES", text)))
    geography, product_range = catalog.hierarchies()
    country, city = ColumnRef("orders", "country"), ColumnRef("orders", "city")
    assert geography.label == "Geography"
    assert geography.levels == (country, city)
    assert (geography.below(country), geography.below(city)) == (city, None)
    assert (geography.above(country), geography.above(city)) == (None, country)
    assert product_range.label == "Range"
    assert product_range.levels == (ColumnRef("products", "category"), city)
    assert geography.below(ColumnRef("products", "category")) is None


@pytest.mark.parametrize(
    ("hierarchies", "fault"),
    [
        ("{h: [country, town]}", "`orders` has no dimension `town`"),
        ("{h: [country, shops.town]}", "`shops` is not a dataset"),
        ("{h: [targets.region, city]}", "no joins lead from `orders` to `targets`"),
        ("{h: [country, country]}", "`country` is a level of `h` twice"),
    ],
)
def test_levels_that_are_not_there_are_faults(
    write: WriteCatalog, hierarchies: str, fault: str
) -> None:
    assert errors(write, hierarchies) == [fault]


def test_one_level_is_no_hierarchy(write: WriteCatalog) -> None:
    assert len(errors(write, "{h: [country]}")) == 1


_VERIFIED = _SHOP.replace("HIERARCHIES", "{}") + "verified_queries:\n"


def test_verified_queries_are_found_by_their_words(write: WriteCatalog) -> None:
    text = """
  - question: How many orders are there?
    also: [order count]
    means: number of orders
    verified_by: Ada
    verified_on: 2026-03-01
"""
    catalog = load_catalog(write(_VERIFIED + text))
    found = catalog.verified_query("how many  orders are there")
    assert found is not None
    assert found is catalog.verified_query("Order count!")
    assert (found.means, found.verified_by) == ("number of orders", "Ada")
    assert found.verified_on == date(2026, 3, 1)
    assert catalog.verified_query("how many orders") is None


@pytest.mark.parametrize(
    ("queries", "fault"),
    [
        ("  - {question: How many}", "“How many” needs either `means` or `sql`"),
        ("  - {question: How many, means: x, sql: y}", "needs either `means` or `sql`"),
        (
            "  - {question: How many, sql: x}\n  - {question: Sum, also: how MANY, sql: y}",
            "“how MANY” is a verified query already",
        ),
    ],
)
def test_faults_of_verified_queries(write: WriteCatalog, queries: str, fault: str) -> None:
    (found,) = [one for one in check_catalog(write(_VERIFIED + queries)) if one.level == "error"]
    assert fault in found.message
