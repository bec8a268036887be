"""Taking parts of the last question away."""

from __future__ import annotations

from dataclasses import replace

from bi.language.clauses import Part, RemoveClause
from bi.language.compose.alternatives import alternative
from bi.language.compose.side_by_side import without_periods
from bi.language.compose.work import Work, is_timed
from bi.language.trouble import Trouble
from bi.model.semantic import Calculation, Limit, Measured

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
        case Part.FILTERS:
            work.set(filters=(), measure_filters=(), part_filters=(), time=None)
            without_periods(work)
        case Part.TIME:
            work.set(time=None, part_filters=())
            without_periods(work)
        case Part.GROUPS if clause.columns or not work.query.groups:
            _remove_columns(clause, work)
        case Part.GROUPS:
            timed = [g for g in work.query.groups if not is_timed(g)] if clause.columns else []
            work.set(groups=tuple(timed), order=(), limit=None)
        case Part.DETAIL:
            _remove_detail(clause, work)
        case Part.COLUMNS:
            _remove_columns(clause, work)
        case Part.CALCULATION:
            work.set(measures=tuple(replace(m, calculation=None) for m in work.query.measures))
        case Part.VALUES:
            kept = tuple(m for m in work.query.measures if m.value not in clause.values)
            if kept:
                work.set(measures=kept, order=())
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
    filters = tuple(one for one in work.query.filters if one.column not in clause.columns)
    if filters != work.query.filters:
        work.set(filters=filters)
        return
    groups = tuple(
        group
        for group in work.query.groups
        if group.column is None or group.column not in clause.columns
    )
    if groups != work.query.groups:
        limit = work.query.limit
        kept_limit = Limit(limit.count) if limit and groups else None
        order = tuple(one for one in work.query.order if one.target != "group") if groups else ()
        work.set(groups=groups, limit=kept_limit, order=order)
        _without_share(work)
        return
    kept = tuple(m for m in work.query.measures if m.value not in clause.values)
    if kept:
        work.set(measures=kept)


def _without_share(work: Work) -> None:
    """A share of a whole that is no longer parted is the whole itself."""
    if not work.query.groups:
        measures = tuple(
            replace(m, calculation=None) if m.calculation is Calculation.SHARE_OF_TOTAL else m
            for m in work.query.measures
        )
        work.set(measures=measures)
