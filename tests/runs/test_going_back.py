"""What a session remembers of its questions: undo, the first one, starting over, lost ones."""

from __future__ import annotations

import pytest

from nodes.answer import Intent
from nodes.state import HISTORY
from runs.service import Service
from tests.conversation import Conversation

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_undo_goes_back_step_by_step(service: Service) -> None:
    talk = await Conversation.begin(service)
    first = await talk.say("revenue by region in 2025")
    second = await talk.say("only Technology")
    await talk.say("by channel instead")
    assert (await talk.say("undo")).rows == second.rows
    assert (await talk.say("undo")).rows == first.rows
    nothing = await talk.say("undo")
    assert nothing.answer.intent is Intent.CLARIFY


async def test_what_follows_an_undo_edits_the_question_gone_back_to(service: Service) -> None:
    talk = await Conversation.begin(service)
    await talk.say("revenue by region in 2025")
    await talk.say("only Technology")
    await talk.say("undo")
    assert (await talk.say("profit instead")).answer.title == "Profit by region in 2025"


async def test_the_first_question_is_remembered_however_many_follow(service: Service) -> None:
    talk = await Conversation.begin(service)
    first = await talk.say("revenue by region")
    for number in range(HISTORY + 3):
        await talk.say(f"top {number + 2} customers by profit")
    assert (await talk.say("back to the first question")).rows == first.rows


async def test_after_starting_over_there_is_nothing_to_edit(service: Service) -> None:
    talk = await Conversation.begin(service)
    await talk.say("revenue by region")
    assert (await talk.say("start over")).answer.intent is Intent.CLARIFY
    assert (await talk.say("what about Canada")).answer.intent is Intent.CLARIFY
    await talk.say("profit by category")
    assert (await talk.say("undo")).answer.intent is Intent.CLARIFY


async def test_a_pronoun_after_a_lost_question_is_asked_about(service: Service) -> None:
    talk = await Conversation.begin(service)
    await talk.say("top 5 customers by revenue")
    await talk.say("who are the happiest zebras")
    asked = (await talk.say("what are their cities")).answer
    assert asked.intent is Intent.CLARIFY
    assert asked.asked_back is not None
    assert len(asked.asked_back.options) == 1
    answered = await talk.say("yes")
    assert answered.answer.intent is Intent.QUERY
    assert len(answered.rows) == 5


async def test_an_edit_that_failed_leaves_the_question_in_place(service: Service) -> None:
    talk = await Conversation.begin(service)
    await talk.say("revenue by region in 2025")
    assert (await talk.say("by zodiac sign")).answer.intent is Intent.CLARIFY
    assert (await talk.say("by channel instead")).answer.title == "Revenue by channel in 2025"


async def test_an_option_is_chosen_by_the_words_that_it_alone_has(service: Service) -> None:
    talk = await Conversation.begin(service)
    await talk.say("top 10 customers by revenue in 2025")
    asked = (await talk.say("break this down by month")).answer.asked_back
    assert asked is not None
    assert len(asked.options) == 2
    assert (await talk.say("the first one")).answer.intent is Intent.QUERY
