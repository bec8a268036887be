"""The clauses of a sentence sorted by what they do, before columns are chosen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeVar

from bi.language.amounts import (
    along_time,
    as_points,
    bucket_dates,
    by_what_is_counted,
    counts_rows,
    counts_what_is_named,
    drop_share,
    extremes_of_each,
    measure_amounts,
    plots_rows,
)
from bi.language.averages import with_average
from bi.language.clauses import (
    AgainstClause,
    BenchmarkClause,
    BesideClause,
    BinClause,
    CalculationClause,
    ChartClause,
    Clause,
    ColumnsClause,
    DrillClause,
    EntityClause,
    FilterClause,
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
from bi.language.earlier import Earlier
from bi.language.grammar import Parsed
from bi.language.mentions import Mentions
from bi.language.ranks import by_sort, one_rank
from bi.language.repeats import without_compounds, without_owners, without_value_words
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
_EDIT_MARKS = frozenset({"FILTER", "INSTEAD", "WHAT_ABOUT"})
_GROUPING = (Manner.BY, Manner.EACH, Manner.WHICH, Manner.RANKED, Manner.COMPARED)


@dataclass(slots=True)
class Draft:
    """What a sentence asks for, part by part, in the order of its words."""

    measures: list[MeasureClause] = field(default_factory=list)
    groups: list[EntityClause] = field(default_factory=list)
    filters: list[FilterClause] = field(default_factory=list)
    numbers: list[NumberClause] = field(default_factory=list)
    times: list[TimeClause] = field(default_factory=list)
    parts: list[PartClause] = field(default_factory=list)
    against: AgainstClause | None = None
    rank: RankClause | None = None
    sort: SortClause | None = None
    limit: LimitClause | None = None
    bins: BinClause | None = None
    calculation: CalculationClause | None = None
    chart: ChartClause | None = None
    columns: list[ColumnsClause] = field(default_factory=list)
    rows_of: EntityClause | None = None
    removals: list[RemoveClause] = field(default_factory=list)
    marks: frozenset[str] = frozenset()
    refusal: RefusalClause | None = None
    # Nouns of datasets said in passing, of which the things measured must be part.
    company: tuple[str, ...] = ()
    # Nouns or measures that could each be what is asked for, with nothing to join them.
    rivals: tuple[EntityClause | MeasureClause, ...] = ()
    # What a measure is said of ("units sold"), or nothing is.
    verbs: tuple[VerbClause, ...] = ()
    benchmarks: list[BenchmarkClause] = field(default_factory=list)
    besides: list[BesideClause] = field(default_factory=list)
    # Columns to list, and the nouns that are in the sentence besides what is listed or measured.
    outputs: list[EntityClause] = field(default_factory=list)
    others: list[EntityClause] = field(default_factory=list)
    lists: bool = False
    # Where "and" or a comma ends, in characters: what follows is joined to what came before.
    joints: frozenset[int] = frozenset()
    mentions: Mentions = field(default_factory=lambda: Mentions(()))
    # A noun by itself was taken for the number of its rows.
    counts_noun: bool = False
    # Words like "those" are about the question before.
    points_back: bool = False
    # "Count by region": the rows are counted, whatever they are.
    counts_rows: bool = False
    # "All template ids": all that there are.
    says_all: bool = False
    # What is to be replaced, and a question why something changed.
    instead_of: InsteadClause | None = None
    drill: DrillClause | None = None
    # How what was measured is to be aggregated instead.
    reaggregate: ReaggregateClause | None = None
    units: list[UnitClause] = field(default_factory=list)
    # What a further sentence wants returned of what is measured.
    returned: list[EntityClause] = field(default_factory=list)

    @property
    def says_nothing(self) -> bool:
        parts = (
            self.measures, self.groups, self.filters, self.numbers, self.times, self.parts,
            self.against,
            self.rank, self.sort, self.limit, self.bins, self.calculation, self.columns,
            self.rows_of, self.removals, self.verbs, self.benchmarks, self.besides, self.outputs,
            self.others, self.counts_them, self.drill, self.reaggregate, "DISTINCT" in self.marks,
        )  # fmt: skip
        return not any(parts)

    @property
    def stands_alone(self) -> bool:
        """Whether the sentence is a whole question by itself."""
        asks = any(one.manner is Manner.WHICH for one in self.groups)
        conditions = any(clause.values for clause in self.numbers)
        narrows = self.counts_noun and "ONLY" in self.marks
        own = bool((self.measures and not narrows) or self.rows_of or self.rivals)
        own = own or (self.counts_rows and bool(self.groups))
        said = self.others or self.filters or self.numbers or self.says_all
        own = own or (self.lists and bool(self.outputs) and bool(said))
        return own or ("ONLY" not in self.marks and (asks or conditions))

    @property
    def names_its_subject(self) -> bool:
        """Whether the sentence itself says what it is about: "the production code" does not."""
        said = (self.measures, self.rows_of, self.others, self.company, self.filters, self.numbers)
        return self.says_all or any(said)

    @property
    def edits(self) -> bool:
        """Whether the words point back at an earlier question."""
        adds = "ALSO" in self.marks and not self._is_whole_list
        replaces = any((self.instead_of, self.drill, self.reaggregate))
        of_each = "EACH" in self.marks and not self.groups  # "and how many of each?"
        points = self.points_back or replaces or of_each
        return bool(self.marks & _EDIT_MARKS or self.removals or points or adds)

    @property
    def _is_whole_list(self) -> bool:
        """ "Please also find the names of the students who …" names its own rows."""
        said = self.filters or self.numbers or self.others
        return self.lists and self.rows_of is not None and bool(said)

    @property
    def counts_them(self) -> bool:
        """ "How many are there?"."""
        return "COUNT_THEM" in self.marks


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
        chart=_last(found, ChartClause),
        columns=_of(found, ColumnsClause),
        removals=_of(found, RemoveClause),
        marks=frozenset(clause.mark for clause in found if isinstance(clause, MarkClause)),
        refusal=_first(found, RefusalClause),
        benchmarks=_of(found, BenchmarkClause),
        besides=_of(found, BesideClause),
        mentions=parsed.mentions,
        units=_of(found, UnitClause),
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
    draft.verbs = tuple(_of(found, VerbClause))
    draft.marks = frozenset(one.mark for one in found if isinstance(one, MarkClause))
    entities = _without_shown(_of(found, EntityClause), found, earlier)
    entities = without_measured(entities, told)
    draft.others = [one for one in entities if one.manner is Manner.NONE]
    entities = without_value_words(without_compounds(entities), draft.filters)
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
    _place_entities(draft, without_owners(wanted), editing=editing)
    return draft


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
    return [clause for clause in clauses if isinstance(clause, kind)]


def _first(clauses: list[Clause], kind: type[C]) -> C | None:
    return next(iter(_of(clauses, kind)), None)


def _last(clauses: list[Clause], kind: type[C]) -> C | None:
    return next(reversed(_of(clauses, kind)), None)


def _sort(clauses: list[SortClause]) -> SortClause | None:
    """ "Ordered by the number of papers they wrote, descending": the direction may come later."""
    if not clauses:
        return None
    first, *others = clauses
    for one in others:
        if first.descending is None and not (one.values or one.groups or one.columns):
            return replace(first, descending=one.descending)
    return first


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
    parted = any(one.manner in _GROUPING for one in entities)
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


def _place_entities(draft: Draft, entities: list[EntityClause], *, editing: bool) -> None:
    """Every noun becomes a group, a measure, the rows of a list, or mere company."""
    listed = [one for one in entities if one.manner is Manner.LISTED]
    named = [one for one in entities if one.manner is Manner.NAMED]
    within = [one for one in entities if one.manner is Manner.WITHIN]
    _place_by(draft, [one for one in entities if one.manner in _GROUPING], named + listed, editing)
    if listed and not draft.measures and not draft.groups:
        draft.rows_of = listed[0]
    else:
        named += listed
    named = _without_modifiers(named, draft)
    named = _without_wholes(named, draft)
    draft.rivals = draft.rivals or _trailing(named, draft)
    named = _without_relations(named, draft)
    named = _without_company(named, draft)
    measured = draft.measures or draft.counts_rows or _measured_by_number(draft)
    if measured or draft.rank or (editing and draft.edits and not _adds_measure(draft)):
        draft.groups += [_plain(one) for one in named if one.groups]
    else:
        _count(draft, named, editing=editing)
    draft.company = tuple(one.dataset for one in within if one.dataset)
    draft.others += within
    if not draft.measures and not draft.groups and not draft.rows_of and not editing:
        draft.measures += [_measure(one) for one in within[:1] if one.values]
    by_what_is_counted(draft)
    if not editing:
        along_time(draft)
    draft.counts_rows = draft.counts_rows or "COUNT_ROWS" in draft.marks
    draft.groups.sort(key=lambda one: one.place.start)


def _place_by(
    draft: Draft, grouping: list[EntityClause], others: list[EntityClause], editing: bool
) -> None:
    """ "by orders" is a measure where nothing else is one and something else is grouped by."""
    stepped = draft.bins is not None or draft.counts_rows
    for one in grouping:
        is_measure = (
            bool(one.values)
            and one.manner in (Manner.BY, Manner.COMPARED)
            and (
                not one.groups
                or (
                    not stepped
                    and not draft.measures
                    and len(grouping) + len(others) > 1
                    and not editing
                )
            )
        )
        if is_measure and (not draft.measures or not one.groups):
            draft.measures.append(_measure(one))
            _rank_by(draft, one)
        else:
            draft.groups.append(one)


def _rank_by(draft: Draft, one: EntityClause) -> None:
    """ "The revenue of the top 5 customers by orders": the rank is not by what is shown first."""
    if draft.rank is not None and not draft.rank.values and one.manner is Manner.BY:
        draft.rank = replace(draft.rank, values=one.values)


def _measure(one: EntityClause) -> MeasureClause:
    return MeasureClause(one.place, one.values)


def _plain(one: EntityClause) -> EntityClause:
    return replace(one, manner=Manner.NAMED)


def _without_company(named: list[EntityClause], draft: Draft) -> list[EntityClause]:
    """ "The distribution of wines by year" counts the wines; other nouns only say which rows."""
    if not draft.counts_rows:
        return named
    nouns = [one for one in named if one.dataset and one.values]
    if not nouns and "DISTRIBUTION" in draft.marks:
        nouns = [one for one in named if one.names_rows]
    rest = [one for one in named if one not in nouns]
    if (
        "DISTRIBUTION" in draft.marks
        and len(nouns) == 1
        and nouns[0].values
        and (draft.groups or rest)
    ):
        draft.measures.append(_measure(nouns[0]))
    elif nouns and (draft.groups or rest):
        draft.others += nouns
    else:
        return named
    return rest


def _without_wholes(named: list[EntityClause], draft: Draft) -> list[EntityClause]:
    """ "The average size among rooms in each building": the rooms are what is measured."""
    each = any(one.manner in (Manner.BY, Manner.EACH) for one in draft.groups)
    if not draft.measures or not each:
        return named
    start = draft.measures[0].place.start
    wholes = [
        one
        for one in named
        if one.dataset
        and one.place.start > start
        and one.place.start - 1 not in draft.joints
        and all(ref.dataset == one.dataset for ref in draft.measures[0].own_columns)
        and draft.measures[0].own_columns
    ]
    draft.others += wholes
    return [one for one in named if one not in wholes]


def _without_modifiers(named: list[EntityClause], draft: Draft) -> list[EntityClause]:
    """Without a dataset's singular nouns right before a measure: "customer revenue"."""
    places = [one.place for one in draft.measures]
    places += [one.place for one in (*draft.groups, *named)]
    starts = {place.start - 1 for place in places}
    own = [one for one in named if one.dataset or one.names_rows]
    modifying = [one for one in own if not one.plural and one.place.end in starts]
    return [one for one in named if one not in modifying]


def _without_relations(named: list[EntityClause], draft: Draft) -> list[EntityClause]:
    """Without things said after what is counted: "how many templates do the documents use"."""
    counts = [one for one in draft.measures if not one.columns]
    if not counts or draft.rank or any(one.manner in _GROUPING for one in draft.groups):
        return named
    start = counts[0].place.start
    related = [
        one
        for one in named
        if one.dataset
        and one.place.start > start
        and one.place.start - 1 not in draft.joints
        and not _trails(one, draft)
    ]
    draft.others += related
    return [one for one in named if one not in related]


def _trails(one: EntityClause, draft: Draft) -> bool:
    return any(one.place.start == measure.place.end + 1 for measure in draft.measures)


def _trailing(named: list[EntityClause], draft: Draft) -> tuple[EntityClause | MeasureClause, ...]:
    """ "revenue orders": a noun right after a measure could be meant in either way."""
    for measure in draft.measures:
        for one in named:
            if one.dataset and one.place.start == measure.place.end + 1:
                return (measure, one)
    return ()


def _measured_by_number(draft: Draft) -> bool:
    return any(clause.values and not clause.columns for clause in draft.numbers)


def _adds_measure(draft: Draft) -> bool:
    return bool(draft.marks & {"ALSO", "INSTEAD", "WHAT_ABOUT"})


def _count(draft: Draft, named: list[EntityClause], *, editing: bool) -> None:
    """A dataset's noun with nothing else to measure is counted; dimensions are grouped by."""
    counted = [one for one in named if one.dataset and one.values]
    draft.groups += [one for one in named if one not in counted]
    if draft.rows_of:
        draft.groups += counted
    elif editing and "ONLY" in draft.marks:
        draft.others += counted  # "only see the orders from Spain", of whatever was shown
    elif len(counted) > 1:
        draft.rivals = tuple(counted)
    else:
        draft.measures += [_measure(one) for one in counted]
        draft.counts_noun = bool(counted)
