"""What the rows of a result are the rows of: which days, and whether all groups are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bi.model.buckets import bucket_end, is_over
from bi.model.catalog import AsOf, Grain
from bi.model.semantic import OrderTarget, SemanticQuery, TimeRange


@dataclass(frozen=True, slots=True)
class Scope:
    """`whole`: the rows are all groups there are, so their sum is the total.

    Without knowing the query nobody can tell, and shares are said to be of what is shown.
    `ascending`: the lowest were asked for first. `title` stands above whatever is said: a year
    that it names need not be repeated.
    """

    title: str = ""
    today: date | None = None
    period: TimeRange | None = None
    whole: bool = False
    ascending: bool = False
    # Days are left out by the question itself (weekends only), so a gap is no news.
    has_gaps: bool = False

    @property
    def unfinished(self) -> str | None:
        """What the period asked for is called, if it is not over."""
        period = self.period
        if period is None or period.end is None or self.today is None:
            return None
        return period.label if period.end > self.today else None

    def is_complete(self, start: datetime, grain: Grain) -> bool:
        """Whether a bucket lies within the period asked for and had ended when today began."""
        if self.today and not is_over(start, grain, self.today):
            return False
        if self.period is None:
            return True
        begins = self.period.start is None or start.date() >= self.period.start
        ends = self.period.end is None or _end_day(start, grain) <= self.period.end
        return begins and ends


def _end_day(start: datetime, grain: Grain) -> date:
    end = bucket_end(start, grain)
    return start.date() if grain is Grain.HOUR else end.date()


def first_open_day(today: date, as_of: AsOf | date) -> date:
    """The first day that is not over: today, or the day after the last that has data."""
    return today if as_of is AsOf.TODAY else today + timedelta(days=1)


def scope_of(title: str, query: SemanticQuery | None, today: date | None) -> Scope:
    if query is None:
        return Scope(title, today)
    whole = query.limit is None and not query.measure_filters
    first = query.order[0] if query.order else None
    ascending = first is not None and first.target is OrderTarget.MEASURE and not first.descending
    return Scope(title, today, query.time, whole, ascending, bool(query.part_filters))
