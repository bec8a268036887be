"""Zones must exist, and holidays begin before they end."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import available_timezones

from bi.catalog.faults import Fault, did_you_mean
from bi.catalog.schema import CalendarSection
from bi.catalog.source import Source


def check_calendar(section: CalendarSection, source: Source) -> Iterator[Fault]:
    zones = {"time_zone": section.time_zone, "database_time_zone": section.database_time_zone}
    for key, zone in zones.items():
        if zone not in available_timezones():
            near = did_you_mean(zone, available_timezones())
            yield source.fault(("calendar", key), f"there is no time zone `{zone}`", near)
    owners: dict[str, str] = {}
    for name, spans in section.holidays.items():
        place = ("calendar", "holidays", name)
        other = owners.setdefault(" ".join(name.casefold().split()), name)
        if other != name:
            yield source.fault(place, f"`{name}` and `{other}` are the same name", "keep one")
        for first, last in spans:
            if last < first:
                yield source.fault(place, f"`{name}` ends on {last}, before it begins on {first}")
