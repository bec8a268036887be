"""Columns that stand for a date where a dataset has none: "in 1970", "by year", "by weekday"."""

from __future__ import annotations

from bi.language.clauses import Bound, Manner, Place, TimeClause
from bi.language.compose.grouping import contrast
from bi.language.compose.work import Work
from bi.language.reach import Distance
from bi.language.trouble import Trouble
from bi.model.catalog import ColumnRef, Grain
from bi.model.semantic import (
    DatePartGroup,
    DimensionGroup,
    Filter,
    Group,
    NamedMeasure,
    Operator,
    TimeGroup,
    TimeRange,
)

_NEAR = (Distance.OWN, Distance.JOINED)


def year_column(source: str, work: Work) -> ColumnRef | None:
    """The column of years that stands for a date, None where there is a date or no such column.

    One that is called a year and nothing more is meant first, and the rows that meet the things
    asked about come before those that one of these may have several of. Raises Undecided.
    """
    homes = _homes(work)
    if not homes or any(_has_date(home, work) for home in homes):
        return None
    reach = work.setting.reach
    years = [
        dimension.ref
        for dimension in work.catalog.dimensions()
        if dimension.is_year and dimension.in_role_of is None
    ]
    for rows in dict.fromkeys((tuple(homes), tuple(_bases(homes, work)))):
        far = {ref: reach.distance(rows, ref) for ref in years}
        for distance in (Distance.OWN, Distance.JOINED):
            near = [ref for ref, found in far.items() if found is distance]
            bare = [ref for ref in near if ref.name.casefold() == Grain.YEAR]
            if near:
                return work.chooser().choose(source, tuple(bare or near), lambda column: column)
    bare = [
        ref
        for ref in years
        if ref.name.casefold() == Grain.YEAR and reach.distance(homes, ref) is Distance.SHARED
    ]
    if not bare:
        return None
    return work.chooser().choose(source, bare, lambda column: column, fewest_joins=True)


def _bases(homes: list[str], work: Work) -> list[str]:
    """The rows in which what is measured meets what it is grouped by."""
    shown = {group.column.dataset for group in work.query.groups if group.column}
    found = [work.setting.reach.base(home, shown) for home in homes]
    return [base for base in found if base is not None]


def _homes(work: Work) -> list[str]:
    """The datasets whose rows are asked about."""
    homes = [h for m in work.query.measures for h in work.setting.reach.homes(m.value)]
    return homes or [group.column.dataset for group in work.query.groups if group.column]


def _has_date(home: str, work: Work) -> bool:
    names = [m.value.name for m in work.query.measures if isinstance(m.value, NamedMeasure)]
    measures = [work.catalog.measure(name) for name in names]
    return work.catalog.dataset(home).time is not None or any(one and one.time for one in measures)


def put_year(clause: TimeClause, ranges: list[TimeRange], column: ColumnRef, work: Work) -> None:
    """A condition on a column of years; several years side by side get a row each."""
    if len(ranges) == 1:
        operator, values = _condition(ranges[0], clause)
    else:
        operator = Operator.IN
        values = tuple(year for one in ranges for year in range(*_years(one, clause)))
    one = Filter(column, operator, values)
    work.origins[one] = clause.place
    kept = [old for old in work.query.filters if old.column != column or not work.editing]
    work.set(filters=(*kept, one))
    if len(ranges) > 1 and not clause.either:
        contrast(work, one)


def _condition(time: TimeRange, clause: TimeClause) -> tuple[Operator, tuple[int, ...]]:
    start, end = _years(time, clause)
    match clause.bound:
        case Bound.SINCE:
            return Operator.GREATER_OR_EQUAL, (start,)
        case Bound.AFTER:
            return Operator.GREATER, (start - 1,)
        case Bound.BEFORE:
            return Operator.LESS, (end,)
        case Bound.UNTIL:
            return Operator.LESS_OR_EQUAL, (end - 1,)
    if end - start == 1:
        return Operator.IN, (start,)
    return Operator.BETWEEN, (start, end - 1)


def _years(time: TimeRange, clause: TimeClause) -> tuple[int, int]:
    """The first year and the one after the last; an open end is 0."""
    for day in (time.start, time.end):
        if day is not None and (day.month, day.day) != (1, 1):
            source = clause.place.source
            raise Trouble(
                f"“{source}” is no whole year, and only years are known.", unknown=(source,)
            )
    return (time.start.year if time.start else 0, time.end.year if time.end else 0)


def _along(work: Work) -> set[Place]:
    """Where the words say that it is by the time: "types over the years"."""
    clauses = [one for one in work.draft.groups if one.auto or one.manner is Manner.BY]
    return {one.place for one in clauses if one.auto or " " in one.place.source}


def _refuse_compound(place: Place, work: Work) -> None:
    """ "by model year": two groupings, or a year of another kind?"""
    for clause in work.draft.groups:
        alone = clause.place.end + 1 == place.start and place not in _along(work)
        if alone:
            words = f"{clause.place.source} {place.source}"
            raise Trouble(
                f"“{words}” could be one thing or two; join them with “and”, or ask for one.",
                unknown=(words,),
            )


def _is_open(group: Group, grain: Grain | None = None) -> bool:
    """Whether it is a time of no date in particular; of one width only, if `grain` says so."""
    if isinstance(group, DatePartGroup) and grain is None:
        return group.column is None
    return isinstance(group, TimeGroup) and group.column is None and grain in (None, group.grain)


def _so_called(place: Place, work: Work) -> ColumnRef | None:
    """The nearest column whose name the words of a unit of time are."""
    homes = _homes(work)
    if not homes or any(_has_date(home, work) for home in homes):
        return None
    reach = work.setting.reach
    columns = [ref for one in work.draft.groups if one.place == place for ref in one.columns]
    near = [ref for ref in columns if reach.distance(homes, ref) in _NEAR]
    return work.chooser().choose(place.source, near, lambda ref: ref) if near else None


def group_by_year_column(work: Work) -> None:
    """ "by year", "by day of week" of what has no date: by the column that is called so, for
    years by any column of years."""
    groups: list[Group] = []
    for group in work.query.groups:
        place = work.origins.get(group)
        column = _so_called(place, work) if _is_open(group) and place else None
        if column is None and _is_open(group, Grain.YEAR):
            column = year_column(place.source if place else str(Grain.YEAR), work)
        if column is not None:
            new = DimensionGroup(column)
            if place is not None:
                _refuse_compound(place, work)
                work.origins[new] = place
            groups.append(new)
        else:
            groups.append(group)
    work.set(groups=tuple(dict.fromkeys(groups)))
