"""By what the tiles of a dashboard can be filtered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bi.catalog.within import is_within
from bi.catalog.wording import capital, label_of
from bi.dashboards.applying import follows
from bi.dashboards.filtering import DATE_TITLE
from bi.dashboards.periods import moved
from bi.model.catalog import Catalog, ColumnRef, ColumnType, Dimension, Grain
from bi.model.dashboard import Dashboard, DashboardFilter, DateFilter, ValueFilter
from bi.model.profile import Profile
from bi.model.semantic import Scalar, SemanticQuery, TimeRange

# So many values can be shown side by side to choose from.
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Filterable:
    """A column that `tiles` of the dashboard's tiles can follow a filter by. `column` None: the
    date that each measure has by the catalog."""

    column: ColumnRef | None
    label: str
    kind: Literal["values", "dates"]
    tiles: int


def filterable(
    dashboard: Dashboard, catalog: Catalog, profile: Profile, today: date, dialect: str
) -> tuple[Filterable, ...]:
    """What the most tiles can follow first; of those what is chosen from a few values.

    `catalog` is that of the viewer: a tile about what is not in it follows nothing. A tile that
    lists its filters follows a new one once that is in its list. Not for the event loop.
    """
    asked = [
        moved(replace(tile.query, forecast=None), tile.moving, today, catalog.calendar)
        for tile in dashboard.tiles
        if tile.query is not None and is_within(tile.query, catalog)
    ]
    look = _Look(asked, catalog, today, dialect)
    found = [
        (_use(dimension, profile), Filterable(_ref(dimension), _label(dimension, catalog), kind, n))
        for dimension, kind in _candidates(catalog)
        if (n := look.followers(dimension, kind))
    ]
    found.sort(key=lambda one: (-one[1].tiles, one[0]))
    return tuple(one for _, one in found)


def _candidates(
    catalog: Catalog,
) -> Iterator[tuple[Dimension | None, Literal["values", "dates"]]]:
    """Of dimensions that hold the same values the one that the others refer to."""
    yield None, "dates"
    for dimension in catalog.dimensions():
        if dimension.same_as is not None and catalog.dimension(dimension.same_as) is not None:
            continue
        if dimension.is_time:
            yield dimension, "dates"
        elif dimension.type is not ColumnType.TIME:
            yield dimension, "values"


def _ref(dimension: Dimension | None) -> ColumnRef | None:
    return dimension.ref if dimension else None


def _label(dimension: Dimension | None, catalog: Catalog) -> str:
    return capital(label_of(dimension.ref, catalog)) if dimension else DATE_TITLE


def _use(dimension: Dimension | None, profile: Profile) -> int:
    """How far it is from what people filter by; small is near."""
    if dimension is None:
        return 0
    if dimension.identifier:
        return 6
    if dimension.is_time:
        return 3
    if dimension.type is ColumnType.BOOLEAN:
        return 2
    if dimension.type is not ColumnType.TEXT:
        return 5
    known = known_values(dimension, profile)
    return 1 if known is not None and 1 < len(known) <= MOST_SHOWN else 4


def known_values(dimension: Dimension, profile: Profile) -> Sequence[str] | None:
    """All values of it that the viewer's rows have, in order; None where not all are known."""
    ref = dimension.in_role_of or dimension.ref
    return None if ref in profile.incomplete else profile.values.get(ref)


class _Look:
    """Asks the compiler once for columns that cannot differ to it: those of one dataset, unless
    others stand in for one of them."""

    def __init__(
        self, asked: Sequence[SemanticQuery], catalog: Catalog, today: date, dialect: str
    ) -> None:
        self._asked = asked
        self._catalog = catalog
        self._today = today
        self._dialect = dialect
        self._known: dict[object, int] = {}

    def followers(self, dimension: Dimension | None, kind: Literal["values", "dates"]) -> int:
        alike: object = dimension and dimension.ref
        if dimension is not None and kind == "values":
            has_twins = len(self._catalog.conformed(dimension.ref)) > 1
            alike = dimension.ref if has_twins else (dimension.dataset, dimension.type)
        if alike not in self._known:
            one = _filter(dimension, self._today)
            self._known[alike] = sum(self._follows(query, one) for query in self._asked)
        return self._known[alike]

    def _follows(self, query: SemanticQuery, one: DashboardFilter) -> bool:
        return follows(query, one, self._catalog, self._today, self._dialect)


def _filter(dimension: Dimension | None, today: date) -> DashboardFilter:
    """One by it that is set; to what makes no difference, as long as its type is right."""
    if dimension is None or dimension.is_time:
        year = TimeRange(
            date(today.year, 1, 1), date(today.year + 1, 1, 1), str(today.year), Grain.YEAR
        )
        return DateFilter("-", "-", range=year, column=dimension.ref if dimension else None)
    value: Scalar = "-"
    if dimension.type is ColumnType.BOOLEAN:
        value = True
    elif dimension.type.is_numeric:
        value = 0
    return ValueFilter("-", "-", dimension.ref, (value,))
