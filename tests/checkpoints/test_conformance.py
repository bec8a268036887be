"""LangGraph's own suite, each capability by itself: its overall level hides what is missing."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

import pytest
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.conformance import checkpointer_test, validate
from langgraph.checkpoint.conformance.capabilities import Capability

from checkpoints import AsyncRedisSaver
from checkpoints.connect import connect
from tests.checkpoints.conftest import TARGETS

TESTS_OF = {
    "put": 17,
    "put_writes": 10,
    "get_tuple": 10,
    "list": 16,
    "delete_thread": 5,
    "delete_for_runs": 7,
    "copy_thread": 8,
    "prune": 8,
}


def test_every_capability_of_the_suite_is_tested() -> None:
    assert {capability.value for capability in Capability} == TESTS_OF.keys()


@pytest.mark.parametrize("capability", TESTS_OF)
@pytest.mark.parametrize("target", TARGETS)
async def test_the_saver_conforms(
    target: str, capability: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(target)
    async with connect(url) as client:
        await client.flushdb()

    @checkpointer_test(name="AsyncRedisSaver")
    async def factory() -> AsyncGenerator[BaseCheckpointSaver[Any], None]:
        async with AsyncRedisSaver.from_url(url) as saver:
            yield saver

    report = await validate(factory, capabilities={capability})
    result = report.results[capability]
    assert result.failures == []
    assert result.detected
    assert result.tests_passed == TESTS_OF[capability]
