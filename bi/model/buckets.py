"""Buckets of time as they stand in a result: ISO dates of their first moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bi.model.catalog import Grain
from bi.model.result import Cell

_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
_STEPS = {
    Grain.HOUR: timedelta(hours=1),
    Grain.DAY: timedelta(days=1),
    Grain.WEEK: timedelta(days=7),
}


def bucket_start(cell: Cell) -> datetime | None:
    """The first moment of a bucket, without a time zone; None for NULL or another thing."""
    if not isinstance(cell, str):
        return None
    try:
        start = datetime.fromisoformat(cell)
    except ValueError:
        return None
    return start.replace(tzinfo=None) if start.tzinfo else start


def bucket_end(start: datetime, grain: Grain) -> datetime:
    """The first moment after a bucket, which is where the next one begins."""
    months = _MONTHS.get(grain)
    if months is None:
        return start + _STEPS[grain]
    years, month = divmod(start.month - 1 + months, 12)
    return start.replace(year=start.year + years, month=month + 1)


def buckets_between(first: datetime, last: datetime, grain: Grain) -> Iterator[datetime]:
    """Every bucket from `first` to `last`, both included."""
    bucket = first
    while bucket <= last:
        yield bucket
        bucket = bucket_end(bucket, grain)


def is_over(start: datetime, grain: Grain, today: date) -> bool:
    """Whether a bucket had ended when `today` began."""
    return bucket_end(start, grain).date() <= today


def as_cell(start: datetime, like: Cell) -> str:
    """A bucket as the result writes it: with a time of day or without."""
    if isinstance(like, str) and len(like) > 10:
        return start.isoformat(sep=like[10])
    return start.date().isoformat()
