"""The engine of a catalog that has terms and instructions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.language.lessons.instructions import learn_instructions, terms_said
from bi.language.lessons.terms import learn_terms
from bi.model.catalog import Catalog
from bi.model.knowledge import Term
from bi.model.profile import Profile


def taught_engine(catalog: Catalog, profile: Profile) -> LanguageEngine:
    """What it could learn, and what not, is in its `lessons`.

    Raises FileNotFoundError when the catalog's language has no lexicon.
    """
    return learned(LanguageEngine(catalog, profile))


def learned(engine: LanguageEngine) -> LanguageEngine:
    """An engine that has read its catalog's terms and instructions, of one that has not."""
    catalog = engine.catalog
    if not (catalog.terms or catalog.instructions):
        return engine
    # What a phrase means by today does not matter, only whether it means anything.
    context = ReadContext(date.today())
    said = terms_said(catalog.instructions, engine)
    engine = learn_terms(engine, (*catalog.terms, *said.values()), context)
    rules = (one for one in catalog.instructions if one not in said)
    return _told_as_said(learn_instructions(engine, rules, context), said)


def _told_as_said(engine: LanguageEngine, said: Mapping[str, Term]) -> LanguageEngine:
    """What became of an instruction that is a term is told of the instruction."""
    lessons = engine.lessons
    of_terms = {one.entry: one for one in lessons.taken if isinstance(one.entry, Term)}
    told = tuple(replace(of_terms[term], entry=text) for text, term in said.items())
    own = set(engine.given.terms)
    taken = tuple(
        one for one in lessons.taken if not isinstance(one.entry, Term) or one.entry in own
    )
    unapplied = tuple(str(one.entry) for one in told if not one.applied)
    known = replace(lessons, taken=(*taken, *told), unapplied=(*lessons.unapplied, *unapplied))
    return engine.with_lessons(known, engine.catalog)
