"""Every noun of a sentence becomes a group, a measure, the rows of a list, or mere company."""

from __future__ import annotations

from dataclasses import replace

from bi.language.amounts import (
    along_time,
    by_what_is_counted,
)
from bi.language.clauses import (
    EntityClause,
    Manner,
    MeasureClause,
)
from bi.language.draft import Draft

GROUPING = (Manner.BY, Manner.EACH, Manner.WHICH, Manner.RANKED, Manner.COMPARED)


def place_entities(draft: Draft, entities: list[EntityClause], *, editing: bool) -> None:
    """Every noun becomes a group, a measure, the rows of a list, or mere company."""
    listed = [one for one in entities if one.manner is Manner.LISTED]
    named = [one for one in entities if one.manner is Manner.NAMED]
    within = [one for one in entities if one.manner is Manner.WITHIN]
    grouping = _without_spread_things([one for one in entities if one.manner in GROUPING], draft)
    _place_by(draft, grouping, named + listed, editing)
    if listed and not draft.measures and not draft.groups:
        draft.rows_of = listed[0]
    else:
        named += listed
    named = _without_verbs(named, draft)
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
        _along_sort(draft)
    draft.counts_rows = draft.counts_rows or "COUNT_ROWS" in draft.marks
    draft.groups.sort(key=lambda one: one.place.start)


def _along_sort(draft: Draft) -> None:
    """ "The number of wines ordered by year": one number has no order, so it is that of each."""
    sort, measured = draft.sort, draft.measures and not draft.rank and not draft.bins
    if sort is None or sort.along is None or sort.along.names_rows or sort.values:
        return
    if measured and not draft.groups:
        draft.groups.append(sort.along)


def _without_spread_things(grouping: list[EntityClause], draft: Draft) -> list[EntityClause]:
    """ "The distribution of ratings across all films": each film has one, so it parts nothing."""
    if "DISTRIBUTION" not in draft.marks:
        return grouping
    own = {ref.dataset for one in grouping if not one.dataset for ref in one.columns}
    things = [one for one in grouping if one.dataset in own and one.manner is Manner.BY]
    draft.others += things
    return [one for one in grouping if one not in things]


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
                    and one.plural  # "payments by staff member"
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


def _without_verbs(named: list[EntityClause], draft: Draft) -> list[EntityClause]:
    """ "How many students are registered" asks for no dates of registration."""
    if not draft.measures:
        return named
    verbs = [one for one in named if one.verb and one.place.start - 1 not in draft.joints]
    return [one for one in named if one not in verbs]


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
    if not counts or draft.rank or any(one.manner in GROUPING for one in draft.groups):
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
