"""Whether a sentence asks for rows themselves, and which of its nouns they are."""

from __future__ import annotations

from dataclasses import replace

from bi.language.clauses import (
    EntityClause,
    FilterClause,
    Manner,
    MeasureClause,
    NumberClause,
)
from bi.language.draft import Draft
from bi.language.earlier import Earlier
from bi.model.semantic import CountRows, DimensionGroup, NamedMeasure

_GROUPING = (Manner.BY, Manner.EACH, Manner.COMPARED, Manner.RANKED)
_GOING_ON = frozenset({"ALSO", "ANAPHORA", "NOW"})
_ASKING = frozenset({"SHOW", "LIST", "WHO", "DISTINCT", "DETAILS"})


def wants_rows(draft: Draft, entities: list[EntityClause]) -> bool:
    """ "List the orders", "names of the students older than 20", "the oldest student".

    What is measured, grouped or compared is no list; neither is a bare noun, which is counted.
    """
    if draft.calculation or draft.against or any(one.asked for one in draft.verbs):
        return False
    if draft.counts_them or draft.counts_rows or draft.drill is not None:
        return False
    if draft.rank is not None and draft.rank.each is not None:
        return True
    if any(one.manner in _GROUPING and not _is_every(one, draft, entities) for one in entities):
        return False
    if _measures(draft, entities) or any(map(_is_of_measure, draft.numbers)):
        return False
    nouns = [one for one in entities if one.dataset and one.manner is not Manner.NONE]
    columns = [one for one in entities if is_column(one)]
    if draft.rank is not None:
        return bool(draft.rank.columns) and _ranks_rows(draft, nouns)
    if any(one.manner is Manner.LISTED for one in nouns):
        return True
    asked = bool(draft.marks & _ASKING) or any(one.manner is Manner.EACH for one in entities)
    said = draft.filters or draft.numbers or draft.eithers or draft.benchmarks or draft.besides
    if columns:
        if any(map(counted_dataset, draft.numbers)) and not nouns:
            return "SHOW" in draft.marks and _is_list_of(columns)
        return bool(nouns or asked or said) or len(columns) > 1
    if any(one.manner is Manner.WHICH for one in nouns):
        counts = any(one.values and not one.columns for one in draft.numbers)
        return not counts
    if "INSTEAD" in draft.marks:
        return False  # "show orders instead": of what was measured
    if not draft.marks & (_ASKING - {"DISTINCT"}) and not columns and not said:
        asked = False  # "distinct customers" are a number of them
    if not nouns and asked and any(one.named for one in draft.filters):
        return True
    sorts = draft.sort is not None and bool(draft.sort.columns)
    return bool(nouns) and (asked or sorts) and not draft.times


def goes_on_listing(draft: Draft, entities: list[EntityClause], earlier: Earlier) -> bool:
    """ "Which of them are from France", "also their ages": rows again, of those listed before.

    After a mere count it takes a wish for the things themselves: "what are their names".
    """
    if draft.calculation or draft.against or draft.counts_them or draft.removals:
        return False
    if any(one.asked for one in draft.verbs) or any(not one.columns for one in draft.measures):
        return False
    if any(one.manner in (Manner.BY, Manner.COMPARED) for one in entities):
        return False
    if any(_is_of_measure(one) or _counts_same(one, earlier) for one in draft.numbers):
        return False
    if earlier.lists and draft.rank is not None:
        return bool(draft.rank.columns) or not draft.rank.values
    if draft.rank is not None and not draft.rank.columns:
        return False
    if earlier.lists:
        return True
    asked = any(map(is_column, entities)) or draft.marks & _ASKING
    return earlier.counts and draft.points_back and bool(asked)


def _counts_same(clause: NumberClause, earlier: Earlier) -> bool:
    """ "Which of them have two paragraphs", said of paragraphs: those that are alike counted."""
    return counted_dataset(clause) == earlier.dataset is not None


def _is_list_of(columns: list[EntityClause]) -> bool:
    """Several columns are of rows; one alone may be what to have a row for each of."""
    return len(columns) > 1


def _is_every(one: EntityClause, draft: Draft, entities: list[EntityClause]) -> bool:
    """ "The age of every teacher": each row's own, where nothing is measured."""
    if one.manner is not Manner.EACH or draft.rank or draft.measures:
        return False
    others = [other for other in entities if other is not one]
    # "Each vet's salary" is a column of each; "orders in each region" counts them, and "each
    # region as well", "this for each region" part what was shown.
    alone = is_column(one) and not others and not draft.marks & _GOING_ON
    return any(map(is_column, others)) or alone


def place_rows(draft: Draft, entities: list[EntityClause]) -> None:
    """Sorts the nouns: what rows are of, which columns are shown, and the others."""
    draft.lists = True
    draft.outputs = [one for one in entities if is_column(one)]
    draft.outputs += [
        _as_output(one)
        for one in draft.measures
        if (one.columns or one.row_columns) and not _ranked(one, draft)
    ]
    if not draft.outputs and not draft.points_back and not any(one.dataset for one in entities):
        draft.outputs = [_of_filter(one) for one in draft.filters if one.named]
    draft.outputs = [one for one in draft.outputs if not _explains(one, draft)]
    draft.outputs.sort(key=lambda one: one.place.start)
    draft.measures = []
    nouns = [one for one in entities if one.dataset]
    positive = [one for one in nouns if one.manner is not Manner.NONE]
    named = [one for one in positive if one.manner is not Manner.WITHIN]
    subject = _subject(draft, named, positive)
    said = [subject.dataset if subject else None]
    shown = []
    for one in positive:
        if one is not subject and one.dataset not in said and _is_joined(one, draft):
            shown.append(one)
        said.append(one.dataset)
    if subject is not None and _is_listed_besides(subject, draft):
        shown.append(replace(subject, manner=Manner.NAMED, dataset=None))
    draft.outputs = sorted([*draft.outputs, *shown], key=lambda one: one.place.start)
    draft.rows_of = subject
    draft.others = [one for one in nouns if one is not subject and one not in shown]


def _subject(
    draft: Draft, named: list[EntityClause], positive: list[EntityClause]
) -> EntityClause | None:
    """The noun that the columns are of; else the first one that stands by itself."""
    first = min((one.place.start for one in draft.outputs), default=None)
    if first is not None:
        owners = [one for one in positive if one.place.start > first and not _is_joined(one, draft)]
        before = [one for one in positive if one.place.start < first]
        if before or owners:
            return (before or owners)[0]
    return next(iter([*named, *positive]), None)


def _is_listed_besides(subject: EntityClause, draft: Draft) -> bool:
    """ "The cities in Canada and their population": both."""
    first = min(draft.outputs, key=lambda one: one.place.start, default=None)
    return (
        first is not None
        and subject.manner in (Manner.NAMED, Manner.LISTED)
        and subject.place.start < first.place.start
        and first.place.start - 1 in draft.joints
    )


def _is_joined(one: EntityClause, draft: Draft) -> bool:
    """ "Names of teachers and the courses they teach": shown as well."""
    return one.manner in (Manner.NAMED, Manner.WHICH) and one.place.start - 1 in draft.joints


def is_column(one: EntityClause) -> bool:
    """Whether it names a column of rows rather than a thing or a unit of time."""
    return not one.dataset and one.manner is not Manner.NONE and bool(one.columns)


def counted_dataset(clause: NumberClause) -> str | None:
    """The dataset whose rows a number is said of: "more than 3 orders"."""
    found = {name for value in clause.values if (name := _counted(value, clause))}
    return next(iter(found)) if len(found) == 1 and not clause.columns else None


def _counted(value: object, clause: NumberClause) -> str | None:
    if isinstance(value, CountRows):
        return value.dataset
    return clause.dataset if isinstance(value, NamedMeasure) else None


def _is_of_measure(clause: NumberClause) -> bool:
    """ "With revenue over 500": something measured, which rows do not have."""
    return bool(clause.values) and not clause.columns and counted_dataset(clause) is None


def _measures(draft: Draft, entities: list[EntityClause]) -> bool:
    """Whether something is measured beyond what may as well be a column of each row."""
    own = [one for one in draft.measures if not _ranked(one, draft)]
    if not own:
        return False
    if not all(one.columns or _is_of_row(one, entities) for one in own):
        return True
    listed = any(is_column(one) for one in entities) or draft.marks & _ASKING
    things = any(one.dataset for one in entities)
    return not (listed and things)


def _is_of_row(one: MeasureClause, entities: list[EntityClause]) -> bool:
    """ "Order number and shipping cost": beside what tells a row from others it is that row's."""
    datasets = {ref.dataset for ref in one.row_columns}
    return any(
        other.identifies and is_column(other) and {ref.dataset for ref in other.columns} == datasets
        for other in entities
    )


def _ranked(one: MeasureClause, draft: Draft) -> bool:
    """Whether a measure is only what the rank is by."""
    rank = draft.rank
    return rank is not None and bool(rank.columns) and rank.values == one.choices


def _ranks_rows(draft: Draft, nouns: list[EntityClause]) -> bool:
    """Whether each row has what the rank is by: the oldest student, not the best customer."""
    rank = draft.rank
    if rank is None or not rank.values:
        return True
    return not nouns or any(one.dataset == ref.dataset for one in nouns[:1] for ref in rank.columns)


def _of_filter(one: FilterClause) -> EntityClause:
    """ "Department names that contain 'computer'": the column itself is shown."""
    columns = tuple(choice.column for choice in one.choices)
    return EntityClause(one.place, Manner.NAMED, columns=columns)


def _explains(one: EntityClause, draft: Draft) -> bool:
    """ "Who have a dog as their type of pet": says what kind of value came before."""
    return (
        any(
            clause.place.end <= one.place.start
            and {choice.column for choice in clause.choices} & set(one.columns)
            and not clause.named
            for clause in draft.filters
        )
        and len(draft.outputs) == 1
    )


def _as_output(one: MeasureClause) -> EntityClause:
    columns = one.columns or one.row_columns
    groups = tuple(DimensionGroup(ref) for ref in columns)
    return EntityClause(one.place, Manner.NAMED, groups, columns=columns)
