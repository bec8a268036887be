"""All stages in their order."""

from __future__ import annotations

from bi.language.clauses import EntityClause, Manner
from bi.language.compose.binning import put_bins
from bi.language.compose.calculating import put_calculation
from bi.language.compose.checking import check
from bi.language.compose.comparing import put_comparison
from bi.language.compose.drilling import drill
from bi.language.compose.filtering import (
    is_of_things,
    put_benchmarks,
    put_eithers,
    put_filters,
    put_numbers,
)
from bi.language.compose.following import adds_to_groups, count_them, measure_the_list
from bi.language.compose.forecasting import check_forecast, put_forecast
from bi.language.compose.grouping import put_groups
from bi.language.compose.listing import list_rows
from bi.language.compose.measuring import put_measures
from bi.language.compose.playing import list_roles, play_roles
from bi.language.compose.plotting import put_marks
from bi.language.compose.pointing_out import colour_points
from bi.language.compose.ranking import put_rank, put_sort
from bi.language.compose.related_times import is_far, put_dates_of_groups, verb_datasets
from bi.language.compose.relating import relate, require_related, take_related_times
from bi.language.compose.removing import remove_parts
from bi.language.compose.returning import put_returned
from bi.language.compose.stating import state_units
from bi.language.compose.timing import pin_time, put_time
from bi.language.compose.windows import put_windows
from bi.language.compose.work import Setting, Work
from bi.language.draft import Draft
from bi.language.reach import Distance
from bi.language.rows_wanted import counted_dataset
from bi.language.trouble import Trouble
from bi.model.catalog import ColumnRef, Grain
from bi.model.semantic import DimensionGroup, Group, Operator, SemanticQuery, TimeGroup


def compose(draft: Draft, setting: Setting, picks: dict[str, object] | None = None) -> Work:
    """The query of a draft: a new one, or the previous one edited.

    Raises Trouble, and Undecided where the person has to choose a column or measure.
    """
    work = Work(setting, draft, setting.previous or SemanticQuery(), dict(picks or {}))
    if draft.rivals:
        names = " or ".join(f"“{one.place.source}”" for one in draft.rivals)
        raise Trouble(f"What is asked for, {names}? Join them with “and”, or ask for one.")
    if draft.lists and adds_to_groups(work):
        check_forecast(work)
        check(work)
        return work
    if draft.lists:
        list_rows(work)
        list_roles(work)
        check_forecast(work)
        state_units(work)
        return work
    if colour_points(work):
        check_forecast(work)
        return work
    if work.query.columns:
        measure_the_list(work)
    count_them(work)
    if draft.columns and not _of_the_things(work):
        source = draft.columns[0].place.source
        raise Trouble(
            f"“{source}” names columns, which only a list of rows has. Ask for a list, or say "
            f"what they should be.",
            unknown=(source,),
        )
    for stage in _STAGES:
        stage(work)
    return work


def _of_the_things(work: Work) -> bool:
    """ "Orders with date and revenue": what is named besides a measure is of each order, if it is
    the orders that there is a row for each of."""
    draft = work.draft
    things = {one.dataset for one in draft.groups if one.dataset}
    if not draft.measures or len(things) != 1:
        return False
    added = []
    for clause in draft.columns:
        for choices in clause.choices:
            own = tuple(ref for ref in choices if ref.dataset in things)
            if not own:
                return False
            groups = tuple(_group_of(ref, work) for ref in own)
            added.append(EntityClause(clause.place, Manner.NAMED, groups, columns=own))
    draft.groups += added
    return True


def _group_of(ref: ColumnRef, work: Work) -> Group:
    dimension = work.catalog.dimension(ref)
    if dimension is not None and dimension.is_time:
        return TimeGroup(Grain.DAY, ref)
    return DimensionGroup(ref)


def put_related_times(work: Work) -> None:
    """Times that belong to what is related to the things measured."""
    homes = _homes(work)
    if len(homes) != 1:
        return
    home = next(iter(homes))
    if _has_far_groups(work, home):
        put_dates_of_groups(work, home)
    else:
        take_related_times(work, home)


def _homes(work: Work) -> set[str]:
    return {home for one in work.query.measures for home in work.setting.reach.homes(one.value)}


def _has_far_groups(work: Work, home: str) -> bool:
    return any(g.column and is_far(work, home, g.column.dataset) for g in work.query.groups)


def put_relations(work: Work) -> None:
    """What is said of things that one of those measured may have several of."""
    homes = _homes(work)
    if len(homes) == 1 and _needs_relations(work, next(iter(homes))):
        grouped = frozenset(g.column.dataset for g in work.query.groups if g.column)
        relate(work, next(iter(homes)), grouped)
    shown = frozenset(group.column.dataset for group in work.query.groups if group.column)
    for home in homes:
        require_related(work, home, shown)


def _needs_relations(work: Work, home: str) -> bool:
    """Whether the sentence speaks of rows that there are none, several or a number of."""
    draft = work.draft
    reach = work.setting.reach
    nouns = {one.dataset for one in draft.others if one.dataset}
    if any(reach.dataset_distance([home], noun) is Distance.SHARED for noun in nouns):
        return True
    if any(one.manner is Manner.NONE for one in draft.others):
        return True
    if any(verb.negated for verb in draft.verbs) or work.head_times:
        return True
    far_verbs = any(is_far(work, home, dataset) for dataset in verb_datasets(work))
    if far_verbs and not _has_far_groups(work, home):
        return True
    if not work.query.groups and any(counted_dataset(one) for one in draft.numbers):
        return True
    if any(is_of_things(one, work) for one in draft.numbers):
        return True
    far = [
        (one, clause)
        for clause in draft.filters
        for one in work.query.filters
        if one in clause.choices
        and work.setting.reach.dataset_distance([home], one.column.dataset) is Distance.SHARED
    ]
    return any(
        one.operator is Operator.NOT_IN or (clause.conjoined and len(one.values) > 1)
        for one, clause in far
    ) or not work.setting.reach.meets(home, [one.column for one in work.query.filters])


# Measures come first, as columns are chosen to fit them; the checks see the whole.
_STAGES = (
    remove_parts,
    put_returned,
    put_measures,
    put_groups,
    put_marks,
    put_filters,
    put_numbers,
    put_eithers,
    put_benchmarks,
    play_roles,
    put_related_times,
    put_forecast,
    put_time,
    put_bins,
    put_relations,
    drill,
    put_rank,
    put_sort,
    put_calculation,
    put_windows,
    put_comparison,
    pin_time,
    check_forecast,
    check,
    state_units,
)
