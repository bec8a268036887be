"""A dashboard with other values in its filters, for one look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bi.catalog.faults import did_you_mean
from bi.language.units import day_name, days_of
from bi.model.dashboard import Dashboard, DashboardFilter, DateFilter
from bi.model.errors import DashboardInvalid
from bi.model.semantic import MovingPeriod, Scalar, TimeRange


@dataclass(frozen=True, slots=True)
class Dates:
    """Days from `start` (included) to `end` (excluded), None is open; or a period that moves."""

    start: date | None = None
    end: date | None = None
    moving: MovingPeriod | None = None


# What a filter is set to: values, dates, or None for nothing at all.
Setting = tuple[Scalar, ...] | Dates | None


def with_settings(dashboard: Dashboard, settings: Mapping[str, Setting]) -> Dashboard:
    """`settings` by the ids of filters; the others stay as they are.

    Raises DashboardInvalid for an id that is no filter's, and for what the filter cannot be set
    to.
    """
    known = [one.id for one in dashboard.filters]
    for name in settings:
        if name not in known:
            hint = did_you_mean(name, known)
            raise _invalid(name, "the dashboard has no such filter" + (f"; {hint}" if hint else ""))
    filters = tuple(
        _set(one, settings[one.id]) if one.id in settings else one for one in dashboard.filters
    )
    return replace(dashboard, filters=filters)


def _set(one: DashboardFilter, setting: Setting) -> DashboardFilter:
    if isinstance(one, DateFilter):
        if isinstance(setting, tuple):
            raise _invalid(one.id, f"“{one.title}” is set to dates, not to values")
        given = setting or Dates()
        return replace(one, range=_range(one.id, given), moving=given.moving)
    if isinstance(setting, Dates):
        raise _invalid(one.id, f"“{one.title}” is set to values, not to dates")
    values = setting or ()
    if len(values) > 1 and not one.multiple:
        raise _invalid(one.id, f"“{one.title}” has one value at most")
    return replace(one, values=values)


def _range(filter_id: str, dates: Dates) -> TimeRange | None:
    start, end = dates.start, dates.end
    if start is None and end is None:
        return None
    if dates.moving is not None:
        raise _invalid(filter_id, "a period has days or moves, not both")
    if start and end and start >= end:
        raise _invalid(filter_id, "a range ends after its start; its end is not part of it")
    if start and end:
        return TimeRange(start, end, days_of(TimeRange(start, end, "")))
    if start:
        return TimeRange(start, None, f"since {day_name(start)}")
    assert end is not None  # one of the two is there
    return TimeRange(None, end, f"before {day_name(end)}")


def _invalid(filter_id: str, message: str) -> DashboardInvalid:
    path = f"filters.{filter_id}"
    return DashboardInvalid(f"{path}: {message}.", faults=[{"path": path, "message": message}])
