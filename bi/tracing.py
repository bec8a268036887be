"""Spans of OpenTelemetry, as all that is traced has them.

Only the API is used: without an SDK (`api.tracing` sets it up) spans are nothing, and cost next to
nothing. An error's text never gets onto a span; its code does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.util.types import AttributeValue

from bi.model.errors import ParleyError

TRACER = trace.get_tracer("parley")

# https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/
ERROR_TYPE = "error.type"

# The variable of the instrumentations for generative AI; `true` is what earlier ones took.
_CAPTURE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
_CAPTURING = frozenset({"true", "span_only", "span_and_event"})


@contextmanager
def traced(
    name: str,
    kind: SpanKind = SpanKind.INTERNAL,
    attributes: Mapping[str, AttributeValue] | None = None,
    parent: Context | None = None,
) -> Iterator[Span]:
    """A span around what is done here, the current one meanwhile; `parent` None: within the
    current one. Not around a `yield` of an async generator, whose caller would find itself in it.
    """
    with TRACER.start_as_current_span(
        name,
        parent,
        kind,
        attributes,
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            yield span
        except Exception as error:
            fail(span, error_type(error))
            raise


def fail(span: Span, type_: str) -> None:
    span.set_attribute(ERROR_TYPE, type_)
    span.set_status(StatusCode.ERROR)


def error_type(error: BaseException) -> str:
    return error.code if isinstance(error, ParleyError) else type(error).__qualname__


def wants_content(span: Span) -> bool:
    """Whether what people and models say may be on it: only where the operator asks for that."""
    return span.is_recording() and os.environ.get(_CAPTURE, "").strip().lower() in _CAPTURING
