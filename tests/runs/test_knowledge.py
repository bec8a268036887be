"""What is taught on one worker is known on every other from the next turn on, to its tenant."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bi.model.catalog import ColumnRef
from bi.model.errors import KnowledgeFull, QueryRefused, UnknownKnowledge
from bi.model.knowledge import Described
from nodes.answer import Intent
from runs import keys
from runs.knowledge import MOST_ENTRIES
from runs.knowledge_records import FewShot, Instruction, KnowledgeBase, TermSheet
from runs.model import Principal
from runs.service import Service
from tests.conversation import Conversation

pytestmark = pytest.mark.asyncio(loop_scope="module")

OpenWorker = Callable[..., Awaitable[Service]]
EMEA = TermSheet(("EMEA",), "region North or region West")


def tenant(name: str) -> Principal:
    """A tenant of the test's own: its users share what they know."""
    return Principal(name, "alice")


async def begun(service: Service, principal: Principal) -> tuple[KnowledgeBase, Conversation]:
    base = await service.knowledge.create(principal, "demo")
    return base, await Conversation.begin(service, principal)


async def test_taught_on_one_worker_and_known_on_the_other_at_its_next_turn(
    worker: OpenWorker,
) -> None:
    principal = tenant("two-workers")
    here, there = await worker(lease_s=10.0), await worker(lease_s=10.0)
    talk = await Conversation.begin(there, principal)
    assert (await talk.say("revenue in EMEA by quarter")).answer.intent is Intent.CLARIFY
    first = await talk.say("revenue by region in 2025")
    base = await here.knowledge.create(principal, "demo")
    data, taken = await here.knowledge.add(principal, base.knowledge_base_id, EMEA, {"by": "Ann"})
    assert taken.applied, taken.note
    # The session began before, and another user of the tenant knows it too.
    told = await talk.say("only EMEA")
    assert [row[0] for row in told.rows] == ["North", "West"]
    assert "“EMEA” means “region North or region West”." in (told.answer.understanding.assumptions)
    assert len(first.rows) == 4
    other = await Conversation.begin(there, Principal("two-workers", "bob"))
    assert (await other.say("revenue in EMEA")).answer.intent is Intent.QUERY
    # Nor does forgetting take longer.
    await here.knowledge.remove(principal, base.knowledge_base_id, data.data_id)
    assert (await talk.say("orders in EMEA by month")).answer.intent is Intent.CLARIFY


async def test_another_tenant_never_knows(service: Service) -> None:
    ours, theirs = tenant("ours"), tenant("theirs")
    base, talk = await begun(service, ours)
    data, _ = await service.knowledge.add(ours, base.knowledge_base_id, EMEA, {})
    assert (await talk.say("revenue in EMEA")).answer.intent is Intent.QUERY
    other = await Conversation.begin(service, theirs)
    assert (await other.say("revenue in EMEA")).answer.intent is Intent.CLARIFY
    assert (await talk.say("profit in EMEA")).answer.intent is Intent.QUERY
    assert await service.knowledge.list(theirs) == ()
    number = base.knowledge_base_id
    for asked in (
        service.knowledge.get(theirs, number),
        service.knowledge.entries(theirs, number),
        service.knowledge.add(theirs, number, EMEA, {}),
        service.knowledge.edit(theirs, number, data.data_id, EMEA),
        service.knowledge.remove(theirs, number, data.data_id),
    ):
        with pytest.raises(UnknownKnowledge):
            await asked


async def test_an_edit_counts_at_once_and_says_what_became_of_it(service: Service) -> None:
    principal = tenant("editors")
    base, talk = await begun(service, principal)
    number = base.knowledge_base_id
    data, taken = await service.knowledge.add(
        principal, number, TermSheet(("sales",), "profit"), {"source": "wiki"}
    )
    assert (taken.applied, data.meta_data) == (False, {"source": "wiki"})
    assert "“sales” means Revenue already" in taken.note
    edited, taken = await service.knowledge.edit(
        principal, number, data.data_id, TermSheet(("earnings share",), "profit / orders")
    )
    assert not taken.applied
    edited, taken = await service.knowledge.edit(
        principal, number, data.data_id, TermSheet(("takings",), "revenue")
    )
    assert taken.applied
    assert (edited.data_id, edited.created_at) == (data.data_id, data.created_at)
    assert edited.meta_data == {"source": "wiki"}
    said = await talk.say("takings by region")
    assert said.answer.title == "Revenue by region"
    assert await service.knowledge.entries(principal, number) == ((edited, taken),)
    assert await service.knowledge.entry(principal, number, data.data_id) == (edited, taken)


async def test_sql_that_the_guard_refuses_is_not_kept(service: Service) -> None:
    principal = tenant("askers")
    base, _ = await begun(service, principal)
    number = base.knowledge_base_id
    for sql in ("DROP TABLE orders", "SELECT * FROM salaries", "SELECT 1; SELECT 2", "SELEC"):
        with pytest.raises(QueryRefused) as refused:
            await service.knowledge.add(principal, number, FewShot("How many?", sql), {})
        assert str(refused.value.details["rule"]) in refused.value.message
    assert await service.knowledge.entries(principal, number) == ()
    # As it is published: MySQL's dialect, whatever the database.
    shot = FewShot("How many orders are there?", "SELECT COUNT(*) AS orders FROM `orders`;")
    data, taken = await service.knowledge.add(principal, number, shot, {})
    assert taken.applied
    assert isinstance(data.fact, FewShot)
    assert (data.fact.answer, data.fact.sql) == (
        shot.answer,
        'SELECT COUNT(*) AS orders FROM "orders"',
    )
    catalog = service.datasources.get("demo").seen_by(principal.viewer(frozenset()))
    verified = catalog.verified_query("how many orders are there")
    assert verified == data.entry


async def test_suggestions_are_read_with_it_too(service: Service) -> None:
    principal = tenant("suggesters")
    base, talk = await begun(service, principal)
    said = await talk.say("revenue by region")
    await service.knowledge.add(
        principal, base.knowledge_base_id, TermSheet(("takings",), "revenue"), {}
    )
    offered = await service.sessions.suggestions(principal, talk.session_id)
    assert offered
    datasource = service.datasources.get("demo")
    assert datasource.knows(principal.tenant_id) != ""
    assert said.answer.intent is Intent.QUERY


async def test_descriptions_are_the_tenants_own(service: Service) -> None:
    principal = tenant("describers")
    talk = await Conversation.begin(service, principal)
    assert (await talk.say("revenue by turf")).answer.intent is Intent.CLARIFY
    region = Described(ColumnRef("orders", "region"), "Where it was sold.", ("turf",))
    await service.knowledge.put_descriptions("describers", "demo", (region,))
    assert (await talk.say("revenue by turf")).answer.title == "Revenue by region"
    await service.knowledge.put_descriptions("describers", "demo", ())
    assert (await talk.say("profit by turf")).answer.intent is Intent.CLARIFY


async def test_there_is_an_end_to_what_can_be_taught(service: Service) -> None:
    principal = tenant("talkers")
    base, _ = await begun(service, principal)
    known = keys.knowledge(principal.tenant_id, "demo")
    number = base.knowledge_base_id
    data, _ = await service.knowledge.add(principal, number, Instruction("Be nice."), {})
    stored = await service.redis.hget(known, str(data.data_id))
    assert isinstance(stored, bytes)
    for one in range(MOST_ENTRIES):
        await service.redis.hset(known, f"9{one}", stored)
    with pytest.raises(KnowledgeFull):
        await service.knowledge.add(principal, number, EMEA, {})


async def test_bases_are_listed_and_described(service: Service) -> None:
    principal = tenant("librarians")
    first = await service.knowledge.create(principal, "demo", description="Sales talk")
    second = await service.knowledge.create(principal, "demo", database="demo")
    assert [one.knowledge_base_id for one in await service.knowledge.list(principal)] == [
        first.knowledge_base_id,
        second.knowledge_base_id,
    ]
    changed = await service.knowledge.describe(principal, second.knowledge_base_id, "Words")
    assert await service.knowledge.get(principal, second.knowledge_base_id) == changed
    assert changed.description == "Words"
