"""Standing rules put onto a question that does not say otherwise itself.

Filters are put onto every question whose rows all have one value of their column. They are taken
off the question that a sentence changes, and put onto what becomes of it: so they are never there
twice, and never in the way of a change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bi.catalog.wording import capital, enumerated, filter_phrase, label_of, time_phrase
from bi.language.lessons.lessons import Lessons, StandingFilter
from bi.language.reach import Distance, Reach
from bi.model.catalog import Catalog, ColumnRef, ColumnType
from bi.model.reading import (
    Clarification,
    Question,
    Reading,
    Token,
    TokenKind,
    Understanding,
)
from bi.model.semantic import (
    Aggregate,
    Benchmark,
    ColumnComparison,
    Difference,
    DimensionGroup,
    Either,
    Filter,
    NamedMeasure,
    OfGroups,
    PeriodGroup,
    Ratio,
    Related,
    SemanticQuery,
    ShareOf,
    Value,
)

_NEAR = (Distance.OWN, Distance.JOINED)
_NAME = re.compile(r"[^\W\d]\w*")
# More of an instruction than this is not repeated in an answer.
_LONGEST_TOLD = 80

Change = Callable[[str, SemanticQuery], SemanticQuery | None]


def without_standing(query: SemanticQuery, lessons: Lessons) -> SemanticQuery:
    """A question as it was asked."""
    standing = {one.filter for one in lessons.filters}
    conditions = tuple(
        replace(one, filters=tuple(f for f in one.filters if f not in standing))
        if isinstance(one, Related)
        else one
        for one in query.conditions
    )
    kept = tuple(one for one in query.filters if one not in standing)
    return replace(query, filters=kept, conditions=conditions)


@dataclass(frozen=True, slots=True)
class Standing:
    """`change` reads a phrase as a change of a question. `aside` are columns that the sentence
    sets the rules aside for; `is_timed`: it says when, be it "all time"."""

    lessons: Lessons
    catalog: Catalog
    reach: Reach
    change: Change
    aside: frozenset[ColumnRef] = frozenset()
    is_timed: bool = False

    def put_onto(self, reading: Reading) -> Reading:
        match reading:
            case Question():
                query, understanding = self._stood(
                    reading.query,
                    reading.understanding,
                    is_new=not reading.refines and reading.returns_to is None,
                )
                return replace(reading, query=query, understanding=understanding)
            case Clarification():
                options = []
                for one in reading.options:
                    query, understanding = self._stood(
                        one.query, one.understanding, is_new=not reading.refines
                    )
                    options.append(replace(one, query=query, understanding=understanding))
                return replace(reading, options=tuple(options))
            case _:
                return reading

    def _stood(
        self, query: SemanticQuery, understanding: Understanding, *, is_new: bool
    ) -> tuple[SemanticQuery, Understanding]:
        aside = tuple(dict.fromkeys((*query.regardless, *sorted(self.aside, key=str))))
        query = replace(query, regardless=aside)
        tokens, notes = list(understanding.tokens), list(understanding.assumptions)
        for rule in self.lessons.filters:
            query = self._filtered(query, rule, tokens, notes)
        if is_new and not self.is_timed:
            query = self._dated(query, tokens, notes)
        if is_new:
            query = self._limited(query, tokens, notes)
        if self.lessons.unapplied:
            told = ", ".join(f"“{_short(one)}”" for one in self.lessons.unapplied)
            notes.append(f"Not applied: {told}.")
        return query, Understanding(tuple(tokens), tuple(notes))

    def _filtered(
        self, query: SemanticQuery, rule: StandingFilter, tokens: list[Token], notes: list[str]
    ) -> SemanticQuery:
        said = f"“{_short(rule.instruction)}”"
        if rule.filter.column in query.regardless:
            notes.append(f"{said} is set aside here.")
            return query
        homes = self._homes(query)
        column = label_of(rule.filter.column, self.catalog)
        if self._speaks_of(query, rule.filter):
            if rule.filter not in query.filters:
                notes.append(f"{said} is set aside: the question is about {column} itself.")
            return query
        query = self._on_related(query, rule.filter)
        distances = {home: self.reach.distance([home], rule.filter.column) for home in homes}
        if homes and all(distance in _NEAR for distance in distances.values()):
            phrase = capital(filter_phrase(rule.filter, self.catalog))
            tokens.append(Token(TokenKind.FILTER, phrase))
            notes.append(f"{phrase}, by the instruction {said}.")
            return replace(query, filters=(*query.filters, rule.filter))
        if any(distance is not None for distance in distances.values()):
            told = enumerated([self.catalog.dataset(home).label for home in sorted(homes)])
            notes.append(f"{said} is not applied: not all of {told} have one {column} each.")
        return query

    def _on_related(self, query: SemanticQuery, one: Filter) -> SemanticQuery:
        """Related rows that are counted are those the rule leaves, too."""
        conditions = tuple(
            replace(condition, filters=(*condition.filters, one))
            if isinstance(condition, Related)
            and self.reach.distance([condition.other], one.column) in _NEAR
            and self.reach.distance([condition.dataset], one.column) not in _NEAR
            else condition
            for condition in query.conditions
        )
        return replace(query, conditions=conditions)

    def _speaks_of(self, query: SemanticQuery, one: Filter) -> bool:
        """Whether the question itself says something about the column."""
        same = frozenset(self.catalog.conformed(one.column))
        if any(ref in same for ref in _named_by(query)):
            return True
        dimension = self.catalog.dimension(one.column)
        # Of yes and no one is left, and nothing would be told apart.
        is_yes_or_no = dimension is not None and dimension.type is ColumnType.BOOLEAN
        if is_yes_or_no and any(
            isinstance(group, DimensionGroup) and group.column in same for group in query.groups
        ):
            return True
        measured = [m.value for m in query.measures] + [f.value for f in query.measure_filters]
        return any(self._measures_by(value, one.column) for value in measured)

    def _measures_by(self, value: Value, column: ColumnRef) -> bool:
        """Whether a measure is one of rows with some value of the column: "returned units"."""
        dimension = self.catalog.dimension(column)
        physical = dimension.expression.strip('"`[]') if dimension else column.name
        for name in _measures_in(value, self.catalog):
            measure = self.catalog.measure(name)
            if measure is None or measure.dataset != column.dataset:
                continue
            words = _NAME.findall(f"{measure.filter or ''} {measure.expression}")
            if physical in words:
                return True
        return False

    def _homes(self, query: SemanticQuery) -> set[str]:
        if query.dataset is not None:
            return {query.dataset}
        return {home for one in query.measures for home in self.reach.homes(one.value)}

    def _dated(self, query: SemanticQuery, tokens: list[Token], notes: list[str]) -> SemanticQuery:
        rule = self.lessons.period
        if rule is None or query.time is not None or _has_times(query):
            return query
        found = self.change(rule.phrase, query)
        if found is None or found.time is None:
            return query
        phrase = capital(time_phrase(found.time, self.catalog))
        tokens.append(Token(TokenKind.TIME, phrase))
        notes.append(f"{phrase}, by the instruction “{_short(rule.instruction)}”.")
        return replace(query, time=found.time)

    def _limited(
        self, query: SemanticQuery, tokens: list[Token], notes: list[str]
    ) -> SemanticQuery:
        rule = self.lessons.limit
        if rule is None or query.limit is not None or len(query.groups) != 1:
            return query
        if not isinstance(query.groups[0], DimensionGroup):
            return query
        found = self.change(rule.phrase, query)
        if found is None or found.limit is None:
            return query
        if replace(found, limit=None, order=query.order) != query:
            return query
        tokens.append(Token(TokenKind.LIMIT, f"First {found.limit.count}"))
        notes.append(
            f"The first {found.limit.count}, by the instruction “{_short(rule.instruction)}”."
        )
        return found


def _has_times(query: SemanticQuery) -> bool:
    if any(isinstance(group, PeriodGroup) for group in query.groups) or query.forecast:
        return True
    return any(isinstance(one, Related) and one.time for one in query.conditions)


def _named_by(query: SemanticQuery) -> Iterator[ColumnRef]:
    """The columns of all conditions."""
    yield from (one.column for one in query.filters)
    for one in query.conditions:
        match one:
            case Either(filters=filters) | Related(filters=filters):
                yield from (part.column for part in filters)
            case ColumnComparison(column=column, other=other):
                yield from (column, other)
            case Benchmark(column=column):
                yield column
    for measured in query.measures:
        if isinstance(measured.value, ShareOf):
            yield from (part.column for part in measured.value.filters)


def _measures_in(value: Value, catalog: Catalog) -> Iterator[str]:
    match value:
        case NamedMeasure(name=name):
            metric = catalog.metric(name)
            yield from _NAME.findall(metric.formula) if metric else (name,)
        case Aggregate(column=column):
            yield column.name
        case (
            Ratio(numerator=above, denominator=below) | Difference(minuend=above, subtrahend=below)
        ):
            yield from _measures_in(above, catalog)
            yield from _measures_in(below, catalog)
        case ShareOf(value=whole):
            yield from _measures_in(whole, catalog)
        case OfGroups(value=inner):
            yield from _measures_in(inner, catalog)
        case _:
            return


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_TOLD else f"{plain[: _LONGEST_TOLD - 1].rstrip()}…"
