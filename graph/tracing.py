"""Spans of turns and of their nodes, by the conventions for generative AI.

https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-agent-spans.md
A turn is what an agent is asked once. It is traced under the request that it came with, also on
another worker and after a wait, since its `Headers` are stored with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from langgraph.runtime import Runtime
from opentelemetry.context import Context
from opentelemetry.trace import Span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from bi.tracing import fail, traced, wants_content
from llm.tracing import message_json
from nodes.answer import Answer
from nodes.events import Complete, Failed, Terminal
from nodes.names import Node
from nodes.state import BIState
from nodes.telling import TurnContext

Work = Callable[[BIState, Runtime[TurnContext]], Awaitable[BIState]]
# Those of W3C Trace Context: `traceparent`, and `tracestate` where there is one.
Headers = dict[str, str]

_AGENT = "parley"
_W3C = TraceContextTextMapPropagator()


@dataclass(frozen=True, slots=True)
class TracedNode:
    """A node of the graph with a span around its work."""

    name: Node
    node: Work

    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        with traced(f"node {self.name}", attributes={"parley.node": self.name.value}):
            return await self.node(state, runtime)


@dataclass(frozen=True, slots=True)
class TurnFacts:
    """What a turn's span says from its beginning on. `run_id` '': it is no run of the service."""

    tenant_id: str
    session_id: str
    datasource_id: str
    kind: str
    run_id: str = ""
    attempt: int = 1


def headers_here() -> Headers | None:
    """What leads from elsewhere back to the current span; None outside any."""
    headers: Headers = {}
    _W3C.inject(headers)
    return headers or None


@contextmanager
def turn_span(facts: TurnFacts, said: str, parent: Headers | None = None) -> Iterator[TurnSpan]:
    """Around a turn, the root of its trace where it has no `parent`. `said` is what was asked."""
    attributes: dict[str, str | int] = {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": _AGENT,
        "gen_ai.conversation.id": facts.session_id,
        "parley.tenant_id": facts.tenant_id,
        "parley.datasource_id": facts.datasource_id,
        "parley.kind": facts.kind,
    }
    if facts.run_id:
        attributes |= {"parley.run_id": facts.run_id, "parley.attempt": facts.attempt}
    # Not the current span: a run that waited is begun by whatever the one before it was asked in.
    context = _W3C.extract(parent or {}, Context())
    with traced(f"invoke_agent {_AGENT}", attributes=attributes, parent=context) as span:
        if wants_content(span):
            span.set_attribute("gen_ai.input.messages", message_json("user", said))
        try:
            yield TurnSpan(span)
        except asyncio.CancelledError:
            span.set_attribute("parley.outcome", "cancelled")
            raise


@dataclass(frozen=True, slots=True)
class TurnSpan:
    _span: Span

    def end(self, event: Terminal) -> None:
        """How the turn ended."""
        if not self._span.is_recording():
            return
        match event:
            case Complete(answer):
                self._answered(answer)
            case Failed(code):
                self._span.set_attribute("parley.outcome", "error")
                fail(self._span, code)

    def _answered(self, answer: Answer) -> None:
        span = self._span
        span.set_attributes({"parley.outcome": "complete", "parley.intent": answer.intent.value})
        if answer.author is not None:
            span.set_attribute("parley.author", answer.author.kind.value)
        if (usage := answer.usage) is not None:
            span.set_attribute("gen_ai.usage.input_tokens", usage.input_tokens)
            span.set_attribute("gen_ai.usage.output_tokens", usage.output_tokens)
            if usage.cost is not None:
                span.set_attribute("parley.cost", usage.cost)
        if wants_content(span):
            said = message_json("assistant", answer.text, finish_reason="stop")
            span.set_attribute("gen_ai.output.messages", said)
            # As its reader sees it: what limits the rows is added by the guard.
            if answer.sql is not None:
                span.set_attribute("parley.sql", answer.sql)
