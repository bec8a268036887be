"""Several periods side by side: a row each."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from bi.catalog.wording import capital, enumerated
from bi.language.clauses import TimeClause
from bi.language.compose.work import Work
from bi.language.trouble import Trouble
from bi.language.units import units_in
from bi.model.semantic import Calculation, PeriodGroup, TimeGroup, TimeRange


def put_periods(clause: TimeClause, periods: list[TimeRange], work: Work) -> None:
    """Groups by the periods, in the order of time. Raises Trouble where days lie in two."""
    ordered = sorted(dict.fromkeys(periods), key=lambda one: (one.start is not None, one.start))
    for before, after in pairwise(ordered):
        if before.end is None or after.start is None or after.start < before.end:
            raise Trouble(f"{before.label} and {after.label} overlap; name periods that do not.")
    _refuse_shares(ordered, work)
    for one in ordered:
        if one.end is not None and one.end > work.setting.today + timedelta(days=1):
            work.assume(f"{capital(one.label)} has not ended yet.")
    column = None
    if clause.columns:
        column = work.chooser().choose(clause.place.source, clause.columns, lambda c: c)
    group = PeriodGroup(tuple(ordered), column)
    work.origins[group] = clause.place
    without_periods(work)
    others = tuple(one for one in work.query.groups if not _says_the_same(one, ordered))
    work.set(time=None, groups=(group, *others))


def put_run(clause: TimeClause, periods: list[TimeRange], work: Work) -> bool:
    """ "Growth for 2023, 2024 and 2025": periods in a row are the buckets of a series."""
    ordered = sorted(dict.fromkeys(periods), key=lambda one: (one.start is not None, one.start))
    grain = ordered[0].grain
    run = all(before.end == after.start for before, after in pairwise(ordered))
    alike = all(one.grain is grain and units_in(one) == 1 for one in ordered)
    if not run or not alike or grain is None or clause.columns:
        return False
    label = f"{ordered[0].label} to {ordered[-1].label}"
    time = TimeRange(ordered[0].start, ordered[-1].end, label)
    group = TimeGroup(grain)
    work.origins[time] = work.origins[group] = clause.place
    without_periods(work)
    groups = (group, *(one for one in work.query.groups if one != group))
    work.set(time=time, groups=groups)
    return True


def without_periods(work: Work) -> None:
    """A period takes the place of those that stood side by side."""
    groups = tuple(one for one in work.query.groups if not isinstance(one, PeriodGroup))
    if groups != work.query.groups:
        work.set(groups=groups, order=(), limit=None)


def _says_the_same(group: object, periods: list[TimeRange]) -> bool:
    """ "by year in 2023 and 2025": the buckets are the periods."""
    return isinstance(group, TimeGroup) and all(
        one.grain is group.grain and units_in(one) == 1 for one in periods
    )


def _refuse_shares(periods: list[TimeRange], work: Work) -> None:
    shares = [m for m in work.query.measures if m.calculation is Calculation.SHARE_OF_TOTAL]
    if shares:
        names = enumerated([one.label for one in periods])
        raise Trouble(f"A share would be of {names} together; ask for one period, please.")
