"""What leaves the process, as a collector and LangSmith receive it over HTTP."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from bench.model_behaviours import Reply
from bench.model_server import running_model_server
from tests.cli.running import run, served
from tests.model_server import KEY
from tests.programs import environment
from tests.receiver import Receiver, receiving
from tests.tenants import duckdb_traders, write_catalog

TURN = "invoke_agent parley"
QUESTION = "revenue by region in 2023"
LANGSMITH_KEY = "ls-planted-key"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


@pytest.fixture
def ask(demo_folder: Path, valkey_url: str) -> list[str]:
    return ["ask", QUESTION, "--data-dir", str(demo_folder), "--redis-url", valkey_url]


def exported(receiver: Receiver) -> Iterator[tuple[dict[str, str], Span]]:
    """The spans, each with what is told of its process."""
    for received in receiver.received:
        assert received.path == "/v1/traces"
        is_zipped = received.headers.get("content-encoding") == "gzip"
        request = ExportTraceServiceRequest()
        request.ParseFromString(gzip.decompress(received.body) if is_zipped else received.body)
        for resource in request.resource_spans:
            told = {one.key: one.value.string_value for one in resource.resource.attributes}
            for scope in resource.scope_spans:
                for span in scope.spans:
                    yield told, span


def text_of(receiver: Receiver) -> str:
    return b"\n".join(received.body for received in receiver.received).decode(errors="replace")


def alone(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """In an interpreter of its own: some libraries read their variables once."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        env=environment(**variables),
        check=False,
    )


def test_a_collector_gets_the_spans_of_every_worker(
    demo_folder: Path, valkey_url: str, receiver: Receiver
) -> None:
    options = ["--data-dir", str(demo_folder), "--redis-url", valkey_url, "--workers", "2"]
    with served(*options, OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url) as serving:
        sessions = f"{serving.url}/api/v1/bi/sessions"
        session_id = httpx.post(sessions, json={}, timeout=60).json()["session_id"]
        asked = f"{sessions}/{session_id}/messages"
        httpx.post(asked, json={"message": QUESTION}, timeout=60).raise_for_status()
    found = list(exported(receiver))
    (turn,) = [span for _, span in found if span.name == TURN]
    (request,) = [span for _, span in found if span.span_id == turn.parent_span_id]
    assert request.name == "POST /api/v1/bi/sessions/{session_id}/messages"
    assert {told["service.name"] for told, _ in found} == {"parley"}
    within = {span.name for _, span in found if span.parent_span_id == turn.span_id}
    assert within == {"node router", "node sql", "node viz", "node insight"}
    assert "SELECT" in {span.name for _, span in found}


def test_a_question_on_the_command_line_is_traced_too(ask: list[str], receiver: Receiver) -> None:
    done = run(
        *ask,
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=f"{receiver.url}/v1/traces",
        OTEL_EXPORTER_OTLP_HEADERS="api-key=collector-key",
        OTEL_SERVICE_NAME="bi-of-ours",
    )
    assert done.returncode == 0, done.stderr
    found = list(exported(receiver))
    assert [span.name for _, span in found].count(TURN) == 1
    assert {told["service.name"] for told, _ in found} == {"bi-of-ours"}
    assert {one.headers["api-key"] for one in receiver.received} == {"collector-key"}
    assert "revenue" not in text_of(receiver)


def test_an_evaluation_is_traced_too(tmp_path: Path, demo_folder: Path, receiver: Receiver) -> None:
    turns = [{"question": QUESTION, "gold_sql": "SELECT 1"}]
    case = {"id": "one", "type": "sum", "db": "demo.duckdb", "turns": turns}
    cases = tmp_path / "cases.jsonl"
    cases.write_text(json.dumps(case) + "\n")
    out = tmp_path / "out.jsonl"
    options = ["--databases", str(demo_folder), "--out", str(out)]
    done = run("eval", str(cases), *options, OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url)
    assert done.returncode == 0, done.stderr
    assert TURN in {span.name for _, span in exported(receiver)}


def test_spans_on_a_terminal_leave_standard_output_to_the_answer(ask: list[str]) -> None:
    done = run(*ask, "--json", OTEL_TRACES_EXPORTER="console")
    assert json.loads(done.stdout)
    assert f'"name": "{TURN}"' in done.stderr


def test_what_cannot_be_sent_to_is_told_and_the_question_answered(ask: list[str]) -> None:
    done = run(*ask, OTEL_TRACES_EXPORTER="zipkin")
    assert done.returncode == 0
    assert "parley: no spans are sent: OTEL_TRACES_EXPORTER is 'zipkin'" in done.stderr


def test_nobody_waits_for_who_takes_no_traces(ask: list[str]) -> None:
    """The receiver never answers."""
    with receiving(hangs=True) as hung:
        done = run(*ask, OTEL_EXPORTER_OTLP_ENDPOINT=hung.url)
        assert (done.returncode, len(hung.received)) == (0, 1)
        langsmith = {"LANGSMITH_ENDPOINT": hung.url, "LANGSMITH_API_KEY": LANGSMITH_KEY}
        done = alone("-m", "parley", *ask, LANGSMITH_TRACING="true", **langsmith)
        assert done.returncode == 0, done.stderr
        assert len(hung.received) > 1


def test_langsmith_gets_runs_of_the_graph_when_its_variables_say_so(
    ask: list[str], receiver: Receiver
) -> None:
    langsmith = {"LANGSMITH_ENDPOINT": receiver.url, "LANGSMITH_API_KEY": LANGSMITH_KEY}
    assert alone("-m", "parley", *ask, **langsmith).returncode == 0
    assert not receiver.received

    done = alone("-m", "parley", *ask, LANGSMITH_TRACING="true", **langsmith)
    assert done.returncode == 0, done.stderr
    assert {one.headers["x-api-key"] for one in receiver.received} == {LANGSMITH_KEY}
    text = text_of(receiver)
    for name in ("parley", "router", "sql", "viz", "insight"):
        assert f'"name":"{name}"' in text
    assert QUESTION in text


def test_langsmith_is_not_told_what_limits_a_viewer_s_rows(
    tmp_path: Path, valkey_url: str, receiver: Receiver
) -> None:
    catalog = write_catalog(tmp_path, duckdb_traders(tmp_path))
    rights = ["--role", "clerk", "--claim", "regions=North"]
    places = ["--data-dir", str(tmp_path), "--catalog", str(catalog), "--redis-url", valkey_url]
    done = alone(
        *("-m", "parley", "ask", "amount by customer", *rights, *places),
        PARLEY_DEFAULT_TENANT="acme",
        LANGSMITH_TRACING="true",
        LANGSMITH_ENDPOINT=receiver.url,
        LANGSMITH_API_KEY=LANGSMITH_KEY,
    )
    assert done.returncode == 0, done.stderr
    text = text_of(receiver)
    assert "amount by customer" in text
    assert "North" not in text


MODEL_CALLS = """
import asyncio, sys
from api.tracing import sending_traces
from llm.gateway import Gateway
from llm.messages import Form, Message
from llm.meter import Meter
from llm.settings import ModelSettings

async def main(url, key):
    settings = ModelSettings(
        model="scripted", model_url=url, model_key=key,
        model_headers={"api-key": "header-secret"}, model_query={"code": "query-secret"},
    )
    async with sending_traces(print):
        gateway = Gateway(settings)
        model = gateway.begin("scripted", "acme", "session", Meter())
        asked = [Message("user", "what was asked")]
        await model.fill(asked, Form("query", {"type": "object", "properties": {}}))
        async for _ in model.stream(asked):
            pass
        await gateway.close()

asyncio.run(main(*sys.argv[1:]))
"""


def test_langsmith_gets_model_calls_without_what_they_are_paid_by(receiver: Receiver) -> None:
    with running_model_server() as server:
        server.answer = lambda request: Reply("what is said" if request.body.get("stream") else {})
        done = alone(
            *("-W", "error", "-c", MODEL_CALLS),
            *(server.url.replace("//", "//someone:pass-word@"), KEY),
            LANGSMITH_TRACING="true",
            LANGSMITH_ENDPOINT=receiver.url,
            LANGSMITH_API_KEY=LANGSMITH_KEY,
        )
    assert done.returncode == 0, done.stderr
    assert len(server.requests) == 2
    text = text_of(receiver)
    assert '"name":"ChatOpenAI"' in text
    assert "what was asked" in text
    assert "what is said" in text
    for secret in (KEY, "pass-word", "header-secret", "query-secret", LANGSMITH_KEY):
        assert secret not in text
