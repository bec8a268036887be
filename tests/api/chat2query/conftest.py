"""Servers and keys that the tests of this face share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.chat2query.doors import Keys, doors
from tests.api.live import LiveServer


@pytest.fixture(scope="module")
def keys(valkey_url: str) -> Keys:
    return Keys(valkey_url)


@pytest.fixture(scope="module")
def door(data_dir: Path, valkey_url: str) -> Iterator[LiveServer]:
    """A server without limits."""
    with doors(data_dir, valkey_url) as server:
        yield server
