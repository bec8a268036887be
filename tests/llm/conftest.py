"""A scripted model, and the gateway to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio

from bench.model_server import ModelServer, running_model_server
from llm.gateway import Gateway
from llm.keeping import UsageCounts, WrittenBefore
from llm.meter import Meter
from llm.turn_model import MeteredModel
from tests.llm.asking import TENANT
from tests.model_server import MODEL, settings_for

Opens = Callable[..., Gateway]
Begins = Callable[..., MeteredModel]


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with running_model_server() as running:
        yield running


@pytest_asyncio.fixture
async def open_gateway(server: ModelServer) -> AsyncIterator[Opens]:
    """`open_gateway(counts=…, before=…, model_retries=…)`; closed at the end."""
    async with AsyncExitStack() as stack:

        def opens(
            counts: UsageCounts | None = None,
            before: WrittenBefore | None = None,
            **changes: Any,
        ) -> Gateway:
            gateway = Gateway(settings_for(server, **changes), counts, before)
            stack.push_async_callback(gateway.close)
            return gateway

        yield opens


@pytest.fixture
def model_with(open_gateway: Opens) -> Begins:
    """A model of a gateway of its own, for one turn."""

    def begins(
        counts: UsageCounts | None = None, before: WrittenBefore | None = None, **changes: Any
    ) -> MeteredModel:
        return open_gateway(counts, before, **changes).begin(MODEL, TENANT, "session", Meter())

    return begins


@pytest.fixture
def model(model_with: Begins) -> MeteredModel:
    return model_with()
