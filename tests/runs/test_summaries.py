"""Data summaries of a database that nobody has described: made once, and every worker's."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from bi.catalog.summary import summary_of
from bi.model.errors import LeaseLost, SummaryNotReady, UnknownSummary, UnknownTable
from nodes.events import Complete, Failed
from runs import event_log
from runs.model import Ask, DataSummary, JobStatus, Principal
from runs.service import Service, ServiceOptions, open_service
from runs.summaries import Said
from tests.conversation import ALICE, Conversation
from tests.shops import RETURNS, run_script, undescribed_shop

CAROL = Principal("globex", "carol")


pytestmark = pytest.mark.usefixtures("redis_client")  # the store is empty


@pytest.fixture
def options(tmp_path: Path, valkey_url: str) -> ServiceOptions:
    return over(undescribed_shop(tmp_path), valkey_url)


def over(file: Path, store: str) -> ServiceOptions:
    return ServiceOptions(
        data_dir=file.parent / "data",
        catalog=file,
        redis_url=store,
        catalog_refresh_s=0,
        lease_s=1.0,
    )


async def made(
    service: Service, principal: Principal = ALICE, *, reuse: bool = False, said: str | None = None
) -> DataSummary:
    """The summary as it is when the job has ended."""
    number, job_id = await service.summaries.make(principal, "shop", description=said, reuse=reuse)
    session = (await service.jobs.get(principal, job_id)).session
    ending = await service.runs.outcome(session.session_id, job_id)
    assert isinstance(ending, Complete), ending
    assert (await service.jobs.get(principal, job_id)).summary_id == number
    return await service.summaries.get(principal, number)


def tables_of(summary: DataSummary) -> set[str]:
    assert summary.about is not None
    return {table.name for table in summary.about.tables}


def columns_of(summary: DataSummary, name: str) -> set[str]:
    assert summary.about is not None
    (table,) = (table for table in summary.about.tables if table.name == name)
    return {column.name for column in table.columns}


async def test_it_is_refused_until_it_is_described_and_answered_then(
    options: ServiceOptions,
) -> None:
    async with open_service(options) as service:
        assert service.warnings == ("shop cannot be asked yet: it needs a data summary",)
        assert await service.ready() == {"store": True, "database:shop": True}
        talk = await Conversation.begin(service)
        with pytest.raises(SummaryNotReady, match="Data summary is not ready, please wait"):
            await talk.begun(Ask("revenue by channel"))
        summary = await made(service, said="Sales of the shop")
        assert (summary.status, summary.description) == (JobStatus.DONE, "Sales of the shop")
        assert tables_of(summary) == {"customers", "orders"}
        # Nothing was said in the session before, and it goes on.
        assert (await talk.say("revenue by channel")).rows == (("Shop", 27.0), ("Web", 15.75))
        assert not service.warnings


async def test_what_one_worker_reads_the_other_one_has_at_the_next_turn(
    options: ServiceOptions,
) -> None:
    async with open_service(options) as first, open_service(options) as second:
        with pytest.raises(SummaryNotReady):
            await (await Conversation.begin(second)).begun(Ask("revenue by channel"))
        summary = await made(first)
        talk = await Conversation.begin(second)
        assert (await talk.say("revenue by city")).rows == (("London", 22.75), ("Paris", 20.0))
        assert await second.summaries.get(ALICE, summary.summary_id) == summary


async def test_after_a_restart_it_is_there(options: ServiceOptions) -> None:
    async with open_service(options) as service:
        before = await made(service)
        await service.summaries.describe_columns(
            ALICE, before.summary_id, "orders", {"channel": Said(keywords=("route to market",))}
        )
    async with open_service(options) as service:
        assert not service.warnings
        talk = await Conversation.begin(service)
        said = await talk.say("revenue by route to market")
        assert said.rows == (("Shop", 27.0), ("Web", 15.75))
        again = await made(service, reuse=True)
        assert (again.summary_id, again.status) == (before.summary_id, JobStatus.DONE)


@pytest.mark.parametrize("after", range(3))
async def test_wherever_its_worker_falls_silent_another_one_ends_it(
    options: ServiceOptions, after: int
) -> None:
    async with open_service(options) as dying, open_service(options) as living:
        number, job_id = await dying.summaries.make(ALICE, "shop", description=None, reuse=False)
        session_id = (await dying.jobs.get(ALICE, job_id)).session.session_id
        running = dying.worker.execution(session_id, job_id)
        assert running is not None
        if after:
            told = 0
            async for stored in running.follow(0):
                told += 1
                if told == after or event_log.is_terminal(stored.event):
                    break
        running.abandon(LeaseLost())

        assert isinstance(await living.runs.outcome(session_id, job_id), Complete)
        summary = await living.summaries.get(ALICE, number)
        assert (summary.status, tables_of(summary)) == (JobStatus.DONE, {"customers", "orders"})
        talk = await Conversation.begin(living)
        assert (await talk.say("how many orders")).rows == ((4,),)


async def test_a_refresh_finds_what_is_new_and_keeps_what_people_said(
    options: ServiceOptions, tmp_path: Path
) -> None:
    async with open_service(options) as service:
        number = (await made(service)).summary_id
        await service.summaries.say(ALICE, number, Said("Ours", ("wholesale",)))
        await service.summaries.describe_table(
            ALICE, number, "orders", Said("Baskets that were paid for", ("baskets",))
        )
        talk = await Conversation.begin(service)
        await talk.say("revenue by city")
        run_script(tmp_path / "shop.db", RETURNS)
        assert tables_of(await made(service, reuse=True)) == {"customers", "orders"}

        summary = await made(service)
        assert (summary.summary_id, summary.description) == (number, "Ours")
        assert summary.keywords == ("wholesale",)
        assert tables_of(summary) == {"customers", "orders", "returns"}
        assert "segment" in columns_of(summary, "customers")
        assert summary.about is not None
        orders = next(table for table in summary.about.tables if table.name == "orders")
        assert orders.description == "Baskets that were paid for"
        new = await Conversation.begin(service)
        assert (await new.say("baskets by segment")).rows == (("Private", 3), ("Trade", 1))
        assert (await new.say("number of returns by reason")).rows == (("Broken", 1), ("Late", 2))
        # A session goes on with what it began on.
        assert (await talk.refine("only London")).rows == (("London", 22.75),)


async def test_a_refresh_reads_new_values_also_where_the_tables_are_the_same(
    options: ServiceOptions, tmp_path: Path
) -> None:
    async with open_service(options) as service:
        await made(service)
        run_script(
            tmp_path / "shop.db",
            "INSERT INTO customers VALUES (4, 'Dora', 'Oslo');"
            "INSERT INTO orders VALUES (5, 4, '2026-02-09', 'Web', 1.0);",
        )
        await made(service)
        talk = await Conversation.begin(service)
        assert (await talk.say("revenue in Oslo")).rows == ((1.0,),)


async def test_edits_are_the_tenants_own_and_count_at_once_on_every_worker(
    options: ServiceOptions,
) -> None:
    async with open_service(options) as service, open_service(options) as other:
        number = (await made(service)).summary_id
        theirs = (await made(service, CAROL, reuse=True)).summary_id
        assert theirs != number
        edited = await service.summaries.describe_columns(
            ALICE,
            number,
            "orders",
            {"amount": Said("What was paid", ("GMV",)), "channel": Said(keywords=("outlet",))},
        )
        assert edited.about is not None
        orders = next(table for table in edited.about.tables if table.name == "orders")
        told = {column.name: column for column in orders.columns}
        assert told["amount"].description == "What was paid"
        assert "GMV" in told["amount"].keywords

        talk = await Conversation.begin(other)
        # What is made of the column is meant, and not a grouping by it.
        assert (await talk.say("GMV")).rows == ((42.75,),)
        assert (await talk.say("GMV by outlet")).rows == (("Shop", 27.0), ("Web", 15.75))
        carol = await Conversation.begin(other, CAROL)
        assert "GMV" in (await carol.say("GMV by channel")).answer.text
        assert (await service.summaries.get(CAROL, theirs)).about != edited.about
        with pytest.raises(UnknownSummary):
            await service.summaries.get(CAROL, number)

        taken_back = {"amount": Said(keywords=()), "channel": Said(keywords=())}
        await other.summaries.describe_columns(ALICE, number, "orders", taken_back)
        assert (await talk.say("GMV by outlet")).rows == ()


async def test_asked_for_by_several_at_once_it_is_one(options: ServiceOptions) -> None:
    async with open_service(options) as service, open_service(options) as other:
        begun = await asyncio.gather(
            *(
                one.summaries.make(ALICE, "shop", description=None, reuse=False)
                for one in (service, other, service, other)
            )
        )
        assert len({number for number, _ in begun}) == 1
        for _, job_id in begun:
            session = (await service.jobs.get(ALICE, job_id)).session
            ending = await service.runs.outcome(session.session_id, job_id)
            assert isinstance(ending, Complete)
        (summary,) = await other.summaries.list(ALICE)
        assert (summary.status, tables_of(summary)) == (JobStatus.DONE, {"customers", "orders"})


async def test_what_is_not_there_is_not_described(options: ServiceOptions) -> None:
    async with open_service(options) as service:
        number, _ = await service.summaries.make(ALICE, "shop", description=None, reuse=False)
        await made(service)
        before = await service.summaries.get(ALICE, number)
        with pytest.raises(UnknownTable, match="'refunds'; there is: customers, orders"):
            await service.summaries.describe_table(ALICE, number, "refunds", Said("x"))
        both = {"city": Said("x"), "town": Said("y")}
        with pytest.raises(UnknownTable, match="no column 'town'; it has: city, customer_id"):
            await service.summaries.describe_columns(ALICE, number, "customers", both)
        assert await service.summaries.get(ALICE, number) == before
        with pytest.raises(UnknownSummary):
            await service.summaries.get(ALICE, number + 1)


async def test_a_database_without_tables_fails_its_job_and_can_be_tried_again(
    options: ServiceOptions, tmp_path: Path
) -> None:
    (tmp_path / "shop.db").unlink()
    run_script(tmp_path / "shop.db", "VACUUM")
    async with open_service(options) as service:
        number, job_id = await service.summaries.make(ALICE, "shop", description=None, reuse=True)
        session_id = (await service.jobs.get(ALICE, job_id)).session.session_id
        ending = await service.runs.outcome(session_id, job_id)
        assert isinstance(ending, Failed)
        assert "holds no table" in ending.message
        failed = await service.summaries.get(ALICE, number)
        assert (failed.status, failed.about) == (JobStatus.FAILED, None)
        with pytest.raises(SummaryNotReady):
            await service.summaries.datasource_of(ALICE, number)

        run_script(
            tmp_path / "shop.db",
            RETURNS.partition(";\nUPDATE")[0].replace(
                "ALTER TABLE customers ADD COLUMN segment TEXT",
                "CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, city TEXT)",
            ),
        )
        assert tables_of(await made(service, reuse=True)) == {"customers"}


SECURED = """
security:
  datasets:
    customers:
      columns:
        customer_name: [audit]
"""


async def test_what_the_file_hides_of_a_draft_is_hidden(tmp_path: Path, valkey_url: str) -> None:
    file = undescribed_shop(tmp_path, SECURED)
    options = over(file, valkey_url)
    auditor = Principal("acme-corp", "eve", roles=("audit",))
    async with open_service(options) as service:
        summary = await made(service)
        assert columns_of(summary, "customers") == {"city", "customer_id"}
        seen = await service.summaries.get(auditor, summary.summary_id)
        assert "customer_name" in columns_of(seen, "customers")
        with pytest.raises(UnknownTable, match="no column 'customer_name'; it has: city"):
            await service.summaries.describe_columns(
                ALICE, summary.summary_id, "customers", {"customer_name": Said("x")}
            )


async def test_a_draft_that_does_not_fit_its_file_is_not_used(
    tmp_path: Path, valkey_url: str
) -> None:
    """Rather than showing what somebody meant to hide."""
    file = undescribed_shop(tmp_path, SECURED.replace("customer_name", "full_name"))
    options = over(file, valkey_url)
    async with open_service(options) as service:
        number, job_id = await service.summaries.make(ALICE, "shop", description=None, reuse=False)
        session_id = (await service.jobs.get(ALICE, job_id)).session.session_id
        ending = await service.runs.outcome(session_id, job_id)
        assert isinstance(ending, Failed)
        assert "full_name" in ending.message
        assert (await service.summaries.get(ALICE, number)).status is JobStatus.FAILED


def rewritten(file: Path, text: str) -> None:
    before = file.stat().st_mtime_ns
    file.write_text(text)
    os.utime(file, ns=(before + 10**9, before + 10**9))


async def test_an_edited_file_keeps_the_draft_as_long_as_it_is_of_that_database(
    options: ServiceOptions, tmp_path: Path
) -> None:
    file = tmp_path / "shop.yaml"
    async with open_service(options) as service:
        assert service.watch is not None
        await made(service)
        rewritten(file, file.read_text() + "  title: The corner shop\n")
        await service.watch.look()
        talk = await Conversation.begin(service)
        assert (await talk.say("how many orders")).rows == ((4,),)
        title = service.datasources.get("shop").catalog.datasource.title
        assert title == "The corner shop"

        rewritten(file, file.read_text().replace("shop.db", "other.db"))
        run_script(tmp_path / "other.db", "CREATE TABLE secrets (id INTEGER)")
        await service.watch.look()
        with pytest.raises(SummaryNotReady):
            await talk.begun(Ask("how many orders"))


async def test_a_catalog_that_is_written_down_stays_as_it_is(
    tmp_path: Path, valkey_url: str
) -> None:
    written = """
datasets:
  orders:
    description: What people bought.
    synonyms: [purchases]
    key: order_id
    dimensions: {channel: {synonyms: [outlet]}}
    measures: {orders: count}
"""
    file = undescribed_shop(tmp_path, written)
    options = over(file, valkey_url)
    async with open_service(options) as service:
        before = service.datasources.get("shop").catalog
        summary = await made(service)
        assert service.datasources.get("shop").catalog is before
        assert summary.about == summary_of(before)
        (orders,) = summary.about.tables
        assert (orders.description, orders.keywords) == (
            "What people bought.",
            ("purchases", "Orders"),
        )
        assert orders.columns[0].keywords == ("outlet",)
