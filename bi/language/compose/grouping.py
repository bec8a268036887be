"""By what: groups are added to those there, or take their place."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog.wording import enumerated, group_name
from bi.language.clauses import EntityClause, Manner
from bi.language.compose.alternatives import alternative
from bi.language.compose.grains import one_calendar
from bi.language.compose.work import Work, is_timed
from bi.language.trouble import Trouble
from bi.model.catalog import ColumnRef, Grain
from bi.model.semantic import (
    DimensionGroup,
    Filter,
    Group,
    Limit,
    NamedMeasure,
    TimeGroup,
)

_TWO = 2
_DAYS, _WEEKS = 35, 130
_MONTHS = 10 * 366


def put_groups(work: Work) -> None:
    new = list(dict.fromkeys(_group(clause, work) for clause in work.draft.groups))
    new = one_calendar(new, ranked=work.draft.rank is not None)
    before = work.query.groups
    if not new:
        if "EACH" in work.draft.marks and not before:
            raise Trouble("Of each what? Name what to have a row for, please.")
        return
    if not before:
        _replaced(work, before)
        work.set(groups=_ranked_last(new, work))
        return
    if work.draft.rank is not None and not _adds(work):
        work.set(groups=_ranked_last(new, work), order=(), limit=None)
        return
    replaced = _replaced(work, before)
    if replaced:
        kept = [group for group in before if group not in replaced]
    elif len(before) == _TWO and _tells_apart(work):
        kept = list(before[:1])
    elif "INSTEAD" in work.draft.marks or not _adds(work):
        kept = _kept(before, new, instead="INSTEAD" in work.draft.marks)
    else:
        kept = [g for g in before if not (_is_time(g) and any(_is_time(n) for n in new))]
    groups = _in_order(kept, new)
    if _splits_a_ranking(work, before, groups) and not _are_attributes(work, new, before):
        raise _which_ranking(work, before, groups)
    keep_order(work, before, groups)
    work.set(groups=groups)


def _adds(work: Work) -> bool:
    """ "As well", "break it down"; "this for each region" has all of this for each."""
    draft = work.draft
    each = bool(draft.groups) and all(one.manner is Manner.EACH for one in draft.groups)
    return bool(draft.marks & {"BREAKDOWN", "ALSO", "EACH"}) or (each and "ANAPHORA" in draft.marks)


def _tells_apart(work: Work) -> bool:
    """ "Stacked by channel", "color by channel instead", of what is told apart already."""
    draft = work.draft
    laid = draft.chart is not None and draft.chart.laid
    return bool(draft.groups) and (laid or {"BREAKDOWN", "INSTEAD"} <= draft.marks)


def _replaced(work: Work, before: tuple[Group, ...]) -> list[Group]:
    """The groups that "instead of" names."""
    clause = work.draft.instead_of
    if clause is None:
        return []
    found = [group for group in before if group in clause.groups]
    if clause.groups and not found and not clause.values:
        raise Trouble(f"“{clause.place.source}”: the question before has nothing of the kind.")
    return found


def _are_attributes(work: Work, new: list[Group], before: tuple[Group, ...]) -> bool:
    """Whether each of the first few has one value of the new columns: "what is his age"."""
    telling = {
        group.column.dataset
        for group in before
        if isinstance(group, DimensionGroup)
        and (dimension := work.catalog.dimension(group.column))
        and (dimension.display or dimension.identifier)
    }
    return all(isinstance(one, DimensionGroup) and one.column.dataset in telling for one in new)


def _is_time(group: Group) -> bool:
    return isinstance(group, TimeGroup)


def _kept(before: tuple[Group, ...], new: list[Group], *, instead: bool) -> list[Group]:
    """Groups of another kind than the new ones stay; "instead" has to replace one."""
    has_time, has_other = any(map(is_timed, new)), not all(map(is_timed, new))
    kept = [
        g for g in before if not ((is_timed(g) and has_time) or (not is_timed(g) and has_other))
    ]
    return [] if instead and len(kept) == len(before) else kept


def _in_order(kept: list[Group], new: list[Group]) -> tuple[Group, ...]:
    """Time first, as it is the axis of a chart; otherwise in the order of asking."""
    everything = dict.fromkeys((*kept, *new))
    return tuple(sorted(everything, key=lambda group: not _is_time(group)))


def _ranked_last(new: list[Group], work: Work) -> tuple[Group, ...]:
    """The thing ranked after what it is ranked within."""
    clauses = work.draft.groups
    ranked = {
        group
        for clause, group in zip(clauses, (_group(c, work) for c in clauses), strict=True)
        if clause.manner is Manner.RANKED
    }
    if ranked:
        return tuple(sorted(new, key=lambda group: group in ranked))
    return tuple(sorted(new, key=lambda group: not _is_time(group)))


def _group(clause: EntityClause, work: Work) -> Group:
    if clause.auto:
        grain = _auto_grain(work)
        group: Group = TimeGroup(grain)
        is_ranked = clause.manner is Manner.RANKED
        what = "time is looked at" if is_ranked else "trend is shown"
        work.assume(f"The {what} by {grain.value}.")
    elif not clause.groups:
        raise Trouble(
            f"“{clause.place.source}” cannot be grouped by.", unknown=(clause.place.source,)
        )
    else:
        groups = _within_reach(_named_like_time(clause, work), work)
        group = work.chooser().choose(
            clause.place.source, groups, _column, clause.place.start, fewest_joins=True
        )
    work.origins[group] = clause.place
    return group


def _named_like_time(clause: EntityClause, work: Work) -> tuple[Group, ...]:
    """ "Days" of things without a date: a column so called, whatever it holds."""
    if any(not is_timed(group) or group.column for group in clause.groups):
        return clause.groups
    homes = work.chooser().homes
    if not homes or any(work.catalog.dataset(home).time for home in homes):
        return clause.groups
    named = [ref for ref in clause.columns if ref.dataset in homes and _is_no_time(ref, work)]
    return tuple(DimensionGroup(ref) for ref in named) or clause.groups


def _is_no_time(ref: ColumnRef, work: Work) -> bool:
    dimension = work.catalog.dimension(ref)
    return dimension is not None and not dimension.is_time and not dimension.is_year


def _within_reach(groups: tuple[Group, ...], work: Work) -> tuple[Group, ...]:
    """Where none of them is met, those of the same name that are: the category of another table."""
    homes, reach = work.chooser().homes, work.setting.reach
    named = [group for group in groups if isinstance(group, DimensionGroup)]
    if not homes or len(named) < len(groups):
        return groups
    if any(reach.distance(homes, group.column) is not None for group in named):
        return groups
    names = {group.column.name for group in named}
    alike = [d.ref for d in work.catalog.dimensions() if d.name in names]
    near = [ref for ref in alike if reach.distance(homes, ref) is not None]
    return tuple(replace(named[0], column=ref) for ref in near) or groups


def _column(group: Group) -> ColumnRef | None:
    return group.column


def _auto_grain(work: Work) -> Grain:
    """Years where only years are known."""
    from bi.language.compose.years import year_column

    return Grain.YEAR if year_column(Grain.YEAR, work) else sensible_grain(work)


def sensible_grain(work: Work) -> Grain:
    """A grain that gives a readable number of points over the question's days."""
    span = _days(work)
    if span is None:
        return Grain.MONTH
    if span <= _DAYS:
        return Grain.DAY
    if span <= _WEEKS:
        return Grain.WEEK
    return Grain.MONTH if span <= _MONTHS else Grain.YEAR


def _days(work: Work) -> int | None:
    from bi.language.compose.timing import range_of

    time = work.query.time
    if work.draft.times:
        time = range_of(work.draft.times[0], work).range
    if time is None:
        return _profiled_days(work)
    end = time.end or work.setting.today
    return (end - time.start).days if time.start else None


def _profiled_days(work: Work) -> int | None:
    for measured in work.query.measures:
        if isinstance(measured.value, NamedMeasure):
            measure = work.catalog.measure(measured.value.name)
            time = work.catalog.time_of(measure) if measure else None
            span = work.setting.profile.spans.get(time.ref) if time else None
            if span:
                return (span[1] - span[0]).days
    return None


def keep_order(work: Work, before: tuple[Group, ...], groups: tuple[Group, ...]) -> None:
    """An order by a group that has gone is dropped, others follow their group."""
    places = {group: index for index, group in enumerate(groups)}
    order = []
    for one in work.query.order:
        if one.target != "group":
            order.append(one)
        elif before[one.index] in places:
            order.append(replace(one, index=places[before[one.index]]))
    limit = work.query.limit
    if limit is not None and limit.within:
        within = tuple(places[before[i]] for i in limit.within if before[i] in places)
        work.set(limit=replace(limit, within=within))
    work.set(order=tuple(order))


def _splits_a_ranking(work: Work, before: tuple[Group, ...], groups: tuple[Group, ...]) -> bool:
    return (
        work.query.limit is not None
        and work.draft.rank is None
        and len(groups) > len(before)
        and set(before) <= set(groups)
    )


def _which_ranking(work: Work, before: tuple[Group, ...], groups: tuple[Group, ...]) -> Trouble:
    """The first ten cannot be kept and split; what can be done is offered."""
    limit = work.query.limit
    added = [group for group in groups if group not in before]
    ordered = (*added, *before)
    count = limit.count if limit else 0
    within = replace(
        work.query, groups=ordered, limit=Limit(count, tuple(range(len(added)))), columns=()
    )
    every = replace(work.query, groups=groups, limit=None, order=())
    names = enumerated([group_name(group, work.catalog) for group in added])
    return Trouble(
        f"The first {count} cannot be split by {names} while only they are kept. Which would help?",
        queries=(alternative(within, work), alternative(every, work)),
    )


def contrast(work: Work, one: Filter) -> None:
    """Values set side by side get a row each."""
    group = DimensionGroup(one.column)
    if group not in work.query.groups:
        work.set(groups=(*work.query.groups, group))
