"""What a tile asks once the filters of its dashboard are applied.

A filter applies where the question with it has a right answer: the compiler is asked, so the
rules of join paths, conformed dimensions and roles are its own, and so is the reason why not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bi.catalog.within import is_within
from bi.compiler.compile import CompiledQuery, compile_query
from bi.dashboards.dating import with_dates
from bi.dashboards.periods import moved, period_today
from bi.dashboards.values import with_values
from bi.model.catalog import Catalog
from bi.model.dashboard import Dashboard, DashboardFilter, DateFilter, Tile, ValueFilter
from bi.model.errors import FilterLeavesNothing, NotInCatalog, QueryNotPossible
from bi.model.semantic import SemanticQuery, TimeRange

_Compiled = Callable[[SemanticQuery], CompiledQuery]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A filter that the tile cannot follow, and why; the reason is for the person."""

    id: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What is asked, its SQL, and `filters`, the ids of those that limit the tile now.

    A filter that is set to nothing is in neither list, as one that the tile does not listen to.
    """

    query: SemanticQuery
    compiled: CompiledQuery
    filters: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def applied(
    tile: Tile, dashboard: Dashboard, catalog: Catalog, today: date, dialect: str
) -> Applied:
    """The tile's query today, limited by the filters that it can follow.

    `catalog` is that of the viewer. Raises NotInCatalog, FilterLeavesNothing where a filter and
    the tile's own period or values exclude one another, and QueryNotPossible where the tile has
    no query, or one without right SQL.
    """
    if tile.query is None:
        raise QueryNotPossible(f"“{tile.title}” asks nothing of the data.", tile=tile.id)
    if not is_within(tile.query, catalog):
        raise NotInCatalog(
            f"“{tile.title}” is about something that is not there, or not for you to see.",
            tile=tile.id,
        )
    own = moved(tile.query, tile.moving, today, catalog.calendar)
    heard = [one for one in dashboard.filters if tile.filters is None or one.id in tile.filters]
    put = _Putting(tile.title, catalog, today)
    waiting = [one for one in heard if put.is_set(one)]

    def compiled(query: SemanticQuery) -> CompiledQuery:
        return compile_query(query, catalog, dialect)

    try:
        return _all_at_once(own, waiting, put, compiled)
    except QueryNotPossible:
        return _one_by_one(Applied(own, compiled(own)), waiting, put, compiled)


def follows(
    query: SemanticQuery, one: DashboardFilter, catalog: Catalog, today: date, dialect: str
) -> bool:
    """Whether a tile that asks this can follow the filter, which is set to something.

    Where the filter leaves nothing of it, it does.
    """
    put = _Putting("", catalog, today)
    try:
        compile_query(put(one, query), catalog, dialect)
    except FilterLeavesNothing:
        return True
    except QueryNotPossible:
        return False
    return True


def _all_at_once(
    query: SemanticQuery, filters: list[DashboardFilter], put: _Putting, compiled: _Compiled
) -> Applied:
    """What most dashboards have, at the cost of one."""
    for one in filters:
        query = put(one, query)
    return Applied(query, compiled(query), tuple(one.id for one in filters))


def _one_by_one(
    found: Applied, filters: list[DashboardFilter], put: _Putting, compiled: _Compiled
) -> Applied:
    for one in filters:
        try:
            query = put(one, found.query)
            with_it = Applied(query, compiled(query), (*found.filters, one.id), found.left_out)
        except QueryNotPossible as error:
            reason = LeftOut(one.id, one.title, error.message)
            found = replace(found, left_out=(*found.left_out, reason))
        else:
            found = with_it
    return found


@dataclass(frozen=True, slots=True)
class _Putting:
    title: str
    catalog: Catalog
    today: date

    def is_set(self, one: DashboardFilter) -> bool:
        if isinstance(one, ValueFilter):
            return bool(one.values)
        range_ = one.range
        return one.moving is not None or bool(range_ and (range_.start or range_.end))

    def __call__(self, one: DashboardFilter, query: SemanticQuery) -> SemanticQuery:
        """Raises QueryNotPossible where it cannot be, FilterLeavesNothing."""
        if one.column is not None and self.catalog.dimension(one.column) is None:
            raise QueryNotPossible("What it filters is not there, or not for you to see.")
        if isinstance(one, ValueFilter):
            return with_values(query, one, self.title, self.catalog)
        return with_dates(query, self.range_of(one), one, self.title, self.catalog)

    def range_of(self, one: DateFilter) -> TimeRange:
        if one.moving is not None:
            range_ = period_today(one.moving, self.today, self.catalog.calendar)
        else:
            assert one.range is not None  # others are not set
            range_ = one.range
        return replace(range_, column=one.column or range_.column)
