"""Medians against their definitions, and against published values."""

from __future__ import annotations

import math
from itertools import combinations
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bi.insights.statistics import outlier, trend

values = st.lists(st.integers(-1000, 1000).map(float), min_size=2, max_size=40)


@given(values)
def test_the_slope_is_the_median_of_all_slopes(series: list[float]) -> None:
    pairs = combinations(enumerate(series), 2)
    slopes = [(later - value) / (j - i) for (i, value), (j, later) in pairs]
    assert trend(range(len(series)), series).slope == pytest.approx(median(slopes))


@given(values)
def test_turning_a_series_round_turns_its_trend_round(series: list[float]) -> None:
    there, back = trend(range(len(series)), series), trend(range(len(series)), series[::-1])
    assert there.slope == pytest.approx(-back.slope)
    assert there.tau == pytest.approx(-back.tau)
    assert there.p == pytest.approx(back.p)


def test_the_test_of_mann_and_kendall_gives_its_textbook_value() -> None:
    """Ten rising values: S = 45, Var(S) = 125, Z = 44 / sqrt(125)."""
    found = trend(range(10), [float(i) for i in range(10)])
    assert found.tau == 1
    assert found.slope == 1
    assert found.p == pytest.approx(math.erfc(44 / math.sqrt(125) / math.sqrt(2)))
    assert found.p == pytest.approx(8.3e-5, rel=0.01)


def test_level_values_have_no_trend() -> None:
    found = trend(range(8), [3.0] * 8)
    assert (found.slope, found.tau, found.p) == (0, 0, 1)


def test_one_strange_value_moves_no_trend() -> None:
    series = [float(i) for i in range(20)]
    series[9] = 1e9
    assert trend(range(20), series).slope == pytest.approx(1, abs=0.05)


def test_a_gap_counts_as_the_steps_it_is() -> None:
    assert trend([0, 1, 10], [0.0, 1.0, 10.0]).slope == 1


def test_a_long_series_keeps_its_slope() -> None:
    series = [2.0 * i + (i * 7919 % 13) for i in range(5000)]
    assert trend(range(5000), series).slope == pytest.approx(2, abs=0.01)


def test_the_strange_value_is_found() -> None:
    series = [10.0 + i + (0.3, -0.2, 0.1)[i % 3] for i in range(24)]
    series[17] -= 9
    found = outlier(series, 1.0, 12)
    assert found is not None
    assert found.index == 17
    assert found.expected == pytest.approx(27, abs=0.5)
    assert found.deviations > 10
    assert not found.seasonal


def test_three_rounds_make_a_season() -> None:
    series = [(5.0 if i % 4 == 3 else 1.0) + 0.01 * (i * 7 % 5) for i in range(20)]
    series[11] = 1.0
    found = outlier(series, 0.0, 4)
    assert found is not None
    assert found.seasonal
    assert found.index == 11
    assert found.expected == pytest.approx(5, abs=0.05)


def test_values_exactly_in_line_have_no_scatter_to_measure_by() -> None:
    assert outlier([1.0, 2.0, 3.0, 4.0, 5.0, 60.0], 1.0, 1) is None
