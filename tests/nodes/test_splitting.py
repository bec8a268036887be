"""What drove a change, through the whole service: true of the data, and within rights and time."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import duckdb
import pytest

from bi.model.catalog import ColumnType, NumberFormat, NumberStyle
from bi.model.insight import Insight, InsightKind
from bi.model.result import ColumnRole, ResultColumn
from runs.model import Principal
from runs.service import Service
from tests.bi.insights.drivers.claims import Rows, quotients, sums
from tests.conversation import Conversation

pytestmark = pytest.mark.asyncio(loop_scope="module")

OpenWorker = Callable[..., Awaitable[Service]]

DOLLARS = NumberFormat(NumberStyle.CURRENCY, "USD")
TABLES = """order_lines JOIN orders USING (order_id) JOIN customers USING (customer_id)
 JOIN products USING (product_id)"""
EXPRESSIONS = {
    "Region": "region",
    "Channel": "channel",
    "Ship mode": "ship_mode",
    "Segment": "segment",
    "Country": "country",
    "Category": "category",
}


def measure(label: str, form: NumberFormat = NumberFormat()) -> ResultColumn:
    return ResultColumn(label, label, ColumnType.NUMBER, ColumnRole.MEASURE, form)


def parts(
    database: Path, by: str, value: str, periods: tuple[str, str], tables: str, day: str
) -> Rows:
    """A sum by a dimension in two periods, in SQL of this test's own; days as "from/to"."""
    held = [
        f"{day} >= '{period.split('/')[0]}' AND {day} < '{period.split('/')[1]}'"
        for period in periods
    ]
    summed = ", ".join(f"sum({value}) FILTER (WHERE {one})" for one in held)
    sql = f"""SELECT {by}, {summed} FROM {tables} WHERE ({held[0]}) OR ({held[1]}) GROUP BY 1"""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(sql).fetchall()
    return {cell: (float(before or 0), float(now or 0)) for cell, before, now in rows}


def drivers(insights: tuple[Insight, ...]) -> list[Insight]:
    return [one for one in insights if one.kind is InsightKind.CONTRIBUTION]


@pytest.fixture(scope="module")
def database(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy: a process opens a file in one way only."""
    return Path(shutil.copy(demo_database, tmp_path_factory.mktemp("copy") / "demo.duckdb"))


@pytest.mark.parametrize(
    ("question", "column", "value", "periods", "when"),
    [
        (
            "revenue by month from September 2025 to February 2026",
            measure("Revenue", DOLLARS),
            "revenue",
            ("2026-01-01/2026-02-01", "2026-02-01/2026-03-01"),
            "from January 2026 to February 2026",
        ),
        (
            "why did revenue fall in February 2026",
            measure("Revenue", DOLLARS),
            "revenue",
            ("2026-01-01/2026-02-01", "2026-02-01/2026-03-01"),
            "against the previous month",
        ),
        (
            "profit this year compared with last year",
            measure("Profit", DOLLARS),
            "revenue - cost",
            ("2025-01-01/2025-07-01", "2026-01-01/2026-07-01"),
            "against the previous year",
        ),
    ],
)
async def test_what_drove_a_sum_is_true_of_the_data(
    service: Service,
    database: Path,
    question: str,
    column: ResultColumn,
    value: str,
    periods: tuple[str, str],
    when: str,
) -> None:
    answer = (await (await Conversation.begin(service)).say(question)).answer
    found = drivers(answer.insights)
    assert found
    for insight in found:
        label = str(insight.figures["by"])
        key = ResultColumn(label, label, ColumnType.TEXT, ColumnRole.DIMENSION)
        rows = parts(database, EXPRESSIONS[label], value, periods, TABLES, "order_date")
        assert insight.text in set(sums(key, column, rows, when))


SURVEYS = "surveys JOIN customers USING (customer_id)"
SCORES = {"Channel": "surveys.channel", "Segment": "segment", "Country": "country"}


async def test_what_drove_an_average_is_true_of_the_data(service: Service, database: Path) -> None:
    question = "why did satisfaction fall in November 2025"
    answer = (await (await Conversation.begin(service)).say(question)).answer
    (insight,) = drivers(answer.insights)
    periods = ("2025-10-01/2025-11-01", "2025-11-01/2025-12-01")
    label = str(insight.figures["by"])
    above, below = (
        parts(database, SCORES[label], value, periods, SURVEYS, "survey_date")
        for value in ("score", "1")
    )
    key = ResultColumn(label, label, ColumnType.TEXT, ColumnRole.DIMENSION)
    column = measure("Satisfaction", NumberFormat(decimals=2))
    assert insight.text in set(quotients(key, column, above, below, "against the previous month"))


SALES = """
CREATE TABLE sales (day DATE, region TEXT, segment TEXT, kind INTEGER, amount INTEGER);
INSERT INTO sales VALUES
 ('2025-01-10', 'North', 'Large', 1, 100), ('2025-01-10', 'North', 'Small', 2, 100),
 ('2025-01-10', 'North', 'Public', 2, 100), ('2025-01-10', 'South', 'Large', 1, 700),
 ('2025-01-10', 'South', 'Small', 2, 700), ('2025-01-10', 'South', 'Public', 2, 700),
 ('2025-02-10', 'North', 'Large', 1, 20), ('2025-02-10', 'North', 'Small', 2, 99),
 ('2025-02-10', 'North', 'Public', 2, 101), ('2025-02-10', 'South', 'Large', 1, 100),
 ('2025-02-10', 'South', 'Small', 2, 690), ('2025-02-10', 'South', 'Public', 2, 705);
CREATE VIEW kinds AS SELECT * FROM (VALUES (1, 'Old'), (2, 'New')) AS listed(kind, label)
 WHERE (SELECT count(*) FROM range(200000) a(x), range(200000) b(y) WHERE x * y % 7 = 3) > 0;
"""
CATALOG = """\
datasource: {{id: sales, title: Sales, url: "duckdb:///{database}"}}
default_measure: amount
as_of: 2025-03-01
datasets:
  sales:
    time: day
    joins: {{{joins}}}
    dimensions:
      day: date
      region: {{values: [North, South]}}
      segment: {{values: [Large, Small, Public]}}
    measures: {{amount: sum}}
{kinds}
{security}
"""
SECURITY = """\
security:
  datasets:
    sales:
      columns: {segment: finance}
      access:
        - roles: [finance]
        - roles: [clerk]
          rows: region IN {claims.regions}
"""
KINDS = """\
  kinds:
    key: kind
    dimensions:
      label: {label: Kind, values: [Old, New, Other], indexed: false}
"""
QUESTION = "amount in February 2025 against the month before"


@pytest.fixture
def sales(worker: OpenWorker, tmp_path: Path) -> Callable[..., Awaitable[Service]]:
    """Opens a worker over a shop in which the large segment bought less."""
    database = tmp_path / "sales.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute(SALES)

    async def opened(
        *, joins: str = "", kinds: str = "", security: str = "", **options: int
    ) -> Service:
        catalog = tmp_path / "sales.yaml"
        text = CATALOG.format(database=database, joins=joins, kinds=kinds, security=security)
        catalog.write_text(text)
        return await worker(catalog=catalog, lease_s=60.0, **options)

    return opened


async def told(service: Service, principal: Principal) -> list[str]:
    talk = await Conversation.begin(service, principal)
    answer = (await talk.say(QUESTION)).answer
    return [one.text for one in drivers(answer.insights)]


async def test_nobody_is_told_what_drove_rows_or_by_columns_that_they_may_not_see(
    sales: Callable[..., Awaitable[Service]],
) -> None:
    service = await sales(security=SECURITY)
    finance = Principal("acme", "fay", ("finance",))
    clerk = Principal("acme", "cleo", ("clerk",), (("regions", "North"),))
    assert await told(service, finance) == [
        "Of the fall in amount of 685 against the previous month, the segment Large made 680 "
        "(99%), though it had 33% of the total before"
    ]
    # Of one region, without segments, there is nothing to tell apart.
    assert await told(service, clerk) == []


async def test_rights_to_rows_hold_for_further_questions(
    sales: Callable[..., Awaitable[Service]],
) -> None:
    service = await sales(security=SECURITY.replace("columns: {segment: finance}", ""))
    clerk = Principal("acme", "cleo", ("clerk",), (("regions", "North"),))
    assert await told(service, clerk) == [
        "Of the fall in amount of 80 against the previous month, the segment Large made 80 "
        "(100%), though it had 33% of the total before"
    ]


async def test_as_many_further_questions_are_asked_as_the_setting_says(
    sales: Callable[..., Awaitable[Service]],
) -> None:
    who = Principal("acme", "fay")
    asked = {}
    for most in (0, 1, 3):
        service = await sales(insight_queries=most, result_cache_s=0)
        found = await told(service, who)
        asked[most] = service.datasources.get("sales").warehouse.executed - 1
        assert any("Large" in text for text in found) == (most == 3)
    assert asked == {0: 0, 1: 1, 3: 2}  # there are but two dimensions


async def test_what_is_not_there_in_time_is_done_without(
    sales: Callable[..., Awaitable[Service]],
) -> None:
    service = await sales(joins="kinds: kind", kinds=KINDS)
    assert await told(service, Principal("acme", "fay")) == [
        "Of the fall in amount of 685 against the previous month, the segment Large made 680 "
        "(99%), though it had 33% of the total before"
    ]
    assert not service.datasources.get("sales").warehouse.is_busy


async def test_a_further_question_that_fails_takes_nothing_with_it(
    sales: Callable[..., Awaitable[Service]], tmp_path: Path
) -> None:
    service = await sales(joins="kinds: kind", kinds=KINDS)
    with duckdb.connect(str(tmp_path / "sales.duckdb")) as connection:
        connection.execute("DROP VIEW kinds")
    assert len(await told(service, Principal("acme", "fay"))) == 1
