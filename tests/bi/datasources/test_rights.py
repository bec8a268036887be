"""Two tenants, several roles, three engines: nobody sees, hears of or asks for what is hidden."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bi.catalog.load import load_catalog
from bi.datasources.connected import ConnectedDatasource
from bi.language.context import ReadContext
from bi.language.describe import describe
from bi.language.suggest import suggest
from bi.model.access import NOBODY, Viewer
from bi.model.errors import ClaimMissing, QueryRefused
from bi.model.reading import Clarification, DescribeData, Question, Topic, Unsupported
from bi.model.result import Cell
from bi.warehouse.warehouse import Warehouse
from tests.bi.postgres import PostgresServer
from tests.tenants import (
    drop_postgres_traders,
    duckdb_traders,
    postgres_traders,
    secrets_in,
    sqlite_traders,
    viewer,
    write_catalog,
)

ENGINES = ("duckdb", "sqlite", "postgres")
MANAGER = viewer("acme", "manager")
FINANCE = viewer("acme", "finance")
NORTH = viewer("acme", "clerk", regions=("North",))
LOST = viewer("acme", "clerk")
OTHER = viewer("zeta", "manager")


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "duckdb":
        yield duckdb_traders(tmp_path)
    elif request.param == "sqlite":
        yield sqlite_traders(tmp_path)
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        yield postgres_traders(server)
        drop_postgres_traders(server)


@pytest.fixture
async def traders(url: str, tmp_path: Path) -> AsyncIterator[ConnectedDatasource]:
    catalog = load_catalog(write_catalog(tmp_path, url))
    opened = ConnectedDatasource(catalog, Warehouse(url, timeout_s=20.0))
    yield opened
    await opened.close()


async def rows(datasource: ConnectedDatasource, sql: str, viewer: Viewer) -> list[tuple[Cell, ...]]:
    """SQL from anywhere, as a viewer may run it."""
    await datasource.warehouse.open()
    result = await datasource.warehouse.run(datasource.guarded(sql, viewer), None)
    return sorted(result.rows, key=repr)


async def asked(
    datasource: ConnectedDatasource, text: str, viewer: Viewer
) -> list[tuple[Cell, ...]] | None:
    """A question's rows; None where it is not understood."""
    understander = await datasource.understander(viewer)
    reading = understander.engine.read(text, ReadContext(understander.today))
    if not isinstance(reading, Question):
        return None
    result = await datasource.execute(datasource.compile(reading.query, viewer), viewer)
    return sorted(result.rows, key=repr)


async def test_rows_are_those_of_the_viewer_whoever_wrote_the_sql(
    traders: ConnectedDatasource,
) -> None:
    orders = "SELECT order_id FROM orders"
    assert await rows(traders, orders, MANAGER) == [(1,), (2,), (3,), (4,)]
    assert await rows(traders, orders, NORTH) == [(1,), (3,)]
    assert await rows(traders, orders, viewer("acme", "clerk", regions=("South", "x"))) == [(2,)]
    assert await rows(traders, orders, viewer("acme", "clerk", regions="South")) == [(2,)]
    assert await rows(traders, orders, OTHER) == [(70,), (71,)]
    assert await rows(traders, "SELECT SUM(pay) AS s FROM salaries", viewer("acme", "hr")) == [
        (3000,)
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT COUNT(*) AS n FROM orders AS o, orders AS p WHERE o.order_id = p.order_id",
        "SELECT COUNT(*) AS n FROM orders WHERE order_id IN (SELECT order_id FROM orders)",
        "WITH mine AS (SELECT * FROM orders) SELECT COUNT(*) AS n FROM mine",
        "SELECT (SELECT COUNT(*) FROM orders) AS n",
        "SELECT COUNT(*) AS n FROM (SELECT * FROM orders WHERE 1 = 1 OR TRUE) AS x",
        "SELECT COUNT(*) AS n FROM (SELECT order_id FROM orders "
        "UNION SELECT order_id FROM orders) AS x",
        "SELECT COUNT(o.order_id) AS n FROM customers c RIGHT JOIN orders o ON 1 = 0",
        "SELECT COUNT(*) AS n FROM orders AS seen WHERE seen.order_id > 0 OR 1 = 1",
    ],
)
async def test_every_reference_to_a_table_is_filtered(
    traders: ConnectedDatasource, sql: str
) -> None:
    assert await rows(traders, sql, NORTH) == [(2,)]


async def test_what_belongs_to_hidden_rows_is_hidden_with_them(
    traders: ConnectedDatasource,
) -> None:
    lines = "SELECT product, SUM(quantity) AS q FROM lines GROUP BY product"
    assert await rows(traders, lines, NORTH) == [("Apple", 1), ("Bread", 2), ("Cheese", 8)]
    assert await rows(traders, lines, MANAGER) == [("Apple", 21), ("Bread", 2), ("Cheese", 8)]
    assert await asked(traders, "quantity by product", NORTH) == [
        ("Apple", 1), ("Bread", 2), ("Cheese", 8),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "condition",
    [
        "CASE WHEN product = 'Zither' THEN CAST(product AS INTEGER) ELSE 1 END = 1",
        "1 / (quantity - 707) < 5",
    ],
)
async def test_a_statement_s_conditions_are_not_tried_on_hidden_rows(
    traders: ConnectedDatasource, condition: str
) -> None:
    """By how it fails it would tell that there is such a row."""
    sql = f"SELECT COUNT(*) AS n FROM lines WHERE {condition}"
    assert await rows(traders, sql, MANAGER) == [(5,)]


async def test_questions_are_answered_over_the_same_rows(traders: ConnectedDatasource) -> None:
    assert await asked(traders, "amount by region", MANAGER) == [
        ("North", 140), ("South", 200), (None, 5),
    ]  # fmt: skip
    assert await asked(traders, "amount by region", NORTH) == [("North", 140)]
    assert await asked(traders, "how many customers", NORTH) == [(2,)]
    assert await asked(traders, "amount by customer", OTHER) == [
        ("Zorro", 70007), ("Zuleika", 7007),
    ]  # fmt: skip


async def test_columns_are_seen_by_their_roles_alone(traders: ConnectedDatasource) -> None:
    assert await asked(traders, "margin by region", FINANCE) == [
        ("North", 70), ("South", 110), (None, 4),
    ]  # fmt: skip
    for text in ("cost by region", "margin by region", "margin rate", "average cost"):
        assert await asked(traders, text, MANAGER) is None
    for sql in (
        "SELECT cost FROM orders",
        "SELECT SUM(o.cost) AS c FROM orders o",
        "SELECT order_id FROM orders ORDER BY cost",
        "SELECT tenant FROM orders",
    ):
        with pytest.raises(QueryRefused):
            await rows(traders, sql, MANAGER)
    assert len((await rows(traders, "SELECT * FROM orders", FINANCE))[0]) == 1 + len(
        (await rows(traders, "SELECT * FROM orders", MANAGER))[0]
    )


async def test_a_dataset_that_is_hidden_is_as_good_as_absent(traders: ConnectedDatasource) -> None:
    with pytest.raises(QueryRefused) as hidden:
        await rows(traders, "SELECT * FROM salaries", MANAGER)
    with pytest.raises(QueryRefused) as absent:
        await rows(traders, "SELECT * FROM celeries", MANAGER)
    assert hidden.value.message.replace("salaries", "") == absent.value.message.replace(
        "celeries", ""
    )
    assert await asked(traders, "pay by person", MANAGER) is None
    # An anonymous caller has no role: only what needs none is there, and of that no row.
    assert {dataset.name for dataset in traders.seen_by(NOBODY).datasets} == {"customers"}
    with pytest.raises(ClaimMissing):
        await rows(traders, "SELECT * FROM customers", NOBODY)


async def test_without_the_claim_that_decides_nothing_is_shown_and_it_is_said(
    traders: ConnectedDatasource,
) -> None:
    for lost in (LOST, viewer("acme", "clerk", regions=())):
        for text in ("amount by region", "quantity by product"):
            with pytest.raises(ClaimMissing, match="`regions`") as caught:
                await asked(traders, text, lost)
            assert caught.value.details == {"rule": "claim_missing", "claims": ["regions"]}
        with pytest.raises(ClaimMissing):
            await rows(traders, "SELECT COUNT(*) AS n FROM orders WHERE 1 = 1 OR 2 = 2", lost)
        understander = await traders.understander(lost)
        known = {str(ref): list(values) for ref, values in understander.profile.values.items()}
        assert known == {"customers.name": ["Ada", "Ben"], "customers.segment": ["Large", "Small"]}


async def test_a_claim_is_compared_as_the_column_is(traders: ConnectedDatasource) -> None:
    orders = "SELECT order_id FROM orders"
    for branch in (1, "1", (1,), ("1", 1)):
        claims = viewer("acme", "branch", branch=branch)
        assert await rows(traders, orders, claims) == [(1,), (3,), (4,)]
    for branch in ("1 OR 1 = 1", "x", "", True):
        with pytest.raises(ClaimMissing):
            await rows(traders, orders, viewer("acme", "branch", branch=branch))
    for region in (1, True, "North' OR '1' = '1", "%", "North\\", "\\'; DROP TABLE orders --"):
        assert await rows(traders, orders, viewer("acme", "clerk", regions=region)) == []


SENTENCES = (
    "amount in Zanzibar", "amount in spice island", "amount in Zanzibr", "amount for Zuleika",
    "amount for Zulieka", "amount for eager customers", "quantity of Zither",
    "what does region mean", "what can I ask", "what does cost mean", "which measures are there",
    "pay by person", "what dimensions are there", "amount in 2077", "time span of the data",
    "salaries", "cost", "margin by region", "amount for customers called Z",
    "customers like Zorr", "hello", "orders with amount over 6000", "the latest order",
    "list the orders", "list the customers",
)  # fmt: skip


@pytest.mark.parametrize("who", [MANAGER, NORTH], ids=["manager", "clerk"])
async def test_no_reading_offer_or_description_names_what_is_hidden(
    traders: ConnectedDatasource, who: Viewer
) -> None:
    understander = await traders.understander(who)
    engine = understander.engine
    told: list[str] = [one.text for one in suggest(engine, None, understander.today)]
    topics = [DescribeData(topic) for topic in Topic if topic is not Topic.MEANING]
    topics += [DescribeData(Topic.MEANING, one.name) for one in engine.catalog.dimensions()]
    told += [describe(one, engine.catalog, understander.profile) for one in topics]
    for text in SENTENCES:
        reading = engine.read(text, ReadContext(understander.today))
        match reading:
            case Question(query):
                result = await traders.execute(traders.compile(query, who), who)
                told.append(repr(result.rows))
                offers = suggest(engine, query, understander.today)
                told += [one.text for one in offers if one.text not in text]
            case DescribeData():
                told.append(describe(reading, engine.catalog, understander.profile))
            case Clarification() | Unsupported():
                # A person's own words come back to them; nothing else may.
                told += [reading.message.replace(word, "") for word in reading.unknown]
                told += reading.suggestions
                told += [one.label for one in getattr(reading, "options", ())]
    for text in told:
        assert secrets_in(text) == []
        words = text.casefold()
        assert not any(hidden in words for hidden in ("salar", "cost", "margin", "spice", "eager"))
    assert understander.today.isoformat() < "2025-04-01"


async def test_words_and_examples_that_the_viewer_s_rows_bear_out_stay(
    traders: ConnectedDatasource,
) -> None:
    assert await asked(traders, "amount up there", NORTH) == [(140,)]
    assert await asked(traders, "amount for big customers", MANAGER) == [(300,)]
    assert await asked(traders, "amount in spice island", OTHER) == [(7007,)]
    offered = {
        (*who.roles, who.tenant_id): (await traders.understander(who)).engine.catalog.examples
        for who in (MANAGER, FINANCE, OTHER)
    }
    assert offered == {
        ("manager", "acme"): ("amount by region",),
        ("finance", "acme"): ("amount by region", "margin by region"),
        ("manager", "zeta"): ("amount by region", "amount in Zanzibar"),
    }


async def test_viewers_with_the_same_rights_share_what_is_known(
    traders: ConnectedDatasource,
) -> None:
    alice, bob = viewer("acme", "manager"), viewer("acme", "manager", user="bob", shoe="42")
    assert await traders.understander(alice) is await traders.understander(bob)
    others = [FINANCE, NORTH, LOST, OTHER, viewer("acme", "clerk", regions=("South",))]
    understood = [await traders.understander(who) for who in (alice, *others)]
    assert len({id(one) for one in understood}) == len(understood)
    assert traders.seen_by(alice).rights not in {traders.seen_by(who).rights for who in others}


async def test_a_refresh_reads_what_each_viewer_sees(traders: ConnectedDatasource) -> None:
    before = [await traders.understander(who) for who in (MANAGER, NORTH, OTHER)]
    await traders.refresh()
    after = [await traders.understander(who) for who in (MANAGER, NORTH, OTHER)]
    for old, new in zip(before, after, strict=True):
        assert new is not old
        assert new.profile == old.profile
        assert new.engine.catalog == old.engine.catalog


async def test_what_was_used_longest_ago_is_forgotten_and_read_again(tmp_path: Path) -> None:
    url = sqlite_traders(tmp_path)
    catalog = load_catalog(write_catalog(tmp_path, url))
    traders = ConnectedDatasource(catalog, Warehouse(url, timeout_s=20.0), most_rights=2)
    manager, other = [await traders.understander(who) for who in (MANAGER, OTHER)]
    assert await traders.understander(MANAGER) is manager
    await traders.understander(NORTH)
    assert await traders.understander(MANAGER) is manager
    again = await traders.understander(OTHER)
    assert again is not other
    assert again.profile == other.profile
    await traders.close()
