"""Where one sentence ends and the next begins, in a text that is still on its way."""

from __future__ import annotations

import re

# What ends with a full stop and no sentence.
_SHORT = frozenset(
    {
        "inc", "ltd", "co", "corp", "llc", "plc", "st", "no", "nos", "vs", "approx", "avg", "est",
        "incl", "excl", "dr", "mr", "mrs", "ms", "jr", "sr", "e.g", "i.e", "etc", "max", "min",
        "prof", "gen", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct",
        "nov", "dec", "fig", "al", "ave", "dept", "z.b", "d.h", "ca", "mio", "mrd", "tsd", "nr",
        "bzw", "usw", "u.a", "vgl", "gmbh", "ggf", "inkl", "exkl", "evtl", "mind", "durchschn",
        "str", "bspw", "sog", "okt", "dez", "z", "d", "b", "h", "u", "a", "v", "o", "e", "i", "s",
        "u.s", "u.k", "e.u",
    }
)  # fmt: skip
_END = re.compile(r"([.!?…]+[\"'”’»)]*)(\s+)(?=\S)|([。！？؟।]+[”」』]*)|(\n+)")
# "Am 3. März", "im 2. Quartal", "auf dem 3. Platz".
_AFTER_ORDINAL = re.compile(
    r"(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Quartal|Platz|Rang|Stelle"
    r"|Halbjahr|Woche|Tag|Monat|Jahr)"
)


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
    if found[1] not in (".", "...", "…", ".)") or "\n" in found[2]:
        return False
    before = text[: found.start()].split()
    word = before[-1].lower().lstrip("(\"'“„") if before else ""
    after = text[found.end() :]
    if found[1] == "." and word in _SHORT:
        return True
    if word.isdigit() and len(word) <= 2 and _AFTER_ORDINAL.match(after):
        return True
    return after[0].islower()
