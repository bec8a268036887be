"""Asking again, under a deadline.

The client of OpenAI retries by itself, but knows nothing of a deadline: it sleeps beyond it, and
cannot tell that a `Retry-After` is in vain. Tenacity stops before such a sleep.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from llm.failures import CallFailed

T = TypeVar("T")

# Full jitter: between nothing and this, doubled each time.
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 8.0
_jitter = wait_random_exponential(multiplier=_FIRST_PAUSE_S, max=_LONGEST_PAUSE_S)


async def retried(
    call: Callable[[], Awaitable[T]],
    retries: int,
    left_s: float,
    on_retry: Callable[[BaseException | None], None] = lambda _: None,
) -> T:
    """`on_retry` gets the failure before each further attempt.

    Raises CallFailed: the last one, at once where the next attempt would come too late.
    """
    retrying = AsyncRetrying(
        retry=retry_if_exception(lambda error: isinstance(error, CallFailed) and error.again),
        wait=_pause_s,
        before_sleep=lambda state: on_retry(_failure(state)),
        stop=stop_after_attempt(retries + 1) | stop_before_delay(left_s),
        reraise=True,
    )
    return await retrying(call)


def _pause_s(state: RetryCallState) -> float:
    failure = _failure(state)
    if isinstance(failure, CallFailed) and failure.retry_after_s is not None:
        return failure.retry_after_s
    return _jitter(state)


def _failure(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None
