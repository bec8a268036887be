"""The small databases on each engine, and looking at them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from bi.catalog.inspection import Inspection
from bi.catalog.reflect import inspect_database
from bi.warehouse.engines import read_only_engine
from tests.bi.catalog.databases import (
    duckdb_database,
    postgres_database,
    rentals_script,
    sqlite_database,
    store_script,
)

ENGINES = ("sqlite", "duckdb", "postgres")
WriteCatalog = Callable[[str], Path]
Make = Callable[[str, str], str]


@pytest.fixture
def write(tmp_path: Path) -> WriteCatalog:
    """Writes a catalog's text to a file."""

    def write_text(text: str) -> Path:
        path = tmp_path / "catalog.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_text


def look_at(url: str, *, views: bool = False, budget_s: float = 30.0) -> Inspection:
    engine = read_only_engine(url)
    try:
        with engine.connect() as connection:
            return inspect_database(connection, views=views, budget_s=budget_s)
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Make:
    """Makes each database once on each engine; the url of it."""
    folder = tmp_path_factory.mktemp("databases")

    @cache
    def make(engine: str, name: str) -> str:
        script = store_script(engine) if name == "store" else rentals_script()
        if engine == "postgres":
            return postgres_database(request.getfixturevalue("postgres_server"), name, script)
        write_file = sqlite_database if engine == "sqlite" else duckdb_database
        return write_file(folder / f"{name}.{engine}", script)

    return make


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def store_url(engine: str, made: Make) -> str:
    return made(engine, "store")


@pytest.fixture
def rentals_url(engine: str, made: Make) -> str:
    return made(engine, "rentals")


@pytest.fixture(scope="session")
def looked() -> Callable[[str], Inspection]:
    """Looks at each database once."""
    return cache(look_at)


@pytest.fixture
def store(store_url: str, looked: Callable[[str], Inspection]) -> Inspection:
    return looked(store_url)


@pytest.fixture
def rentals(rentals_url: str, looked: Callable[[str], Inspection]) -> Inspection:
    return looked(rentals_url)
