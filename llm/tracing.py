"""Spans of model calls, by the conventions for generative AI.

https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-spans.md
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from opentelemetry.trace import Span, SpanKind
from opentelemetry.util.types import AttributeValue

from bi.tracing import TRACER, error_type, fail, wants_content
from llm.failures import CallFailed
from llm.messages import Message
from llm.settings import ModelSettings
from llm.usage import Usage

# What an OpenAI-compatible endpoint is called, whoever runs it.
_PROVIDER = "openai"
_AZURE = ("azure.ai.openai", (".openai.azure.com", ".cognitiveservices.azure.com"))
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class ModelCall:
    """One logical call of a model, with its retries."""

    _span: Span

    def again(self, failure: BaseException | None) -> None:
        """It is asked once more, after a failure."""
        if self._span.is_recording():
            why = _failure_type(failure) if failure is not None else "unknown"
            self._span.add_event("retry", {"error.type": why})

    def answered(self, model: str, finish: str) -> None:
        """Which model answered, where the endpoint says so, and why its reply ended."""
        if not self._span.is_recording():
            return
        if model:
            self._span.set_attribute("gen_ai.response.model", model)
        if finish:
            self._span.set_attribute("gen_ai.response.finish_reasons", (finish,))

    def said(self, reply: str | dict[str, Any], finish: str = "stop") -> None:
        """The reply, which is kept only where the operator wants it."""
        if wants_content(self._span):
            text = reply if isinstance(reply, str) else json.dumps(reply, ensure_ascii=False)
            told = message_json("assistant", text, finish_reason=finish)
            self._span.set_attribute("gen_ai.output.messages", told)

    def end(self, usage: Usage, error: BaseException | None) -> None:
        if self._span.is_recording() and usage.calls:
            self._span.set_attributes(
                {
                    "gen_ai.usage.input_tokens": usage.input_tokens,
                    "gen_ai.usage.output_tokens": usage.output_tokens,
                    "gen_ai.usage.cache_read.input_tokens": usage.cached_tokens,
                }
            )
        if isinstance(error, Exception):
            fail(self._span, _failure_type(error))
        self._span.end()


@contextmanager
def model_call(
    name: str,
    url: str,
    settings: ModelSettings,
    messages: Sequence[Message],
    used: Callable[[], Usage],
    *,
    form: str = "",
) -> Iterator[ModelCall]:
    """Around a call with its retries: a reply of the form called so, or where that is '' a stream.
    `used` tells at its end what it has used.

    The span is never the current one, so that this may be around a `yield`.
    """
    span = TRACER.start_span(f"chat {name}", kind=SpanKind.CLIENT)
    call = ModelCall(span)
    if span.is_recording():
        span.set_attributes(_asked(name, url, settings, form))
    if wants_content(span):
        span.set_attribute("gen_ai.input.messages", messages_json(messages))
    try:
        yield call
    except BaseException as error:
        call.end(used(), error)
        raise
    call.end(used(), None)


def _asked(name: str, url: str, settings: ModelSettings, form: str) -> dict[str, AttributeValue]:
    address, port, scheme = _place(url)
    azure, hosts = _AZURE
    attributes: dict[str, AttributeValue] = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": azure if address.endswith(hosts) else _PROVIDER,
        "gen_ai.request.model": name,
        "gen_ai.request.max_tokens": settings.model_reply_tokens,
        "gen_ai.output.type": "json" if form else "text",
        "gen_ai.request.stream": not form,
    }
    if settings.model_temperature is not None:
        attributes["gen_ai.request.temperature"] = settings.model_temperature
    if address:
        attributes |= {"server.address": address, "server.port": port or _PORTS.get(scheme, 443)}
    if form:
        attributes["parley.form"] = form
    return attributes


def _place(url: str) -> tuple[str, int | None, str]:
    """Host, port and scheme: of a URL nothing else is told, it may hold a key."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "", None, ""
    return parts.hostname or "", port, parts.scheme


def _failure_type(error: BaseException) -> str:
    """A status, where the endpoint gave one."""
    if not isinstance(error, CallFailed):
        return error_type(error)
    if error.timed_out:
        return "timeout"
    if error.status is not None:
        return str(error.status)
    return "garbled" if error.garbled else "connection"


def messages_json(messages: Sequence[Message]) -> str:
    return json.dumps([_message(one.role, one.content) for one in messages], ensure_ascii=False)


def message_json(role: str, content: str, *, finish_reason: str | None = None) -> str:
    """One message as the conventions write `gen_ai.input.messages` and `…output.messages`."""
    message = _message(role, content)
    if finish_reason is not None:
        message["finish_reason"] = finish_reason
    return json.dumps([message], ensure_ascii=False)


def _message(role: str, content: str) -> dict[str, Any]:
    return {"role": role, "parts": [{"type": "text", "content": content}]}
