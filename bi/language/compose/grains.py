"""Several widths of buckets in one question: "by year and month"."""

from __future__ import annotations

from dataclasses import replace

from bi.model.catalog import Grain
from bi.model.semantic import DatePartGroup, Group, TimeGroup

# What each bucket lies in one of: a week lies in no one month.
_WITHIN = {
    Grain.HOUR: {Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR},
    Grain.DAY: {Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR},
    Grain.MONTH: {Grain.QUARTER, Grain.YEAR},
    Grain.QUARTER: {Grain.YEAR},
}
_FISCAL = (Grain.QUARTER, Grain.YEAR)


def one_calendar(groups: list[Group], *, ranked: bool) -> list[Group]:
    """Without the wider of two buckets where the finer one tells it: months have their year.

    "By fiscal year and quarter" means fiscal quarters. Where something is ranked the wider one
    may be what it is ranked within, so it stays.
    """
    groups = _named_once(groups)
    timed = [one for one in groups if isinstance(one, TimeGroup)]
    if any(one.fiscal for one in timed):
        groups = [_as_fiscal(one) for one in groups]
        timed = [one for one in groups if isinstance(one, TimeGroup)]
    if ranked:
        return groups
    told = [
        one
        for one in timed
        for other in timed
        if one.grain in _WITHIN.get(other.grain, ())
        and (one.column, one.fiscal) == (other.column, other.fiscal)
    ]
    return [one for one in groups if one not in told]


def _named_once(groups: list[Group]) -> list[Group]:
    """ "In each month, and bin the booking date by month": of that date, and once."""
    named = {
        replace(one, column=None)
        for one in groups
        if isinstance(one, TimeGroup | DatePartGroup) and one.column is not None
    }
    return [one for one in groups if one not in named]


def _as_fiscal(group: Group) -> Group:
    if isinstance(group, TimeGroup) and group.grain in _FISCAL:
        return replace(group, fiscal=True)
    return group
