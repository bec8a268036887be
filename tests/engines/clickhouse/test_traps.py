"""What goes wrong on ClickHouse where its own ways are forgotten.

Its columns hold no NULL unless they say so: then a row without a match has 0 and '', and no rows
have a sum of 0 and a first day in 1970. The text shown must be right for whoever copies it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnRef,
    ColumnType,
    Dataset,
    Datasource,
    Dimension,
    Grain,
    Join,
    Measure,
)
from bi.model.result import Cell
from bi.model.semantic import (
    Aggregate,
    Calculation,
    CountRows,
    DimensionGroup,
    Filter,
    Measured,
    NamedMeasure,
    Operator,
    Ratio,
    Related,
    SemanticQuery,
    TimeGroup,
)
from bi.warehouse.adapter import Adapter
from bi.warehouse.cells import rows_as_cells
from bi.warehouse.engines import adapter_for
from tests.bi.compiler.test_rows import fetch
from tests.engines.clickhouse.running import ClickHouseServer

SCHEMA = """
CREATE TABLE owners (owner_id UInt32, town LowCardinality(String), born Date32)
ENGINE = MergeTree ORDER BY owner_id;
CREATE TABLE fees
 (fee_id UInt32, owner_id UInt32, paid_on Date, amount Decimal(9, 2), friend_id UInt32)
ENGINE = MergeTree ORDER BY paid_on;
INSERT INTO owners VALUES
 (1, 'Ulm', '1950-03-15'), (2, 'Bonn', '2001-07-01'), (3, 'Bonn', '1969-12-31');
INSERT INTO fees VALUES (1, 1, '2024-01-05', 10.00, 2), (2, 1, '2024-01-06', 0.01, 3),
 (3, 9, '2024-02-01', 5.00, 1)
"""
TOWN, BORN = ColumnRef("owners", "town"), ColumnRef("owners", "born")
AMOUNT, PAID_ON = ColumnRef("fees", "amount"), ColumnRef("fees", "paid_on")
CLUB = Catalog(
    version="club",
    datasource=Datasource("club", "Club", "clickhouse://localhost/club"),
    datasets=(
        Dataset(
            "owners",
            "Owners",
            "owners",
            key=("owner_id",),
            dimensions=(
                Dimension("owners", "town", "Town", "town", ColumnType.TEXT),
                Dimension("owners", "born", "Born", "born", ColumnType.DATE),
            ),
        ),
        # Those that paid for an owner: a role of owners.
        Dataset(
            "friends",
            "Friends",
            "owners",
            key=("owner_id",),
            role_of="owners",
            dimensions=(
                Dimension("friends", "town", "Town", "town", ColumnType.TEXT, in_role_of=TOWN),
            ),
        ),
        Dataset(
            "fees",
            "Fees",
            "fees",
            key=("fee_id",),
            time=PAID_ON,
            dimensions=(
                Dimension("fees", "paid_on", "Paid on", "paid_on", ColumnType.DATE),
                Dimension("fees", "amount", "Amount", "amount", ColumnType.NUMBER),
            ),
            # The measure has the name of the column, which the alias of its sum then hides.
            measures=(Measure("fees", "amount", "Amount", "amount", Aggregation.SUM),),
        ),
    ),
    joins=(
        Join("fees", ("owner_id",), "owners", ("owner_id",)),
        Join("fees", ("friend_id",), "friends", ("owner_id",)),
    ),
)
SUM = Measured(NamedMeasure("amount"))


@pytest.fixture(scope="module")
def club(clickhouse_server: ClickHouseServer) -> Iterator[tuple[Adapter, Engine]]:
    import clickhouse_connect

    with clickhouse_connect.get_client(dsn=clickhouse_server.dsn()) as client:
        client.command("CREATE DATABASE club")
    with clickhouse_connect.get_client(dsn=clickhouse_server.dsn("club")) as client:
        for statement in SCHEMA.split(";"):
            client.command(statement)
    adapter = adapter_for(clickhouse_server.url("club"))
    engine = adapter.engine(pool_size=1)
    yield adapter, engine
    engine.dispose()


@pytest.fixture
def answer(club: tuple[Adapter, Engine], clickhouse_server: ClickHouseServer) -> Any:
    """The rows of a question, which the text shown has to give on any connection."""
    import clickhouse_connect

    def ask(query: SemanticQuery) -> tuple[tuple[Cell, ...], ...]:
        compiled = compile_query(query, CLUB, "clickhouse")
        run = fetch(club, guard_sql(compiled.sql, CLUB, "clickhouse").sql)
        with clickhouse_connect.get_client(dsn=clickhouse_server.dsn("club")) as plain:
            shown = plain.query(compiled.sql).result_rows
        rows = rows_as_cells(run.rows, compiled.columns)
        assert rows_as_cells(shown, compiled.columns) == rows
        return rows

    return ask


def test_a_row_without_a_match_is_in_no_town(answer: Any) -> None:
    by_town = SemanticQuery((SUM,), (DimensionGroup(TOWN),))

    assert answer(by_town) == (("Ulm", 10.01), (None, 5))


def test_no_rows_have_no_sum_no_first_day_and_a_count_of_zero(answer: Any) -> None:
    query = SemanticQuery(
        (
            SUM,
            Measured(Aggregate(Aggregation.MIN, PAID_ON)),
            Measured(Aggregate(Aggregation.MEDIAN, AMOUNT)),
            Measured(CountRows("fees")),
        ),
        filters=(Filter(AMOUNT, Operator.GREATER, (100,)),),
    )

    assert answer(query) == ((None, None, None, 0),)


def test_a_quotient_of_decimals_keeps_its_digits(answer: Any) -> None:
    per_fee = SemanticQuery((Measured(Ratio(NamedMeasure("amount"), CountRows("fees"))),))
    shares = SemanticQuery(
        (Measured(NamedMeasure("amount"), Calculation.SHARE_OF_TOTAL),), (DimensionGroup(TOWN),)
    )

    assert answer(per_fee) == ((pytest.approx(15.01 / 3, abs=1e-12),),)
    assert [row[1] for row in answer(shares)] == [
        pytest.approx(10.01 / 15.01, abs=1e-12),
        pytest.approx(5 / 15.01, abs=1e-12),
    ]


@pytest.mark.parametrize(
    ("operator", "found"),
    [(Operator.IN, ["-0.29", "0.29", "10.01"]), (Operator.NOT_IN, ["5.00", "19.50"])],
)
def test_decimals_are_found_by_their_digits(
    clickhouse_server: ClickHouseServer, operator: Operator, found: list[str]
) -> None:
    import clickhouse_connect

    query = SemanticQuery(
        columns=(AMOUNT,),
        dataset="fees",
        filters=(Filter(AMOUNT, operator, ("0.29", 10.01, 7, -0.29)),),
    )
    sql = compile_query(query, CLUB, "clickhouse").sql
    amounts = "arrayJoin([-0.29, 0.29, 5., 10.01, 19.5]::Array(Decimal(9, 2)))"
    rows = f"(SELECT {amounts} AS amount, rowNumberInAllBlocks() AS fee_id)"

    with clickhouse_connect.get_client(dsn=clickhouse_server.dsn()) as client:
        result = client.query(sql.replace("FROM fees", f"FROM {rows} AS fees")).result_rows

    assert [str(row[0]) for row in result] == found


def test_a_measure_called_like_its_column_hides_it_nowhere(answer: Any) -> None:
    query = SemanticQuery(
        (SUM, Measured(Ratio(NamedMeasure("amount"), CountRows("fees")))),
        (TimeGroup(Grain.MONTH),),
        filters=(Filter(AMOUNT, Operator.GREATER, ("0.01",)),),
    )

    assert answer(query) == (("2024-01-01", 10, 10.0), ("2024-02-01", 5, 5.0))


def test_days_before_1970_stay_in_their_month(answer: Any) -> None:
    query = SemanticQuery((Measured(CountRows("owners")),), (TimeGroup(Grain.MONTH, BORN),))

    assert answer(query) == (("1950-03-01", 1), ("1969-12-01", 1), ("2001-07-01", 1))


def test_rows_without_related_ones_have_none_of_them(answer: Any) -> None:
    at_most_one = Related("owners", "fees", Operator.LESS_OR_EQUAL, 1)
    query = SemanticQuery(columns=(TOWN, BORN), dataset="owners", conditions=(at_most_one,))

    assert answer(query) == (("Bonn", "2001-07-01"), ("Bonn", "1969-12-31"))


def test_a_row_and_its_like_in_a_role_are_told_apart(answer: Any) -> None:
    paid_by_a_friend = Related(
        "owners", "fees", filters=(Filter(ColumnRef("friends", "town"), Operator.IN, ("Bonn",)),)
    )
    query = SemanticQuery(columns=(TOWN,), dataset="owners", conditions=(paid_by_a_friend,))

    assert answer(query) == (("Ulm",),)


def test_the_median_is_exact(answer: Any) -> None:
    query = SemanticQuery(
        (
            Measured(Aggregate(Aggregation.MEDIAN, AMOUNT)),
            Measured(Aggregate(Aggregation.PERCENTILE, AMOUNT, 0.75)),
        )
    )

    assert answer(query) == ((5.0, 7.5),)


def test_a_median_of_many_rows_is_of_all_of_them(club: tuple[Adapter, Engine]) -> None:
    # The engine's own MEDIAN looks at a sample of some thousand.
    amount = compile_query(
        SemanticQuery((Measured(Aggregate(Aggregation.MEDIAN, AMOUNT)),)), CLUB, "clickhouse"
    ).sql
    rows = "(SELECT (number * 7919) % 1000001 AS amount FROM numbers(1000001))"

    assert fetch(club, amount.replace("FROM fees", f"FROM {rows} AS fees")).rows == [(500_000.0,)]


def test_the_first_days_of_a_date_are_days(answer: Any) -> None:
    query = SemanticQuery(
        (Measured(Aggregate(Aggregation.MAX, PAID_ON)),), (TimeGroup(Grain.DAY, PAID_ON),)
    )

    assert answer(query)[0] == ("2024-01-05", "2024-01-05")
    assert date.fromisoformat(answer(query)[-1][0]) == date(2024, 2, 1)
