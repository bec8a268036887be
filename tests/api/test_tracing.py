"""Which traces are asked for, and what the requests of callers lead to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from opentelemetry import trace

from api import langsmith
from api.tracing import exporters_wanted, sending_traces
from api.tracing_sdk import CannotTrace, QueriesHidden, begin
from tests.api.live import serving, settings_for
from tests.spans import Spans, parent_id, span_id, trace_id

TURN = "invoke_agent parley"


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({}, ()),
        ({"OTEL_SERVICE_NAME": "bi"}, ()),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}, ("otlp",)),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://collector:4318/v1/traces"}, ("otlp",)),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}, ()),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, ("otlp",)),
        ({"OTEL_TRACES_EXPORTER": "console, otlp"}, ("console", "otlp")),
        (
            {
                "OTEL_TRACES_EXPORTER": "none",
                "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318",
            },
            (),
        ),
        ({"OTEL_TRACES_EXPORTER": "console", "OTEL_SDK_DISABLED": "True"}, ()),
    ],
)
def test_opentelemetry_s_own_variables_say_what_is_sent(
    variables: dict[str, str], wanted: tuple[str, ...]
) -> None:
    assert exporters_wanted(variables) == wanted


@pytest.mark.parametrize(
    ("variables", "why"),
    [
        ({"OTEL_TRACES_EXPORTER": "zipkin"}, "OTEL_TRACES_EXPORTER is 'zipkin'"),
        (
            {"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
            "OTEL_EXPORTER_OTLP_PROTOCOL is 'grpc'",
        ),
    ],
)
def test_what_cannot_be_sent_to_is_named(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], why: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(trace, "get_tracer_provider", trace.ProxyTracerProvider)
    with pytest.raises(CannotTrace, match=why):
        begin(exporters_wanted(variables))


async def test_without_the_extra_it_is_said_which_one_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "otlp")
    monkeypatch.delitem(sys.modules, "api.tracing_sdk", raising=False)
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    said: list[str] = []
    async with sending_traces(said.append):
        assert len(said) == 1
    assert "pip install 'parley[tracing]'" in said[0]


@pytest.mark.parametrize(
    ("variables", "is_on"),
    [
        ({}, False),
        ({"LANGSMITH_API_KEY": "key"}, False),
        ({"LANGSMITH_TRACING": "false"}, False),
        ({"LANGSMITH_TRACING": "true"}, True),
        ({"LANGCHAIN_TRACING_V2": "true"}, True),
    ],
)
def test_langsmith_s_own_variables_say_whether_it_is_sent_to(
    variables: dict[str, str], is_on: bool
) -> None:
    assert langsmith.is_on(variables) is is_on


def test_how_langsmith_s_threads_end_is_the_operator_s_choice() -> None:
    variables = {"LANGSMITH_USE_DAEMON": "false"}
    langsmith.prepare(variables)
    assert variables["LANGSMITH_USE_DAEMON"] == "false"


def test_a_turn_belongs_to_the_trace_of_its_caller(
    data_dir: Path, valkey_url: str, spans: Spans
) -> None:
    theirs, caller = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
    with serving(settings_for(data_dir, redis_url=valkey_url)) as server, server.client() as client:
        made = client.post("/api/v1/bi/sessions", json={})
        made.raise_for_status()
        session_id = made.json()["session_id"]
        asked = client.post(
            f"/api/v1/bi/sessions/{session_id}/messages",
            json={"message": "revenue by region in 2023"},
            headers={"traceparent": f"00-{theirs}-{caller}-01"},
        )
        asked.raise_for_status()
        client.get("/health")
        client.get("/api/v1/bi/sessions", params={"search": "planted-words"})

    turn = spans.one(TURN)
    assert f"{trace_id(turn):032x}" == theirs
    (request,) = [span for span in spans.all if span_id(span) == parent_id(turn)]
    assert request.name == "POST /api/v1/bi/sessions/{session_id}/messages"
    assert f"{parent_id(request):016x}" == caller
    assert not [span for span in spans.all if "health" in span.name]
    # FastAPI's own spans within a request are left out.
    assert not [span for span in spans.all if span.name.startswith("fastapi.")]


def test_the_query_of_a_url_is_hidden(spans: Spans) -> None:
    from opentelemetry.sdk.trace import TracerProvider

    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(QueriesHidden())
    attributes: dict[str, Any] = {"url.query": "search=planted", "url.path": "/sessions"}
    span: Any = provider.get_tracer("test").start_span("GET", attributes=attributes)
    assert span.attributes == {"url.query": "REDACTED", "url.path": "/sessions"}
