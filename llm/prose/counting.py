"""Whether the words around a number make it a count, and of what."""

from __future__ import annotations

import re

from bi.model.words import singular
from llm.prose import cues
from llm.prose.claims import Claim, Role
from llm.prose.directions import Way, ways_at
from llm.prose.known import unit_of, words_of
from llm.prose.place import Place
from llm.prose.written import Unit

RESULT_WORDS = frozenset(
    {
        "row", "result", "group", "entry", "value", "category", "item", "record", "line", "zeile",
        "wert", "eintrag", "ergebnis", "gruppe",
    }
)  # fmt: skip
TIME_UNITS = frozenset(
    {
        "second", "minute", "hour", "day", "week", "month", "quarter", "year", "sekunde",
        "stunde", "tag", "woche", "monat", "quartal", "jahr",
    }
)  # fmt: skip
# What is counted, in sentences about business: a number before one of these is a number of them.
_THINGS = frozenset(
    {
        "order", "customer", "user", "client", "employee", "product", "unit", "item",
        "transaction", "visitor", "visit", "session", "ticket", "lead", "store", "shop",
        "supplier", "invoice", "payment", "shipment", "return", "region", "country", "category",
        "month", "year", "day", "week", "quarter", "person", "people", "student", "patient",
        "deal", "account", "contract", "subscription", "download", "click", "bestellung", "kunde",
        "kunden", "produkt", "produkte", "artikel", "mitarbeiter", "filiale", "regionen",
        "rechnung", "rechnungen", "stück", "bestellungen", "auftrag", "aufträge", "nutzer",
        "besucher",
    }
)  # fmt: skip
_ALL_OF = re.compile(
    r"\b(?:all|the|these|those|of|alle|aller|die|den|der|diese|dieser|top|first|last|all of the"
    r"|allen)\s$",
    re.IGNORECASE,
)
_OF_MANY = re.compile(r"\s*(?:of|von|out of)\b", re.IGNORECASE)
_ABOVE = re.compile(r"\b(?:above|over|exceed\w*|über)\b", re.IGNORECASE)
_BELOW = re.compile(r"\b(?:below|under|unter)\b", re.IGNORECASE)
_RANK = re.compile(
    r"(?:rank(?:s|ed|ing)?(?:\s\w+)?|places?|number|no\.|rang|platz|position|stelle)\s*$",
    re.IGNORECASE,
)


def is_count(claim: Claim, place: Place) -> bool:
    """Of rows, of a key's values, or of the names that the sentence has."""
    if place.written.unit is not Unit.NONE:
        return False
    context = place.context
    for word in place.nouns(3):
        if word in RESULT_WORDS:
            return True
        for thing, count in place.known.things.items():
            if word == thing or (len(thing) > 3 and word.startswith(thing)):
                named = {count, count - 1, len(context.subjects), len(context.rows)}
                return claim.value in named
    labels = {label[-1] for label in place.known.labels.values() if label}
    if labels & set(place.nouns(2)):
        return False
    return bool(_ALL_OF.search(place.before))


def is_count_of_some(claim: Claim, place: Place) -> bool:
    """ "Three of the four regions grew", "two months were below average"."""
    if not _is_of_things(place):
        return False
    match claim.role:
        case Role.RISES | Role.FALLS:
            way = Way.UP if claim.role is Role.RISES else Way.DOWN
            return {one for _, one in ways_at(place.context.hidden)} == {way}
        case Role.OVER | Role.UNDER:
            word = _ABOVE if claim.role is Role.OVER else _BELOW
            return bool(word.search(place.near) and cues.SAYS_AVERAGE.search(place.near))
        case Role.OTHERS:
            return bool(cues.OTHERS.search(place.before[-12:]))
        case _:
            return bool(cues.LOSS.search(place.near))


def _is_of_things(place: Place) -> bool:
    words = set(place.nouns(4))
    return bool(words & (set(place.known.things) | RESULT_WORDS) or _OF_MANY.match(place.after))


def is_rank(claim: Claim, place: Place) -> bool:
    """By what is spoken of, from the top, or from the bottom where that is said."""
    known = place.known
    if place.written.unit is Unit.NONE and not _RANK.search(place.before):
        return False
    if known.facts.result.truncated or claim.column not in place.context.spoken_columns:
        return False
    if not known.is_whole and known.scope.ascending != claim.from_bottom:
        return False
    return claim.from_bottom == (place.ends == {Way.DOWN}) or (
        known.scope.ascending and not place.ends
    )


def noun_fits(column: int, place: Place) -> bool:
    """Whether the noun after a cell is what its column has: $150,000 are no 150,000 orders."""
    words = place.nouns(2)
    if place.written.unit is not Unit.NONE or not words:
        return True
    own, form = place.known.labels.get(column, ()), place.known.shape.columns[column]
    unit = form.format.unit
    if words[0] in TIME_UNITS and unit and unit_of(form) is Unit.NONE:
        return singular(unit.lower()) == words[0]
    if words[0] in place.known.things and words[0] not in own:
        return False
    title = {singular(word) for word in words_of(place.known.facts.title)}
    money = unit_of(form) is Unit.MONEY
    return not any(
        word in _THINGS and word not in own and (money or word not in title) for word in words
    )


def same_noun(mine: str, theirs: str) -> bool:
    """Whether two numbers may count the same; a count of months is no count of orders."""
    if not re.match(r"[\s-]", mine) or not re.match(r"[\s-]", theirs):
        return True
    one, other = (singular((words_of(text[:30]) or [""])[0]) for text in (mine, theirs))
    counted = RESULT_WORDS | TIME_UNITS
    return one == other or not {one, other} & counted or bool({one, other} & _LINKS)


_LINKS = frozenset({"a", "in", "of", "and", "is", "to", "for", "on", "at", "from", "with", ""})
