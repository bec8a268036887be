"""A service with a scripted model."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bench.model_server import ModelServer, running_model_server
from runs.service import Service, ServiceOptions, open_service
from tests.model_server import settings_for
from tests.runs.modelled import Opens


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with running_model_server() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def opens(
    valkey_url: str, demo_database: Path, tmp_path: Path, server: ModelServer
) -> AsyncIterator[Opens]:
    """Opens the service over the demo with a model; it takes options of the model."""
    (tmp_path / "demo.duckdb").symlink_to(demo_database)
    async with AsyncExitStack() as stack:

        async def opened(**options: Any) -> Service:
            given = {"model_prose": False, "model_reuse_s": 0, "model_retries": 0, **options}
            models = settings_for(server, **given)
            service = ServiceOptions(data_dir=tmp_path, redis_url=valkey_url, models=models)
            return await stack.enter_async_context(open_service(service))

        yield opened
