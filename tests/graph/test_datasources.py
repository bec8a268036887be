"""What the service makes of its catalog."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bi.model.catalog import AsOf
from graph.datasources import open_datasources

CATALOG = """
datasource: {id: shop, url: "sqlite:///shop.db"}
as_of: latest
datasets:
  orders: {key: order_id, dimensions: [region], measures: {orders: count}}
"""


async def test_the_settings_day_takes_the_place_of_the_catalogs(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(CATALOG)

    plain = await open_datasources(tmp_path, file)
    moved = await open_datasources(tmp_path, file, as_of=date(2026, 6, 30))

    assert plain.get("shop").catalog.as_of is AsOf.LATEST
    assert moved.get("shop").catalog.as_of == date(2026, 6, 30)
    for registry in (plain, moved):
        await registry.close()
