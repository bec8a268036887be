"""Instructions about the calendar: time zone, first day of the week, first month of the year.

They are the only ones that the compiler has to know, so that they go into the catalog itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from zoneinfo import available_timezones

from bi.language.lessons.said import Said, said_in, sentences_of, small_words
from bi.language.lexicon.load import Lexicon, load_lexicon
from bi.model.catalog import Calendar, Catalog, Grain

_LONGEST_ZONE = 3
# Zones that no sentence can mean by anything else.
_PLAIN = ("UTC", "GMT")


def with_calendar(catalog: Catalog) -> Catalog:
    """With the calendar that its instructions ask for; the first of two that differ counts."""
    if not catalog.instructions:
        return catalog
    lexicon = load_lexicon(catalog.language)
    calendar = catalog.calendar
    # From the last to the first, so that the first one has the last word.
    for text in reversed(catalog.instructions):
        for sentence in sentences_of(text):
            calendar = calendar_said(sentence, calendar, lexicon) or calendar
    return catalog if calendar == catalog.calendar else replace(catalog, calendar=calendar)


def calendar_said(sentence: str, calendar: Calendar, lexicon: Lexicon) -> Calendar | None:
    """The calendar as a sentence has it; None where it says nothing of it."""
    said = said_in(sentence).freed_of(lexicon.teaching.get("by_default", ()))
    return (
        _in_zone(said, calendar, lexicon)
        or _in_fiscal_year(said, calendar, lexicon)
        or _in_weeks(said, calendar, lexicon)
    )


def _in_zone(said: Said, calendar: Calendar, lexicon: Lexicon) -> Calendar | None:
    for length in range(_LONGEST_ZONE, 0, -1):
        for start in range(len(said.words) - length + 1):
            name = " ".join(said.words[start : start + length])
            zone = _zone_called(name, lexicon)
            rest = Said((*said.words[:start], *said.words[start + length :]))
            if zone is not None and _is_about_time(rest, zone, lexicon):
                return replace(calendar, time_zone=zone)
    return None


def _is_about_time(rest: Said, zone: str, lexicon: Lexicon) -> bool:
    marks = lexicon.teaching.get("zone", ())
    others = (*lexicon.teaching.get("zone_words", ()), *lexicon.fillers)
    marked = rest.without(marks) is not None or zone in _PLAIN or "/" in rest.text
    return marked and rest.only((*marks, *others))


def _zone_called(name: str, lexicon: Lexicon) -> str | None:
    """By its name, or by its city where that is the only one so called."""
    plain = name.casefold()
    zones = _zones()
    for ending in lexicon.teaching.get("zone_endings", ()):
        if plain not in zones and plain.endswith(ending):
            plain = plain.removesuffix(ending)
    return zones.get(plain)


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, str]:
    names = available_timezones()
    found: dict[str, str | None] = {}
    for name in sorted(names):
        area, _, city = name.rpartition("/")
        if area and area.split("/")[0] not in ("Etc", "SystemV", "posix", "right"):
            called = city.replace("_", " ").casefold()
            found[called] = None if called in found else name
    whole = {name.casefold(): name for name in names}
    return {**{called: name for called, name in found.items() if name}, **whole}


def _in_fiscal_year(said: Said, calendar: Calendar, lexicon: Lexicon) -> Calendar | None:
    year = said.without(lexicon.phrases["fiscal"].get(Grain.YEAR, ()))
    rest = year and year.without(lexicon.teaching.get("begins", ()))
    month = rest and _named(rest, lexicon.phrases["months"], (*small_words(lexicon), "1", "1st"))
    if not month:
        return None
    return replace(calendar, fiscal_year=replace(calendar.fiscal_year, start=int(month)))


def _in_weeks(said: Said, calendar: Calendar, lexicon: Lexicon) -> Calendar | None:
    week = said.without(lexicon.phrases["grains"].get(Grain.WEEK, ()))
    rest = week and week.without(lexicon.teaching.get("begins", ()))
    days = {
        day: (
            *lexicon.phrases["weekdays"].get(day, ()),
            *lexicon.phrases["every_weekday"].get(day, ()),
        )
        for day in map(str, range(1, 8))
    }
    day = rest and _named(rest, days, small_words(lexicon))
    return replace(calendar, week_start=int(day) - 1) if day else None


def _named(rest: Said, names: Mapping[str, tuple[str, ...]], small: tuple[str, ...]) -> str | None:
    """The one that is named, where nothing else is said."""
    for name, phrases in names.items():
        left = rest.without(phrases)
        if left is not None and left.only(small):
            return name
    return None
