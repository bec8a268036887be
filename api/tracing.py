"""Traces are sent where OpenTelemetry's or LangSmith's own variables say so.

Without them nothing is even imported. Of OpenTelemetry's are read here: `OTEL_SDK_DISABLED`,
`OTEL_TRACES_EXPORTER`, `OTEL_EXPORTER_OTLP_ENDPOINT` and `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`. The
SDK reads all the others.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from api import langsmith

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

# For what is still to be sent when the process ends; who does not take it by then loses it.
_LAST_S = 3.0

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


@asynccontextmanager
async def sending_traces(warn: Callable[[str], None]) -> AsyncIterator[None]:
    """As long as a service is open, once in a process.

    What keeps spans from being sent is told to `warn`, and nothing else suffers from it.
    """
    ends: list[Callable[[], None]] = []
    if exporters := exporters_wanted(os.environ):
        provider = await asyncio.to_thread(_begin, exporters, warn)
        ends += [provider.shutdown] if provider else []
    if langsmith.is_on(os.environ):
        langsmith.prepare(os.environ)
        ends.append(langsmith.send_rest)
    try:
        yield
    finally:
        if ends:
            await asyncio.to_thread(_end, ends)


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


def _end(ends: Sequence[Callable[[], None]]) -> None:
    """Sends what is left, in threads that the process need not wait for."""
    threads = [threading.Thread(target=end, name="last traces", daemon=True) for end in ends]
    until = time.monotonic() + _LAST_S
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
