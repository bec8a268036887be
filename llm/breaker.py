"""A circuit breaker: a model that keeps failing is left alone for a while.

Ours, since those that exist either let every caller through when they try again (purgatory), or
are no longer kept (aiobreaker), or are for threads and Tornado (pybreaker).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from llm.errors import ModelUnavailable, ReplyUnusable
from llm.failures import CallFailed


class Breaker:
    """Of one model, in this process. After so many failures in a row (0: never) it is open for
    `pause_s` seconds; then one call is let through, and decides."""

    def __init__(
        self, failures: int, pause_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = failures
        self._pause_s = pause_s
        self._clock = clock
        self._failures = 0
        self._opened_at: float | None = None
        self._probing = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Around a call with its retries. Raises ModelUnavailable in place of the call.

        A call that is cancelled says nothing about the endpoint; a reply that cannot be used, or
        a refusal of the request, says that it lives.
        """
        probes = self._enter()
        try:
            yield
        except CallFailed as failure:
            if failure.is_endpoints_fault:
                self._failed()
            elif not failure.timed_out:
                self._succeeded()
            raise
        except ReplyUnusable:
            self._succeeded()
            raise
        else:
            self._succeeded()
        finally:
            if probes:
                self._probing = False

    def _enter(self) -> bool:
        """Whether this call decides."""
        if self._opened_at is None:
            return False
        left_s = self._opened_at + self._pause_s - self._clock()
        if left_s > 0 or self._probing:
            raise ModelUnavailable(
                "The model has failed repeatedly and is left alone for a while.",
                retry_after_s=max(left_s, 0.0),
            )
        self._probing = True
        return True

    def _failed(self) -> None:
        self._failures += 1
        if self._limit and self._failures >= self._limit:
            self._opened_at = self._clock()

    def _succeeded(self) -> None:
        self._failures = 0
        self._opened_at = None
