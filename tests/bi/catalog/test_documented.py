"""docs/catalog.md names every key of a catalog, and its examples are right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from bi.catalog import schema
from bi.catalog.load import check_catalog
from tests.bi.catalog.conftest import WriteCatalog

_TEXT = (Path(__file__).parents[3] / "docs" / "catalog.md").read_text(encoding="utf-8")
_SECURITY = (Path(__file__).parents[3] / "docs" / "security.md").read_text(encoding="utf-8")
_HEADINGS: dict[str, type[BaseModel]] = {
    "The file": schema.CatalogSection,
    "datasource": schema.DatasourceSection,
    "calendar": schema.CalendarSection,
    "datasets": schema.DatasetSection,
    "joins": schema.JoinSection,
    "dimensions": schema.DimensionSection,
    "measures": schema.MeasureSection,
    "hierarchies": schema.HierarchySection,
    "metrics": schema.MetricSection,
    "verified queries": schema.VerifiedQuerySection,
    "terms": schema.TermSection,
    "format": schema.FormatSection,
    "security": schema.SecuritySection,
    "secured datasets": schema.DatasetSecuritySection,
    "access": schema.AccessSection,
    "columns": schema.AudienceSection,
}


def sections() -> dict[str, str]:
    parts = re.split(r"^#{2,3} (.+)\n", _TEXT, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def documented(section: str) -> set[str]:
    """The keys in the first column of the section's table."""
    rows = re.findall(r"^\| (`[^|]+) \|", section, flags=re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize("heading", _HEADINGS)
def test_every_key_is_documented_and_no_other(heading: str) -> None:
    assert documented(sections()[heading]) == set(_HEADINGS[heading].model_fields)


def models() -> Iterator[type[BaseModel]]:
    for name in vars(schema):
        value = getattr(schema, name)
        if isinstance(value, type) and issubclass(value, BaseModel) and name.endswith("Section"):
            yield value


def test_every_part_of_the_schema_has_its_heading() -> None:
    named = {model for model in models() if model.model_fields}
    assert named == set(_HEADINGS.values())


def test_the_shortest_catalog_is_one(write: WriteCatalog) -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", sections()["The shortest one"], flags=re.DOTALL)
    assert check_catalog(write(block)) == ()


_HEAD = "datasource: {id: shop, url: 'duckdb:///shop.duckdb'}\n"
_REST = """
  orders: {key: id, dimensions: {order_date: date}}
  products: {key: id}
  customers: {key: customer_id}
  shipments: {key: [order_id, line_no]}
  passports: {key: id}
"""

_PLACES = """
datasets:
  products: {key: id, dimensions: [category, name]}
  orders:
    key: id
    joins: {products: {columns: {product_id: id}}}
    dimensions: [country, city]
"""


_SECURED = """
datasets:
  orders: {key: id, dimensions: [region, cost, customer_name]}
  order_lines: {key: id, joins: {orders: order_id}}
  customers: {key: id}
  salaries: {key: id}
"""


def test_the_examples_are_right(write: WriteCatalog) -> None:
    found = {
        heading: block
        for heading, text in sections().items()
        for block in re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)[:1]
    }

    (by_example,) = re.findall(r"```yaml\n(.*?)```", _SECURITY, flags=re.DOTALL)

    def indented(heading: str) -> str:
        return "".join(f"    {line}\n" for line in found[heading].splitlines())

    for text in (
        found["datasource"] + found["calendar"] + "datasets: {orders: {key: id}}\n",
        _HEAD + found["datasets"] + _REST,
        _HEAD + "datasets:\n  lines:\n    key: id\n" + indented("joins") + _REST,
        _HEAD + "datasets:\n  lines:\n    key: id\n" + indented("dimensions"),
        _HEAD + "datasets:\n  lines:\n    key: id\n" + indented("measures") + found["metrics"],
        _HEAD + _PLACES + indented("hierarchies"),
        _HEAD + "datasets: {orders: {key: id}}\n" + found["verified queries"],
        _HEAD + _SECURED + found["security"],
        _HEAD + _SECURED + by_example,
    ):
        errors = [str(fault) for fault in check_catalog(write(text)) if fault.level == "error"]
        assert errors == []
