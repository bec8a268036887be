"""What OpenAI's SDK raises, as failures of our own, without anything secret in them."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

import httpx2
from openai import APIConnectionError, APIStatusError, APITimeoutError, OpenAIError

from llm.failures import CallFailed
from llm.settings import ModelSettings

_LONGEST = 1000


class Masking:
    """Takes the settings' secrets out of what endpoints quote."""

    def __init__(self, settings: ModelSettings) -> None:
        secrets = [value.get_secret_value() for value in settings.model_headers.values()]
        if settings.model_key is not None:
            secrets.append(settings.model_key.get_secret_value())
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text[:_LONGEST]


def failure_of(error: Exception, masked: Masking) -> CallFailed:
    said = masked(str(error))
    if isinstance(error, APIStatusError):
        # The SDK's text leaves out what is not worded as OpenAI does.
        return CallFailed(
            masked(error.response.text) or said,
            error.status_code,
            parameter=str(error.param) if error.param is not None else None,
            retry_after_s=_retry_after_s(error.response.headers),
        )
    if isinstance(error, APITimeoutError | httpx2.TimeoutException):
        return CallFailed(said or "timed out", timed_out=True)
    if isinstance(error, APIConnectionError | httpx2.HTTPError):
        return CallFailed(masked(f"{said} {error.__cause__ or ''}".strip()))
    # An error that came as an event of a stream, or an answer that is no completion.
    return CallFailed(said, garbled=not isinstance(error, OpenAIError))


def _retry_after_s(headers: httpx2.Headers) -> float | None:
    """Seconds, or a date; OpenAI says milliseconds too."""
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        return max(0.0, float(headers["retry-after"]))
    except KeyError:
        return None
    except ValueError:
        return _until_s(headers["retry-after"])


def _until_s(date: str) -> float | None:
    try:
        return max(0.0, parsedate_to_datetime(date).timestamp() - time.time())
    except ValueError:
        return None
