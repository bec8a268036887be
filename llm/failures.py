"""What went wrong with one request to a model's endpoint."""

from __future__ import annotations

from dataclasses import dataclass

from llm.errors import ModelUnavailable

_TOO_MANY = 429
_NOT_IMPLEMENTED = 501
_FORBIDDEN = (401, 403)
_AGAIN = frozenset({408, 409, _TOO_MANY})
_TOO_LONG = ("context_length", "context length", "context window", "context size")
_WITHHELD = ("content_filter", "content management policy")


@dataclass(slots=True, eq=False)
class CallFailed(Exception):
    """`said` is what the endpoint or the network told, without our secrets: for the log alone.

    `status` None: there was no answer over HTTP, or none that could be read (`garbled`).
    `parameter` is what the endpoint found fault with, where it said so. `in_time`: the call had
    a fair share of its time, so that a time-out is the endpoint's fault.
    """

    said: str
    status: int | None = None
    parameter: str | None = None
    retry_after_s: float | None = None
    garbled: bool = False
    timed_out: bool = False
    in_time: bool = True

    def __str__(self) -> str:
        return self.said

    @property
    def again(self) -> bool:
        """Whether the same request may succeed in a moment."""
        if self.status is None:
            return not self.garbled
        if "insufficient_quota" in self.said:
            return False
        return self.status in _AGAIN or (self.status >= 500 and self.status != _NOT_IMPLEMENTED)

    @property
    def is_endpoints_fault(self) -> bool:
        """Not one of the request; the circuit breaker counts it."""
        if self.timed_out:
            return self.in_time
        return self.again or self.garbled or self.status in (*_FORBIDDEN, _TOO_MANY)

    @property
    def is_too_long(self) -> bool:
        """The request has more tokens than the model reads."""
        return any(word in self.said for word in _TOO_LONG)

    @property
    def is_withheld(self) -> bool:
        """The request itself is refused by a content filter, as Azure does."""
        return self.status is not None and any(word in self.said for word in _WITHHELD)

    def for_client(self) -> ModelUnavailable:
        """Without what the endpoint said."""
        if self.retry_after_s is not None:
            return ModelUnavailable(self._told(), retry_after_s=self.retry_after_s)
        return ModelUnavailable(self._told())

    def _told(self) -> str:
        if self.timed_out:
            return "The model did not answer in time."
        if self.status == _TOO_MANY:
            return "The model takes no more calls now."
        if self.status in _FORBIDDEN:
            return "The model's endpoint refuses the service; its operator has to see to it."
        if self.status is not None and not self.again:
            return "The model does not take what it was asked."
        if self.garbled:
            return "The model's endpoint gave no answer that can be read."
        return "The model cannot be reached now."
