"""Which changes are explained, and by which further questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bi.insights.drivers.change import change_in
from bi.insights.drivers.planning import plan_splits
from bi.model.catalog import Aggregation, Catalog, ColumnRef, Grain
from bi.model.result import Cell, ResultSet
from bi.model.semantic import (
    Aggregate,
    Comparison,
    CountRows,
    DimensionGroup,
    Filter,
    Limit,
    Measured,
    NamedMeasure,
    Operator,
    PeriodGroup,
    SemanticQuery,
    TimeGroup,
    TimeRange,
    Value,
)
from tests.bi.results import DAY, MONTH, PERIOD, PRIOR, REGION, REVENUE, months, result

TODAY = date(2026, 1, 1)
JUNE = TimeRange(date(2025, 6, 1), date(2025, 7, 1), "June 2025", Grain.MONTH)
WHOLE = SemanticQuery(measures=(Measured(NamedMeasure("revenue")),))
BY_MONTH = replace(WHOLE, groups=(TimeGroup(Grain.MONTH),))
COMPARED = replace(WHOLE, time=JUNE, comparison=Comparison(Grain.MONTH))
LEVEL = [100.0, 101, 99, 100, 102, 100, 99, 101, 100, 100, 99, 101, 100, 102, 100, 99]


def series(values: list[float]) -> ResultSet:
    cells = months(len(values))
    rows: list[tuple[Cell, ...]] = list(zip(cells, values, strict=True))
    return result((MONTH, REVENUE), rows)


def test_of_a_series_the_last_step_is_explained_if_it_is_none_of_the_usual_ones() -> None:
    change = change_in(series([*LEVEL, 80.0]), "Revenue", today=TODAY, query=BY_MONTH)
    assert change is not None
    assert (change.before, change.now, change.when) == (99, 80, "from April 2025 to May 2025")
    time = change.query.time
    assert time is not None
    assert (time.start, time.end) == (date(2025, 5, 1), date(2025, 6, 1))
    assert change.query.comparison == Comparison(Grain.MONTH)
    assert change.query.groups == ()


def test_a_value_out_of_line_is_explained_rather_than_the_last_step() -> None:
    values = [*LEVEL]
    values[7] = 60.0
    values[-1] = 110.0
    change = change_in(series(values), "Revenue", today=TODAY, query=BY_MONTH)
    assert change is not None
    assert (change.before, change.now) == (99, 60)
    assert change.is_unusual


def test_a_step_into_two_months_out_of_line_is_the_one_into_the_first() -> None:
    values = [*LEVEL]
    values[7], values[8] = 61.0, 60.0
    change = change_in(series(values), "Revenue", today=TODAY, query=BY_MONTH)
    assert change is not None
    assert (change.before, change.now) == (99, 61)


@pytest.mark.parametrize(
    ("query", "today"),
    [
        (replace(BY_MONTH, limit=Limit(5)), TODAY),
        # The last month is not over, and the step before it is a usual one.
        (BY_MONTH, date(2025, 5, 20)),
    ],
)
def test_what_is_no_change_of_the_whole_is_not_explained(query: SemanticQuery, today: date) -> None:
    assert change_in(series([*LEVEL, 80.0]), "Revenue", today=today, query=query) is None


def test_from_day_to_day_nothing_is_explained() -> None:
    rows: list[tuple[Cell, ...]] = [(f"2025-01-{i:02d}", v) for i, v in enumerate(LEVEL, 1)]
    days = result((DAY, REVENUE), [*rows, ("2025-01-17", 9.0)])
    query = replace(WHOLE, groups=(TimeGroup(Grain.DAY),))
    assert change_in(days, "", today=TODAY, query=query) is None


def test_a_comparison_is_explained_unless_its_period_is_not_over() -> None:
    rows = result((REVENUE, PRIOR), [(90.0, 100.0)])
    change = change_in(rows, "Revenue", today=TODAY, query=COMPARED)
    assert change is not None
    assert (change.before, change.now, change.asked) == (100, 90, True)
    assert change_in(rows, "Revenue", today=date(2025, 6, 20), query=COMPARED) is None


def test_two_periods_side_by_side_are_a_comparison_where_one_leads_to_the_other() -> None:
    may = TimeRange(date(2025, 5, 1), date(2025, 6, 1), "May 2025", Grain.MONTH)
    last_june = TimeRange(date(2024, 6, 1), date(2024, 7, 1), "June 2024", Grain.MONTH)
    april = TimeRange(date(2025, 4, 1), date(2025, 5, 1), "April 2025", Grain.MONTH)
    found = {}
    for other in (may, last_june, april):
        query = replace(WHOLE, groups=(PeriodGroup((other, JUNE)),))
        rows = result((PERIOD, REVENUE), [(other.label, 100.0), ("June 2025", 90.0)])
        change = change_in(rows, "Revenue", today=TODAY, query=query)
        found[other.label] = change and change.query.comparison
    assert found == {
        "May 2025": Comparison(Grain.MONTH),
        "June 2024": Comparison(Grain.YEAR),
        "April 2025": None,
    }


def columns(value: Value, catalog: Catalog, query: SemanticQuery = COMPARED) -> list[str]:
    """What is asked next, if anything may be."""
    asked = replace(query, measures=(Measured(value),))
    additive = replace(REVENUE, additive=value in (NamedMeasure("revenue"), CountRows("orders")))
    prior = replace(PRIOR, additive=additive.additive)
    change = change_in(result((additive, prior), [(90.0, 100.0)]), "", today=TODAY, query=asked)
    assert change is not None
    return [str(split.column) for split in plan_splits(change, catalog, {}, 12)]


def test_datasets_take_turns_and_the_nearest_come_first(demo_catalog: Catalog) -> None:
    assert columns(NamedMeasure("revenue"), demo_catalog) == [
        "orders.region",
        "products.category",
        "customers.segment",
        "orders.channel",
        "customers.country",
        "orders.ship_mode",
    ]


def test_orders_are_not_parted_by_what_an_order_may_have_several_of(demo_catalog: Catalog) -> None:
    found = columns(CountRows("orders"), demo_catalog)
    assert "orders.region" in found
    assert "products.category" not in found


def test_below_a_level_that_the_question_fixes_the_next_one_is_looked_at(
    demo_catalog: Catalog,
) -> None:
    category = ColumnRef("products", "category")
    only = replace(COMPARED, filters=(Filter(category, Operator.IN, ("Furniture",)),))
    values = {ColumnRef("products", "sub_category"): ("Chairs", "Tables", "Lamps")}
    change = change_in(result((REVENUE, PRIOR), [(90.0, 100.0)]), "", today=TODAY, query=only)
    assert change is not None
    found = [split.column for split in plan_splits(change, demo_catalog, values, 12)]
    assert ColumnRef("products", "sub_category") in found
    assert category not in found


def test_a_quotient_or_an_average_is_asked_for_with_its_two_sides(demo_catalog: Catalog) -> None:
    for value, sides in (
        (NamedMeasure("profit_margin"), (NamedMeasure("profit"), NamedMeasure("revenue"))),
        (
            NamedMeasure("satisfaction"),
            (
                Aggregate(Aggregation.SUM, ColumnRef("surveys", "satisfaction")),
                Aggregate(Aggregation.COUNT, ColumnRef("surveys", "satisfaction")),
            ),
        ),
    ):
        query = replace(COMPARED, measures=(Measured(value),))
        additive = replace(REVENUE, additive=False)
        change = change_in(result((additive, PRIOR), [(0.2, 0.3)]), "", today=TODAY, query=query)
        assert change is not None
        split = plan_splits(change, demo_catalog, {}, 1)[0]
        assert [measured.value for measured in split.query.measures] == [value, *sides]


def test_what_is_neither_a_sum_nor_a_quotient_is_not_split(demo_catalog: Catalog) -> None:
    highest = Aggregate(Aggregation.MAX, ColumnRef("order_lines", "unit_price"))
    assert columns(highest, demo_catalog) == []


def test_the_dimension_of_the_answer_is_not_asked_for_again(demo_catalog: Catalog) -> None:
    query = replace(COMPARED, groups=(DimensionGroup(ColumnRef("orders", "region")),))
    rows = result((REGION, REVENUE, PRIOR), [("West", 50.0, 80.0), ("East", 40.0, 41.0)])
    change = change_in(rows, "", today=TODAY, query=query)
    assert change is not None
    assert change.parts is not None
    assert "orders.region" not in [str(s.column) for s in plan_splits(change, demo_catalog, {}, 12)]
