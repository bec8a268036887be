"""Sessions go on with the version of the catalog that they began on, as long as it is there."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from runs.service import Service, ServiceOptions, open_service
from tests.conversation import ALICE, Conversation, Said

CATALOG = """
datasource: {id: shop, url: "sqlite:///shop.db"}
default_measure: orders
datasets:
  orders:
    key: order_id
    dimensions: [region, channel]
    measures: {orders: count}
"""
# The measure is another, and one of the dimensions is gone.
NEXT = CATALOG.replace("[region, channel]", "[region]").replace("count}", "count, freight: sum}")


@pytest.fixture
def options(tmp_path: Path) -> ServiceOptions:
    connection = sqlite3.connect(tmp_path / "shop.db")
    connection.executescript(
        "CREATE TABLE orders (order_id INTEGER, region TEXT, channel TEXT, freight REAL);"
        "INSERT INTO orders VALUES (1, 'North', 'Web', 2.5), (2, 'South', 'Shop', 4.0);"
    )
    connection.close()
    catalog = tmp_path / "shop.yaml"
    catalog.write_text(CATALOG)
    return ServiceOptions(data_dir=tmp_path / "data", catalog=catalog, catalog_refresh_s=0)


async def edited(service: Service, options: ServiceOptions, text: str) -> None:
    assert options.catalog is not None
    assert service.watch is not None
    before = options.catalog.stat().st_mtime_ns
    options.catalog.write_text(text)
    os.utime(options.catalog, ns=(before + 10**9, before + 10**9))
    await service.watch.look()


def notes(said: Said) -> tuple[str, ...]:
    return said.answer.understanding.assumptions


MOVED = "The catalog has changed since this conversation began; it goes on with the new one."


async def test_a_session_keeps_its_version_and_new_ones_have_the_newest(
    options: ServiceOptions,
) -> None:
    async with open_service(options) as service:
        old = await Conversation.begin(service)
        await old.say("orders by region")
        await edited(service, options, NEXT)

        new = await Conversation.begin(service)
        assert (await new.say("freight by region")).rows == (("North", 2.5), ("South", 4.0))

        by_channel = await old.refine("also by channel")
        assert by_channel.columns == ("region", "channel", "orders")
        assert (await old.say("freight by region")).rows == ()
        assert MOVED not in notes(by_channel)
        suggested = await service.sessions.suggestions(ALICE, old.session_id)
        assert suggested


async def test_after_a_restart_a_session_goes_on_with_the_newest_and_says_so(
    options: ServiceOptions,
) -> None:
    async with open_service(options) as service:
        talk = await Conversation.begin(service)
        await talk.say("orders by region")
    assert options.catalog is not None
    options.catalog.write_text(NEXT)
    async with open_service(options) as service:
        talk = Conversation(service, talk.session_id)
        moved = await talk.refine("only North")
        assert moved.rows == (("North", 1),)
        assert MOVED in notes(moved)
        after = await talk.say("freight by region")
        assert after.rows == (("North", 2.5), ("South", 4.0))
        assert MOVED not in notes(after)


async def test_earlier_questions_about_what_is_gone_are_forgotten(
    options: ServiceOptions,
) -> None:
    async with open_service(options) as service:
        talk = await Conversation.begin(service)
        await talk.say("orders by channel")
        await talk.say("orders by region and channel")
        await edited(service, options, NEXT.replace("id: shop", "id: shop, tenants: acme-corp"))
        moved = await talk.say("orders by region")
        assert moved.columns == ("region", "orders")
        assert MOVED in notes(moved)
        back = await talk.say("undo")
        assert back.rows == ()
        assert "no question before" in back.answer.text


async def test_a_version_with_faults_is_told_of_without_what_is_in_it(
    options: ServiceOptions,
) -> None:
    async with open_service(options) as service:
        await edited(service, options, CATALOG.replace("count", "cuont"))
        assert service.warnings == ("shop.yaml has changed and is not used: it has faults",)
        talk = await Conversation.begin(service)
        assert (await talk.say("orders by region")).rows
