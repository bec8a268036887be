"""The engine of a catalog that has terms and instructions."""

from __future__ import annotations

from datetime import date

from bi.language.engine import LanguageEngine, ReadContext
from bi.language.lessons.terms import learn_terms
from bi.model.catalog import Catalog
from bi.model.profile import Profile


def taught_engine(catalog: Catalog, profile: Profile) -> LanguageEngine:
    """What it could learn, and what not, is in its `lessons`.

    Raises FileNotFoundError when the catalog's language has no lexicon.
    """
    return learned(LanguageEngine(catalog, profile))


def learned(engine: LanguageEngine) -> LanguageEngine:
    """An engine that has read its catalog's terms and instructions, of one that has not."""
    # What a phrase means by today does not matter, only whether it means anything.
    context = ReadContext(date.today())
    return learn_terms(engine, engine.catalog.terms, context)
