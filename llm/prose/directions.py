"""Words that say which way something went, or who has most."""

from __future__ import annotations

import re
from enum import IntEnum

_UP = (
    r"rose|rise[ns]?|rising|grew|grow(?:n|s|ing|th)?|increas\w*"
    r"|(?<!make )(?<!makes )(?<!made )(?<!add )(?<!adds )"
    r"up(?! to\b)(?! of\b)|climb\w*|gain(?:s|ed|ing)?|higher|more than(?=\s(?:the\s"
    r"|in\s|any\s)?[¤A-Z])|surg\w*|improv\w*|soar\w*"
    r"|jump\w*|expand\w*|upward\w*|uptick|larger|greater|bigger|stronger|better|stärker|besser|exceed\w*|more"
    r"|über(?=\s(?:de[mnr]\s)?¤)|ahead of"
    r"|(?:liegt|liegen|lag|lagen)\s(?:\w+\s)?vor(?=\s(?:de[mnr]\s)?¤)|beats?|outperform\w*|outsold|above"
    r"|stieg\w*|gestiegen|steig\w*|anstieg|wuchs\w*|gewachsen|wächst|wachstum"
    r"|zugenommen|zunahme|mehr|höher\w*|plus|größer|nahm zu"
    r"|legte\w* zu|zugelegt|erhöht\w*"
)
_DOWN = (
    r"fell|fall(?:en|s|ing)?|declin\w*|decreas\w*|dropp?\w*|down(?!\s(?:the|to the"
    r"|by)\s(?:list|region|month))|lower|less|fewer"
    r"|shrank|shrunk|shrink\w*|sank|sunk|slump\w*|slid|slip\w*|dip(?:s|ped)?|plung\w*"
    r"|downward\w*|smaller|weaker|worse|schwächer|schlechter|behind|reduc\w*|below|unter(?=\s(?:de[mnr]\s)?¤)|hinter(?=\s(?:de[mnr]\s)?¤)"
    r"|fiel(?:en)?|gefallen|fällt(?![^.,;:]{0,40}\san\b)|sank\w*|gesunken|sink\w*|rückgang|rückläufig"
    r"|abgenommen|abnahme|weniger|niedriger\w*|minus|geringer"
    r"|schrumpft\w*|kleiner|verringert\w*|nahm ab"
)
_MOST = (
    r"highest|(?<!at )most(?! of\b)(?! recent)|largest|biggest|greatest|best|leads?"
    r"|leading|led|leader|peak(?:ed|s)?|maximum|strongest|busiest"
    r"|top(?=\s(?:two|three|four|five|six|seven|eight|nine|ten|\d+|zwei|drei|vier|fünf)\b)|top(?:s|ped)?(?=\s?(?:$|[,.;:]|spot|region|month|customer|product|seller"
    r"|performer|category|position|value|place|of the|with"
    r"|the list|is|was|\w+ is|¤))|number one|ranks first|comes? first|first place|in first|tops"
    r"|höchst\w*|meist(?:e[nr]?)|größt\w*|führ(?:t|end|ende|te)|spitzen\w*|vorn\w*"
    r"|stärkst\w*|an der spitze|rang eins"
)
_LEAST = (
    r"lowest|(?<!at )least|smallest|fewest|worst|bottom|minimum|weakest|slowest"
    r"|comes? last|is last|last place|ranks last|trough"
    r"|niedrigst\w*|wenigst\w*|kleinst\w*|geringst\w*|schwächst\w*|schlusslicht"
    r"|tiefst\w*|letzte[nrm]? platz|am ende"
)
# Of what changes in time; the others may compare things beside each other.
_IN_TIME = (
    r"rose|risen|grew|grow(?:n|s|ing)|increas(?:ed|es|ing)|climb\w*|surg\w*|jumped|fell|fallen|falling|declin(?:ed|es|ing)"
    r"|decreas(?:ed|es|ing)|dropp(?:ed|ing)|shrank|shrunk|sank|slump\w*|slipp\w*|improved|recovered|stieg\w*|gestiegen"
    r"|wuchs\w*|gewachsen|zugenommen|abgenommen|fiel(?:en)?|gefallen|sank\w*|gesunken|geschrumpft"
)


class Way(IntEnum):
    DOWN = -1
    UP = 1


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


_WAYS = {Way.UP: _pattern(_UP), Way.DOWN: _pattern(_DOWN)}
_ENDS = {Way.UP: _pattern(_MOST), Way.DOWN: _pattern(_LEAST)}
IN_TIME = _pattern(_IN_TIME)


# "More than 500" rounds a number, and compares nothing.
_QUALIFIES = re.compile(
    r"\s*(?:(?:than|als)\s+)?(?:the\s|a\s|an\s|die\s|ein\w*\s)?"
    r"(?:[$€£¥]\s?)?(?:\d|half\b|hälfte\b|two\b|three\b|four\b|five\b|ten\b|zwei\b"
    r"|drei\b|third\b|quarter\b)",
    re.IGNORECASE,
)
_QUALIFIERS = frozenset(
    {
        "more", "less", "fewer", "above", "below", "mehr", "weniger", "exceeded", "exceeds",
        "exceeding", "exceed",
    }
)  # fmt: skip


def ways_at(text: str) -> list[tuple[int, Way]]:
    """Words of a movement, or a comparison, by their place."""
    return sorted(
        (m.start(), way)
        for way, words in _WAYS.items()
        for m in words.finditer(text)
        if not (m.group().lower() in _QUALIFIERS and _QUALIFIES.match(text, m.end()))
    )


def ends_at(text: str) -> list[tuple[int, Way]]:
    """Words of a ranking, by their place: who is first, who is last."""
    return sorted((m.start(), way) for way, words in _ENDS.items() for m in words.finditer(text))


def ways_in(text: str) -> frozenset[Way]:
    return frozenset(way for _, way in ways_at(text))


def ends_in(text: str) -> frozenset[Way]:
    return frozenset(way for _, way in ends_at(text))
