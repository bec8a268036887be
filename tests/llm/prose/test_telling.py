"""An answer in a model's words, streamed: what holds is said as it comes, the rest as computed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from bench.model_behaviours import Behaviour, Failure, Gate, Reply
from bench.model_server import ModelServer, running_model_server
from llm.gateway import Gateway
from llm.meter import Meter
from llm.prose.facts import Facts
from llm.prose.telling import Told, tell
from tests.llm.prose.shapes import MONTHS, REGIONS
from tests.model_server import MODEL, settings_for


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with running_model_server() as running:
        yield running


@asynccontextmanager
async def opened(server: ModelServer) -> AsyncIterator[Gateway]:
    gateway = Gateway(settings_for(server, model_retries=0))
    try:
        yield gateway
    finally:
        await gateway.close()


async def heard(server: ModelServer, facts: Facts, behaviour: Behaviour) -> tuple[Told, list[str]]:
    server.answer = behaviour
    pieces: list[str] = []
    async with opened(server) as gateway:
        told = await tell(facts, gateway.begin(MODEL, "t", "s", Meter()), pieces.append)
    assert "".join(pieces) == told.text
    return told, pieces


async def test_what_holds_is_said_word_by_word(server: ModelServer) -> None:
    text = "North leads with $1,234,567. South follows with $845,300."
    told, pieces = await heard(server, REGIONS, Reply(text))
    assert told.text == text
    assert (told.replaced, told.complete) == (0, True)
    assert len(pieces) > 6


async def test_a_sentence_that_does_not_hold_is_the_computed_one(server: ModelServer) -> None:
    told, _ = await heard(server, REGIONS, Reply("North leads with $9,999,999. East is last."))
    assert "9,999,999" not in told.text
    assert told.text.startswith(REGIONS.text.split(". ")[0])
    assert told.replaced == 1
    assert told.text.endswith("East is last.")


async def test_the_direct_answer_is_there_in_any_case(server: ModelServer) -> None:
    told, _ = await heard(server, REGIONS, Reply("East is last with $98,750.50."))
    assert "North leads" in told.text


@pytest.mark.parametrize(
    "behaviour",
    [Failure(500), Reply(""), Reply("See https://evil.example/x."), Reply("Hello", cut_after=0)],
)
async def test_without_a_word_that_holds_it_is_the_computed_text(
    server: ModelServer, behaviour: Behaviour
) -> None:
    told, _ = await heard(server, REGIONS, behaviour)
    assert told.text == REGIONS.text


@pytest.mark.parametrize("words", range(1, 9))
async def test_a_stream_cut_anywhere_still_gives_a_whole_answer(
    server: ModelServer, words: int
) -> None:
    text = "North leads with $1,234,567. South follows with $845,300. East is last."
    told, _ = await heard(server, REGIONS, Reply(text, cut_after=words))
    assert not told.complete
    assert told.text.endswith(".")
    assert told.text.count("North leads") == 1


async def test_findings_are_reworded_and_never_more_than_they_were(server: ModelServer) -> None:
    assert MONTHS.insights
    lines = [f"[{n}] {one.text.upper()}" for n, one in enumerate(MONTHS.insights, 1)]
    lines[0] = f"[1] {MONTHS.insights[0].text}, up 7,777 on nothing"
    text = "Orders doubled over 2024.\n" + "\n".join([*lines, "[99] Profits soared by 300%."])
    told, _ = await heard(server, MONTHS, Reply(text))
    assert len(told.insights) == len(MONTHS.insights)
    assert told.insights[0] == MONTHS.insights[0]
    for one, before in zip(told.insights, MONTHS.insights, strict=True):
        assert (one.kind, one.figures, one.weight) == (before.kind, before.figures, before.weight)
        assert "7,777" not in one.text
    assert "300" not in told.text


async def test_a_sentence_is_said_before_the_next_one_has_come(server: ModelServer) -> None:
    gate = Gate()
    server.answer = Reply("North leads with $1,234,567. South follows with $845,300.", gate=gate)
    said = asyncio.Event()
    async with opened(server) as gateway:
        telling = asyncio.create_task(
            tell(REGIONS, gateway.begin(MODEL, "t", "s", Meter()), lambda _: said.set())
        )
        gate.open()
        await asyncio.wait_for(said.wait(), 30)
        assert (await telling).complete


async def test_who_cancels_gets_no_answer(server: ModelServer) -> None:
    before = server.left
    server.answer = Reply("North leads with $1,234,567. South follows.", gate=Gate())
    async with opened(server) as gateway:
        model = gateway.begin(MODEL, "t", "s", Meter())
        telling = asyncio.create_task(tell(REGIONS, model, lambda _: None))
        calls = len(server.requests)
        await server.until(lambda: len(server.requests) > calls - 1 and bool(server.requests))
        telling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await telling
    assert server.left >= before
