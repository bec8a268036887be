"""Best first, sorting, and how many."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog.keys import key_of
from bi.catalog.wording import enumerated, group_name, value_name
from bi.language.clauses import Axis, Manner, RankClause, SortClause
from bi.language.compose.alternatives import alternative
from bi.language.compose.work import Work, is_timed
from bi.language.constructs.construct import Scope
from bi.language.names import is_amount
from bi.language.reach import Distance
from bi.language.trouble import Trouble
from bi.model.catalog import Aggregation
from bi.model.semantic import (
    Aggregate,
    CountRows,
    DimensionGroup,
    Group,
    Limit,
    Measured,
    NamedMeasure,
    Order,
    OrderTarget,
    SemanticQuery,
    Value,
)
from bi.model.words import mid_sentence

_ROWS = 10
_OFFERED = 3


def put_rank(work: Work) -> None:
    rank = work.draft.rank
    if rank is None:
        return
    groups = work.query.groups
    _refuse_nested(work)
    if not groups:
        raise _of_what(rank, work)
    within = _within(work)
    order = Order(OrderTarget.MEASURE, _ranked_by(rank, work), _descending(rank, work))
    count = _count(rank, work)
    limit = Limit(count, within) if count else None
    if rank.nth is not None:
        limit = Limit(1, within, skip=rank.nth - 1)
    if "TIES" in work.draft.marks:
        limit = _with_ties(limit, rank, within)
    work.set(order=(order,), limit=limit)
    if limit is not None:
        work.origins[limit] = rank.place
    work.origins[order] = rank.place


def _ranked_by(rank: RankClause, work: Work) -> int:
    """The measure that the rank names, else the first."""
    for index, measured in enumerate(work.query.measures):
        if measured.value in rank.values:
            return index
    return 0


def _with_ties(limit: Limit | None, rank: RankClause, within: tuple[int, ...]) -> Limit:
    """All that are level with the first, or with the last of a number that was said."""
    if limit is None or rank.count is None:
        return Limit(1, within, ties=True)
    return replace(limit, ties=True)


def _of_what(rank: RankClause, work: Work) -> Trouble:
    """What is ranked was not said; things that have names are offered first."""
    measures = work.query.measures
    name = mid_sentence(value_name(measures[0].value, work.catalog)) if measures else ""
    dimensions = [d for d in work.setting.reach.dimensions(measures) if d.type == "text"]
    dimensions.sort(key=lambda dimension: not dimension.display)
    order = Order(OrderTarget.MEASURE, 0, rank.descending)
    limit = Limit(rank.count or _ROWS)
    queries = [
        replace(work.query, groups=(DimensionGroup(d.ref),), order=(order,), limit=limit)
        for d in dimensions[:_OFFERED]
    ]
    return Trouble(
        f"“{rank.place.source}” of what? Say what to rank by {name}.",
        queries=tuple(alternative(query, work) for query in queries),
    )


def _refuse_nested(work: Work) -> None:
    """ "revenue by month for the top 5 customers" needs those five found first."""
    clauses = work.draft.groups
    nested = [one for one in clauses if one.restricts]
    if nested and (len(clauses) > 1 or work.draft.counts_noun):
        source = nested[0].place.source
        raise Trouble(
            f"Something of the first “{source}” alone cannot be asked yet. Ask for the ranking, "
            f"or for one within each.",
            unknown=(source,),
        )


def _descending(rank: RankClause, work: Work) -> bool:
    """The best are the lowest where less is better."""
    value = work.query.measures[_ranked_by(rank, work)].value
    if rank.judged and isinstance(value, NamedMeasure):
        found = work.catalog.measure(value.name) or work.catalog.metric(value.name)
        if found is not None and found.higher_is_better is False:
            work.assume(f"Less {found.label.lower()} is better.")
            return not rank.descending
    return rank.descending


def _count(rank: RankClause, work: Work) -> int | None:
    """How many rows: as said, one for "which region", ten for "top customers"."""
    if rank.count is not None:
        return rank.count
    if work.draft.limit is not None:
        return work.draft.limit.count
    ranked = [
        c for c in work.draft.groups if c.manner in (Manner.RANKED, Manner.WHICH, Manner.NAMED)
    ]
    if not ranked:
        return 1 if work.draft.points_back else None
    if not ranked[-1].plural:
        return 1
    if work.draft.sort is not None:
        return None  # "the longest rivers, from longest to shortest": all, in that order
    work.assume(f"The first {_ROWS} are shown, as no number was given.")
    return _ROWS


def _within(work: Work) -> tuple[int, ...]:
    """The groups that the ranking starts afresh in: all but the thing ranked."""
    groups = work.query.groups
    if len(groups) == 1:
        return ()
    ranked = _ranked(work)
    if "OF_THEM" in work.draft.marks:
        return ()
    if not ranked and len({group.column and group.column.dataset for group in groups}) == 1:
        return ()
    before = work.setting.previous
    if not ranked and before and before.limit and before.groups == groups:
        return before.limit.within  # "only the best one" of what was ranked so before
    if not ranked:
        previous = work.setting.previous
        if previous and previous.limit and previous.limit.within and previous.groups == groups:
            return previous.limit.within  # "only the best one", of each as before
        raise _which_scope(work)
    within = tuple(index for index, group in enumerate(groups) if group not in ranked)
    names = (
        enumerated([group_name(groups[index], work.catalog) for index in within]) if within else ""
    )
    if names:
        work.assume(f"The ranking is made within each {names}.")
    return within


def _ranked(work: Work) -> set[Group]:
    """The groups of the sentence that are what is ranked."""
    found = set()
    for clause in work.draft.groups:
        if clause.manner in (Manner.RANKED, Manner.WHICH, Manner.NAMED):
            found |= {group for group in work.query.groups if group in clause.groups}
    return found


def _which_scope(work: Work) -> Trouble:
    rank, groups = work.draft.rank, work.query.groups
    count = rank.count if rank and rank.count else _ROWS
    order = (Order(OrderTarget.MEASURE, 0, rank.descending if rank else True),)
    overall = replace(work.query, order=order, limit=Limit(count))
    within = replace(work.query, order=order, limit=Limit(count, (0,)))
    names = [group_name(group, work.catalog) for group in groups]
    return Trouble(
        f"The first {count} of all rows by {enumerated(names)}, or in each {names[0]}?",
        queries=(alternative(within, work), alternative(overall, work)),
    )


def put_sort(work: Work) -> None:
    if work.draft.sort is not None:
        order = _order(work.draft.sort, work)
        work.origins[order] = work.draft.sort.place
        work.set(order=(order,))
    if work.draft.limit is not None:
        within = work.query.limit.within if work.draft.rank and work.query.limit else ()
        ties = "TIES" in work.draft.marks
        limit = Limit(work.draft.limit.count, within, ties=ties)
        work.origins[limit] = work.draft.limit.place
        work.set(limit=limit)
        _order_what_is_cut(work)


def _order_what_is_cut(work: Work) -> None:
    """The first rows are the greatest, unless they are in order of time or said otherwise."""
    query = work.query
    if query.order or not query.measures or all(is_timed(group) for group in query.groups):
        return
    name = mid_sentence(value_name(query.measures[0].value, work.catalog))
    work.set(order=(Order(OrderTarget.MEASURE, 0, descending=True),))
    work.assume(f"The rows with the highest {name} are kept.")


def _order(sort: SortClause, work: Work) -> Order:
    query = work.query
    if sort.timed is not None:
        return _order_by_group(sort, sort.timed, work)
    shown = [one.value for one in query.measures]
    for index, value in enumerate(shown):
        if value in sort.values or (_is_over(value, sort) and not set(shown) & set(sort.values)):
            descending = sort.descending if sort.descending is not None else True
            return Order(OrderTarget.MEASURE, index, descending)
    for index, group in enumerate(query.groups):
        if group in sort.groups or _is_of(group, sort):
            return Order(OrderTarget.GROUP, index, bool(sort.descending))
    for index, column in enumerate(query.columns):
        if any(column == getattr(group, "column", None) for group in sort.groups):
            return Order(OrderTarget.COLUMN, index, bool(sort.descending))
    if sort.by_name and (named := _order_by_name(sort, work)):
        return named
    if sort.values and not _measures_alike(sort, work):
        return _order_by_added(sort, work)
    if (told := _order_by_key(sort, work)) is not None:
        return told
    if sort.axis is not None:
        return _order_by_axis(sort, sort.axis, work)
    if (first := _order_by_first(sort, work)) is not None:
        return first
    if sort.sized and query.measures and not _is_by_amount(query):
        return Order(OrderTarget.MEASURE, 0, bool(sort.descending))
    if not sort.values and not sort.groups and query.order:
        return replace(query.order[0], descending=bool(sort.descending))
    if not sort.values and not sort.groups and query.measures:
        return Order(OrderTarget.MEASURE, 0, bool(sort.descending))
    raise _no_such_column(sort)


def _is_by_amount(query: SemanticQuery) -> bool:
    amounts = (OrderTarget.MEASURE, OrderTarget.CHANGE)
    return bool(query.order) and query.order[0].target in amounts


def _is_over(value: Value, sort: SortClause) -> bool:
    """ "The average price of each, ordered by price"."""
    counts = isinstance(value, Aggregate) and value.aggregation is Aggregation.COUNT_DISTINCT
    return isinstance(value, Aggregate) and not counts and value.column in sort.columns


def _is_of(group: Group, sort: SortClause) -> bool:
    """Whether a group of numbers in steps is by the column named."""
    return isinstance(group, DimensionGroup) and group.column in sort.columns


def _measures_alike(sort: SortClause, work: Work) -> bool:
    """ "Sort by the number" of what is counted in another way: that is what is meant."""
    said = {_aggregation(value, work) for value in sort.values}
    return any(_aggregation(one.value, work) in said for one in work.query.measures)


def _aggregation(value: Value, work: Work) -> Aggregation | None:
    found: Aggregation | None = None
    if isinstance(value, CountRows):
        found = Aggregation.COUNT
    elif isinstance(value, Aggregate):
        found = value.aggregation
    elif isinstance(value, NamedMeasure) and (measure := work.catalog.measure(value.name)):
        found = measure.aggregation
    return Aggregation.COUNT if found is Aggregation.COUNT_DISTINCT else found


def _order_by_added(sort: SortClause, work: Work) -> Order:
    """ "Total load by country, sorted by the number of tours": that is shown as well."""
    query = work.query
    if len(set(sort.values)) != 1 or not query.groups:
        raise _no_such_column(sort)
    added = Measured(sort.values[0])
    work.set(measures=(*query.measures, added))
    work.origins[added] = sort.place
    descending = sort.descending if sort.descending is not None else True
    return Order(OrderTarget.MEASURE, len(query.measures), descending)


def _order_by_axis(sort: SortClause, axis: Axis, work: Work) -> Order:
    """Along x are the groups, first of all the first; along y what is measured."""
    if axis is Axis.X and work.query.groups:
        return Order(OrderTarget.GROUP, 0, bool(sort.descending))
    if axis is Axis.Y and work.query.measures:
        descending = sort.descending if sort.descending is not None else True
        return Order(OrderTarget.MEASURE, 0, descending)
    raise _no_such_column(sort)


def _order_by_name(sort: SortClause, work: Work) -> Order | None:
    """ "By the names": by the first group that is no time, whatever the things are called."""
    for index, group in enumerate(work.query.groups):
        if not is_timed(group):
            return Order(OrderTarget.GROUP, index, bool(sort.descending))
    return None


def _order_by_key(sort: SortClause, work: Work) -> Order | None:
    """ "Orders of each customer, by customer number": what tells the things apart is shown too."""
    groups = work.query.groups
    said = {key_of(column, work.catalog) for column in sort.columns}
    for index, group in enumerate(groups, start=1):
        named = work.catalog.dimension(group.column) if group.column else None
        key = Scope(work.catalog).key_of(named.dataset) if named and named.display else None
        if key is not None and key.ref in said:
            added = DimensionGroup(key.ref)
            work.origins[added] = sort.place
            work.set(groups=(*groups[:index], added, *groups[index:]))
            return Order(OrderTarget.GROUP, index, bool(sort.descending))
    return None


def _order_by_first(sort: SortClause, work: Work) -> Order | None:
    """ "Names of runners by their times, and count them": each where the first one with it is."""
    homes, reach = work.chooser().homes, work.setting.reach
    near = [
        column
        for column in sort.columns
        if (dimension := work.catalog.dimension(column)) and is_amount(dimension)
        if reach.distance(homes, column) in (Distance.OWN, Distance.JOINED)
    ]
    counted = [one for one in work.query.measures if _counts(one.value, work)]
    if len(near) != 1 or len(counted) != len(work.query.measures) or not work.query.groups:
        return None
    if any(getattr(one.value, "column", None) == near[0] for one in counted):
        return None  # the number of dates has no order by these dates
    descending = bool(sort.descending)
    aggregation = Aggregation.MAX if descending else Aggregation.MIN
    added = Measured(Aggregate(aggregation, near[0]))
    index = len(work.query.measures)
    work.set(measures=(*work.query.measures, added))
    work.origins[added] = sort.place
    name = mid_sentence(value_name(added.value, work.catalog))
    work.assume(f"Each is placed by its {name}.")
    return Order(OrderTarget.MEASURE, index, descending)


def _counts(value: Value, work: Work) -> bool:
    return _aggregation(value, work) is Aggregation.COUNT


def _order_by_group(sort: SortClause, timed: bool, work: Work) -> Order:
    for index, group in enumerate(work.query.groups):
        if is_timed(group) is timed:
            return Order(OrderTarget.GROUP, index, bool(sort.descending))
    raise _no_such_column(sort)


def _no_such_column(sort: SortClause) -> Trouble:
    return Trouble(
        f"“{sort.place.source}”: the answer has no such column to sort by.",
        unknown=(sort.place.source,),
    )
