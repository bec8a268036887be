"""Moments stored in one time zone and meant in another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bi.model.catalog import Calendar, ColumnType, Dimension, Grain


@dataclass(frozen=True, slots=True)
class Zones:
    """IANA names of the zone that moments are stored in, and of the one whose days are meant."""

    stored: str
    meant: str

    def stored_text(self, moment: date | datetime) -> str:
        """A moment as it is meant, a day by its midnight, as the database writes it."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time.min)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(self.meant))
        stored = moment.astimezone(ZoneInfo(self.stored)).replace(tzinfo=None)
        return stored.isoformat(sep=" ")


def zones_of(dimension: Dimension, calendar: Calendar) -> Zones | None:
    """None where there is nothing to convert: dates, and moments that stand for whole days."""
    is_moment = dimension.type is ColumnType.TIMESTAMP and dimension.grain in (None, Grain.HOUR)
    if not is_moment or calendar.time_zone == calendar.database_time_zone:
        return None
    return Zones(calendar.database_time_zone, calendar.time_zone)
