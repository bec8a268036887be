"""What an endpoint takes for a model, as far as its refusals have told.

OpenAI and Azure name a reply's limit `max_completion_tokens`, and refuse `max_tokens` for their
newer models. vLLM, llama.cpp, Ollama and gateways all know `max_tokens`; of the other name some
have never heard, and ignore it in silence. So the host decides which is tried first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from llm.failures import CallFailed

LimitName = Literal["max_tokens", "max_completion_tokens"]

_LIMITS: tuple[LimitName, LimitName] = ("max_tokens", "max_completion_tokens")
_NEW_NAME_HOSTS = (".openai.com", ".openai.azure.com", ".cognitiveservices.azure.com")
# Says that a call was wrong, not that it was too much.
_REFUSING = frozenset({400, 404, 422, 500, 501})


@dataclass(frozen=True, slots=True)
class Abilities:
    """`limits`: the names of the reply's limit that are still to be tried; the first is sent."""

    temperature: bool = True
    stream_usage: bool = True
    limits: tuple[LimitName, ...] = _LIMITS

    @property
    def limit(self) -> LimitName | None:
        return self.limits[0] if self.limits else None

    def without(self, failure: CallFailed) -> Abilities | None:
        """What is left after a refusal; None: it was not about any of these."""
        if failure.status not in _REFUSING or failure.is_too_long:
            return None
        if self.temperature and names(failure, "temperature"):
            return replace(self, temperature=False)
        if self.stream_usage and names(failure, "stream_options", "include_usage"):
            return replace(self, stream_usage=False)
        if self.limits and names(failure, self.limits[0]):
            return replace(self, limits=self.limits[1:])
        return None


def abilities_at(url: str) -> Abilities:
    """Before anything is known of the endpoint but its URL."""
    host = "." + (urlsplit(url).hostname or "")
    first_new = any(host.endswith(known) for known in _NEW_NAME_HOSTS)
    return Abilities(limits=_LIMITS[::-1] if first_new else _LIMITS)


def names(failure: CallFailed, *parameters: str) -> bool:
    """Whether it is one of these that the endpoint complains about."""
    if failure.parameter is not None and not _about_all(failure.parameter):
        return any(failure.parameter.startswith(parameter) for parameter in parameters)
    return any(re.search(rf"\b{parameter}\b", failure.said, re.I) for parameter in parameters)


def _about_all(parameter: str) -> bool:
    """FastAPI's servers name the whole body."""
    return parameter in ("", "body")
