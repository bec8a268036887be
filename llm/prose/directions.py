"""Words that say which way something went, or who has most."""

from __future__ import annotations

import re
from enum import IntEnum

_UP = (
    r"rose|rise[ns]?|rising|grew|grow(?:n|s|ing|th)?|increas\w*|climb\w*|gain\w*"
    r"|higher|(?<!make )(?<!makes )(?<!made )up|more than|surg\w*|improv\w*"
    r"|stieg\w*|gestiegen|steig\w*|wuchs\w*|gewachsen|wächst|zugenommen|zunahme|mehr als"
    r"|höher\w*|plus"
)
_DOWN = (
    r"fell|fall(?:en|s|ing)?|declin\w*|decreas\w*|dropp?\w*|down|lower|less than|shrank|shrunk"
    r"|shrink\w*|lost|sank|slump\w*|fiel\w*|gefallen|sank|gesunken|sink\w*|rückgang|abgenommen"
    r"|weniger als|niedriger\w*|minus"
)
_MOST = (
    r"highest|most|largest|biggest|greatest|best|top|leads?|leading|leader|peak\w*|maximum"
    r"|höchst\w*|meist\w*|größt\w*|führ\w*|spitzen\w*"
)
_LEAST = (
    r"lowest|least|smallest|fewest|worst|bottom|minimum|niedrigst\w*|wenigst\w*|kleinst\w*"
    r"|geringst\w*"
)


# What is said of days to come follows from no row.
_AHEAD = (
    r"will|going to|expect\w*|forecast\w*|predict\w*|project(?:ed|ion|s)|wird|werden|erwart\w*"
    r"|prognos\w*|voraussichtlich"
)
_ABOUT = (
    r"about|around|roughly|approximately|approx\.|some|nearly|almost|over|under|just|more than"
    r"|less than|rund|etwa|circa|ca\.|ungefähr|knapp|fast|gut|über|unter"
)


class Way(IntEnum):
    DOWN = -1
    UP = 1


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_WAYS = {Way.UP: _pattern(_UP), Way.DOWN: _pattern(_DOWN)}
_ENDS = {Way.UP: _pattern(_MOST), Way.DOWN: _pattern(_LEAST)}


AHEAD = _pattern(_AHEAD)
# Right before a number: it is rounded as far as it ends in zeros.
ABOUT = re.compile(rf"\b(?:{_ABOUT})\s+[$€£¥]?\s?$", re.IGNORECASE)


def ways_in(text: str) -> frozenset[Way]:
    """Of a movement, or a comparison."""
    return frozenset(way for way, words in _WAYS.items() if words.search(text))


def ends_in(text: str) -> frozenset[Way]:
    """Of a ranking: who is first, who is last."""
    return frozenset(way for way, words in _ENDS.items() if words.search(text))
