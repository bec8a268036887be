"""Where one sentence ends and the next begins, in a text that is still on its way."""

from __future__ import annotations

import re

# What ends with a full stop and no sentence.
_SHORT = frozenset(
    [
        "inc",
        "ltd",
        "co",
        "corp",
        "st",
        "no",
        "vs",
        "approx",
        "avg",
        "est",
        "incl",
        "dr",
        "mr",
        "mrs",
        "ms",
        "jr",
        "sr",
        "e.g",
        "i.e",
        "etc",
        "max",
        "min",
        "z.b",
        "d.h",
        "ca",
        "mio",
        "mrd",
        "tsd",
        "nr",
        "bzw",
        "usw",
        "u.a",
        "vgl",
        "gmbh",
        "z",
        "d",
        "b",
        "h",
        "u",
        "a",
        "v",
    ]
)
_END = re.compile(r"([.!?…]+[\"'”’)]*)(\s+)(?=\S)|([。！？]+)|(\n+)")


def first_end(text: str) -> int | None:
    """After the first whole sentence of the text and what space follows it.

    None: it may go on. A full stop at the very end is not yet known to be one.
    """
    for found in _END.finditer(text):
        if found[1] is None or not _goes_on(text, found):
            return found.end()
    return None


def sentences_of(text: str) -> list[str]:
    """All of them, without the space between."""
    found: list[str] = []
    while (end := first_end(text)) is not None:
        found.append(text[:end].strip())
        text = text[end:]
    return [one for one in (*found, text.strip()) if one]


def _goes_on(text: str, found: re.Match[str]) -> bool:
    if not found[1].startswith(".") or "\n" in found[2]:
        return False
    before = text[: found.start()].split()
    word = before[-1].lower().lstrip("(\"'“„") if before else ""
    after = text[found.end()]
    if word in _SHORT:
        return True
    # "3. März", and a list's "1. "; after such a number a sentence seldom ends.
    return (word.isdigit() and len(word) <= 2) or after.islower()
