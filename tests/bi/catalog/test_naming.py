"""Names taken apart and put together."""

from __future__ import annotations

import pytest

from bi.catalog.naming import (
    entity_of,
    identifier_of,
    label_of,
    quoted,
    words_of,
)
from bi.model.words import plural, singular


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("order_date", ["order", "date"]),
        ("OrderID", ["order", "id"]),
        ("customerId", ["customer", "id"]),
        ("SKUCode", ["sku", "code"]),
        ("Order Details", ["order", "details"]),
        ("TOTAL_AMT", ["total", "amt"]),
        ("address2", ["address2"]),
    ],
)
def test_words(name: str, words: list[str]) -> None:
    assert words_of(name) == words


def test_labels_and_identifiers() -> None:
    assert label_of("customer_id") == "Customer ID"
    assert label_of("OrderDate") == "Order date"
    assert identifier_of("Order Details") == "order_details"
    assert identifier_of("2nd") == "_2nd"
    assert identifier_of("???") == "_"


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("order", "orders"),
        ("category", "categories"),
        ("day", "days"),
        ("address", "addresses"),
        ("box", "boxes"),
        ("branch", "branches"),
        ("person", "people"),
        ("child", "children"),
        ("inventory", "inventory"),
        ("status", "statuses"),
        ("house", "houses"),
    ],
)
def test_singular_and_plural(one: str, many: str) -> None:
    assert plural(one) == many
    assert singular(many) == one
    assert singular(one) == one
    assert plural(many) == many


def test_what_a_row_is() -> None:
    assert entity_of("sales.Order Details") == ["order", "detail"]
    assert entity_of("dim_customers") == ["customer"]
    assert entity_of("facts") == ["fact"]


def test_columns_are_quoted_where_they_need_it() -> None:
    assert quoted("order_date") == "order_date"
    assert quoted("order") == '"order"'
    assert quoted("OrderDate") == '"OrderDate"'
    assert quoted('a "b"') == '"a ""b"""'
