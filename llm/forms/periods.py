"""Periods as a model writes them, with what we know better: their names and their grain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bi.dashboards.periods import days_named, period_today
from bi.model.catalog import Calendar, Grain
from bi.model.errors import QueryNotPossible
from bi.model.semantic import MovingPeriod, TimeRange
from llm.errors import ReplyUnusable

_MOVING: TypeAdapter[MovingPeriod] = TypeAdapter(MovingPeriod)
_RANGE: TypeAdapter[TimeRange] = TypeAdapter(TimeRange)
_KEYS = frozenset({"start", "end", "column", "moving"})


def completed(value: Any, today: date, calendar: Calendar) -> Any:
    """The value with every period in it as `TimeRange` has it. Raises ReplyUnusable."""
    if isinstance(value, list):
        return [completed(one, today, calendar) for one in value]
    if not isinstance(value, Mapping):
        return value
    if _is_period(value):
        return _RANGE.dump_python(_period(value, today, calendar), mode="json")
    return {name: completed(one, today, calendar) for name, one in value.items()}


def _is_period(value: Mapping[str, Any]) -> bool:
    return bool({"start", "end", "moving"} & value.keys()) and value.keys() <= {
        *_KEYS,
        "label",
        "grain",
    }


def _period(value: Mapping[str, Any], today: date, calendar: Calendar) -> TimeRange:
    try:
        if value.get("moving"):
            moving = _MOVING.validate_python(_said(value["moving"]))
            found = period_today(moving, today, calendar)
            own = _RANGE.dump_python(replace(found, moving=moving), mode="json")
        else:
            own = {"start": value.get("start"), "end": value.get("end"), "label": ""}
        plain = _RANGE.validate_python({**own, "column": value.get("column")})
    except (ValidationError, QueryNotPossible) as fault:
        why = fault.message if isinstance(fault, QueryNotPossible) else "its parts are none"
        raise ReplyUnusable(f"A period cannot be understood: {why}.") from None
    if plain.moving is not None:
        return plain
    if plain.start is None and plain.end is None:
        raise ReplyUnusable("A period needs a start, an end, or to be a moving one.")
    if plain.start and plain.end and plain.start >= plain.end:
        raise ReplyUnusable("A period ends after it starts; its end is the day after the last one.")
    graded = TimeRange(plain.start, plain.end, "", _grain(plain, calendar), plain.column)
    return TimeRange(
        plain.start, plain.end, days_named(graded, calendar), graded.grain, plain.column
    )


def _said(moving: Any) -> Any:
    if not isinstance(moving, Mapping):
        return moving
    return {name: one for name, one in moving.items() if one is not None}


def _grain(time: TimeRange, calendar: Calendar) -> Grain | None:
    """The coarsest unit that covers it whole."""
    if time.start is None or time.end is None:
        return None
    for grain in (Grain.YEAR, Grain.QUARTER, Grain.MONTH, Grain.WEEK):
        if _begins(time.start, grain, calendar) and _begins(time.end, grain, calendar):
            return grain
    return Grain.DAY


def _begins(day: date, grain: Grain, calendar: Calendar) -> bool:
    match grain:
        case Grain.YEAR:
            return (day.month, day.day) == (1, 1)
        case Grain.QUARTER:
            return day.day == 1 and day.month % 3 == 1
        case Grain.MONTH:
            return day.day == 1
        case _:
            return day.weekday() == calendar.week_start
