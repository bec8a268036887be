"""Catalogs that are edited while the service runs."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bi.datasources.connected import ConnectedDatasource
from bi.model.errors import CatalogInvalid
from graph.catalog_watch import CatalogWatch
from graph.datasources import DatasourceRegistry, Limits, open_datasources

CATALOG = """
datasource: {id: shop, url: "sqlite:///shop.db"}
datasets:
  orders: {key: order_id, dimensions: [region], measures: {orders: count}}
"""
MORE = CATALOG.replace("{orders: count}", "{orders: count, freight: sum}")
BROKEN = CATALOG.replace("count", "cuont")


@dataclass(slots=True)
class Shop:
    folder: Path
    registry: DatasourceRegistry
    watch: CatalogWatch
    taken: list[ConnectedDatasource]

    def write(self, text: str, name: str = "shop") -> None:
        """In the way that editors do, at a time that is another however coarse the clock."""
        file = self.folder / f"{name}.yaml"
        before = file.stat().st_mtime_ns if file.exists() else 0
        other = file.with_suffix(".new")
        other.write_text(text)
        os.utime(other, ns=(before + 10**9, before + 10**9))
        other.replace(file)

    async def edit(self, text: str, name: str = "shop") -> ConnectedDatasource:
        self.write(text, name)
        await self.watch.look()
        return self.registry.get(name)

    @property
    def measures(self) -> list[str]:
        return [one.name for one in self.registry.get("shop").catalog.datasets[0].measures]


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    folder = tmp_path / "catalogs"
    folder.mkdir()
    connection = sqlite3.connect(folder / "shop.db")
    connection.execute("CREATE TABLE orders (order_id INTEGER, region TEXT, freight REAL)")
    connection.close()
    (folder / "shop.yaml").write_text(CATALOG)
    registry = await open_datasources(tmp_path, folder)
    taken: list[ConnectedDatasource] = []
    watch = CatalogWatch(registry, folder, Limits(), data_dir=folder, on_taken=taken.append)
    await watch.look()
    yield Shop(folder, registry, watch, taken)
    await registry.close()


async def test_what_did_not_change_is_not_taken_again(shop: Shop) -> None:
    before = shop.registry.get("shop")
    assert await shop.edit(CATALOG) is before
    assert shop.taken == []


async def test_a_new_version_answers_new_questions_and_the_old_stays_for_its_sessions(
    shop: Shop,
) -> None:
    before = shop.registry.get("shop")
    after = await shop.edit(MORE)
    assert shop.measures == ["orders", "freight"]
    assert shop.taken == [after]
    assert shop.registry.get("shop", before.catalog.version) is before
    assert shop.registry.chosen("shop", "anybody", before.catalog.version) is before
    assert shop.registry.all() == (after,)
    assert after.warehouse is before.warehouse


async def test_a_version_with_faults_is_not_used_until_it_is_mended(shop: Shop) -> None:
    before = shop.registry.get("shop")
    assert await shop.edit(BROKEN) is before
    assert list(shop.watch.faults) == ["shop.yaml"]
    await shop.watch.look()  # nothing changed: it is not tried again, and still told
    assert list(shop.watch.faults) == ["shop.yaml"]
    await shop.edit(MORE)
    assert shop.watch.faults == {}
    assert shop.measures == ["orders", "freight"]


async def test_verified_sql_that_may_not_run_keeps_a_version_out(shop: Shop) -> None:
    before = shop.registry.get("shop")
    verified = "verified_queries: [{question: All, sql: DELETE FROM orders}]\n"
    assert await shop.edit(MORE + verified) is before
    assert "may not run" in shop.watch.faults["shop.yaml"]


async def test_a_new_file_is_a_new_datasource(shop: Shop) -> None:
    other = await shop.edit(CATALOG.replace("id: shop", "id: stock"), "stock")
    assert list(shop.registry.ids) == ["shop", "stock"]
    assert shop.taken == [other]
    assert shop.registry.default_id == "shop"


async def test_a_file_keeps_its_datasource_and_a_datasource_its_file(shop: Shop) -> None:
    shop.write(MORE.replace("id: shop", "id: other"))
    await shop.watch.look()
    assert shop.registry.ids == ("shop",)
    shop.write(CATALOG)
    shop.write(MORE, "twin")
    await shop.watch.look()
    assert shop.measures == ["orders"]
    assert list(shop.watch.faults) == ["twin.yaml"]


async def test_a_file_that_is_gone_leaves_its_datasource(shop: Shop) -> None:
    (shop.folder / "shop.yaml").unlink()
    await shop.watch.look()
    assert shop.measures == ["orders"]


async def test_who_may_use_it_is_never_taken_from_an_older_version(shop: Shop) -> None:
    before = shop.registry.get("shop")
    after = await shop.edit(MORE.replace("id: shop", "id: shop, tenants: acme"))
    assert shop.registry.get("shop", before.catalog.version) is after
    assert shop.registry.open_to("globex") == ()


async def test_another_database_is_another_warehouse(shop: Shop) -> None:
    before = shop.registry.get("shop")
    sqlite3.connect(shop.folder / "new.db").close()
    after = await shop.edit(MORE.replace("shop.db", "new.db"))
    assert after.warehouse is not before.warehouse
    assert shop.registry.get("shop", before.catalog.version) is after


async def test_so_many_versions_are_kept_and_no_more(shop: Shop) -> None:
    first = shop.registry.get("shop")
    for n in range(4):
        await shop.edit(f"{CATALOG}# version {n}\n")
    assert len(shop.registry.every()) == 4
    assert shop.registry.get("shop", first.catalog.version) is shop.registry.all()[0]


async def test_a_database_that_is_down_does_not_keep_a_version_out(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP", str(shop.folder / "nowhere" / "none.db"))
    await shop.edit(MORE.replace("sqlite:///shop.db", "sqlite:///${SHOP}"))
    assert shop.measures == ["orders", "freight"]
    assert shop.watch.faults == {}


async def test_a_metadata_catalog_in_the_folder_is_datasources_of_its_own(shop: Shop) -> None:
    sources = [{"Id": name, "Provider": "SQLite"} for name in ("stock", "later")]
    (shop.folder / "connections.yaml").write_text(
        "stock: sqlite:///shop.db\nlater: sqlite:///later.db\n"
    )
    (shop.folder / "schema.json").write_text('{"$schema": "no catalog"}')
    (shop.folder / "metadata.json").write_text(json.dumps({"Datasources": sources}))

    await shop.watch.look()
    assert list(shop.registry.ids) == ["shop", "stock"]
    assert "later" in shop.watch.faults["metadata.json"]

    # The database is there now; nobody touched the file.
    (shop.folder / "shop.db").rename(shop.folder / "later.db")
    await shop.watch.look()

    assert list(shop.registry.ids) == ["shop", "stock", "later"]
    assert shop.watch.faults == {}
    assert [one.id for one in shop.taken] == ["stock", "later"]


async def test_datasources_of_a_metadata_catalog_at_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "catalogs"
    folder.mkdir()
    sqlite3.connect(folder / "shop.db").execute("CREATE TABLE orders (order_id INTEGER)")
    (folder / "connections.yaml").write_text("a: sqlite:///shop.db\nb: sqlite:///gone.db\n")
    sources = [{"Id": name, "Provider": "SQLite"} for name in ("b", "a")]
    file = folder / "metadata.json"
    file.write_text(json.dumps({"Datasources": sources}))

    registry = await open_datasources(tmp_path, file)
    assert registry.ids == ("a",)
    await registry.close()

    (folder / "shop.db").unlink()
    again = await open_datasources(tmp_path, folder)  # as it was found before
    assert again.ids == ("a",)
    await again.close()
    with pytest.raises(CatalogInvalid, match="no database can be read, of b, a"):
        await open_datasources(tmp_path / "elsewhere", folder)
