"""Taking parts of the last question away."""

from __future__ import annotations

from dataclasses import replace

from bi.language.clauses import Part, RemoveClause
from bi.language.compose.alternatives import alternative
from bi.language.compose.grouping import keep_order
from bi.language.compose.side_by_side import without_periods
from bi.language.compose.work import Work, is_timed
from bi.language.trouble import Trouble
from bi.model.semantic import (
    Calculation,
    DatePartGroup,
    Group,
    Measured,
    OrderTarget,
    TimeGroup,
)

_MEASURED = (OrderTarget.MEASURE, OrderTarget.CHANGE)

_EMPTY: dict[Part, dict[str, object]] = {
    Part.LIMIT: {"limit": None},
    Part.COMPARISON: {"comparison": None},
    Part.ORDER: {"order": (), "limit": None},
    Part.FORECAST: {"forecast": None},
}


def remove_parts(work: Work) -> None:
    for clause in work.draft.removals:
        before = work.query
        _remove(clause, work)
        if work.query == before and clause.part is not Part.TIME:
            raise Trouble(f"“{clause.place.source}”: the question before has nothing of the kind.")


def _remove(clause: RemoveClause, work: Work) -> None:
    match clause.part:
        case Part.FILTERS if clause.is_whole:
            work.set(filters=(), measure_filters=(), part_filters=(), time=None)
            without_periods(work)
        case Part.FILTERS:
            _remove_filters(clause, work)
        case Part.TIME:
            work.set(time=None, part_filters=())
            without_periods(work)
        case Part.GROUPS if clause.is_whole:
            if work.query.groups:
                work.set(groups=(), order=(), limit=None)
        case Part.GROUPS:
            _remove_groups(clause, work)
        case Part.DETAIL:
            _remove_detail(clause, work)
        case Part.COLUMNS:
            _remove_columns(clause, work)
        case Part.CALCULATION:
            work.set(measures=tuple(replace(m, calculation=None) for m in work.query.measures))
        case Part.VALUES:
            _remove_measures(clause, work)
        case part:
            work.set(**_EMPTY[part])


def _remove_detail(clause: RemoveClause, work: Work) -> None:
    """The total of what was shown. Raises Trouble where only some of it had been kept."""
    query = work.query
    if not query.groups or not query.measures:
        raise Trouble("What was shown is not split by anything, so it is the total already.")
    timed = any(is_timed(group) for group in query.groups)
    whole = replace(
        query,
        measures=tuple(dict.fromkeys(Measured(one.value) for one in query.measures)),
        groups=(),
        order=(),
        limit=None,
        measure_filters=(),
        comparison=None if timed and query.time is None else query.comparison,
    )
    if query.limit is not None or query.measure_filters:
        raise Trouble(
            f"“{clause.place.source}”: the total of only those shown cannot be worked out yet. "
            "Of all of them it can.",
            queries=(alternative(whole, work),),
        )
    work.query = whole


def _remove_columns(clause: RemoveClause, work: Work) -> None:
    """Filters on a column go first; without one, the grouping by it; else a measure so named."""
    before = work.query
    for remove in (_remove_filters, _remove_groups, _remove_measures):
        remove(clause, work)
        if work.query != before:
            return


def _remove_filters(clause: RemoveClause, work: Work) -> None:
    filters = tuple(one for one in work.query.filters if one.column not in clause.columns)
    work.set(filters=filters)
    if clause.part is not Part.FILTERS:
        return
    amounts = tuple(one for one in work.query.measure_filters if one.value not in clause.values)
    parts = tuple(
        one for one in work.query.part_filters if DatePartGroup(one.part) not in clause.groups
    )
    work.set(measure_filters=amounts, part_filters=parts)


def _remove_groups(clause: RemoveClause, work: Work) -> None:
    before = work.query.groups
    groups = tuple(group for group in before if not _is_named(group, clause))
    if groups == before:
        return
    if groups:
        keep_order(work, before, groups)
        work.set(groups=groups)
    else:
        work.set(groups=(), order=(), limit=None)
    _without_share(work)


def _is_named(group: Group, clause: RemoveClause) -> bool:
    """By its column; a bucket of time by its width, whatever date it is of."""
    if group.column is not None and group.column in clause.columns:
        return True
    if isinstance(group, TimeGroup | DatePartGroup):
        return replace(group, column=None) in clause.groups
    return False


def _remove_measures(clause: RemoveClause, work: Work) -> None:
    """The order by one that is left follows it."""
    before = work.query.measures
    kept = tuple(one for one in before if one.value not in clause.values)
    if not kept or kept == before:
        return
    order = tuple(
        replace(one, index=kept.index(before[one.index])) if one.target in _MEASURED else one
        for one in work.query.order
        if one.target not in _MEASURED or before[one.index] in kept
    )
    work.set(measures=kept, order=order)


def _without_share(work: Work) -> None:
    """A share of a whole that is no longer parted is the whole itself."""
    if not work.query.groups:
        measures = tuple(
            replace(m, calculation=None) if m.calculation is Calculation.SHARE_OF_TOTAL else m
            for m in work.query.measures
        )
        work.set(measures=measures)
