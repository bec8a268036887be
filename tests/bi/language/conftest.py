"""The demo as the engine sees it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog, ColumnRef
from bi.model.profile import Profile
from tests.bi.language.expected import Reader

TODAY = date(2026, 6, 30)


@pytest.fixture(scope="session")
def demo_profile(demo_catalog: Catalog, demo_database: Path) -> Profile:
    values: dict[ColumnRef, tuple[str, ...]] = {}
    spans: dict[ColumnRef, tuple[date, date]] = {}
    with duckdb.connect(str(demo_database), read_only=True) as connection:
        for dimension in demo_catalog.dimensions():
            table = demo_catalog.dataset(dimension.dataset).table
            column = dimension.expression
            if dimension.type == "text":
                sql = f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY 1"
                rows = connection.execute(sql).fetchall()
                values[dimension.ref] = tuple(row[0] for row in rows)
            elif dimension.is_time:
                sql = f"SELECT min({column}), max({column}) FROM {table}"
                row = connection.execute(sql).fetchone()
                assert row is not None
                spans[dimension.ref] = (row[0], row[1])
    return Profile(values, frozenset(), spans)


@pytest.fixture(scope="session")
def demo_engine(demo_catalog: Catalog, demo_profile: Profile) -> LanguageEngine:
    return LanguageEngine(demo_catalog, demo_profile)


@pytest.fixture(scope="session")
def demo(demo_engine: LanguageEngine) -> Reader:
    return Reader(demo_engine, TODAY)
