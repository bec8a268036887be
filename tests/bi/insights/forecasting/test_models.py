"""The method itself: known series go on as they are known to, and intervals hold."""

from __future__ import annotations

import math
import random

import pytest

from bi.insights.forecasting.models import fit


def test_a_line_goes_on_as_a_line() -> None:
    found = fit(tuple(100.0 + 5 * i for i in range(24)), 3, 12)
    assert found.mean == pytest.approx((220, 225, 230), rel=1e-3)
    assert found.trend
    assert not found.season


def test_a_season_comes_again() -> None:
    swing = [100 * math.sin(i * math.pi / 6) for i in range(12)]
    noise = random.Random(4)
    found = fit(tuple(1000 + swing[i % 12] + noise.gauss(0, 5) for i in range(60)), 12, 12)
    assert found.season
    assert found.mean == pytest.approx([1000 + swing[i] for i in range(12)], abs=25)


def test_a_season_of_weeks_comes_again() -> None:
    swing = [100 * math.sin(i * math.pi / 26) for i in range(52)]
    noise = random.Random(4)
    found = fit(tuple(1000 + swing[i % 52] + noise.gauss(0, 5) for i in range(208)), 26, 52)
    assert found.season
    assert found.mean == pytest.approx([1000 + swing[i] for i in range(26)], abs=40)


def test_less_than_two_rounds_show_no_season() -> None:
    found = fit(tuple(1000 + 100 * math.sin(i * math.pi / 6) for i in range(20)), 2, 12)
    assert not found.season


def test_what_never_changes_stays() -> None:
    found = fit((7.0,) * 20, 3, 12)
    assert found.mean == found.low == found.high == (7.0, 7.0, 7.0)
    assert found.error == 0


def test_nothing_but_zeros_has_no_relative_error() -> None:
    assert fit((0.0,) * 20, 1, 12).error is None


def test_the_error_is_measured_on_the_series_own_past() -> None:
    calm, wild = random.Random(1), random.Random(1)
    few = fit(tuple(1000 + calm.gauss(0, 10) for _ in range(40)), 4, 12)
    many = fit(tuple(1000 + wild.gauss(0, 200) for _ in range(40)), 4, 12)
    assert few.error is not None
    assert many.error is not None
    # The mean deviation of a normal value is 0.8 of its spread.
    assert few.error == pytest.approx(0.008, rel=0.6)
    assert many.error == pytest.approx(0.16, rel=0.6)


def test_intervals_hold_about_as_often_as_they_say() -> None:
    """Of 40 walks, each forecast once, 4 ahead; 80 % is the aim, and chance has its share."""
    inside = []
    for draw in range(40):
        steps = random.Random(draw)
        walk = [1000.0]
        for _ in range(43):
            walk.append(walk[-1] + steps.gauss(0, 30))
        found = fit(tuple(walk[:40]), 4, 1)
        inside += [
            low <= true <= high
            for true, low, high in zip(walk[40:], found.low, found.high, strict=True)
        ]
    assert 0.7 <= sum(inside) / len(inside) <= 0.95


def test_the_same_values_give_the_same_forecast() -> None:
    values = tuple(1000 + (i * 7919 % 97) for i in range(36))
    assert fit(values, 6, 12) == fit(values, 6, 12)
