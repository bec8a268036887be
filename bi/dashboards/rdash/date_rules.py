"""Rules of a date filter, to and from a range or a moving period."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bi.dashboards.rdash.parsing import Json, child, text
from bi.dashboards.rdash.vendor import ALL_TIME, CUSTOM_RANGE, PERIODS, RULES
from bi.model.semantic import MovingPeriod, TimeRange

_DAY = timedelta(days=1)


class NotUnderstood(Exception):
    """A part of a widget that no query of ours can say."""


def read_rule(rule: Json) -> TimeRange | MovingPeriod | None:
    """The period of a date rule; None is all of time. Raises NotUnderstood."""
    name = text(rule, "RuleType")
    if name in ALL_TIME:
        return None
    if name == CUSTOM_RANGE:
        return _read_range(child(rule, "CustomDateRange"))
    if name not in PERIODS:
        raise NotUnderstood(name)
    return PERIODS[name]


def write_rule(period: TimeRange | MovingPeriod | None) -> Json | None:
    """The rule for a period; None where the model has no word for it."""
    if period is None:
        return {"RuleType": "AllTime", "IncludeToday": True}
    if isinstance(period, MovingPeriod):
        rule = RULES.get(period)
        return {"RuleType": rule, "IncludeToday": True} if rule else None
    ends = {
        "From": _write_day(period.start),
        # Theirs is the last day that counts.
        "To": _write_day(period.end - _DAY if period.end else None),
    }
    return {
        "RuleType": CUSTOM_RANGE,
        "CustomDateRange": {name: day for name, day in ends.items() if day is not None},
        "IncludeToday": True,
    }


def _read_range(ends: Json) -> TimeRange | None:
    start, last = _read_day(ends.get("From")), _read_day(ends.get("To"))
    if start is None and last is None:
        return None
    if start and last:
        label = f"{start} to {last}"
    else:
        label = f"from {start}" if start else f"until {last}"
    try:
        return TimeRange(start, last + _DAY if last else None, label)
    except OverflowError:
        raise NotUnderstood(label) from None


def _read_day(written: object) -> date | None:
    """A date as the model writes it, or a text of ISO 8601."""
    value = written.get("value") if isinstance(written, dict) else written
    if value is None:
        return None
    if not isinstance(value, str):
        raise NotUnderstood(str(value))
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        raise NotUnderstood(value) from None


def _write_day(day: date | None) -> Json | None:
    return {"_type": "date", "value": f"{day.isoformat()}T00:00:00"} if day else None
