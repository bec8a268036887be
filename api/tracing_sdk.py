"""OpenTelemetry's SDK; imported only where spans are to be sent."""

from __future__ import annotations

import os
import sys

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.environment_variables import OTEL_RESOURCE_ATTRIBUTES, OTEL_SERVICE_NAME
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SpanExporter

from api.version import VERSION

_PROTOCOL = "http/protobuf"


class CannotTrace(Exception):
    """The variables ask for what cannot be."""


def begin(exporters: tuple[str, ...]) -> TracerProvider | None:
    """The process's provider of spans; None where there is one already. Raises CannotTrace."""
    if not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        return None
    try:
        senders = [BatchSpanProcessor(_exporter(name)) for name in exporters]
    except ValueError as error:
        raise CannotTrace(f"a variable of OpenTelemetry cannot be used: {error}") from None
    # The end of the process must not wait for a collector as long as the SDK would.
    provider = TracerProvider(resource=_resource(), shutdown_on_exit=False)
    for processor in (QueriesHidden(), *senders):
        provider.add_span_processor(processor)
    trace.set_tracer_provider(provider)
    return provider


class QueriesHidden(SpanProcessor):
    """FastAPI puts the query of a request's URL on its span, and what people look for with it."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:  # noqa: ARG002
        if span.attributes and "url.query" in span.attributes:
            span.set_attribute("url.query", "REDACTED")


def _exporter(name: str) -> SpanExporter:
    match name:
        case "otlp":
            return _otlp_exporter()
        case "console":
            # Standard output is for answers.
            return ConsoleSpanExporter(out=sys.stderr)
    raise CannotTrace(f"OTEL_TRACES_EXPORTER is {name!r}; it can be otlp, console or none")


def _otlp_exporter() -> SpanExporter:
    protocol = (
        os.environ.get("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL")
        or os.environ.get("OTEL_EXPORTER_OTLP_PROTOCOL")
        or _PROTOCOL
    )
    if protocol.strip() != _PROTOCOL:
        raise CannotTrace(f"OTEL_EXPORTER_OTLP_PROTOCOL is {protocol!r}; it can be {_PROTOCOL}")
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter()


def _resource() -> Resource:
    """What the variables say comes before our own name."""
    own = {SERVICE_VERSION: VERSION}
    given = os.environ.get(OTEL_RESOURCE_ATTRIBUTES, "")
    if not os.environ.get(OTEL_SERVICE_NAME) and f"{SERVICE_NAME}=" not in given:
        own[SERVICE_NAME] = "parley"
    return Resource.create(dict(own))
