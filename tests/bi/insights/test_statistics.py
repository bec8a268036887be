"""Medians against their definitions, and against published values."""

from __future__ import annotations

import math
from itertools import combinations
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bi.insights.seasons import season
from bi.insights.statistics import blocks, correlation, f_tail, friedman, outlier, ranks, trend

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
    found = outlier(series, 1.0, length=12)
    assert found is not None
    assert found.index == 17
    assert found.expected == pytest.approx(27, abs=0.5)
    assert found.deviations > 10
    assert not found.alike


def test_what_a_season_gives_is_what_the_other_rounds_give() -> None:
    series = [(5.0 if i % 4 == 3 else 1.0) + 0.01 * (i * 7 % 5) for i in range(20)]
    series[11] = 1.0
    found = outlier(series, 0.0, season=4, length=4)
    assert found is not None
    assert found.index == 11
    assert found.expected == pytest.approx(5, abs=0.05)
    assert not found.alike


def test_a_value_that_is_off_each_round_is_alike() -> None:
    series = [(5.0 if i % 4 == 3 else 1.0) + 0.01 * (i * 7 % 5) for i in range(8)]
    found = outlier(series, 0.0, length=4)
    assert found is not None
    assert found.alike


def test_values_exactly_in_line_have_no_scatter_to_measure_by() -> None:
    assert outlier([1.0, 2.0, 3.0, 4.0, 5.0, 60.0], 1.0, 1) is None


def test_values_that_lean_on_one_another_are_less_sure_of_a_trend() -> None:
    """Blocks of five alike values say what one of each block says."""
    loose = [float(i) for i in (3, 1, 4, 2, 6, 5, 8, 7, 9, 10, 12, 11)]
    leaning = [value for value in loose for _ in range(5)]
    counted = (abs(trend(range(60), leaning).tau) - 1e-9) * 60 * 59 / 2
    plain = math.erfc(counted / math.sqrt(60 * 59 * 125 / 18) / math.sqrt(2))
    assert trend(range(60), leaning).p > 1000 * plain


@pytest.mark.parametrize(
    ("value", "above", "below", "chance"),
    [
        (3.5, 11, 22, 0.005975322693933735),
        (0.5, 3, 6, 0.6958947550600283),
        (4.0662, 3, 8, 0.05),  # tables of F at 5 % and 1 %
        (7.5910, 3, 8, 0.01),
        (161.4476, 1, 1, 0.05),
        (2.8536, 10, 11, 0.05),
    ],
)
def test_the_tail_of_f_is_that_of_the_tables(
    value: float, above: int, below: int, chance: float
) -> None:
    assert f_tail(value, above, below) == pytest.approx(chance, rel=2e-4)


def test_friedman_s_test_gives_the_value_of_conover_s_example() -> None:
    """Four grasses ranked by twelve homeowners: T2 = 3.19, p about 0.036 (Conover, 1999)."""
    table = [
        (4, 3, 2, 1), (4, 2, 3, 1), (3, 1.5, 1.5, 4), (3, 1, 2, 4), (4, 2, 1, 3), (2, 2, 2, 4),
        (1, 3, 2, 4), (2, 4, 1, 3), (3.5, 1, 2, 3.5), (4, 1, 3, 2), (4, 2, 3, 1), (3.5, 1, 2, 3.5),
    ]  # fmt: skip
    assert friedman(table) == pytest.approx(f_tail(3.1922, 3, 33), rel=1e-3)
    assert friedman(table) == pytest.approx(0.036, abs=0.001)


def test_blocks_give_the_analysis_of_variance_by_hand() -> None:
    """Centred: (-2, 0, 2), (-1, -1, 2), (-3, 1, 2); places -2, 0, 2; SSB 24, SSW 4; F = 12."""
    assert blocks([(1, 3, 5), (2, 2, 5), (0, 4, 5)]) == pytest.approx(f_tail(12, 2, 4))
    assert blocks([(1, 2, 3), (4, 5, 6)]) == 0
    assert blocks([(1, 1), (2, 2)]) == 1


@given(values)
def test_ranks_are_counted(series: list[float]) -> None:
    """One more than are lower, and half of those that are level."""
    expected = [
        1 + sum(other < value for other in series) + (series.count(value) - 1) / 2
        for value in series
    ]
    assert ranks(series) == expected


def test_spearman_s_correlation_gives_its_textbook_value() -> None:
    """IQ and hours of television: rho = -29/165."""
    iq = [106, 86, 100, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 0, 27, 50, 28, 29, 20, 12, 6, 17]
    found = correlation(iq, hours)
    assert found is not None
    assert found.rho == pytest.approx(-29 / 165)
    assert found.n == 10
    assert found.p == pytest.approx(0.627, abs=0.05)


def test_level_values_have_no_correlation() -> None:
    assert correlation([1.0] * 12, [float(i) for i in range(12)]) is None


def test_a_season_has_the_swings_that_were_put_into_it() -> None:
    pattern = (0.8, 0.9, 1.0, 1.3)
    series = [100 * (1 + 0.0001 * (i * 7 % 5)) * pattern[i % 4] for i in range(24)]
    found = season(series, 0.0, 4)
    assert found is not None
    assert found.swings == pytest.approx((-0.2, -0.1, 0, 0.3), abs=0.001)
    assert (found.high, found.low, found.rounds, found.first) == (3, 0, 6, 0)
    assert found.strength > 0.99


def test_a_season_is_counted_back_from_the_end() -> None:
    pattern = (0.8, 0.9, 1.0, 1.3)
    found = season([100 * pattern[i % 4] + i % 3 for i in range(3, 25)], 0.0, 4)
    assert found is not None
    assert (found.first, found.rounds) == (2, 5)
    # The round begins two places after the first value, which is at place 3 of the pattern.
    assert (found.high, found.low) == (2, 3)


def test_two_rounds_make_no_season() -> None:
    assert season([1.0, 2.0, 3.0, 9.0] * 2, 0.0, 4) is None
