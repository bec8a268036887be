"""A sentence read with the rules that stand for every question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bi.language.clauses import Clause, FilterClause, Part, RemoveClause, TimeClause
from bi.language.lessons.standing import Standing, without_standing
from bi.language.meanings import DatasetName, Item
from bi.model.catalog import ColumnRef
from bi.model.reading import Question, Reading
from bi.model.semantic import Filter, Operator, SemanticQuery

if TYPE_CHECKING:
    from bi.language.context import ReadContext
    from bi.language.engine import LanguageEngine


def read_under_lessons(
    engine: LanguageEngine, text: str, items: list[Item], context: ReadContext
) -> Reading:
    """What the sentence asks for, with the rules put onto it unless it says otherwise."""
    clauses = engine.parsed(items).clauses if items else []
    items, included = _without_included(items, clauses, engine)
    removed = _removed(clauses, engine)
    asked = context
    if context.previous is not None and not removed:
        asked = replace(context, previous=without_standing(context.previous, engine.lessons))
    reading = engine.read_items(text, items, asked)
    return _standing(engine, clauses, included | removed, context).put_onto(reading)


def put_lessons_onto(
    engine: LanguageEngine, text: str, reading: Reading, context: ReadContext
) -> Reading:
    """The rules put onto what somebody else read the sentence as, unless it says otherwise."""
    if not engine.lessons.stand:
        return reading
    items = engine.items(text)
    clauses = engine.parsed(items).clauses if items else []
    _, included = _without_included(items, clauses, engine)
    return _standing(engine, clauses, included | _removed(clauses, engine), context).put_onto(
        reading
    )


def _standing(
    engine: LanguageEngine,
    clauses: Sequence[Clause],
    aside: frozenset[ColumnRef],
    context: ReadContext,
) -> Standing:
    def change(phrase: str, query: SemanticQuery) -> SemanticQuery | None:
        changing = replace(context, previous=query, must_refine=True, lost=False)
        found = engine.read_items(phrase, engine.items(phrase), changing)
        return found.query if isinstance(found, Question) else None

    return Standing(
        engine.lessons,
        engine.catalog,
        engine.reach,
        change,
        aside=aside,
        is_timed=any(map(_is_time, clauses)),
    )


def _is_time(clause: Clause) -> bool:
    if isinstance(clause, RemoveClause):
        return clause.part is Part.TIME or _removes_all_filters(clause)
    return isinstance(clause, TimeClause)


def _removed(clauses: Sequence[Clause], engine: LanguageEngine) -> frozenset[ColumnRef]:
    """The columns of rules that the sentence wants taken away."""
    removals = [clause for clause in clauses if isinstance(clause, RemoveClause)]
    return frozenset(
        rule.filter.column
        for rule in engine.lessons.filters
        for clause in removals
        if _removes_all_filters(clause) or rule.filter.column in clause.columns
    )


def _removes_all_filters(clause: RemoveClause) -> bool:
    return clause.part is Part.FILTERS and clause.is_whole


def _without_included(
    items: list[Item], clauses: Sequence[Clause], engine: LanguageEngine
) -> tuple[list[Item], frozenset[ColumnRef]]:
    """Without "including returned orders", where these are left out; and the columns meant."""
    columns: set[ColumnRef] = set()
    left = items
    for clause in clauses:
        if not isinstance(clause, FilterClause):
            continue
        rules = (one.filter for one in engine.lessons.filters)
        rule = next((one for one in rules if _undoes(clause, one)), None)
        cue = _cue_at(clause.place.start, items, engine) if rule else None
        if rule is not None and cue is not None:
            end = _end_of_noun(clause.place.end, items)
            left = [item for item in left if item.end <= cue.start or item.start >= end]
            columns.add(rule.column)
    return left, frozenset(columns)


def _undoes(clause: FilterClause, rule: Filter) -> bool:
    """Whether the values are those that the rule leaves out."""
    left_out = replace(rule, operator=Operator.IN)
    return rule.operator is Operator.NOT_IN and left_out in clause.choices


def _cue_at(start: int, items: list[Item], engine: LanguageEngine) -> Item | None:
    """The word that says so, at the beginning of the condition or right before it."""
    known = set(engine.lexicon.teaching.get("including", ()))
    near = [item for item in items if item.end <= start and not item.filler][-1:]
    near += [item for item in items if item.start == start]
    return next((item for item in near if item.norm in known), None)


def _end_of_noun(end: int, items: list[Item]) -> int:
    """Of the noun right after: "returned orders"."""
    after = next((item for item in items if item.start >= end), None)
    return after.end if after is not None and after.of(DatasetName) else end
