"""A service with a model: calls are counted in the store, and what was written is found again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from bench.model_behaviours import Reply, Tokens
from bench.model_server import ModelServer, running_model_server
from llm.errors import BudgetSpent
from llm.messages import Form, Message
from llm.meter import Meter
from llm.model import TurnModel
from llm.usage import Usage
from runs.service import Service, ServiceOptions, open_service
from tests.conversation import ALICE
from tests.model_server import KEY, MODEL, settings_for

ASKED = [Message("system", "You write queries."), Message("user", "revenue by region")]
FORM = Form(
    "query",
    {
        "type": "object",
        "properties": {"measure": {"type": "string"}},
        "required": ["measure"],
        "additionalProperties": False,
    },
)
PRICES = {MODEL: {"input": 1.0, "cached_input": 0.5, "output": 4.0}}
CALL = Usage(1000, 50, 200, 1, 0.0011)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with running_model_server() as started:
        started.answer = Reply({"measure": "revenue"}, usage=Tokens(1000, 50, 200))
        yield started


@pytest.fixture
async def service(
    server: ModelServer, valkey_url: str, demo_database: Path, tmp_path: Path
) -> AsyncIterator[Service]:
    async with _opened(server, valkey_url, demo_database, tmp_path) as opened:
        await opened.redis.flushdb()
        yield opened


def _opened(
    server: ModelServer, url: str, database: Path, folder: Path, **changes: Any
) -> AbstractAsyncContextManager[Service]:
    if not (folder / "demo.duckdb").exists():
        (folder / "demo.duckdb").symlink_to(database)
    settings = settings_for(server, model_prices=PRICES, **changes)
    return open_service(ServiceOptions(data_dir=folder, redis_url=url, models=settings))


def _begun(service: Service, session_id: str, tenant_id: str = ALICE.tenant_id) -> TurnModel:
    assert service.gateway is not None
    return service.gateway.begin(MODEL, tenant_id, session_id, Meter())


async def test_a_call_is_counted_for_its_session_and_tenant(service: Service) -> None:
    session = await service.sessions.create(ALICE)
    model = _begun(service, session.session_id)
    await model.fill(ASKED, FORM)
    assert model.usage == CALL
    assert (await service.sessions.get(ALICE, session.session_id)).usage == CALL
    assert await service.usage.today(ALICE.tenant_id) == CALL


async def test_the_same_question_is_not_asked_again_by_any_worker(
    service: Service, server: ModelServer, valkey_url: str, demo_database: Path, tmp_path: Path
) -> None:
    first = await _begun(service, "sess-1").fill(ASKED, FORM)
    asked = len(server.requests)
    async with _opened(server, valkey_url, demo_database, tmp_path) as other:
        again = await _begun(other, "sess-2").fill(ASKED, FORM)
        assert (again.value, again.reused) == (first.value, True)
        assert len(server.requests) == asked
        assert (await other.usage.today(ALICE.tenant_id)).calls == 1
        # Another tenant's is asked anew.
        theirs = await _begun(other, "sess-3", "other-corp").fill(ASKED, FORM)
        assert not theirs.reused
        assert len(server.requests) == asked + 1


async def test_who_has_used_the_budget_gets_nothing_more_on_any_worker(
    service: Service, server: ModelServer, valkey_url: str, demo_database: Path, tmp_path: Path
) -> None:
    await _begun(service, "sess-1").fill(ASKED, FORM)
    spent = {"model_budget": {"tokens": 1000}, "model_reuse_s": 0}
    async with _opened(server, valkey_url, demo_database, tmp_path, **spent) as other:
        asked = len(server.requests)
        with pytest.raises(BudgetSpent):
            await _begun(other, "sess-2").fill(ASKED, FORM)
        assert len(server.requests) == asked
        await _begun(other, "sess-3", "other-corp").fill(ASKED, FORM)
        assert len(server.requests) == asked + 1


async def test_variables_of_other_programs_say_nothing(
    server: ModelServer,
    valkey_url: str,
    demo_database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in (
        "OPENAI_API_KEY",
        "OPENAI_ADMIN_KEY",
        "OPENAI_ORG_ID",
        "OPENAI_ORGANIZATION",
        "OPENAI_PROJECT_ID",
    ):
        monkeypatch.setenv(name, "somebody-elses")
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/v1")
    changes = {"model_reuse_s": 0}
    async with _opened(server, valkey_url, demo_database, tmp_path, **changes) as opened:
        await opened.prepare()
        await _begun(opened, "sess-1").fill(ASKED, FORM)
    assert server.last.headers["authorization"] == f"Bearer {KEY}"
    assert "somebody-elses" not in str(server.last.headers)


async def test_without_a_model_there_is_none(
    valkey_url: str, demo_database: Path, tmp_path: Path
) -> None:
    (tmp_path / "demo.duckdb").symlink_to(demo_database)
    async with open_service(ServiceOptions(data_dir=tmp_path, redis_url=valkey_url)) as opened:
        await opened.prepare()
        assert opened.gateway is None
