"""Where MariaDB and MySQL are unlike the other engines, and the answers are nevertheless alike."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest

from bi.compiler.compile import compile_query
from bi.guard.guard import guard_sql
from bi.model.catalog import (
    Aggregation,
    Calendar,
    Catalog,
    ColumnRef,
    ColumnType,
    Dataset,
    Datasource,
    Dimension,
    Grain,
    Measure,
)
from bi.model.result import Cell
from bi.model.semantic import (
    Aggregate,
    CountRows,
    DimensionGroup,
    Measured,
    MeasureFilter,
    NamedMeasure,
    Operator,
    Order,
    OrderTarget,
    Ratio,
    SemanticQuery,
    TimeGroup,
    TimeRange,
)
from bi.warehouse.warehouse import Warehouse
from tests.engines.mariadb.server import MariaDBServer

# `amount` and `price` are columns, and names of what is measured. The clocks of Berlin go from 2
# to 3 at 01:00 UTC on 31 March 2024, and back from 3 to 2 on 27 October.
SCHEMA = """
CREATE TABLE sales (id INT PRIMARY KEY, city VARCHAR(20), amount DECIMAL(12,2), pieces INT,
  price DECIMAL(12,2), sold_at DATETIME, logged_at TIMESTAMP NULL);
SET time_zone = '+00:00';
INSERT INTO sales VALUES
 (1, 'Aachen',   10.00, 0, 29999.99, '2024-03-30 23:30:00', '2024-03-30 23:30:00'),
 (2, 'Aachen',   20.00, 0, 30000.00, '2024-03-31 22:30:00', '2024-03-31 22:30:00'),
 (3, 'Bremen',    1.00, 3, 59999.99, '2024-03-31 00:59:59', '2024-03-31 00:59:59'),
 (4, 'Bremen',    1.00, 3, NULL,     '2024-03-31 01:00:00', '2024-03-31 01:00:00'),
 (5, 'Celle',   700.00, 7, 0.10,     '2024-10-27 00:30:00', '2024-10-27 00:30:00'),
 (6, NULL,        5.00, 1, 0.30,     '2024-10-27 01:30:00', '2024-10-27 01:30:00'),
 (7, 'celle',     NULL, 1, 0.20,     NULL,                  NULL);
"""
_SOLD, _LOGGED = ColumnRef("sales", "sold_at"), ColumnRef("sales", "logged_at")
_CITY = DimensionGroup(ColumnRef("sales", "city"))
_PRICE = ColumnRef("sales", "price")
SALES = Catalog(
    version="sales",
    datasource=Datasource("sales", "Sales", "mysql://db/sales"),
    datasets=(
        Dataset(
            "sales",
            "Sales",
            "sales",
            key=("id",),
            time=_SOLD,
            dimensions=(
                Dimension("sales", "city", "City", "city", ColumnType.TEXT),
                Dimension("sales", "price", "Price", "price", ColumnType.NUMBER),
                Dimension("sales", "sold_at", "Sold at", "sold_at", ColumnType.TIMESTAMP),
                Dimension("sales", "logged_at", "Logged at", "logged_at", ColumnType.TIMESTAMP),
            ),
            measures=(
                Measure("sales", "amount", "Amount", "amount", Aggregation.SUM),
                Measure("sales", "pieces", "Pieces", "pieces", Aggregation.SUM),
            ),
        ),
    ),
)
IN_BERLIN = replace(SALES, calendar=Calendar(time_zone="Europe/Berlin"))
AMOUNT, PIECES = NamedMeasure("amount"), NamedMeasure("pieces")
COUNT = Measured(CountRows("sales"))
RISING = (Order(OrderTarget.MEASURE, 0),)


@pytest.fixture
async def warehouse(mariadb: MariaDBServer) -> AsyncIterator[Warehouse]:
    mariadb.create("sales", SCHEMA)
    opened = Warehouse(mariadb.url(database="sales"))
    yield opened
    await opened.close()


async def asked(
    warehouse: Warehouse, query: SemanticQuery, catalog: Catalog = SALES
) -> list[tuple[Cell, ...]]:
    compiled = compile_query(query, catalog, "mysql")
    result = await warehouse.run(guard_sql(compiled.sql, catalog, "mysql"), compiled.columns)
    return list(result.rows)


async def test_nulls_come_last_in_rising_order_though_a_column_has_the_measures_name(
    warehouse: Warehouse,
) -> None:
    ratio = Measured(Ratio(AMOUNT, PIECES))
    by_amount = SemanticQuery((Measured(AMOUNT),), (_CITY,), order=RISING)
    by_ratio = SemanticQuery((ratio,), (_CITY,), order=RISING)

    # Aachen has no pieces to divide by. Of texts that differ in case, this database makes one.
    assert await asked(warehouse, by_amount) == [
        ("Bremen", 2),
        (None, 5),
        ("Aachen", 30),
        ("Celle", 700),
    ]
    assert [row[0] for row in await asked(warehouse, by_ratio)] == [
        "Bremen",
        None,
        "Celle",
        "Aachen",
    ]


async def test_quotients_keep_all_their_digits(warehouse: Warehouse) -> None:
    query = SemanticQuery(
        (Measured(Ratio(AMOUNT, PIECES)), Measured(Aggregate(Aggregation.AVERAGE, _PRICE))),
        (_CITY,),
        measure_filters=(MeasureFilter(PIECES, Operator.IN, (6,)),),
    )

    assert await asked(warehouse, query) == [("Bremen", 2 / 6, 59999.99)]


async def test_percentiles_stand_beside_other_values_and_conditions(warehouse: Warehouse) -> None:
    query = SemanticQuery(
        (
            Measured(Aggregate(Aggregation.MEDIAN, _PRICE)),
            Measured(Aggregate(Aggregation.PERCENTILE, _PRICE, 0.9)),
            COUNT,
            Measured(Aggregate(Aggregation.COUNT, _PRICE)),
            Measured(Aggregate(Aggregation.COUNT_DISTINCT, ColumnRef("sales", "city"))),
            Measured(AMOUNT),
        ),
        (_CITY,),
        measure_filters=(MeasureFilter(AMOUNT, Operator.LESS, (700,)),),
    )

    aachen, bremen, nowhere = await asked(warehouse, query)
    assert aachen[:1] + aachen[3:] == ("Aachen", 2, 2, 1, 30)
    assert aachen[1:3] == pytest.approx((29999.995, 29999.999))
    assert bremen == ("Bremen", 59999.99, 59999.99, 2, 1, 1, 2)
    assert nowhere == (None, 0.3, 0.3, 1, 1, 0, 5)


@pytest.mark.parametrize(("fraction", "expected"), [(0.0, 0.1), (1.0, 59999.99)])
async def test_the_ends_are_percentiles_too(
    warehouse: Warehouse, fraction: float, expected: float
) -> None:
    query = SemanticQuery((Measured(Aggregate(Aggregation.PERCENTILE, _PRICE, fraction)),))

    assert await asked(warehouse, query) == [(expected,)]


async def test_a_median_of_no_values_is_none(warehouse: Warehouse) -> None:
    median = SemanticQuery((Measured(Aggregate(Aggregation.MEDIAN, _PRICE)),))
    nothing = TimeRange(date(1990, 1, 1), date(1991, 1, 1), "1990")

    # Of 0.1, 0.2, 0.3, 29999.99, 30000 and 59999.99.
    assert await asked(warehouse, median) == [(15000.145,)]
    assert await asked(warehouse, replace(median, time=nothing)) == [(None,)]


async def test_a_number_just_below_an_edge_stays_below_it(warehouse: Warehouse) -> None:
    wide = SemanticQuery((COUNT,), (DimensionGroup(_PRICE, 30000),))
    narrow = SemanticQuery(
        (COUNT,),
        (DimensionGroup(_PRICE, 0.1),),
        measure_filters=(MeasureFilter(AMOUNT, Operator.LESS_OR_EQUAL, (700,)),),
    )

    assert await asked(warehouse, wide) == [(0, 4), (30000, 2), (None, 1)]
    steps = [row[0] for row in await asked(warehouse, narrow)]
    assert steps == [0.1, 0.3, 29999.9, 30000, 59999.9, None]


@pytest.mark.parametrize("column", [_SOLD, _LOGGED])
async def test_hours_follow_the_clocks_into_summer_and_back(
    warehouse: Warehouse, column: ColumnRef
) -> None:
    hours = SemanticQuery((COUNT,), (TimeGroup(Grain.HOUR, column),))
    day = TimeRange(date(2024, 3, 31), date(2024, 4, 1), "31 March", None, column)

    assert await asked(warehouse, hours, IN_BERLIN) == [
        ("2024-03-31T00:00:00", 1),
        ("2024-03-31T01:00:00", 1),
        ("2024-03-31T03:00:00", 1),
        ("2024-04-01T00:00:00", 1),
        # The hour that comes twice.
        ("2024-10-27T02:00:00", 2),
        (None, 1),
    ]
    # The day of 23 hours.
    assert await asked(warehouse, SemanticQuery((COUNT,), time=day), IN_BERLIN) == [(3,)]
