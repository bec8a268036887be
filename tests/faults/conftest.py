"""What every test of faults begins with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.faults.client", "tests.faults.records")

from tests.faults.store import DurableStore, durable_store  # noqa: E402


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DurableStore]:
    with durable_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path, demo_database: Path) -> Path:
    """A data folder with the demo business in it; every worker reads the same file."""
    (tmp_path / "demo.duckdb").symlink_to(demo_database)
    return tmp_path
