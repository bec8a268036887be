"""A model that keeps failing is left alone for a while."""

from __future__ import annotations

import asyncio

import pytest

from bench.model_behaviours import Behaviour, Failure, Hang, Reply, unauthorized
from bench.model_server import ModelServer
from llm.breaker import Breaker
from llm.errors import ModelUnavailable, ReplyUnusable
from llm.failures import CallFailed
from llm.meter import Meter
from llm.turn_model import MeteredModel
from tests.llm.asking import TENANT, VALUE, filled, streamed
from tests.llm.conftest import Begins, Opens

DOWN = CallFailed("down", status=503)
PAUSE_S = 30.0


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def call(breaker: Breaker, fails_with: BaseException | None = None) -> None:
    with breaker.watching():
        if fails_with is not None:
            raise fails_with


def fail(breaker: Breaker, failure: BaseException = DOWN) -> None:
    with pytest.raises(type(failure)):
        call(breaker, failure)


def is_open(breaker: Breaker) -> bool:
    try:
        call(breaker)
    except ModelUnavailable:
        return True
    return False


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(2, PAUSE_S, clock)
    fail(breaker)
    fail(breaker)
    return breaker


def test_it_opens_after_failures_in_a_row() -> None:
    breaker = Breaker(2, PAUSE_S, Clock())
    fail(breaker)
    call(breaker)
    fail(breaker)
    assert not is_open(breaker)
    fail(breaker)
    fail(breaker)
    assert is_open(breaker)


def test_it_says_when_to_come_back() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += 10
    with pytest.raises(ModelUnavailable) as raised:
        call(breaker)
    assert raised.value.details == {"retry_after_s": PAUSE_S - 10}


def test_one_call_is_let_through_and_closes_it() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += PAUSE_S
    with breaker.watching():
        assert is_open(breaker)
    assert not is_open(breaker)


def test_one_call_is_let_through_and_opens_it_again() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += PAUSE_S
    fail(breaker)
    assert is_open(breaker)
    clock.now += PAUSE_S
    assert not is_open(breaker)


def test_a_cancelled_trial_leaves_room_for_the_next() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += PAUSE_S
    fail(breaker, asyncio.CancelledError())
    with breaker.watching():
        pass
    assert not is_open(breaker)


@pytest.mark.parametrize(
    "failure",
    [
        CallFailed("bad request", status=400),
        CallFailed("no time", timed_out=True, in_time=False),
        ReplyUnusable("no JSON"),
        asyncio.CancelledError(),
    ],
)
def test_what_is_not_the_endpoints_fault(failure: BaseException) -> None:
    breaker = Breaker(1, PAUSE_S, Clock())
    fail(breaker, failure)
    assert not is_open(breaker)


def test_no_limit_is_never_open() -> None:
    breaker = Breaker(0, PAUSE_S, Clock())
    for _ in range(10):
        fail(breaker)
    assert not is_open(breaker)


@pytest.mark.parametrize("behaviour", [Failure(500), unauthorized(), Hang()])
async def test_an_open_breaker_asks_nobody(
    server: ModelServer, model_with: Begins, behaviour: Behaviour
) -> None:
    server.answer = behaviour
    model = model_with(model_breaker_failures=2, model_retries=0, model_timeout_s=0.3)
    with pytest.raises(ModelUnavailable):
        await filled(model)
    with pytest.raises(ModelUnavailable):
        await streamed(model)
    connections = server.connections
    for _ in range(2):
        with pytest.raises(ModelUnavailable, match="left alone"):
            await filled(model)
        with pytest.raises(ModelUnavailable, match="left alone"):
            await streamed(model)
    assert len(server.requests) == 2
    assert server.connections == connections


async def test_a_model_that_is_back_is_asked_again(server: ModelServer, model_with: Begins) -> None:
    model = model_with(model_breaker_failures=1, model_retries=0, model_breaker_s=0.001)
    server.script.append(Failure(500))
    server.answer = Reply(VALUE)
    with pytest.raises(ModelUnavailable):
        await filled(model)
    assert await _when_it_is_tried_again(model) == VALUE


async def _when_it_is_tried_again(model: MeteredModel) -> object:
    while True:
        try:
            return await filled(model)
        except ModelUnavailable:
            await asyncio.sleep(0)


async def test_one_model_does_not_stand_for_another(
    server: ModelServer, open_gateway: Opens
) -> None:
    gateway = open_gateway(model_breaker_failures=1, model_retries=0)
    server.script.append(Failure(500))
    server.answer = Reply(VALUE)
    with pytest.raises(ModelUnavailable):
        await filled(gateway.begin("one", TENANT, "session", Meter()))
    assert await filled(gateway.begin("other", TENANT, "session", Meter())) == VALUE
