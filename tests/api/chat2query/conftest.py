"""Servers and keys that the tests of this face share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.settings import Settings
from tests.api.chat2query.doors import KEYS_SECRET, Keys, doors
from tests.api.chat2query.talk import Caller, calling
from tests.api.live import LiveServer, serving, settings_for


@pytest.fixture(scope="module")
def keys(valkey_url: str) -> Keys:
    return Keys(valkey_url)


@pytest.fixture(scope="module")
def door(data_dir: Path, valkey_url: str) -> Iterator[LiveServer]:
    """A server without limits."""
    with doors(data_dir, valkey_url) as server:
        yield server


@pytest.fixture(scope="session")
def unlimited(data_dir: Path, valkey_url: str) -> Settings:
    """Of a whole server, without limits of calls."""
    return settings_for(
        data_dir,
        redis_url=valkey_url,
        keys_secret=SecretStr(KEYS_SECRET),
        chat2query_per_minute=0,
        chat2query_per_day=0,
    )


@pytest.fixture(scope="package")
def server(unlimited: Settings) -> Iterator[LiveServer]:
    with serving(unlimited) as started:
        yield started


@pytest.fixture(scope="module")
def caller(server: LiveServer, keys: Keys) -> Iterator[Caller]:
    with calling(server, keys.made()) as made:
        yield made
