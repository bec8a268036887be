"""A caller of the dashboards' face."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.api.live import LiveServer


@pytest.fixture
def alice(live: LiveServer) -> Iterator[httpx.Client]:
    with live.caller("acme-corp", "alice") as client:
        yield client
