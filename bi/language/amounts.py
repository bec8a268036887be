"""What columns of numbers are wanted for: to be measured, to part the rows, or each row's own.

"Price by region" measures a column for which nobody named an aggregation, "price against size"
wants the single rows, "the distribution of prices" counts the rows in steps of a price.
"""

from __future__ import annotations

from dataclasses import replace

from bi.language.clauses import ChartClause, EntityClause, Manner, MeasureClause, RankClause
from bi.language.draft import Draft
from bi.model.catalog import Aggregation, ColumnRef
from bi.model.chart import ChartType
from bi.model.semantic import Aggregate, Calculation, DatePartGroup, Group, TimeGroup

_ALONG = (Manner.BY, Manner.EACH, Manner.COMPARED)
_POINTS = (ChartType.SCATTER, ChartType.BUBBLE)
_SHOWN = (Manner.NAMED, Manner.WHICH)
_BARS = (
    ChartType.BAR, ChartType.HORIZONTAL_BAR, ChartType.STACKED_BAR, ChartType.GROUPED_BAR,
    ChartType.PIE, ChartType.DONUT,
)  # fmt: skip
_COUNTED = frozenset({"COUNT_ROWS", "DISTRIBUTION"})


def counts_rows(draft: Draft) -> bool:
    """Whether rows are counted of which no noun says what they are: "count by region"."""
    if draft.measures:
        return False
    return bool(draft.marks & _COUNTED) or _drawn(draft, ChartType.HISTOGRAM)


def counts_what_is_named(draft: Draft, entities: list[EntityClause]) -> bool:
    """ "Show the origin as a bar chart": how many there are of each, as nothing is measured."""
    if draft.measures or not _drawn(draft, *_BARS) or draft.rank or draft.marks & {"DETAILS"}:
        return False
    own = [one for one in entities if one.manner is Manner.NAMED]
    parting = own and all(one.columns and not one.dataset and not one.amounts for one in own)
    return bool(parting) and len(own) == len(entities) and not any(one.names_rows for one in own)


def _drawn(draft: Draft, *charts: ChartType) -> bool:
    return draft.chart is not None and draft.chart.chart in charts


def plots_rows(draft: Draft, entities: list[EntityClause]) -> bool:
    """Whether single rows are drawn by two numbers that each of them has."""
    if draft.rank or draft.calculation or draft.against or "COUNT_ROWS" in draft.marks:
        return False
    if any(not one.columns for one in draft.measures):
        return False
    amounts = [one for one in entities if one.amounts]
    if _lists_both(draft, entities) or _spread_over_several(draft, entities):
        return True
    if _drawn(draft, ChartType.BOXPLOT) and amounts and not draft.measures:
        return True
    said = "RELATIONSHIP" in draft.marks or _drawn(draft, *_POINTS)
    if len(amounts) + len(draft.measures) < 2:
        return False
    if said and "DISTRIBUTION" not in draft.marks:
        return True
    many = [one for one in amounts if not one.few]
    along = any(one.manner is Manner.BY for one in many)
    return along and len(many) > 1 and (draft.chart is None)


def _lists_both(draft: Draft, entities: list[EntityClause]) -> bool:
    """ "The distribution of team and points": the points of each team there is."""
    own = [one for one in entities if one.columns and not one.dataset]
    joined = len(own) > 1 and all(one.place.start - 1 in draft.joints for one in own[1:])
    plain = all(one.manner is Manner.NAMED for one in entities) and not draft.measures
    return "DISTRIBUTION" in draft.marks and plain and joined and any(one.amounts for one in own)


def _spread_over_several(draft: Draft, entities: list[EntityClause]) -> bool:
    """ "The distribution of pay by job and town": there are too many parts to count in steps."""
    if draft.measures or "DISTRIBUTION" not in draft.marks or draft.chart is not None:
        return False
    spread = [one for one in entities if one.amounts and not one.few and not one.dataset]
    homes = {ref.dataset for one in spread for ref in one.columns}
    parting = [
        one
        for one in entities
        if one.manner in _ALONG and one not in spread and one.dataset not in homes
    ]
    names = [one for one in parting if one.columns and not one.dataset]
    return len(spread) == 1 and len(parting) == len(names) > 1


def as_points(draft: Draft) -> None:
    """A drawing of single rows is one of points, or of boxes, unless another was wished for."""
    draft.marks -= {"DISTINCT"}
    if draft.chart is None and "DISTRIBUTION" in draft.marks and len(draft.outputs) > 1:
        numbers = [one for one in draft.outputs if one.amounts]
        if len(numbers) == 1 and all(one.columns for one in draft.outputs):
            draft.chart = ChartClause(draft.outputs[0].place, ChartType.BOXPLOT)
    if draft.chart is None and len(draft.outputs) > 1 and _both_are_numbers(draft.outputs):
        draft.chart = ChartClause(draft.outputs[0].place, ChartType.SCATTER)


def _both_are_numbers(outputs: list[EntityClause]) -> bool:
    return sum(1 for one in outputs if one.amounts or not one.columns) > 1


def extremes_of_each(draft: Draft, entities: list[EntityClause]) -> None:
    """ "The lowest price for every region" is of each region, not of the first row."""
    rank = draft.rank
    if rank is None or not rank.columns or rank.count or rank.plural or draft.limit:
        return
    others = [one for one in draft.measures if one.choices != rank.values]
    if others or not (rank.own or _is_of_each(draft, rank, entities)):
        return
    aggregation = Aggregation.MAX if rank.descending else Aggregation.MIN
    choices = tuple(Aggregate(aggregation, ref) for ref in rank.columns)
    draft.measures, draft.rank = [MeasureClause(rank.place, choices, meant=rank.meant)], None


def _is_of_each(draft: Draft, rank: RankClause, entities: list[EntityClause]) -> bool:
    """ "Director and the highest rating, as bars": a chart of one row shows nothing.

    So it is in "the highest rating of different directors".
    """
    manners = {one.manner for one in entities}
    if rank.values:
        return Manner.EACH in manners
    joined = rank.place.start - 1 in draft.joints or "DISTINCT" in draft.marks
    joined = joined and Manner.NAMED in manners
    return bool(manners & {Manner.BY, Manner.EACH}) or (joined and _drawn(draft, *_BARS))


def measure_amounts(draft: Draft, entities: list[EntityClause]) -> list[EntityClause]:
    """The entities left once bare numbers beside a grouping are measured."""
    entities = _with_numbers_of(draft, entities)
    if draft.measures or draft.marks & _COUNTED or draft.rank or draft.calculation:
        return entities
    amounts = [one for one in entities if one.amounts and one.manner in _SHOWN]
    parting = [
        one
        for one in entities
        if one not in amounts and (one.manner in _ALONG) and (one.groups or one.auto)
    ]
    parting = [one for one in parting if not _owns(one, amounts)]
    parting = parting or _named_in_bars(draft, entities, amounts)
    if not amounts or not parting or _drawn(draft, ChartType.HISTOGRAM):
        return entities
    if _are_of_each(entities, amounts, parting):
        return entities
    if all(one.few for one in amounts) and any(one.amounts for one in parting):
        return entities
    draft.measures += [
        MeasureClause(one.place, one.amounts, joined=True, columns=one.columns) for one in amounts
    ]
    return [one for one in entities if one not in amounts]


def _are_of_each(
    entities: list[EntityClause], amounts: list[EntityClause], parting: list[EntityClause]
) -> bool:
    """ "The town and age of each vet": columns of rows, as one of them is no number."""
    shown = [one for one in entities if one.manner in _SHOWN and one.columns and not one.dataset]
    each = all(one.manner is Manner.EACH and one.dataset for one in parting)
    return each and len(shown) > len(amounts)


def along_time(draft: Draft) -> None:
    """A line leads through time where nothing else is said for it to lead along."""
    drawn = _drawn(draft, ChartType.LINE, ChartType.AREA)
    if drawn and draft.chart and draft.measures and not draft.groups and not draft.rank:
        draft.groups.append(EntityClause(draft.chart.place, Manner.BY, auto=True))


def bucket_dates(entities: list[EntityClause]) -> list[EntityClause]:
    """ "For each receipt date, and bin it by weekday": the dates are seen in those buckets only.

    So they are in "the number of documents stored in each weekday", where no date is asked for
    twice.
    """
    dates = [one for one in entities if _is_date(one)]
    asked = [one for one in dates if one.buckets]
    buckets = asked or [one for one in dates if _is_bucket(one)]
    others = [one for one in dates if one not in buckets]
    if not asked:
        others = [one for one in others if one.manner is Manner.NAMED and _columns(one)]
    if not buckets or not others:
        return entities
    columns = dict.fromkeys(column for one in (*buckets, *others) for column in _columns(one))
    if not columns:
        return [one for one in entities if one not in others or one.groups != buckets[0].groups]
    return [
        replace(one, groups=_of_columns(one.groups, list(columns)))
        if one in buckets and columns
        else one
        for one in entities
        if one not in others
    ]


def _columns(one: EntityClause) -> list[ColumnRef]:
    return [group.column for group in one.groups if group.column is not None]


def _is_bucket(one: EntityClause) -> bool:
    """ "By month", "in each weekday", of no date in particular."""
    return one.manner in (Manner.BY, Manner.EACH) and not one.auto and not _columns(one)


def _of_columns(groups: tuple[Group, ...], columns: list[ColumnRef]) -> tuple[Group, ...]:
    found = [_of(group, column) for group in groups for column in columns]
    return tuple(dict.fromkeys(found))


def _is_date(one: EntityClause) -> bool:
    return bool(one.groups) and all(
        isinstance(group, TimeGroup | DatePartGroup) for group in one.groups
    )


def drop_share(draft: Draft) -> None:
    """ "Show the proportion in a pie": its slices show what part of the whole each is."""
    said = draft.calculation
    if said is None or said.calculation is not Calculation.SHARE_OF_TOTAL:
        return
    if _drawn(draft, ChartType.PIE, ChartType.DONUT):
        draft.calculation = None
        draft.marks |= set() if draft.measures else {"COUNT_ROWS"}


def _owns(one: EntityClause, amounts: list[EntityClause]) -> bool:
    """ "Each vet's salary" is a row's own."""
    home = one.dataset
    return home is not None and all(
        any(ref.dataset == home for ref in amount.columns) for amount in amounts
    )


def _named_in_bars(
    draft: Draft, entities: list[EntityClause], amounts: list[EntityClause]
) -> list[EntityClause]:
    """ "Origin and weight as a bar chart": a bar for each origin, unless it names single rows."""
    others = [one for one in entities if one not in amounts]
    if not _drawn(draft, *_BARS) or not all(one.manner is Manner.NAMED for one in others):
        return []
    plain = all(one.columns and not one.dataset and not one.names_rows for one in others)
    return others if plain else []


def _with_numbers_of(draft: Draft, entities: list[EntityClause]) -> list[EntityClause]:
    """ "Number of cylinders and average price": a column that tells the number is a grouping."""
    told = [one for one in draft.measures if one.counted and one.counted.amounts]
    bare = any(one.amounts and one.manner is Manner.NAMED for one in entities)
    if not told or (len(told) == len(draft.measures) and not bare):
        return entities
    draft.measures = [one for one in draft.measures if one not in told]
    added = [one.counted for one in told if one.counted]
    return sorted([*entities, *added], key=lambda one: one.place.start)


def by_what_is_counted(draft: Draft) -> None:
    """A drawing of "the number of dates" is along them; "names by number of names", too."""
    counted = draft.measures[0].counted if len(draft.measures) == 1 else None
    if counted is None or draft.rank or not _counts_values(draft.measures[0]):
        return
    timed = _in_buckets_of(counted, draft.groups)
    if timed is not None:
        draft.groups, draft.measures = timed, []
        draft.marks |= {"COUNT_ROWS"}
        return
    along = [one for one in draft.groups if set(one.groups) & set(counted.groups)]
    drawn = draft.chart is not None and not _drawn(draft, ChartType.KPI, ChartType.TABLE)
    if along or (drawn and (not draft.groups or counted.amounts)):
        draft.measures = []
        draft.marks |= {"COUNT_ROWS"}
        if not along:
            draft.groups.append(counted)


def _in_buckets_of(counted: EntityClause, groups: list[EntityClause]) -> list[EntityClause] | None:
    """ "The number of booking dates for each month": the months are those of the dates."""
    moments = {group.column for group in counted.groups if isinstance(group, TimeGroup)}
    if len(moments) != 1:
        return None
    column = next(iter(moments))
    found = [
        replace(one, groups=tuple(_of(group, column) for group in one.groups)) for one in groups
    ]
    return found if found != groups else None


def _of(group: Group, column: ColumnRef | None) -> Group:
    if isinstance(group, TimeGroup | DatePartGroup) and group.column is None:
        return replace(group, column=column)
    return group


def _counts_values(clause: MeasureClause) -> bool:
    return all(
        isinstance(one, Aggregate) and one.aggregation is Aggregation.COUNT_DISTINCT
        for one in clause.choices
    )
