"""Which buckets of time get a label, so that labels do not touch and fall on round dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice

from bi.model.buckets import bucket_start, buckets_between
from bi.model.catalog import Grain
from bi.model.result import Cell

# Labels that fit beside each other under a plot of the width of a page.
_ROOM = 12
# Beyond this many, buckets without a row are not looked for.
_MOST_BUCKETS = 20_000
_STEPS = {
    Grain.HOUR: (1, 2, 3, 6, 12, 24),
    Grain.DAY: (1, 7, 14, 28),
    Grain.MONTH: (1, 2, 3, 6, 12),
    Grain.QUARTER: (1, 2, 4),
}


def all_buckets(cells: Iterable[Cell], grain: Grain) -> list[datetime]:
    """From the first bucket of a result to its last, with those that have no row."""
    starts = sorted(start for cell in cells if (start := bucket_start(cell)))
    if not starts:
        return []
    every = list(islice(buckets_between(starts[0], starts[-1], grain), _MOST_BUCKETS + 1))
    regular = len(every) <= _MOST_BUCKETS and set(starts) <= set(every)
    return every if regular else starts


def tick_buckets(buckets: list[datetime], grain: Grain) -> list[datetime]:
    """The buckets that get a label."""
    for step in _STEPS.get(grain, (1,)):
        if len(buckets) <= step * _ROOM:
            return [bucket for bucket in buckets if _place(bucket, grain) % step == 0] or buckets
    if grain in _STEPS:
        firsts = [b for b in buckets if b.month == 1 and b.day == 1 and b.hour == 0]
        buckets = firsts if len(firsts) > 1 else buckets
    return buckets[:: -(-len(buckets) // _ROOM)]


def tick_moment(start: datetime) -> int:
    """Milliseconds since 1970 in UTC, as a scale counts."""
    return int(start.replace(tzinfo=UTC).timestamp() * 1000)


def _place(start: datetime, grain: Grain) -> int:
    """Where a bucket stands in its round: a month in its year, an hour in its day."""
    match grain:
        case Grain.HOUR:
            return start.hour
        case Grain.DAY:
            return start.toordinal() - 1  # a Monday is a multiple of 7
        case Grain.MONTH:
            return start.month - 1
        case Grain.QUARTER:
            return (start.month - 1) // 3
        case _:
            return 0
