"""Which buckets of time get a label, so that labels do not touch and fall on round dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from bi.model.buckets import bucket_start
from bi.model.catalog import Grain
from bi.model.result import Cell

# Labels that fit beside each other under a plot of the width of a page.
_ROOM = 13
_STEPS = {
    Grain.HOUR: (1, 2, 3, 6, 12, 24),
    Grain.MONTH: (1, 2, 3, 6, 12),
    Grain.QUARTER: (1, 2, 4),
}


def tick_buckets(cells: Iterable[Cell], grain: Grain | None) -> list[tuple[Cell, datetime]]:
    """The labelled ones of distinct buckets, in time order, with their first moments."""
    buckets = sorted(
        ((cell, start) for cell in cells if (start := bucket_start(cell))), key=lambda b: b[1]
    )
    for step in _STEPS.get(grain or Grain.DAY, (1,)):
        if len(buckets) <= step * _ROOM:
            return [bucket for bucket in buckets if _place(bucket[1], grain) % step == 0] or buckets
    if grain in _STEPS:
        firsts = [b for b in buckets if b[1].month == 1 and b[1].day == 1 and b[1].hour == 0]
        buckets = firsts if len(firsts) > 1 else buckets
    return buckets[:: -(-len(buckets) // _ROOM)]


def tick_moment(start: datetime) -> int:
    """Milliseconds since 1970 in UTC, as a scale counts."""
    return int(start.replace(tzinfo=UTC).timestamp() * 1000)


def _place(start: datetime, grain: Grain | None) -> int:
    """Where a bucket stands in its round: a month in its year, an hour in its day."""
    match grain:
        case Grain.HOUR:
            return start.hour
        case Grain.MONTH:
            return start.month - 1
        case Grain.QUARTER:
            return (start.month - 1) // 3
        case _:
            return 0
