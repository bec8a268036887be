"""Columns of one name in datasets that nothing joins."""

from __future__ import annotations

from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog, ColumnType, Dataset, Datasource, Dimension
from bi.model.profile import Profile
from bi.model.semantic import CountRows
from tests.bi.language.clinic import TODAY
from tests.bi.language.expected import Reader, q


def _dataset(name: str, *columns: str) -> Dataset:
    dimensions = tuple(
        Dimension(name, column, column.replace("_", " ").capitalize(), column, ColumnType.TEXT)
        for column in columns
    )
    return Dataset(name, name.capitalize(), name, key=("number",), dimensions=dimensions)


SHOP = Catalog(
    version="1",
    datasource=Datasource("shop", "Shop", "sqlite://"),
    datasets=(
        _dataset("products", "product_name", "product_category"),
        _dataset("campaigns", "campaign_name", "product_category", "days"),
    ),
)


def test_the_column_is_meant_that_what_is_counted_has() -> None:
    shop = Reader(LanguageEngine(SHOP, Profile({})), TODAY)
    counted = q(CountRows("campaigns"), by="campaigns.product_category")
    assert shop.query("the product categories and the number of campaigns in each") == counted
    assert shop.query("campaigns by product category") == counted


def test_a_column_called_like_a_unit_of_time_is_meant_where_there_is_no_date() -> None:
    shop = Reader(LanguageEngine(SHOP, Profile({})), TODAY)
    assert shop.query("campaigns by days") == q(CountRows("campaigns"), by="campaigns.days")
    shop.refused("products by day")
