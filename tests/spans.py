"""The spans that a test makes. A process has one provider of spans for good, so all tests of it
share that; without a test that asks for spans nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ALWAYS_ON, Sampler, SamplingResult


class _Switch(Sampler):
    """Whether spans are recorded now."""

    is_on = False

    def should_sample(self, *args: object, **given: object) -> SamplingResult:
        return (ALWAYS_ON if self.is_on else ALWAYS_OFF).should_sample(*args, **given)  # type: ignore[arg-type]

    def get_description(self) -> str:
        return "Switch"


_switch = _Switch()
_exporter = InMemorySpanExporter()


class Spans:
    """Those that have ended, in the order of their ends."""

    @property
    def all(self) -> tuple[ReadableSpan, ...]:
        return _exporter.get_finished_spans()

    def named(self, name: str) -> list[ReadableSpan]:
        return [span for span in self.all if span.name == name]

    def one(self, name: str) -> ReadableSpan:
        (span,) = self.named(name)
        return span

    def children(self, parent: ReadableSpan) -> list[ReadableSpan]:
        return [span for span in self.all if parent_id(span) == span_id(parent)]

    def text(self) -> str:
        """All that leaves the process."""
        return "\n".join(span.to_json() for span in self.all)


@contextmanager
def recorded_spans() -> Iterator[Spans]:
    if isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        provider = TracerProvider(sampler=_switch, shutdown_on_exit=False)
        provider.add_span_processor(SimpleSpanProcessor(_exporter))
        trace.set_tracer_provider(provider)
    _exporter.clear()
    _switch.is_on = True
    try:
        yield Spans()
    finally:
        _switch.is_on = False


def span_id(span: ReadableSpan) -> int:
    context = span.get_span_context()
    assert context is not None
    return int(context.span_id)


def trace_id(span: ReadableSpan) -> int:
    context = span.get_span_context()
    assert context is not None
    return int(context.trace_id)


def parent_id(span: ReadableSpan) -> int | None:
    return span.parent.span_id if span.parent else None
