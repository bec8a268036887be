"""Findings are seldom claimed of chance, and found where they were planted."""

from __future__ import annotations

from bench.insights import (
    KINDS,
    LENGTHS,
    NOTHING,
    driver_rate,
    false_rates,
    found_rates,
    relation_rate,
)
from bi.model.insight import InsightKind


def test_of_chance_little_is_claimed() -> None:
    said = [
        (name, kind, rates[kind])
        for name, _, rates in false_rates(40)
        for kind in KINDS
        # A walk does wander off, and wild values are out of line.
        if (name, kind) not in (("walk", InsightKind.TREND), ("wild", InsightKind.ANOMALY))
    ]
    assert len(said) == len(NOTHING) * len(LENGTHS) * len(KINDS) - 2 * len(LENGTHS)
    assert sum(rate for _, _, rate in said) / len(said) < 0.015
    assert max(rate for _, _, rate in said) <= 0.1


def test_what_is_planted_is_found_in_long_series() -> None:
    found = dict(found_rates(20))
    assert found["60 months"][InsightKind.TREND] > 0.9
    assert found["60 months"][InsightKind.ANOMALY] > 0.6
    assert found["60 months"][InsightKind.SEASONALITY] > 0.6
    assert found["90 days"][InsightKind.SEASONALITY] > 0.9


def test_relations_are_claimed_where_there_are_any() -> None:
    assert relation_rate(300, 12, 0) < 0.02
    assert relation_rate(300, 30, 0) < 0.02
    assert relation_rate(100, 30, 0.9) > 0.9


def test_who_fell_alone_is_named() -> None:
    assert driver_rate(300, 8, 0) < 0.05
    assert driver_rate(100, 4, 0.6) > 0.8
