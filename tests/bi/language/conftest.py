"""The demo as the engine sees it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bi.catalog.load import load_catalog
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog
from bi.model.profile import Profile
from tests.bi.language.expected import Reader
from tests.bi.language.german_shop import CATALOG, make_german_shop
from tests.bi.language.german_shop import TODAY as GERMAN_TODAY
from tests.bi.language.profiled import profile_of

TODAY = date(2026, 6, 30)


@pytest.fixture(scope="session")
def demo_profile(demo_catalog: Catalog, demo_rows: Path) -> Profile:
    return profile_of(demo_catalog, demo_rows)


@pytest.fixture(scope="session")
def german(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A shop whose catalog is German."""
    database = tmp_path_factory.mktemp("german") / "versand.duckdb"
    make_german_shop(database)
    catalog = load_catalog(CATALOG)
    return Reader(LanguageEngine(catalog, profile_of(catalog, database)), GERMAN_TODAY)


@pytest.fixture(scope="session")
def demo_engine(demo_catalog: Catalog, demo_profile: Profile) -> LanguageEngine:
    return LanguageEngine(demo_catalog, demo_profile)


@pytest.fixture(scope="session")
def demo(demo_engine: LanguageEngine) -> Reader:
    return Reader(demo_engine, TODAY)
