"""The spans of turns and their nodes, over the whole service."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import StatusCode

from bi.model.errors import LeaseLost
from bi.tracing import traced
from nodes.events import Complete, Failed
from runs.model import Ask, Breakdown, Principal, Strategy
from runs.service import Service
from tests.conversation import ALICE, Conversation
from tests.slow import slow_catalog
from tests.spans import Spans, parent_id, span_id, trace_id
from tests.tenants import duckdb_traders, write_catalog

pytestmark = pytest.mark.asyncio(loop_scope="module")

OpenWorker = Callable[..., Awaitable[Service]]

TURN = "invoke_agent parley"
CAPTURE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"


def told(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def nodes_of(spans: Spans, turn: ReadableSpan) -> list[str]:
    return [told(span)["parley.node"] for span in spans.children(turn)]


async def until_at_work(spans: Spans, attempts: int) -> None:
    async with asyncio.timeout(20):
        while len(spans.named("node router")) < attempts:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_turn_has_its_nodes_and_they_have_their_queries(
    service: Service, spans: Spans
) -> None:
    talk = await Conversation.begin(service)
    run_id = await talk.begun(Ask("revenue by month in 2023"))
    await service.runs.outcome(talk.session_id, run_id)

    turn = spans.one(TURN)
    assert turn.parent is None
    assert turn.status.status_code is StatusCode.UNSET
    assert told(turn) == {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": "parley",
        "gen_ai.conversation.id": talk.session_id,
        "parley.tenant_id": ALICE.tenant_id,
        "parley.datasource_id": "demo",
        "parley.kind": "message",
        "parley.run_id": run_id,
        "parley.attempt": 1,
        "parley.outcome": "complete",
        "parley.intent": "query",
        "parley.author": "embedded",
    }
    assert nodes_of(spans, turn) == ["router", "sql", "viz", "insight"]
    (query,) = spans.children(spans.one("node sql"))
    assert told(query)["db.response.returned_rows"] == 12
    assert {trace_id(span) for span in spans.all} == {trace_id(turn)}


async def test_parts_that_are_answered_side_by_side_are_in_their_node(
    service: Service, spans: Spans
) -> None:
    talk = await Conversation.begin(service)
    await talk.turn(Breakdown("revenue by region in 2022 and orders by month in 2022"))
    turn = spans.one(TURN)
    assert nodes_of(spans, turn) == ["router", "breakdown"]
    parts = spans.children(spans.one("node breakdown"))
    assert sorted(told(span)["parley.node"] for span in parts) == [
        *("insight", "insight"),
        *("sql", "sql"),
        *("viz", "viz"),
    ]
    asked = [span for node in spans.named("node sql") for span in spans.children(node)]
    assert [span.name for span in asked] == ["SELECT", "SELECT"]


async def test_what_is_said_is_told_on_request_alone(
    service: Service, spans: Spans, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = await Conversation.begin(service)
    await talk.say("revenue by region in 2023")
    quiet = spans.text()
    for word in ("revenue", "region", "SELECT\\n", "2023"):
        assert word not in quiet, word

    monkeypatch.setenv(CAPTURE, "true")
    said = await talk.refine("only 2024")
    attributes = told(spans.named(TURN)[-1])
    (question,) = json.loads(attributes["gen_ai.input.messages"])
    (answer,) = json.loads(attributes["gen_ai.output.messages"])
    assert question == {"role": "user", "parts": [{"type": "text", "content": "only 2024"}]}
    assert answer["parts"][0]["content"] == said.answer.text
    assert attributes["parley.sql"] == said.answer.sql


async def test_what_limits_a_viewer_s_rows_is_never_told(
    worker: OpenWorker, tmp_path: Path, spans: Spans, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CAPTURE, "true")
    catalog = write_catalog(tmp_path, duckdb_traders(tmp_path))
    service = await worker(catalog=catalog, lease_s=10.0)
    clerk = Principal("acme", "alice-the-clerk", ("clerk",), (("regions", "North"),))
    talk = await Conversation.begin(service, clerk)
    said = await talk.say("amount by customer")
    assert said.rows
    assert told(spans.one(TURN))["parley.sql"] == said.answer.sql
    assert "North" not in spans.text()
    assert "alice-the-clerk" not in spans.text()


async def test_a_turn_that_fails_says_its_code(
    service: Service, spans: Spans, monkeypatch: pytest.MonkeyPatch
) -> None:
    datasource = service.datasources.get("demo")

    async def broken(*_: object) -> None:
        raise RuntimeError("secret detail of the machine room")

    monkeypatch.setattr(type(datasource.warehouse), "fetch", broken)
    talk = await Conversation.begin(service)
    ending = await talk.turn(Ask("revenue by channel in 2021"))
    assert isinstance(ending, Failed)

    turn = spans.one(TURN)
    assert turn.status.status_code is StatusCode.ERROR
    assert told(turn)["parley.outcome"] == "error"
    assert told(turn)["error.type"] == ending.code
    assert told(spans.one("node sql"))["error.type"] == "RuntimeError"
    assert "machine room" not in spans.text()


async def test_a_turn_is_in_the_span_of_its_request(service: Service, spans: Spans) -> None:
    talk = await Conversation.begin(service)
    with traced("request"):
        run_id = await talk.begun(Ask("what can I ask?"))
    await service.runs.outcome(talk.session_id, run_id)
    assert parent_id(spans.one(TURN)) == span_id(spans.one("request"))


async def test_a_turn_that_waited_is_in_the_span_of_its_own_request(
    worker: OpenWorker, tmp_path: Path, spans: Spans
) -> None:
    """The run before it begins it, in a task of its own."""
    slow = await worker(catalog=slow_catalog(tmp_path))
    talk = await Conversation.begin(slow)
    with traced("first request"):
        endless = await talk.begun(Ask("total work"))
    with traced("second request"):
        accepted = await slow.runs.start(
            ALICE, talk.session_id, Ask("what can I ask?"), strategy=Strategy.ENQUEUE
        )
    third = await slow.runs.start(
        ALICE, talk.session_id, Ask("which tables are there?"), strategy=Strategy.ENQUEUE
    )
    await until_at_work(spans, 1)
    await slow.runs.cancel(ALICE, talk.session_id, endless)
    for run_id in (accepted.run_id, third.run_id):
        assert isinstance(await slow.runs.outcome(talk.session_id, run_id), Complete)

    first, second, alone = spans.named(TURN)
    assert told(first)["parley.outcome"] == "cancelled"
    assert parent_id(first) == span_id(spans.one("first request"))
    assert parent_id(second) == span_id(spans.one("second request"))
    assert alone.parent is None
    assert trace_id(alone) not in {trace_id(first), trace_id(second)}


async def test_another_worker_goes_on_in_the_same_trace(
    worker: OpenWorker, tmp_path: Path, spans: Spans
) -> None:
    catalog = slow_catalog(tmp_path)
    first, second = await worker(catalog=catalog), await worker(catalog=catalog)
    talk = await Conversation.begin(first)
    with traced("request"):
        run_id = await talk.begun(Ask("total work"))
    execution = first.worker.execution(talk.session_id, run_id)
    assert execution is not None
    await until_at_work(spans, 1)
    execution.abandon(LeaseLost())
    await until_at_work(spans, 2)  # when the lease is over, and one of them looks
    await second.runs.cancel(ALICE, talk.session_id, run_id)

    attempts = [told(span)["parley.attempt"] for span in spans.named(TURN)]
    assert attempts == [1, 2]
    request = span_id(spans.one("request"))
    assert [parent_id(span) for span in spans.named(TURN)] == [request, request]
