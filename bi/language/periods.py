"""Periods of time as a sentence names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bi.model.catalog import Grain


class NoSuchPeriod(ValueError):
    """A period that no calendar has, or not the catalog's; the text is for the person."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period, its anchor still open where the sentence leaves it open.

    `year` None with a month, quarter, half, week or holiday: the year depends on the
    conversation, unless `year_offset` counts it from the current one. `offset` counts units from
    the current one; `count` joins several units, ending there.
    """

    grain: Grain
    year: int | None = None
    month: int | None = None
    quarter: int | None = None
    half: int | None = None
    week: int | None = None
    day: date | None = None
    day_of_month: int | None = None
    weekday: int | None = None  # 1 Monday … 7 Sunday: the most recent one
    holiday: str | None = None
    weekend: bool = False  # that of `offset` weeks from now
    year_offset: int | None = None
    offset: int | None = None
    count: int = 1
    to_date: bool = False
    fiscal: bool = False
    # The whole unit that holds another period: "the week of 3 March".
    around: Period | None = None
    # "that year": the one of the question before.
    said_before: bool = False
    # "previous": beside another period it is the one before that.
    before_other: bool = False
    # A day written in figures that could be read in two ways.
    ambiguous: bool = False
    label: str = ""

    @property
    def lacks_year(self) -> bool:
        named = self.month or self.quarter or self.half or self.week or self.holiday
        return bool(named) and self.year is None and self.year_offset is None

    @property
    def is_whole_years(self) -> bool:
        """Calendar years by their numbers: "2024", "the 1990s"."""
        return self.grain is Grain.YEAR and self.year is not None and not self.fiscal


def with_years(periods: Sequence[Period]) -> tuple[Period, ...]:
    """ "Q1 and Q3 of 2025": a year that one names is meant for those beside it without one.

    That of the next one that has a year; after the last such, the one before.
    """
    shared: list[Period] = []
    for run in (reversed(periods), None):
        year = None
        found = []
        for one in run or reversed(shared):
            year = one.year or year
            found.append(replace(one, year=year) if one.lacks_year and year else one)
        shared = found
    return tuple(shared)
