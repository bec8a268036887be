"""Spans are sent where OpenTelemetry's own variables say so; without them nothing is even imported.

Read here: `OTEL_SDK_DISABLED`, `OTEL_TRACES_EXPORTER`, `OTEL_EXPORTER_OTLP_ENDPOINT` and
`OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`. The SDK reads all the others.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

# For what is still to be sent when the process ends; a collector that hangs gets no more.
_LAST_SPANS_S = 3.0

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


@asynccontextmanager
async def sending_spans(warn: Callable[[str], None]) -> AsyncIterator[None]:
    """As long as a service is open, once in a process.

    What keeps spans from being sent is told to `warn`, and nothing else suffers from it.
    """
    provider = None
    if exporters := exporters_wanted(os.environ):
        provider = await asyncio.to_thread(_begin, exporters, warn)
    try:
        yield
    finally:
        if provider is not None:
            await asyncio.to_thread(_end, provider)


def exporters_wanted(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Their names, as the variables have them; none where tracing is not asked for."""
    if environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return ()
    given = environment.get("OTEL_TRACES_EXPORTER", "").strip()
    if not given and any(environment.get(name, "").strip() for name in _ENDPOINTS):
        given = "otlp"
    names = [name.strip().lower() for name in given.split(",")]
    return tuple(dict.fromkeys(name for name in names if name not in ("", "none")))


def _begin(exporters: tuple[str, ...], warn: Callable[[str], None]) -> TracerProvider | None:
    """None: it cannot be, or somebody else has set it up, as `opentelemetry-instrument` does."""
    try:
        from api.tracing_sdk import CannotTrace, begin
    except ModuleNotFoundError as missing:
        if not (missing.name or "").startswith("opentelemetry"):
            raise
        warn(f"no spans are sent, {missing.name} is not installed: pip install 'parley[tracing]'")
        return None
    try:
        return begin(exporters)
    except CannotTrace as error:
        warn(f"no spans are sent: {error}")
        return None


def _end(provider: TracerProvider) -> None:
    """Sends what is left. In a thread that the process need not wait for."""
    ending = threading.Thread(target=provider.shutdown, name="last spans", daemon=True)
    ending.start()
    ending.join(_LAST_SPANS_S)
