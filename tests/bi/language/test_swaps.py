"""One thing in the place of another, rows taken out, and nouns that are said twice."""

from __future__ import annotations

import pytest

from bi.model.catalog import Aggregation, ColumnRef
from bi.model.semantic import (
    Aggregate,
    DatePart,
    DatePartGroup,
    Filter,
    Measured,
    NamedMeasure,
    Operator,
)
from tests.bi.language.expected import Reader, q, ref, without
from tests.bi.language.harbour import BOATS, harbour_reader

REGION, CATEGORY, COUNTRY = "orders.region", "products.category", "customers.country"


@pytest.fixture(scope="module")
def harbour() -> Reader:
    return harbour_reader()


@pytest.mark.parametrize(
    "sentence",
    ["category instead of region", "replace region with category", "swap region for category"],
)
def test_a_grouping_takes_the_place_of_another(demo: Reader, sentence: str) -> None:
    first = demo.question("revenue by region and month").query

    assert demo.query(sentence, first) == q("revenue", by=("month", CATEGORY))


def test_of_several_measures_only_the_one_named_goes(demo: Reader) -> None:
    first = demo.question("revenue and orders by region").query
    found = demo.query("replace orders with profit", first)

    assert [one.value for one in found.measures] == [
        NamedMeasure("revenue"),
        NamedMeasure("profit"),
    ]
    assert demo.refused("replace units with profit", first).message


def test_a_column_of_rows_takes_the_place_of_another(harbour: Reader) -> None:
    first = harbour.question("plot sail area against draught").query
    found = harbour.query("replace sail area with flag", first)

    assert set(found.columns) == {ColumnRef(BOATS, "flag"), ColumnRef(BOATS, "draught")}
    assert len(found.columns) == len(first.columns)


@pytest.mark.parametrize("sentence", ["show the median", "the median instead of the total"])
def test_what_was_measured_is_aggregated_in_another_way(demo: Reader, sentence: str) -> None:
    first = demo.question("revenue by region").query
    found = demo.query(sentence, first)

    value = Aggregate(Aggregation.MEDIAN, ref("order_lines.revenue"))
    assert found.measures == (Measured(value),)
    assert found.groups == first.groups
    assert demo.query("the total instead", found) == first


def test_counts_and_ratios_have_no_median(demo: Reader) -> None:
    for sentence in ("orders by region", "average order value by region"):
        first = demo.question(sentence).query
        assert demo.refused("show the median", first).unknown == ("median",)
    assert demo.refused("show the median").message


def test_rows_are_taken_out(demo: Reader) -> None:
    first = demo.question("revenue by region").query

    assert demo.query("remove the orders from Canada", first) == q(
        "revenue", by=REGION, only=without(COUNTRY, "Canada")
    )


@pytest.mark.parametrize(
    ("sentence", "operator"),
    [
        ("remove the boats with a draught of more than 2", Operator.LESS_OR_EQUAL),
        ("remove the boats with less than 2 draught", Operator.GREATER_OR_EQUAL),
    ],
)
def test_rows_above_a_number_are_taken_out(
    harbour: Reader, sentence: str, operator: Operator
) -> None:
    first = harbour.question("number of boats by flag").query
    found = harbour.query(sentence, first)

    assert found.groups == first.groups
    assert found.filters == (Filter(ColumnRef(BOATS, "draught"), operator, (2,)),)


def test_only_some_of_what_was_counted(harbour: Reader) -> None:
    first = harbour.question("average sail area by flag").query
    found = harbour.query("I only want to see the boats with a draught of more than 2", first)

    assert (found.measures, found.groups) == (first.measures, first.groups)
    assert found.filters


@pytest.mark.parametrize("sentence", ["revenue region wise", "revenue by major region"])
def test_groupings_in_other_words(demo: Reader, sentence: str) -> None:
    assert demo.query(sentence) == q("revenue", by=REGION)


def test_major_things_are_only_some_of_them(demo: Reader) -> None:
    assert "major" in demo.refused("revenue of the major customers").unknown


@pytest.mark.parametrize("sentence", ["revenue per business", "revenue of each company"])
def test_each_of_something_unknown_is_refused(demo: Reader, sentence: str) -> None:
    first = demo.question("revenue by region").query

    assert demo.refused(sentence).unknown
    assert demo.refused(sentence, first).unknown
    assert "each what" in demo.refused("how many orders are there of each").message


def test_what_is_not_there_cannot_be_swapped(demo: Reader) -> None:
    first = demo.question("revenue").query

    assert "nothing of the kind" in demo.refused("category instead of region", first).message


def test_only_one_of_several_measures(demo: Reader) -> None:
    first = demo.question("revenue and profit by region").query

    assert demo.query("only revenue", first) == q("revenue", by=REGION)
    assert demo.query("only revenue by month", first) == q("revenue", by="month")


def test_each_of_those_that_were_shown(demo: Reader) -> None:
    first = demo.question("which regions are there").query

    assert demo.query("how many orders are there of each", first) == q("orders", by=REGION)


def test_dates_are_in_the_buckets_asked_for(harbour: Reader) -> None:
    found = harbour.query("show the arrivals and count the boats by weekday")

    assert found.groups == (DatePartGroup(DatePart.WEEKDAY, ColumnRef(BOATS, "arrival")),)


def test_a_noun_before_its_column_is_no_grouping_of_its_own(harbour: Reader) -> None:
    found = harbour.query("average sail area by boat flag")

    assert [group.column for group in found.groups if group.kind == "dimension"] == [
        ColumnRef(BOATS, "flag")
    ]
