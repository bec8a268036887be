"""Whether a dashboard that somebody wrote can be kept: all faults of it, each with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date

from bi.catalog.faults import did_you_mean
from bi.compiler.compile import compile_query
from bi.dashboards.periods import period_today
from bi.model.catalog import Catalog, ColumnRef
from bi.model.dashboard import (
    GRID_COLUMNS,
    Dashboard,
    DashboardFilter,
    DateFilter,
    Place,
    Tile,
    ValueFilter,
)
from bi.model.errors import DashboardInvalid, QueryNotPossible
from bi.model.semantic import (
    CountRows,
    Filter,
    Measured,
    MovingPeriod,
    NamedMeasure,
    Operator,
    Related,
    SemanticQuery,
    TimeRange,
)

MOST_TILES = 60
MOST_FILTERS = 30
LONGEST_TITLE = 200
LONGEST_ID = 64
_LOWEST_ROW = 10_000
_TALLEST = 100
_FAULTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class DashboardFault:
    """`path` is where it is in the JSON: `tiles[0].query.measures[1].value`."""

    path: str
    message: str
    suggestion: str | None = None


def check_dashboard(
    dashboard: Dashboard, catalog: Catalog, dialect: str, datasource_id: str | None = None
) -> None:
    """Raises DashboardInvalid; details: `faults`, each a `DashboardFault`.

    `catalog` is that of whoever wrote it; `datasource_id` is the one that it has to stay on.
    """
    _refuse(list(_faults(dashboard, catalog, dialect, datasource_id)))


def check_tile(tile: Tile, catalog: Catalog, dialect: str) -> None:
    """One that is to be placed yet. Raises DashboardInvalid; paths are within the tile."""
    titled, asked = _title("title", tile.title), _asked("", tile, catalog, dialect)
    _refuse([*titled, *asked])


def check_room(dashboard: Dashboard) -> None:
    """Whether one more tile has room in it. Raises DashboardInvalid."""
    if len(dashboard.tiles) >= MOST_TILES:
        _refuse([DashboardFault("tiles", f"a dashboard has at most {MOST_TILES} tiles")])


def _refuse(faults: Sequence[DashboardFault]) -> None:
    if not faults:
        return
    first = faults[0]
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    suggestion = f"; {first.suggestion}" if first.suggestion else ""
    raise DashboardInvalid(
        f"{first.path}: {first.message}{suggestion}{more}",
        faults=[asdict(fault) for fault in faults[:_FAULTS_SHOWN]],
    )


def _faults(
    dashboard: Dashboard, catalog: Catalog, dialect: str, datasource_id: str | None
) -> Iterator[DashboardFault]:
    yield from _title("title", dashboard.title)
    if datasource_id is not None and dashboard.datasource_id != datasource_id:
        yield DashboardFault(
            "datasource_id", f"a dashboard stays on its datasource {datasource_id}"
        )
    yield from _counted("tiles", dashboard.tiles, MOST_TILES)
    yield from _counted("filters", dashboard.filters, MOST_FILTERS)
    known = {one.id for one in dashboard.filters}
    for index, tile in enumerate(dashboard.tiles):
        yield from _tile(f"tiles[{index}]", tile, known, catalog, dialect)
    for index, one in enumerate(dashboard.filters):
        yield from _filter(f"filters[{index}]", one, catalog, dialect)


def _title(path: str, title: str) -> Iterator[DashboardFault]:
    if not 1 <= len(title.strip()) <= LONGEST_TITLE:
        yield DashboardFault(path, f"a title has 1 to {LONGEST_TITLE} characters")


def _counted(
    path: str, parts: Sequence[Tile | DashboardFilter], most: int
) -> Iterator[DashboardFault]:
    if len(parts) > most:
        yield DashboardFault(path, f"a dashboard has at most {most} {path}, not {len(parts)}")
    counts = Counter(one.id for one in parts)
    for index, one in enumerate(parts):
        yield from _title(f"{path}[{index}].title", one.title)
        if not 1 <= len(one.id) <= LONGEST_ID:
            yield DashboardFault(f"{path}[{index}].id", f"an id has 1 to {LONGEST_ID} characters")
        elif counts[one.id] > 1:
            yield DashboardFault(f"{path}[{index}].id", f"`{one.id}` is the id of several {path}")


def _tile(
    path: str, tile: Tile, filters: set[str], catalog: Catalog, dialect: str
) -> Iterator[DashboardFault]:
    yield from _place(f"{path}.place", tile.place)
    for index, name in enumerate(tile.filters or ()):
        if name not in filters:
            suggestion = did_you_mean(name, filters)
            yield DashboardFault(
                f"{path}.filters[{index}]", f"there is no filter `{name}`", suggestion
            )
    yield from _asked(f"{path}.", tile, catalog, dialect)


def _asked(path: str, tile: Tile, catalog: Catalog, dialect: str) -> Iterator[DashboardFault]:
    yield from _moving(f"{path}moving", tile.moving, catalog)
    if tile.query is None:
        return
    unknown = list(_unknown_names(f"{path}query", tile.query, catalog))
    yield from unknown
    if not unknown:
        yield from _query(f"{path}query", tile.query, catalog, dialect)


def _place(path: str, place: Place) -> Iterator[DashboardFault]:
    if place.column < 0 or place.width < 1 or place.column + place.width > GRID_COLUMNS:
        yield DashboardFault(path, f"column and width lie within the {GRID_COLUMNS} of the grid")
    if not (0 <= place.row <= _LOWEST_ROW and 1 <= place.height <= _TALLEST):
        yield DashboardFault(path, f"a row is 0 to {_LOWEST_ROW}, a height 1 to {_TALLEST}")


def _moving(path: str, moving: MovingPeriod | None, catalog: Catalog) -> Iterator[DashboardFault]:
    if moving is None:
        return
    try:
        period_today(moving, date.today(), catalog.calendar)
    except QueryNotPossible as error:
        yield DashboardFault(path, error.message)


def _query(
    path: str, query: SemanticQuery, catalog: Catalog, dialect: str
) -> Iterator[DashboardFault]:
    try:
        compile_query(query, catalog, dialect)
    except QueryNotPossible as error:
        yield DashboardFault(path, error.message)


def _filter(
    path: str, one: DashboardFilter, catalog: Catalog, dialect: str
) -> Iterator[DashboardFault]:
    unknown = list(_unknown_names(path, one, catalog))
    yield from unknown
    if isinstance(one, DateFilter):
        yield from _dates(path, one, catalog)
        if one.range is not None:
            yield from _range(f"{path}.range", one.range)
    elif not unknown:
        yield from _values(path, one, catalog, dialect)


def _dates(path: str, one: DateFilter, catalog: Catalog) -> Iterator[DashboardFault]:
    yield from _moving(f"{path}.moving", one.moving, catalog)
    if one.range is not None and one.moving is not None:
        yield DashboardFault(path, "a period has a range or moves, not both")
    dimension = catalog.dimension(one.column) if one.column else None
    if dimension is not None and not dimension.is_time:
        yield DashboardFault(f"{path}.column", f"{dimension.label} is no date")


def _range(path: str, time: TimeRange) -> Iterator[DashboardFault]:
    if time.start and time.end and time.start >= time.end:
        yield DashboardFault(path, "a range ends after its start; its end is not part of it")


def _values(
    path: str, one: ValueFilter, catalog: Catalog, dialect: str
) -> Iterator[DashboardFault]:
    dimension = catalog.dimension(one.column)
    if dimension is None:
        yield DashboardFault(
            f"{path}.column", f"{one.column} is measured; a filter is by a dimension"
        )
        return
    if len(one.values) > 1 and not one.multiple:
        yield DashboardFault(f"{path}.values", "`multiple` is false, so there is one value at most")
    if one.values:
        # Rows of the filter's own dataset have it in any case, so what is wrong is a value.
        asked = SemanticQuery(
            measures=(Measured(CountRows(one.column.dataset)),),
            filters=(Filter(one.column, Operator.IN, one.values),),
        )
        yield from _query(f"{path}.values", asked, catalog, dialect)


def _unknown_names(path: str, part: object, catalog: Catalog) -> Iterator[DashboardFault]:
    """Names of the catalog in a query or filter that the catalog does not have."""
    match part:
        case ColumnRef():
            yield from _column(path, part, catalog)
        case NamedMeasure(name):
            yield from _measure(f"{path}.name", name, catalog)
        case CountRows(dataset):
            yield from _dataset(f"{path}.dataset", dataset, catalog)
        case Related():
            yield from _dataset(f"{path}.dataset", part.dataset, catalog)
            yield from _dataset(f"{path}.other", part.other, catalog)
        case SemanticQuery() if part.dataset is not None:
            yield from _dataset(f"{path}.dataset", part.dataset, catalog)
    if isinstance(part, tuple):
        for index, item in enumerate(part):
            yield from _unknown_names(f"{path}[{index}]", item, catalog)
    elif is_dataclass(part) and not isinstance(part, ColumnRef):
        for one in fields(part):
            yield from _unknown_names(f"{path}.{one.name}", getattr(part, one.name), catalog)


def _dataset(path: str, name: str, catalog: Catalog) -> Iterator[DashboardFault]:
    known = [one.name for one in catalog.datasets]
    if name not in known:
        yield DashboardFault(path, f"there is no dataset `{name}`", did_you_mean(name, known))


def _measure(path: str, name: str, catalog: Catalog) -> Iterator[DashboardFault]:
    if catalog.measure(name) is not None or catalog.metric(name) is not None:
        return
    known = [one.name for dataset in catalog.datasets for one in dataset.measures]
    known += [metric.name for metric in catalog.metrics]
    yield DashboardFault(path, f"there is no measure `{name}`", did_you_mean(name, known))


def _column(path: str, ref: ColumnRef, catalog: Catalog) -> Iterator[DashboardFault]:
    missing = list(_dataset(f"{path}.dataset", ref.dataset, catalog))
    yield from missing
    if missing:
        return
    dataset = catalog.dataset(ref.dataset)
    known = [*(d.name for d in dataset.dimensions), *(m.name for m in dataset.measures)]
    if ref.name not in known:
        message = f"`{ref.dataset}` has no `{ref.name}`"
        yield DashboardFault(f"{path}.name", message, did_you_mean(ref.name, known))
