"""Buckets of time."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bi.model.buckets import bucket_end, bucket_start, buckets_between, is_over
from bi.model.catalog import Grain


@pytest.mark.parametrize(
    ("grain", "start", "end"),
    [
        (Grain.HOUR, datetime(2025, 12, 31, 23), datetime(2026, 1, 1)),
        (Grain.DAY, datetime(2024, 2, 28), datetime(2024, 2, 29)),
        (Grain.WEEK, datetime(2025, 12, 29), datetime(2026, 1, 5)),
        (Grain.MONTH, datetime(2025, 12, 1), datetime(2026, 1, 1)),
        (Grain.QUARTER, datetime(2025, 10, 1), datetime(2026, 1, 1)),
        (Grain.YEAR, datetime(2024, 1, 1), datetime(2025, 1, 1)),
    ],
)
def test_a_bucket_ends_where_the_next_begins(grain: Grain, start: datetime, end: datetime) -> None:
    assert bucket_end(start, grain) == end
    assert list(buckets_between(start, end, grain)) == [start, end]


def test_a_bucket_is_read_from_its_iso_text() -> None:
    assert bucket_start("2025-03-01") == datetime(2025, 3, 1)
    assert bucket_start("2025-03-01T10:00:00") == datetime(2025, 3, 1, 10)
    assert bucket_start("2025-03-01T10:00:00+02:00") == datetime(2025, 3, 1, 10)
    assert bucket_start("March") is None
    assert bucket_start(None) is None
    assert bucket_start(3) is None


def test_a_bucket_is_over_when_the_day_after_it_begins() -> None:
    november = datetime(2025, 11, 1)
    assert not is_over(november, Grain.MONTH, date(2025, 11, 30))
    assert is_over(november, Grain.MONTH, date(2025, 12, 1))
