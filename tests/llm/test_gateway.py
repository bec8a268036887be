"""What is sent is what the settings say, by connections that are shared and closed in time."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from contextlib import aclosing

import pytest

from bench.model_behaviours import Body, Gate, Hang, Reply, Slow, unauthorized
from bench.model_server import ModelServer, running_model_server
from llm.errors import ModelUnavailable
from llm.meter import Meter
from llm.model import Models
from llm.turn_model import MeteredModel
from tests.llm.asking import MESSAGES, TENANT, VALUE, filled, streamed
from tests.llm.conftest import Begins, Opens
from tests.model_server import KEY, MODEL

# All that LangChain and OpenAI's SDK look for.
ENVIRONMENT = {
    "OPENAI_API_KEY": "sk-environment",
    "OPENAI_ADMIN_KEY": "sk-environment",
    "OPENAI_API_BASE": "http://127.0.0.1:1/v1",
    "OPENAI_BASE_URL": "http://127.0.0.1:1/v1",
    "OPENAI_PROXY": "http://127.0.0.1:1",
    "OPENAI_ORG_ID": "org-environment",
    "OPENAI_ORGANIZATION": "org-environment",
    "OPENAI_PROJECT_ID": "project-environment",
    "OPENAI_CUSTOM_HEADERS": "x-environment: leaks\nauthorization: Bearer environment",
    "LC_OUTPUT_VERSION": "responses/v1",
    "LANGSMITH_GATEWAY": "http://127.0.0.1:1",
    "LANGSMITH_GATEWAY_API_KEY": "lsv2_environment",
    "LANGCHAIN_OPENAI_STREAM_CHUNK_TIMEOUT_S": "0.000001",
}


async def test_it_is_what_the_nodes_ask_for(open_gateway: Opens) -> None:
    models: Models = open_gateway()
    assert models.begin(MODEL, TENANT, "session", Meter()).name == MODEL


async def test_no_key_follows_to_another_host(server: ModelServer, model_with: Begins) -> None:
    model = model_with(model_headers={"api-key": "secret"}, model_retries=0)
    with running_model_server() as elsewhere:
        headers = {"location": f"{elsewhere.url}/chat/completions"}
        server.answer = Body(b"", 307, headers=headers)
        for call in (filled, streamed):
            with pytest.raises(ModelUnavailable):
                await call(model)
        assert elsewhere.requests == []


@pytest.mark.parametrize("key", [KEY, None])
async def test_the_environment_changes_nothing(
    server: ModelServer,
    model_with: Begins,
    monkeypatch: pytest.MonkeyPatch,
    key: str | None,
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    server.answer = Reply(VALUE)
    model = model_with(model_key=key)
    await filled(model)
    await streamed(model)
    for request in server.requests:
        sent = {*request.headers.items()}
        assert not [item for item in sent if "environment" in str(item) or "openai" in str(item)]
        assert request.headers.get("authorization") == (f"Bearer {key}" if key else None)
        assert "x-environment" not in request.headers


async def test_a_gateway_as_azure_has_it(server: ModelServer, model_with: Begins) -> None:
    url = f"http://127.0.0.1:{server.port}/openai/deployments/gpt"
    model = model_with(
        model_url=url,
        model_key=None,
        model_headers={"api-key": "azure-secret"},
        model_query={"api-version": "2024-10-21"},
    )
    server.answer = Reply(VALUE)
    await filled(model)
    await streamed(model)
    for request in server.requests:
        assert request.path == "/openai/deployments/gpt/chat/completions"
        assert request.query == {"api-version": "2024-10-21"}
        assert request.headers["api-key"] == "azure-secret"
        assert "authorization" not in request.headers


async def test_a_header_of_the_settings_comes_before_the_key(
    server: ModelServer, model_with: Begins
) -> None:
    server.answer = Reply(VALUE)
    await filled(model_with(model_headers={"Authorization": "Basic abc"}))
    assert server.last.headers["authorization"] == "Basic abc"


async def test_one_connection_serves_calls_that_follow_one_another(
    server: ModelServer, open_gateway: Opens
) -> None:
    gateway = open_gateway()
    server.answer = Reply(VALUE)
    for session in range(5):
        model = gateway.begin(MODEL, TENANT, str(session), Meter())
        await filled(model)
        await streamed(model)
    assert server.connections == 1


async def test_calls_at_once_share_what_connections_there_are(
    server: ModelServer, model: MeteredModel
) -> None:
    gate = Gate()
    server.answer = Slow(Reply(VALUE), gate)
    calls = [asyncio.create_task(filled(model)) for _ in range(8)]
    await server.until(lambda: len(server.requests) == 8)
    gate.open()
    assert await asyncio.gather(*calls) == [VALUE] * 8
    await asyncio.gather(*(filled(model) for _ in range(8)))
    assert server.connections == 8


@pytest.mark.parametrize("way", [filled, streamed])
async def test_a_cancelled_call_closes_its_connection(
    server: ModelServer, model: MeteredModel, way: type[object]
) -> None:
    server.answer = Hang()
    call = asyncio.create_task(way(model))  # type: ignore[call-arg, arg-type, var-annotated]
    await server.until(lambda: len(server.requests) == 1)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await server.until(lambda: server.left == 1)


async def test_a_cancelled_stream_closes_its_connection(
    server: ModelServer, model: MeteredModel
) -> None:
    server.answer = Reply("Sales were 12.", gate=Gate())
    began = asyncio.Event()

    async def read() -> None:
        async with aclosing(model.stream(MESSAGES)) as pieces:
            async for _ in pieces:
                began.set()

    reading = asyncio.create_task(read())
    await began.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    await server.until(lambda: server.left == 1)


async def test_a_stream_that_nobody_reads_on_closes_its_connection(
    server: ModelServer, model: MeteredModel
) -> None:
    server.answer = Reply("Sales were 12.", gate=Gate())
    async with aclosing(model.stream(MESSAGES)) as pieces:
        assert await anext(pieces) == "Sales"
    await server.until(lambda: server.left == 1)


async def test_text_comes_as_the_model_says_it(server: ModelServer, model: MeteredModel) -> None:
    gate = Gate()
    server.answer = Reply("Sales were 12.", gate=gate)
    async with aclosing(model.stream(MESSAGES)) as pieces:
        assert await anext(pieces) == "Sales"
        gate.open()
        assert [piece async for piece in pieces] == [" were", " 12."]


async def test_the_key_is_told_to_nobody(
    server: ModelServer, model_with: Begins, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    header = "gateway-secret-42"
    model = model_with(model_headers={"x-token": header})
    server.answer = unauthorized(f"{KEY} {header}")
    for call in (filled, streamed):
        with pytest.raises(ModelUnavailable) as raised:
            await call(model)
        error: BaseException | None = raised.value
        while error is not None:
            assert KEY not in repr(error)
            assert header not in repr(error)
            assert "Incorrect" not in str(raised.value)
            error = error.__context__
    told = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
    assert "Incorrect API key" in told
    assert KEY not in told
    assert header not in told


def test_the_libraries_are_not_loaded_before_they_are_used() -> None:
    program = "import sys, llm.gateway; print(*(m for m in sys.modules if m.count('.') == 0))"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"langchain_core", "langchain_openai", "openai", "json_repair"} & set(loaded)
