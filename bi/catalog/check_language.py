"""The language of a catalog's names must be one that questions are read in."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import PurePath

from bi.catalog.faults import Fault, did_you_mean
from bi.catalog.source import Source


def languages() -> tuple[str, ...]:
    """ISO 639 codes of the languages that have a lexicon, sorted.

    The files alone are looked at: the engine that reads them is above the catalog.
    """
    names = (PurePath(entry.name) for entry in files("bi.language.lexicon").iterdir())
    return tuple(sorted(name.stem for name in names if name.suffix == ".toml"))


def check_language(language: str, source: Source) -> Iterator[Fault]:
    known = languages()
    if language not in known:
        message = f"there is no lexicon for the language `{language}`"
        suggestion = did_you_mean(language, known) or f"there are {', '.join(known)}"
        yield source.fault(("language",), message, suggestion)
