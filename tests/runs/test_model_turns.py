"""Turns with a model: who answers, what is mended, what is said, what becomes of them without."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bench.model_behaviours import Behaviour, Failure, Reply
from bench.model_exchange import Request
from bench.model_server import ModelServer
from llm.forms.reply_form import reply_form
from llm.settings import Budget
from llm.usage import Author, AuthorKind
from llm.wish import Mode, ModelWish
from nodes.events import Complete, Event, Failed, Progress, Text
from runs.model import Ask, Breakdown, Principal, Refine, RefineSql
from tests.conversation import Conversation
from tests.model_server import MODEL
from tests.runs.modelled import BY_REGION, REVENUE, Opens, told

pytestmark = pytest.mark.asyncio(loop_scope="module")

BY_MODEL = Author(AuthorKind.MODEL, MODEL)
BY_ENGINE = Author(AuthorKind.EMBEDDED)
# What the engine does not read.
UNREAD = "which flurbs did we zorch"
SQL = "SELECT region, count(*) AS orders FROM orders GROUP BY region ORDER BY region"


def reply(kind: str, **parts: Any) -> Reply:
    """With all that the form asks for, as an endpoint gives it that holds to the form."""
    return Reply(dict.fromkeys(reply_form().schema["required"]) | {"kind": kind, **parts})


def query(**parts: Any) -> Reply:
    return reply("query", query=BY_REGION | parts)


def sql(text: str) -> Reply:
    return reply("sql", sql=text, title="Orders by region")


def progress_of(events: list[Event]) -> list[str]:
    return [one.message for one in events if isinstance(one, Progress)]


def is_prose(request: Request) -> bool:
    return "into words" in request.body["messages"][0]["content"]


# --- who answers -----------------------------------------------------------------------------


async def test_the_engine_answers_what_it_reads_at_no_token(
    opens: Opens, server: ModelServer
) -> None:
    talk = await Conversation.begin(await opens())
    answer = (await talk.say("revenue by region")).answer
    assert (answer.author, answer.usage, server.requests) == (BY_ENGINE, None, [])


async def test_the_model_answers_what_the_engine_does_not(
    opens: Opens, server: ModelServer
) -> None:
    server.script.append(query())
    talk = await Conversation.begin(await opens())
    said = await talk.say(UNREAD)
    assert said.answer.author == BY_MODEL
    assert said.columns == ("region", "revenue")
    assert [token.text for token in said.answer.understanding.tokens] == ["Revenue", "By region"]
    assert said.answer.usage is not None
    assert said.answer.usage.calls == 1


async def test_the_mode_model_asks_it_in_any_case(opens: Opens, server: ModelServer) -> None:
    server.script.append(query())
    talk = await Conversation.begin(await opens(mode=Mode.MODEL))
    assert (await talk.say("revenue by region")).answer.author == BY_MODEL


async def test_a_request_may_wish_otherwise(opens: Opens, server: ModelServer) -> None:
    server.answer = query()
    talk = await Conversation.begin(await opens())
    model = await talk.turn(Ask("revenue by region", wish=ModelWish(mode=Mode.MODEL)))
    engine = await talk.turn(Ask("revenue by region", wish=ModelWish(mode=Mode.EMBEDDED)))
    assert isinstance(model, Complete)
    assert isinstance(engine, Complete)
    assert (model.answer.author, engine.answer.author) == (BY_MODEL, BY_ENGINE)


async def test_a_refinement_is_asked_with_what_it_refines(
    opens: Opens, server: ModelServer
) -> None:
    server.script.append(query())
    server.script.append(reply("query", query=BY_REGION, refines=True))
    talk = await Conversation.begin(await opens())
    await talk.say(UNREAD)
    ending, _ = await told(talk, Refine("now flurb it differently"))
    assert isinstance(ending, Complete)
    assert ending.answer.author == BY_MODEL
    sent = server.last.body["messages"][1]["content"]
    assert '"query":{"measures":[{"value":{"name":"revenue"' in sent
    assert f'{{"user":"{UNREAD}"}}' in sent


async def test_sql_that_came_along_is_rewritten(opens: Opens, server: ModelServer) -> None:
    server.script.append(sql(SQL))
    talk = await Conversation.begin(await opens())
    ending, _ = await told(talk, RefineSql("SELECT region FROM orders", "count the zorched ones"))
    assert isinstance(ending, Complete)
    assert ending.answer.sql == SQL
    assert "SELECT region FROM orders" in server.last.body["messages"][1]["content"]


async def test_what_the_model_asks_back_can_be_chosen(opens: Opens, server: ModelServer) -> None:
    options = [BY_REGION, {"measures": [REVENUE]}]
    server.script.append(reply("ask_back", message="Which?", options=options))
    talk = await Conversation.begin(await opens())
    asked = (await talk.say(UNREAD)).answer.asked_back
    assert asked is not None
    assert [one.label for one in asked.options] == ["Revenue by region", "Revenue"]
    chosen = (await talk.say("1")).answer
    assert (chosen.author, len(server.requests)) == (BY_MODEL, 1)


async def test_a_refusal_says_what_would_be_understood(opens: Opens, server: ModelServer) -> None:
    server.script.append(reply("refuse", message="No flurbs.", unknown=["flurbs"]))
    talk = await Conversation.begin(await opens())
    answer = (await talk.say(UNREAD)).answer
    assert answer.asked_back is not None
    assert answer.asked_back.unknown == ("flurbs",)
    assert answer.asked_back.suggestions
    assert answer.text.startswith("No flurbs.")


# --- mending ---------------------------------------------------------------------------------


async def test_a_reply_that_cannot_be_used_is_asked_for_again(
    opens: Opens, server: ModelServer
) -> None:
    server.script.append(reply("query", query={"measures": ["revenu"]}))
    server.script.append(query())
    talk = await Conversation.begin(await opens())
    ending, events = await told(talk, Ask(UNREAD))
    assert isinstance(ending, Complete)
    assert any("(1 of 3)" in one for one in progress_of(events))
    last = server.last.body["messages"]
    assert [one["role"] for one in last] == ["system", "user", "assistant", "user"]
    assert "no measure or metric `revenu`; near it: `revenue`" in last[3]["content"]


async def test_sql_of_a_model_passes_the_guard_or_is_mended(
    opens: Opens, server: ModelServer
) -> None:
    server.script.append(sql("DELETE FROM orders"))
    server.script.append(sql("SELECT * FROM information_schema.tables"))
    server.script.append(sql(SQL))
    talk = await Conversation.begin(await opens())
    ending, events = await told(talk, Ask(UNREAD))
    assert isinstance(ending, Complete)
    assert ending.answer.sql == SQL
    assert ending.answer.author == BY_MODEL
    steps = [one for one in progress_of(events) if "of 3)" in one]
    assert len(steps) == 2
    assert all(one.startswith("The SQL may not run as it is") for one in steps)


async def test_what_the_database_says_is_told_to_the_model(
    opens: Opens, server: ModelServer
) -> None:
    server.script.append(sql("SELECT CAST(region AS INTEGER) AS n FROM orders"))
    server.script.append(sql(SQL))
    talk = await Conversation.begin(await opens())
    ending, events = await told(talk, Ask(UNREAD))
    assert isinstance(ending, Complete)
    assert any(one.startswith("The database did not accept") for one in progress_of(events))
    assert "convert" in server.last.body["messages"][3]["content"].lower()


async def test_what_is_not_mended_in_three_tries_fails_and_keeps_the_sql(
    opens: Opens, server: ModelServer
) -> None:
    server.answer = sql("SELECT CAST(region AS INTEGER) AS n FROM orders")
    talk = await Conversation.begin(await opens())
    ending, events = await told(talk, Ask(UNREAD))
    assert isinstance(ending, Failed)
    assert ending.code == "query_not_mended"
    assert ending.details["sql"] == "SELECT CAST(region AS INTEGER) AS n FROM orders"
    assert ending.details["attempts"] == 4
    assert len(server.requests) == 4
    assert len([one for one in progress_of(events) if "of 3)" in one]) == 3
    assert "onver" not in ending.message  # what the database said is for the log
    page = await talk.service.turns.page(talk.principal, talk.session_id)
    known = page.turns[0].unfinished
    assert known is not None
    assert known.usage is not None
    assert known.usage.calls == 4
    assert known.tasks[0].sql == ending.details["sql"]
    assert known.tasks[0].author == BY_MODEL
    assert [step.message for step in known.steps] == progress_of(events)
    assert (await talk.say("revenue by region")).answer.author == BY_ENGINE


# --- without the model -----------------------------------------------------------------------


async def test_a_model_that_is_down_leaves_the_engine_with_a_notice(
    opens: Opens, server: ModelServer
) -> None:
    server.answer = Failure(500)
    talk = await Conversation.begin(await opens(mode=Mode.MODEL, model_prose=True))
    answer = (await talk.say("revenue by region")).answer
    assert answer.author == BY_ENGINE
    (notice,) = answer.notices
    assert notice.startswith("The model cannot be reached")
    assert answer.text.endswith(notice)
    assert len(server.requests) == 1


async def test_it_is_unavailable_only_where_the_engine_cannot_answer(
    opens: Opens, server: ModelServer
) -> None:
    server.answer = Failure(500)
    talk = await Conversation.begin(await opens())
    ending, _ = await told(talk, Ask(UNREAD))
    assert isinstance(ending, Failed)
    assert (ending.code, ending.retryable) == ("llm_unavailable", True)
    assert ending.details["unknown"]
    assert (await talk.say("revenue by region")).answer.author == BY_ENGINE


async def test_a_model_that_never_gives_a_query_leaves_the_engines_refusal(
    opens: Opens, server: ModelServer
) -> None:
    server.answer = reply("poem")
    talk = await Conversation.begin(await opens())
    answer = (await talk.say(UNREAD)).answer
    assert answer.asked_back is not None
    assert answer.notices[0].startswith("The model gave no reply that could be used")
    assert len(server.requests) == 4


async def test_over_budget_the_engine_answers_with_a_notice(
    opens: Opens, server: ModelServer
) -> None:
    server.answer = query()
    tenant = Principal("poor-corp", "bob")
    talk = await Conversation.begin(await opens(model_budget=Budget(tokens=10)), tenant)
    assert (await talk.say(UNREAD)).answer.author == BY_MODEL
    over = (await talk.say(f"{UNREAD} again")).answer
    assert over.asked_back is not None
    assert over.notices[0].startswith("The day's budget for the model is spent")
    assert len(server.requests) == 1


async def test_a_dead_model_in_the_midst_of_mending_leaves_the_engines_reading(
    opens: Opens, server: ModelServer
) -> None:
    server.script.append(sql("SELECT nothing FROM nowhere"))
    server.answer = Failure(500)
    talk = await Conversation.begin(await opens(mode=Mode.MODEL))
    answer = (await talk.say("revenue by region")).answer
    assert answer.author == BY_ENGINE
    assert answer.notices


# --- prose and reuse -------------------------------------------------------------------------


async def test_the_text_comes_as_the_model_says_it_as_far_as_it_holds(
    opens: Opens, server: ModelServer
) -> None:
    talk = await Conversation.begin(await opens(model_prose=True))
    computed = (await talk.say("revenue by region")).answer.text
    first = computed.split(". ")[0]

    def answer(request: Request) -> Behaviour:
        if is_prose(request):
            return Reply(f"In short: {first}. It all came to 123,456,789,012 in the end.")
        return query()

    server.answer = answer
    ending, events = await told(talk, Ask("revenue by region", wish=ModelWish(mode=Mode.MODEL)))
    assert isinstance(ending, Complete)
    text = ending.answer.text
    assert text.startswith(f"In short: {first}")
    assert "123,456,789,012" not in text
    pieces = [one.content for one in events if isinstance(one, Text)]
    assert "".join(pieces) == text
    assert len(pieces) > 3
    assert ending.answer.usage is not None
    assert ending.answer.usage.calls == 2


async def test_a_stream_that_breaks_off_leaves_the_computed_text(
    opens: Opens, server: ModelServer
) -> None:
    talk = await Conversation.begin(await opens(model_prose=True))
    computed = (await talk.say("revenue by region")).answer.text

    def answer(request: Request) -> Behaviour:
        return Reply("It was a dark and stormy", cut_after=3) if is_prose(request) else query()

    server.answer = answer
    ending, _ = await told(talk, Ask("revenue by region", wish=ModelWish(mode=Mode.MODEL)))
    assert isinstance(ending, Complete)
    assert ending.answer.text == computed


async def test_the_same_question_is_not_asked_twice_but_for_another_tenant(
    opens: Opens, server: ModelServer
) -> None:
    server.answer = query()
    service = await opens(model_reuse_s=3600)
    authors = []
    for tenant in ("one-corp", "one-corp", "other-corp"):
        talk = await Conversation.begin(service, Principal(tenant, "eve"))
        authors.append((await talk.say(UNREAD)).answer.author)
    assert authors == [BY_MODEL, Author(AuthorKind.MODEL, MODEL, reused=True), BY_MODEL]
    assert len(server.requests) == 2


async def test_no_prompt_holds_what_it_need_not(opens: Opens, server: ModelServer) -> None:
    server.answer = query()
    talk = await Conversation.begin(await opens())
    await talk.say(UNREAD)
    sent = json.dumps(server.last.body)
    assert "duckdb://" not in sent
    assert "acme-corp" not in sent


async def test_a_part_of_a_compound_question_that_the_engine_does_not_read(
    opens: Opens, server: ModelServer
) -> None:
    server.script.append(query())
    talk = await Conversation.begin(await opens())
    ending, _ = await told(talk, Breakdown(f"revenue by category; {UNREAD}"))
    assert isinstance(ending, Complete)
    assert [task.author for task in ending.answer.tasks] == [BY_ENGINE, BY_MODEL]
    assert len(server.requests) == 1


async def test_its_other_parts_are_answered_without_the_model(
    opens: Opens, server: ModelServer
) -> None:
    server.answer = Failure(500)
    talk = await Conversation.begin(await opens())
    ending, _ = await told(talk, Breakdown(f"revenue by category; {UNREAD}"))
    assert isinstance(ending, Complete)
    assert [task.asked_back is None for task in ending.answer.tasks] == [True, False]
    assert ending.answer.notices[0].startswith("The model cannot be reached")


def broken(*questions: str) -> Reply:
    return Reply({"parts": [{"question": one} for one in questions]})


async def test_a_compound_question_that_the_engine_cannot_part(
    opens: Opens, server: ModelServer
) -> None:
    server.script.extend([broken("revenue by category", UNREAD), query()])
    talk = await Conversation.begin(await opens())
    ending, _ = await told(talk, Breakdown("zorch me flurbs besides blargs"))
    assert isinstance(ending, Complete)
    assert [task.author for task in ending.answer.tasks] == [BY_ENGINE, BY_MODEL]
    assert [task.question for task in ending.answer.tasks] == ["revenue by category", UNREAD]
    assert len(server.requests) == 2


async def test_what_asks_one_thing_is_asked_as_it_stands(opens: Opens, server: ModelServer) -> None:
    server.script.extend([broken(UNREAD), query()])
    talk = await Conversation.begin(await opens())
    ending, _ = await told(talk, Breakdown(UNREAD))
    assert isinstance(ending, Complete)
    assert (ending.answer.intent, ending.answer.author) == ("query", BY_MODEL)


async def test_too_many_parts_are_asked_about(opens: Opens, server: ModelServer) -> None:
    server.script.extend([broken(*map(str, range(9))), broken("revenue", "orders by region")])
    talk = await Conversation.begin(await opens())
    ending, _ = await told(talk, Breakdown("zorch me flurbs besides blargs"))
    assert isinstance(ending, Complete)
    assert len(ending.answer.tasks) == 2
    assert "parts has 8 members at most" in server.last.body["messages"][-1]["content"]


async def test_in_the_mode_model_it_parts_and_reads(opens: Opens, server: ModelServer) -> None:
    server.answer = query()
    server.script.append(broken("revenue by category", "orders by region"))
    talk = await Conversation.begin(await opens(mode=Mode.MODEL))
    ending, _ = await told(talk, Breakdown("revenue by category; orders by region"))
    assert isinstance(ending, Complete)
    assert [task.author for task in ending.answer.tasks] == [BY_MODEL, BY_MODEL]
    assert len(server.requests) == 3


async def test_no_parts_and_no_model(opens: Opens, server: ModelServer) -> None:
    server.answer = Failure(500)
    talk = await Conversation.begin(await opens())
    ending, _ = await told(talk, Breakdown("zorch me flurbs besides blargs"))
    assert isinstance(ending, Failed)
    assert ending.code == "llm_unavailable"
