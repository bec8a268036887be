"""What the service makes of its catalogs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bi.model.catalog import AsOf
from bi.model.errors import CatalogInvalid, UnknownDatasource
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


def folder_of(root: Path, **tenants: str) -> Path:
    """A catalog for each datasource, open to the tenants written beside it."""
    folder = root / "catalogs"
    folder.mkdir()
    (folder / "notes.txt").write_text("no catalog")
    for name, some in tenants.items():
        text = CATALOG.replace("id: shop", f"id: {name}, tenants: [{some}]")
        (folder / f"{name}.yaml").write_text(text)
    return folder


async def test_a_folder_of_catalogs_is_several_datasources(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, ads="", shop="")

    registry = await open_datasources(tmp_path, folder)
    other = await open_datasources(tmp_path, folder, default_id="shop")

    assert (registry.ids, registry.default_id) == (("ads", "shop"), "ads")
    assert (other.ids, other.default_id) == (("shop", "ads"), "shop")
    assert other.chosen(None, "anybody").id == "shop"


async def test_a_tenant_does_not_learn_of_datasources_of_others(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, ads="acme", shop="acme, globex", stock="initech")
    registry = await open_datasources(tmp_path, folder)

    assert [one.id for one in registry.open_to("acme")] == ["ads", "shop"]
    assert registry.chosen(None, "globex").id == "shop"
    assert registry.chosen("stock", "initech").id == "stock"
    with pytest.raises(UnknownDatasource) as refused:
        registry.chosen("ads", "globex")
    assert str(refused.value) == "There is no datasource 'ads'; there is: shop."
    assert refused.value.details == {"known": ["shop"]}
    with pytest.raises(UnknownDatasource, match="there is none for this tenant"):
        registry.chosen(None, "nobody")


async def test_folders_that_cannot_be_meant_are_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, ads="", shop="")
    with pytest.raises(UnknownDatasource, match="no datasource 'stock'; there is: ads, shop"):
        await open_datasources(tmp_path, folder, default_id="stock")
    (folder / "copy.yml").write_text((folder / "ads.yaml").read_text())
    with pytest.raises(CatalogInvalid, match=r"copy\.yml.*ads\.yaml describes a datasource 'ads'"):
        await open_datasources(tmp_path, folder)
    (tmp_path / "empty").mkdir()
    with pytest.raises(CatalogInvalid, match="holds no catalog") as refused:
        await open_datasources(tmp_path, tmp_path / "empty")
    assert refused.value.details["faults"]


def called(root: Path, name: str, **keys: str) -> None:
    written = "".join(f", {key}: {value}" for key, value in keys.items())
    text = CATALOG.replace("id: shop", f"id: {name}{written}")
    (root / f"{name}.yaml").write_text(text)


async def test_a_datasource_is_found_by_cluster_and_database(tmp_path: Path) -> None:
    called(tmp_path, "here", cluster_id="1", database="sales")
    called(tmp_path, "there", cluster_id="10140100115280519574", database="sales")
    called(tmp_path, "anywhere", database="stock")
    called(tmp_path, "plain", tenants="[acme]")
    registry = await open_datasources(tmp_path, tmp_path)

    def found(cluster_id: str | None, database: str | None, tenant_id: str = "acme") -> str:
        return registry.of_database(cluster_id, database, tenant_id).id

    assert (found("1", "sales"), found("10140100115280519574", "sales")) == ("here", "there")
    assert (found("7", "stock"), found(None, "stock"), found("7", "plain")) == (
        "anywhere", "anywhere", "plain",
    )  # fmt: skip
    assert (found(None, None), found("1", None)) == ("anywhere", "here")
    with pytest.raises(UnknownDatasource, match="sales' \\(cluster '7'\\); there is: 'stock'"):
        found("7", "sales")
    with pytest.raises(UnknownDatasource, match="several clusters: name one of 1, 10140"):
        found(None, "sales")
    with pytest.raises(UnknownDatasource, match="no database 'anywhere'"):
        found(None, "anywhere")  # it is called stock
    with pytest.raises(UnknownDatasource) as unknown:
        found("7", "plain", "globex")
    assert "plain" in str(unknown.value)
    assert "'plain'" not in str(unknown.value.details["known"])


async def test_two_datasources_of_one_database_are_a_fault(tmp_path: Path) -> None:
    called(tmp_path, "shop")
    called(tmp_path, "store", cluster_id="1", database="shop")
    registry = await open_datasources(tmp_path, tmp_path)
    assert (registry.of_database("1", "shop", "acme").id) == "store"
    assert (registry.of_database("2", "shop", "acme").id) == "shop"

    called(tmp_path, "twin", database="shop")
    with pytest.raises(CatalogInvalid, match=r"twin.yaml.*'shop' is the database 'shop' already"):
        await open_datasources(tmp_path, tmp_path)
