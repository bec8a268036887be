"""The databases that a first catalog is measured on are what they are said to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.catalog_init import fill
from bi.catalog.generate import draft_catalog
from bi.catalog.load import check_catalog
from bi.datasources.inspecting import inspect_url


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
@pytest.mark.parametrize("declared", [True, False])
def test_every_reference_of_the_tables_is_found(
    tmp_path: Path, engine: str, declared: bool
) -> None:
    url = f"{engine}:///{tmp_path}/many.db"
    fill(url, 10, 300, declared=declared)
    inspection = inspect_url(url, budget_s=60)
    assert len(inspection.tables) == 10
    assert sum(len(table.foreign_keys) for table in inspection.tables) == 8
    path = tmp_path / "many.yaml"
    path.write_text(draft_catalog(inspection, "many", url), encoding="utf-8")
    assert [fault for fault in check_catalog(path) if fault.level == "error"] == []
