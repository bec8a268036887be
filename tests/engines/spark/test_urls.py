"""Which SQL a URL is answered in."""

from __future__ import annotations

import pytest

from bi.catalog.url import dialect_of
from bi.warehouse.engines import adapter_for


@pytest.mark.parametrize(
    ("url", "dialect"),
    [
        ("spark://host", "spark"),
        ("spark+https://host", "spark"),
        ("hive://host", "spark"),
        ("databricks://host", "databricks"),
    ],
)
def test_a_url_names_its_sql(url: str, dialect: str) -> None:
    assert adapter_for(url).dialect == dialect_of(url) == dialect
