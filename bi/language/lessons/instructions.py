"""Rules in words, as far as the engine can follow them.

A sentence is followed only if all of it is understood: half a rule would be another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bi.catalog.wording import enumerated, filter_phrase
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.language.lessons.calendars import calendar_said, with_calendar
from bi.language.lessons.lessons import StandingFilter, StandingPhrase
from bi.language.lessons.naming import label_of_measure, things_called
from bi.language.lessons.said import Said, said_in, sentences_of
from bi.language.lessons.terms import first_queries
from bi.model.catalog import Calendar
from bi.model.knowledge import Taken, Term
from bi.model.reading import Question
from bi.model.semantic import (
    DimensionGroup,
    Either,
    Filter,
    Operator,
    SemanticQuery,
)
from bi.model.writing import WEEKDAYS

_NOT_READ = "is not a rule that can be followed; it is kept for a language model."
_LEFT_OUT = {Operator.IN: Operator.NOT_IN, Operator.NOT_IN: Operator.IN}


def terms_said(instructions: Iterable[str], engine: LanguageEngine) -> dict[str, Term]:
    """Instructions that are terms: “sales means revenue”."""
    found: dict[str, Term] = {}
    for text in instructions:
        sentences = sentences_of(text)
        for verb in engine.lexicon.teaching.get("stands_for", ()) if len(sentences) == 1 else ():
            word, is_said, meaning = sentences[0].partition(f" {verb} ")
            if is_said:
                plain = word.strip(" ,\"“”„«»'")
                found[text] = Term((plain,), meaning.strip(" ,\"“”„«»'"))
                break
    return found


def learn_instructions(
    engine: LanguageEngine, instructions: Iterable[str], context: ReadContext
) -> LanguageEngine:
    """The engine that follows what it can; its lessons tell of all of them."""
    for text in dict.fromkeys(instructions):
        engine = _Learning(engine, text, context).learned()
    return engine


class _Learning:
    """One instruction being read."""

    def __init__(self, engine: LanguageEngine, text: str, context: ReadContext) -> None:
        self._engine = engine
        self._text = text
        self._context = context

    def learned(self) -> LanguageEngine:
        done: list[str] = []
        failed: list[str] = []
        for sentence in sentences_of(self._text):
            note = self._follow(sentence)
            (done if note else failed).append(note or f"“{sentence}” {_NOT_READ}")
        applied = bool(done) and not failed
        lessons = self._engine.lessons
        taken = Taken(self._text, applied, " ".join((*done, *failed)) or "It says nothing.")
        unapplied = lessons.unapplied if applied else (*lessons.unapplied, self._text)
        known = replace(lessons, taken=(*lessons.taken, taken), unapplied=unapplied)
        return self._engine.with_lessons(known, self._engine.catalog)

    def _follow(self, sentence: str) -> str | None:
        """What the sentence has done; None where it is not understood."""
        said = said_in(sentence)
        rules: tuple[Callable[[Said], str | None], ...] = (
            self._calendar,
            self._measure,
            self._period,
            self._limit,
            self._leave_out,
            self._only,
        )
        return next(filter(None, (rule(said) for rule in rules)), None)

    def _cue(self, name: str) -> tuple[str, ...]:
        return self._engine.lexicon.teaching.get(name, ())

    def _calendar(self, said: Said) -> str | None:
        """The first of two sentences that say otherwise counts."""
        catalog, lexicon = self._engine.catalog, self._engine.lexicon
        whole = with_calendar(catalog).calendar
        if calendar_said(said.text, whole, lexicon) != whole:
            return None
        known = replace(catalog, calendar=whole)
        self._engine = self._engine.with_lessons(self._engine.lessons, known)
        return _calendar_told(whole)

    def _measure(self, said: Said) -> str | None:
        rest = said.without(self._cue("no_measure"))
        if rest is None:
            return None
        name = self._plain(rest).starting_after(self._cue("use")).text
        things = things_called(name, self._engine.vocabulary)
        measures = [str(one.ref) for one in things if one.kind == "measure"]
        if len(measures) != 1:
            return None
        catalog = replace(self._engine.catalog, default_measure=measures[0])
        self._engine = self._engine.with_lessons(self._engine.lessons, catalog)
        return f"Where no measure is named, {label_of_measure(measures[0], catalog)} is meant."

    def _period(self, said: Said) -> str | None:
        rest = said.without(self._cue("no_period"))
        if rest is None or self._engine.lessons.period is not None:
            return None
        phrase = self._plain(rest).starting_after(self._cue("use")).text
        for query in first_queries(self._engine):
            found = self._changed(phrase, query)
            if found and found.time and replace(found, time=None) == query:
                period = StandingPhrase(phrase, self._text)
                self._learn(period=period)
                return f"Where no period is named, {found.time.label} is meant."
        return None

    def _limit(self, said: Said) -> str | None:
        if self._engine.lessons.limit is not None:
            return None
        if said.without(self._cue("by_default")) is None:
            return None
        phrase = self._plain(said).starting_after(self._cue("use")).text
        for query in first_queries(self._engine):
            grouped = self._grouped(query)
            found = self._changed(phrase, grouped) if grouped else None
            limit = found.limit if found else None
            if found and grouped and limit and replace(found, limit=None, order=()) == grouped:
                self._learn(limit=StandingPhrase(phrase, self._text))
                return f"Where nothing else is said, the first {limit.count} are shown."
        return None

    def _leave_out(self, said: Said) -> str | None:
        plain = self._plain(said)
        named = plain.freed_of(self._cue("leave_out")).ending_before(self._cue("leave_out_ends"))
        if plain.freed_of(self._cue("leave_out")) == plain or self._has_only(named):
            return None
        found = self._filters(named)
        if len(found) != 1 or found[0].operator not in _LEFT_OUT:
            return None
        one = replace(found[0], operator=_LEFT_OUT[found[0].operator])
        return self._stand((one,))

    def _only(self, said: Said) -> str | None:
        plain = self._plain(said)
        if not self._has_only(plain) or plain.without(self._cue("leave_out")) is not None:
            return None
        return self._stand(self._filters(plain.freed_of(self._cue("only"))))

    def _plain(self, said: Said) -> Said:
        """Without what only says that it is a rule."""
        return said.freed_of((*self._cue("by_default"), *self._cue("address")))

    def _has_only(self, said: Said) -> bool:
        return said.without(self._cue("only")) is not None

    def _filters(self, named: Said) -> tuple[Filter, ...]:
        """The conditions that some words are, and nothing else."""
        only = next(iter(self._engine.lexicon.cue("ONLY")), "")
        for query in first_queries(self._engine) if named.words else ():
            for phrase in (f"{only} {named.text}", named.text):
                found = self._changed(phrase, query)
                if found is None:
                    continue
                filters = _merged(found)
                plain = replace(found, filters=(), conditions=())
                if filters and plain == query:
                    return filters
        return ()

    def _changed(self, phrase: str, query: SemanticQuery) -> SemanticQuery | None:
        context = replace(self._context, previous=query, must_refine=True)
        reading = self._engine.read_plainly(phrase, context)
        return reading.query if isinstance(reading, Question) else None

    def _grouped(self, query: SemanticQuery) -> SemanticQuery | None:
        found = self._engine.reach.dimensions(query.measures)
        return replace(query, groups=(DimensionGroup(found[0].ref),)) if found else None

    def _stand(self, filters: tuple[Filter, ...]) -> str | None:
        known = self._engine.lessons.filters
        columns = {one.filter.column for one in known}
        if not filters or any(one.column in columns for one in filters):
            return None
        added = tuple(StandingFilter(one, self._text) for one in filters)
        self._learn(filters=(*known, *added))
        told = [filter_phrase(one, self._engine.catalog) for one in filters]
        return f"Questions that do not say otherwise are read as {enumerated(told)}."

    def _learn(self, **changes: object) -> None:
        lessons = replace(self._engine.lessons, **changes)  # type: ignore[arg-type]
        self._engine = self._engine.with_lessons(lessons, self._engine.catalog)


def _merged(query: SemanticQuery) -> tuple[Filter, ...]:
    """Filters, and those joined by "or" on one column as one; none where there is more."""
    found = list(query.filters)
    for one in query.conditions:
        if not isinstance(one, Either):
            return ()
        columns = {part.column for part in one.filters}
        operators = {part.operator for part in one.filters}
        if len(columns) != 1 or operators != {Operator.IN}:
            return ()
        values = tuple(dict.fromkeys(v for part in one.filters for v in part.values))
        found.append(Filter(one.filters[0].column, Operator.IN, values))
    return tuple(found)


def _calendar_told(calendar: Calendar) -> str:
    return (
        f"Days are those of {calendar.time_zone}, weeks begin on {WEEKDAYS[calendar.week_start]}, "
        f"and fiscal years in month {calendar.fiscal_year.start}."
    )
