"""Numbers in steps: of a width, of so many bins, or of a width that suits their span."""

from __future__ import annotations

import pytest

from bi.language.compose.binning import round_width
from bi.model.catalog import ColumnRef
from bi.model.profile import NumberSpan
from bi.model.semantic import DimensionGroup, NamedMeasure
from tests.bi.language.expected import Reader
from tests.bi.language.harbour import BOATS, harbour_reader


@pytest.fixture(scope="module")
def harbour() -> Reader:
    return harbour_reader()


@pytest.mark.parametrize(
    ("text", "column", "width"),
    [
        ("histogram of sail area", "sail_area", 50),
        ("distribution of sail area", "sail_area", 50),
        ("number of boats by sail area", "sail_area", 50),
        ("histogram of sail area with 20 bins", "sail_area", 25),
        ("boats by sail area in steps of 30", "sail_area", 30),
        ("histogram of sail area, bin size 40", "sail_area", 40),
        ("histogram of sail area with a bin width of 40", "sail_area", 40),
        ("distribution of sail area into 5 buckets", "sail_area", 100),
        ("histogram of sail area, number of bins 5", "sail_area", 100),
        ("histogram of tonnage with 500 intervals", "tonnage", 500),
        ("count of boats by draught in bins of 0.5", "draught", 0.5),
        ("distribution of cabins", "cabins", None),
        ("number of boats for each sail area", "sail_area", None),
        ("number of boats by built year", "built_year", None),
        ("boats by built year in steps of 10", "built_year", 10),
    ],
)
def test_numbers_are_counted_in_steps(
    harbour: Reader, text: str, column: str, width: float | None
) -> None:
    query = harbour.query(text)
    assert [one.value for one in query.measures] == [NamedMeasure("boats")]
    assert query.groups == (DimensionGroup(ColumnRef(BOATS, column), width),)


def test_a_width_nobody_asked_for_is_said(harbour: Reader) -> None:
    said = harbour.question("histogram of sail area").understanding.assumptions
    assert "There are many values of sail area, so they are in steps of 50." in said
    assert not harbour.question("boats by sail area in steps of 30").understanding.assumptions


def test_bins_change_with_the_next_sentence(harbour: Reader) -> None:
    before = harbour.query("histogram of sail area")
    assert harbour.query("in bins of 20", before).groups == (
        DimensionGroup(ColumnRef(BOATS, "sail_area"), 20),
    )


def test_steps_need_a_number_to_be_of(harbour: Reader) -> None:
    assert "no numbers" in harbour.refused("number of boats by flag in steps of 10").message


@pytest.mark.parametrize(
    ("lowest", "highest", "count", "whole", "width"),
    [
        (0, 100, 10, True, 10),
        (1613, 5140, 10, True, 250),
        (0.8, 4.1, 10, False, 0.25),
        (1, 6, 10, True, 1),
        (0, 12, 10, True, 1),
        (0, 1, 4, False, 0.25),
        (-50, 50, 10, False, 10),
    ],
)
def test_a_width_is_round(
    lowest: float, highest: float, count: int, whole: bool, width: float
) -> None:
    assert round_width(NumberSpan(lowest, highest, 60), count, whole=whole) == pytest.approx(width)
