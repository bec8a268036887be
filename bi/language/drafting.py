"""From clauses to a draft: which are kept, which say the same, what is listed or measured."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from bi.language.amounts import (
    as_points,
    bucket_dates,
    counts_rows,
    counts_what_is_named,
    drop_share,
    extremes_of_each,
    measure_amounts,
    plots_rows,
)
from bi.language.averages import with_average
from bi.language.charted import chart_of
from bi.language.clauses import (
    AgainstClause,
    AxisClause,
    BenchmarkClause,
    BesideClause,
    BinClause,
    CalculationClause,
    ChartClause,
    Clause,
    ColumnsClause,
    DrawingClause,
    DrillClause,
    EitherClause,
    EntityClause,
    FilterClause,
    ForecastClause,
    InsteadClause,
    LimitClause,
    Manner,
    MarkClause,
    MeasureClause,
    NumberClause,
    PartClause,
    RankClause,
    ReaggregateClause,
    RefusalClause,
    RemoveClause,
    SortClause,
    TimeClause,
    UnitClause,
    VerbClause,
)
from bi.language.draft import Draft
from bi.language.earlier import Earlier
from bi.language.grammar import Parsed
from bi.language.placing import GROUPING, place_entities
from bi.language.ranks import by_sort, one_rank, two_ranks
from bi.language.repeats import (
    within_values,
    without_compounds,
    without_owners,
    without_value_words,
)
from bi.language.returned import (
    counts_or_sums,
    parted,
    show_returned,
    told_columns,
    told_measures,
    without_measured,
)
from bi.language.rows_wanted import goes_on_listing, place_rows, wants_rows

C = TypeVar("C")


def draft_of(parsed: Parsed, earlier: Earlier | None = None) -> Draft:
    """Sorts the clauses and decides which nouns are counted and which are grouped by.

    `earlier` is the question that the sentence edits, whose measure may stay.
    """
    found, told = parted(parsed.clauses)
    found = one_rank(found)
    editing = earlier is not None
    draft = Draft(
        measures=_of(found, MeasureClause),
        filters=_of(found, FilterClause),
        numbers=_of(found, NumberClause),
        times=_of(found, TimeClause),
        parts=_of(found, PartClause),
        against=_against(_of(found, AgainstClause)),
        rank=_first(found, RankClause),
        sort=_sort(_of(found, SortClause)),
        limit=_first(found, LimitClause),
        bins=_first(found, BinClause),
        calculation=_first(found, CalculationClause),
        chart=chart_of(_of(found, ChartClause)),
        drawing=_of(found, DrawingClause),
        axes=_of(found, AxisClause),
        columns=_of(found, ColumnsClause),
        removals=_of(found, RemoveClause),
        marks=frozenset(clause.mark for clause in found if isinstance(clause, MarkClause)),
        refusal=_first(found, RefusalClause) or two_ranks(found),
        eithers=_of(found, EitherClause),
        benchmarks=_of(found, BenchmarkClause),
        besides=_of(found, BesideClause),
        mentions=parsed.mentions,
        units=_of(found, UnitClause),
        forecasts=_of(found, ForecastClause),
        joints=_joints(found) | {start - 1 for start in parsed.colons},
        points_back=parsed.points_back,
        says_all=parsed.says_all,
        instead_of=_first(found, InsteadClause),
        drill=_first(found, DrillClause),
        reaggregate=_first(found, ReaggregateClause),
    )
    draft.rank = by_sort(draft.rank, draft.sort)
    found = with_average(_with_joined_nouns(_with_measured_verb(found)))
    draft.measures = _of(found, MeasureClause)
    draft.measures += told_measures(told, draft.measures)
    draft.counts_beside = _counts_beside(found)
    draft.verbs = tuple(_of(found, VerbClause))
    draft.marks = frozenset(one.mark for one in found if isinstance(one, MarkClause))
    entities = _without_shown(_of(found, EntityClause), found, earlier)
    entities = without_measured(entities, told)
    draft.others = [one for one in entities if one.manner is Manner.NONE]
    entities = without_value_words(without_compounds(entities), draft.filters)
    if draft.measures:
        entities = within_values(entities, draft.filters)
    entities = bucket_dates(entities)
    drop_share(draft)
    if plots_rows(draft, entities):
        place_rows(draft, entities)
        as_points(draft)
        return draft
    extremes_of_each(draft, entities)
    entities = measure_amounts(draft, entities)
    draft.counts_rows = counts_rows(draft) or counts_what_is_named(draft, entities)
    listed = not counts_or_sums(told) and wants_rows(draft, [*entities, *told_columns(told)])
    if listed or (earlier and goes_on_listing(draft, entities, earlier)):
        place_rows(draft, entities)
        show_returned(draft, told)
        return draft
    draft.returned = told_columns(told)
    draft.rivals = _unjoined(found)
    wanted = [one for one in entities if one not in draft.others]
    place_entities(draft, without_owners(wanted), editing=editing)
    return draft


def _counts_beside(clauses: list[Clause]) -> bool | None:
    """ "Count and average price", "average price and count": whether it comes first."""
    for first, mark, second in zip(clauses, clauses[1:], clauses[2:], strict=False):
        if not (isinstance(mark, MarkClause) and mark.mark in ("AND", "COMMA")):
            continue
        if _counts(first) and isinstance(second, MeasureClause):
            return True
        if isinstance(first, MeasureClause) and _counts(second):
            return False
    return None


def _counts(clause: Clause) -> bool:
    return isinstance(clause, MarkClause) and clause.mark == "COUNT_ROWS"


def _without_shown(
    entities: list[EntityClause], clauses: list[Clause], earlier: Earlier | None
) -> list[EntityClause]:
    """Without what "each of these ids" says again of the columns that were shown."""
    if earlier is None or not earlier.spoken_of.columns:
        return entities
    each = [c.place for c in clauses if isinstance(c, MarkClause) and c.mark == "EACH"]
    return [
        one
        for one in entities
        if not any(p.start <= one.place.start and one.place.end <= p.end for p in each)
    ]


def _joints(clauses: list[Clause]) -> frozenset[int]:
    """The places right before the clauses that follow "and" or a comma."""
    return frozenset(
        after.place.start - 1
        for before, after in pairwise(clauses)
        if isinstance(before, MarkClause) and before.mark in ("AND", "COMMA")
    )


def _of(clauses: list[Clause], kind: type[C]) -> list[C]:
    return [clause for clause in clauses if type(clause) is kind]


def _first(clauses: list[Clause], kind: type[C]) -> C | None:
    return next(iter(_of(clauses, kind)), None)


def _sort(clauses: list[SortClause]) -> SortClause | None:
    """ "Ordered by the number of papers they wrote, descending": the direction may come later."""
    if not clauses:
        return None
    keyed = [one for one in clauses if _has_key(one)]
    bare = [one for one in clauses if not _has_key(one)]
    if not keyed or not bare:
        return clauses[0]
    if keyed[0].descending is not None:
        return keyed[0]
    return replace(keyed[0], descending=bare[0].descending, aged=bool(bare[0].timed))


def _has_key(one: SortClause) -> bool:
    named = one.values or one.groups or one.columns or one.by_name
    return bool(named) or one.axis is not None


def _against(clauses: list[AgainstClause]) -> AgainstClause | None:
    """ "growth by month year over year": the one that says how far back, where one does."""
    said = [one for one in clauses if one.period is not None or one.grain is not None]
    return next(iter([*said, *clauses]), None)


def _with_measured_verb(clauses: list[Clause]) -> list[Clause]:
    """ "how much did we sell": a verb is what is measured where nothing else is.

    Without "how much", a rank or a grouping it asks for nothing: "what do we sell". Beside a
    noun, as in "products sold", it only says which of them.
    """
    verbs = [one for one in _of(clauses, VerbClause) if not one.negated]
    entities = _of(clauses, EntityClause)
    parted = any(one.manner in GROUPING for one in entities)
    measured = any(not one.joined for one in _of(clauses, MeasureClause))
    # "The best-selling product by units": the verb says what they are the units of.
    measured = measured or any(
        one.manner is Manner.BY and one.values and not one.groups for one in entities
    )
    measured = measured or any(
        one.benchmark is not None or one.bare for one in _of(clauses, NumberClause)
    )
    nouns = any(one.manner is Manner.NAMED and one.dataset for one in entities)
    how_much = any(one.mark == "HOW_MUCH" for one in _of(clauses, MarkClause))
    if how_much and verbs and not measured:
        return _with_doers(clauses, verbs[-1])
    if nouns or measured or not any(one.asked or parted for one in verbs):
        return clauses
    first = verbs[0]
    measure = MeasureClause(first.place, first.values)
    return [measure if one is first else one for one in clauses if one is first or one not in verbs]


def _with_doers(clauses: list[Clause], verb: VerbClause) -> list[Clause]:
    """ "How much did customers spend": who does it is no number of them."""
    return [
        replace(one, manner=Manner.WITHIN)
        if isinstance(one, EntityClause) and one.manner is Manner.NAMED and one.dataset
        else MeasureClause(verb.place, verb.values)
        if one is verb
        else one
        for one in clauses
    ]


def _with_joined_nouns(clauses: list[Clause]) -> list[Clause]:
    """ "fines and members": a noun that "and" joins to a measure is counted as well."""
    changed = list(clauses)
    for index, one in enumerate(clauses[2:], start=2):
        before, mark = changed[index - 2], clauses[index - 1]
        joins = isinstance(mark, MarkClause) and mark.mark in ("AND", "COMMA")
        is_noun = isinstance(one, EntityClause) and one.manner is Manner.NAMED and one.dataset
        if (
            joins
            and is_noun
            and isinstance(before, MeasureClause)
            and isinstance(one, EntityClause)
        ):
            changed[index] = MeasureClause(one.place, one.values, joined=True)
    return changed


def _unjoined(clauses: list[Clause]) -> tuple[MeasureClause, ...]:
    """Measures one after another without "and": "revenue of new customers" is not both."""
    measures = _of(clauses, MeasureClause)
    for index, measure in enumerate(measures[1:], start=1):
        again = any(measure.choices == other.choices for other in measures[:index])
        if again and not isinstance(clauses[clauses.index(measure) - 1], MeasureClause):
            continue  # "…, sorted by revenue" said in passing
        before = clauses[clauses.index(measure) - 1]
        joined = isinstance(before, MarkClause) and before.mark in ("AND", "COMMA", "ALSO")
        ranked = isinstance(before, RankClause)
        if not (measure.joined or joined or ranked):
            return tuple(measures)
    return ()
