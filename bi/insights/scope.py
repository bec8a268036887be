"""What the rows of a result are the rows of: which days, and whether all groups are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bi.model.buckets import bucket_end, is_over
from bi.model.catalog import Grain
from bi.model.semantic import SemanticQuery, TimeRange


@dataclass(frozen=True, slots=True)
class Scope:
    """`whole`: the rows are all groups there are, so their sum is the total.

    Without knowing the query nobody can tell, and shares are said to be of what is shown.
    """

    today: date | None = None
    period: TimeRange | None = None
    whole: bool = False

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


def scope_of(query: SemanticQuery | None, today: date | None) -> Scope:
    if query is None:
        return Scope(today)
    whole = query.limit is None and not query.measure_filters
    return Scope(today, query.time, whole)
