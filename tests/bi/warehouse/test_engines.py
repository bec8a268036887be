"""Which adapter a URL leads to, and what is said where its driver is not installed."""

from __future__ import annotations

import sys

import pytest

from bi.warehouse.engines import MissingDriver, adapter_for


@pytest.mark.parametrize("url", ["mysql://db/shop", "mariadb://db/shop", "mysql+pymysql://db/shop"])
def test_mariadb_and_mysql_are_one_engine(url: str) -> None:
    assert adapter_for(url).dialect == "mysql"


def test_a_driver_that_is_not_installed_is_named_with_the_way_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pymysql", None)

    with pytest.raises(MissingDriver, match=r"pip install 'parley\[mysql\]'") as caught:
        adapter_for("mariadb://db/shop")

    assert caught.value.code == "driver_missing"
    assert caught.value.details == {"extra": "mysql"}
