"""Words of people's own: names of catalog things, or short for a phrase that is understood.

A term never changes what other words mean: one whose words are explained without it is refused.
Terms may be explained by other terms. They are learned in rounds, each by what is known before it,
so that terms which explain one another in a circle are never learned.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

from bi.catalog.wording import enumerated
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.language.lessons.naming import (
    Named,
    is_explained,
    named_in_words,
    said_to_mean,
    things_called,
)
from bi.language.lessons.rewriting import rewritten
from bi.language.lessons.synonyms import with_synonyms
from bi.language.names import key_of
from bi.model.knowledge import Taken, Term
from bi.model.reading import Question
from bi.model.semantic import CountRows, Measured, NamedMeasure, SemanticQuery, Value
from bi.model.words import mid_sentence

Words = tuple[str, ...]
_PAUSE_S = 0.0002
# A phrase that changes none of so many questions is not tried on more.
_TRIED = 8


class _Refused(Exception):
    """A term that cannot be learned whatever else is; the text says why."""


class _Later(Exception):
    """A term that may be learned when others are."""


def learn_terms(
    engine: LanguageEngine, terms: Iterable[Term], context: ReadContext
) -> LanguageEngine:
    """The engine with the terms it can learn; its lessons tell of all of them."""
    waiting = list(dict.fromkeys(terms))
    while waiting:
        one = _Round(engine, context)
        left = []
        for term in waiting:
            if not one.takes(term):
                left.append(term)
            # It is done in a thread: an event loop in the same process gets its turn.
            time.sleep(_PAUSE_S)
        engine = one.learned()
        if len(left) == len(waiting):
            break
        waiting = left
    unread = tuple(Taken(term, False, _not_read(term, waiting)) for term in waiting)
    lessons = replace(engine.lessons, taken=(*engine.lessons.taken, *unread))
    return engine.with_lessons(lessons, engine.catalog)


class _Round:
    """What can be learned by an engine as it is: names of its catalog are read once a round."""

    def __init__(self, engine: LanguageEngine, context: ReadContext) -> None:
        self._engine = engine
        self._context = context
        self._synonyms: dict[Named, list[str]] = {}
        self._terms: dict[str, str] = {}
        self._taken: list[Taken] = []
        # Words learned in this round, as they are found.
        self._new: set[tuple[str, ...]] = set()

    def takes(self, term: Term) -> bool:
        """Whether it is decided what becomes of the term."""
        try:
            note = self._learn(term)
        except _Later:
            return False
        except _Refused as refusal:
            self._taken.append(Taken(term, False, str(refusal), refused=True))
            return True
        self._taken.append(Taken(term, True, note))
        return True

    def learned(self) -> LanguageEngine:
        lessons = self._engine.lessons
        known = replace(
            lessons,
            terms={**lessons.terms, **self._terms},
            taken=(*lessons.taken, *self._taken),
        )
        synonyms = {thing: tuple(words) for thing, words in self._synonyms.items()}
        return self._engine.with_lessons(known, with_synonyms(self._engine.catalog, synonyms))

    def _learn(self, term: Term) -> str:
        """Raises _Refused, and _Later where the description means nothing yet."""
        words = tuple(dict.fromkeys(filter(None, (" ".join(one.split()) for one in term.words))))
        keys = {key_of(word, self._engine.lexicon) for word in words}
        if not words or () in keys:
            raise _Refused("It has no words.")
        if keys & self._new:
            raise _Later
        description = _plain(term.description, words, self._engine)
        things = self._things(words, description)
        note = self._name(words, things) if things else self._stand_for(words, description)
        self._new |= keys
        return note

    def _things(self, words: Words, description: str) -> frozenset[Named]:
        """What the description names, or one of the words does."""
        vocabulary = self._engine.vocabulary
        if description and (said := things_called(description, vocabulary)):
            return said
        found = {things_called(word, vocabulary): word for word in words}
        found.pop(frozenset(), None)
        if len(found) > 1:
            told = [f"“{word}” is {self._names(things)}" for things, word in found.items()]
            raise _Refused(f"Its words mean different things: {enumerated(told)}.")
        return next(iter(found), frozenset())

    def _name(self, words: Words, things: frozenset[Named]) -> str:
        vocabulary = self._engine.vocabulary
        new = []
        for word in words:
            named = things_called(word, vocabulary)
            if not named or not named <= things:
                self._require_free(word)
                new.append(word)
        for thing in things:
            self._synonyms.setdefault(thing, []).extend(new)
        is_known = "" if new else " That was known before."
        return f"{_quoted(words)} {_are(words)} read as {self._names(things)}.{is_known}"

    def _stand_for(self, words: Words, description: str) -> str:
        if not description:
            raise _Refused(f"Nothing says what {_quoted(words)} means.")
        for word in words:
            self._require_free(word)
        whole = rewritten(description, self._engine.items(description))
        means = mid_sentence(whole.text if whole else description)
        if not is_read(means, self._engine, self._context):
            raise _Later
        self._terms.update(dict.fromkeys(words, means))
        return f"{_quoted(words)} {_are(words)} read as “{means}”."

    def _require_free(self, word: str) -> None:
        engine = self._engine
        if is_explained(word, engine.vocabulary):
            means = said_to_mean(word, engine.vocabulary, engine.catalog)
            raise _Refused(
                f"“{word}” means {means} already, and a term must not change what words mean."
            )

    def _names(self, things: Iterable[Named]) -> str:
        return enumerated(sorted({named_in_words(one, self._engine.catalog) for one in things}))


def is_read(text: str, engine: LanguageEngine, context: ReadContext) -> bool:
    """Whether a phrase is a question by itself, or changes one."""
    if isinstance(engine.read(text, context), Question):
        return True
    for query in first_queries(engine):
        changing = replace(context, previous=query, must_refine=True)
        if isinstance(engine.read(text, changing), Question):
            return True
    return False


def first_queries(engine: LanguageEngine) -> list[SemanticQuery]:
    """Plain questions, one about each dataset, the default measure first."""
    catalog = engine.catalog
    values: list[Value] = []
    if catalog.default_measure:
        values.append(NamedMeasure(catalog.default_measure))
    for dataset in catalog.datasets:
        if dataset.role_of is None:
            first = next((NamedMeasure(m.name) for m in dataset.measures), None)
            values.append(first or CountRows(dataset.name))
    return [SemanticQuery(measures=(Measured(one),)) for one in dict.fromkeys(values)][:_TRIED]


def _plain(description: str, words: Words, engine: LanguageEngine) -> str:
    """Without what leads to it, "GMV is …", and the mark at its end."""
    text = " ".join(description.split()).rstrip(".!?; ")
    for word in words:
        for verb in engine.lexicon.teaching.get("means", ()):
            head = f"{word} {verb} "
            if text.casefold().startswith(head.casefold()):
                return text[len(head) :].strip(' :,"“”„')
    return text


def _not_read(term: Term, waiting: list[Term]) -> str:
    others = [word for one in waiting if one != term for word in one.words]
    circle = next((one for one in others if one.casefold() in term.description.casefold()), None)
    why = f", which is explained by “{circle}”" if circle else ""
    return (
        f"“{term.description.strip()}”{why} is no phrase that is understood; it is kept for a "
        "language model."
    )


def _quoted(words: Words) -> str:
    return enumerated([f"“{word}”" for word in words])


def _are(words: Words) -> str:
    return "is" if len(words) == 1 else "are"
