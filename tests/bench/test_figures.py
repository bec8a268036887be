"""The figures of a benchmark are what they are called."""

from __future__ import annotations

from bench.turns.figures import Load, percentile, ratios


def test_a_percentile_is_a_measured_value_by_nearest_rank() -> None:
    values = [float(n) for n in range(100, 0, -1)]
    assert [percentile(values, percent) for percent in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert percentile([7.0], 99) == 7.0
    assert percentile([1.0, 2.0], 50) == 1.0


def test_ratios_are_taken_round_by_round() -> None:
    assert ratios([2.0, 6.0, 30.0], [1.0, 2.0, 3.0]) == (3.0, 2.0, 10.0)


def test_a_load_gathers_rounds() -> None:
    load = Load()
    load.add({"seconds": 2.0, "timings": [[1.0, 4.0, {"a": 1.0}], [2.0, 6.0, {}]]})
    load.add({"seconds": 1.0, "timings": [[3.0, 8.0, {}]]})
    assert load.whole == [4.0, 6.0, 8.0]
    assert load.medians == [5.0, 8.0]
    assert load.rates == [1.0, 1.0]
