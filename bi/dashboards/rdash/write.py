"""A dashboard -> a document."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from bi.catalog.url import dialect_of
from bi.compiler.compile import CompiledQuery, compile_query
from bi.dashboards.applying import applied
from bi.dashboards.periods import moved, period_today
from bi.dashboards.rdash.columns import field_of
from bi.dashboards.rdash.fields import bare_column
from bi.dashboards.rdash.fresh import Writing, data_spec
from bi.dashboards.rdash.global_filters import (
    KEPT,
    FiltersRead,
    changed_filter,
    read_filters,
    their_id_of,
    write_carried_dates,
    write_filter,
)
from bi.dashboards.rdash.parsing import Json, child, children, text
from bi.dashboards.rdash.read import carried_of_filters, own_sources, provider_of
from bi.dashboards.rdash.rewriting import written_widget
from bi.dashboards.rdash.rows_of import read_sql
from bi.dashboards.rdash.vendor import (
    BIG_QUERY_SCHEMA,
    BIG_QUERY_TABLE,
    CUSTOM_QUERY,
    DATE_FILTER_ID,
    FORMAT_VERSION,
    OURS,
    RULES,
    SCHEMA,
    TABLE,
)
from bi.dashboards.rdash.widgets import Surroundings
from bi.model.catalog import Catalog, ColumnRef
from bi.model.dashboard import Dashboard, DateFilter, Tile, ValueFilter
from bi.model.semantic import DimensionGroup, MovingPeriod, SemanticQuery

_MADE_BY = "Parley"


def write_rdash(
    dashboard: Dashboard,
    catalog: Catalog,
    dialect: str | None = None,
    today: date | None = None,
) -> str:
    """What was read from a document and has not been changed is written as it was.

    `catalog` is that of whoever the document is for: SQL in it reads no more than they may see.
    `dialect` is sqlglot's name of the database's; None takes it from the datasource's url.
    Results that a client can only draw are those of `today`, with the filters of the dashboard
    on them; without a day they are what each tile asked when it was made.
    """
    dialect = dialect or dialect_of(catalog.datasource.url) or "duckdb"
    kept = dashboard.extra.get(KEPT)
    top: Json = dict(kept) if isinstance(kept, dict) else _empty(dashboard)
    entries, theirs = _filters(dashboard, top, catalog, dialect, today)
    around = _surroundings(dashboard, top, theirs, catalog)

    def now(query: SemanticQuery, moving: MovingPeriod | None) -> SemanticQuery:
        return moved(query, moving, today, catalog.calendar) if today is not None else query

    def asked(tile: Tile) -> CompiledQuery:
        query = tile.query
        if today is not None:
            query = applied(tile, dashboard, catalog, today, dialect).query
        assert query is not None
        return compile_query(query, catalog, dialect)

    current = {their_id for their_id, _ in theirs.values()}
    places = [place for place in top.get("GlobalFilters") or () if isinstance(place, list)]
    removed = frozenset(their_id for _, their_id in places if their_id not in current)
    writing = Writing(catalog, dialect, dashboard.filters, removed, now, asked)
    widgets = [written_widget(tile, writing, around, theirs) for tile in dashboard.tiles]
    _put(top, "Title", dashboard.title, text(top, "Title"))
    _put(top, "Description", dashboard.description, text(top, "Description"))
    if widgets or top.get("Widgets") is not None:
        top["Widgets"] = widgets
    if entries or top.get("GlobalFilters") is not None:
        top["GlobalFilters"] = entries
    _put_source(top, dashboard, theirs, catalog)
    return json.dumps(top, ensure_ascii=False)


def _empty(dashboard: Dashboard) -> Json:
    return {
        "Title": dashboard.title,
        "Description": dashboard.description,
        "ThemeName": "rvDashboardMountainTheme",
        "CreatedWith": _MADE_BY,
        "SavedWith": _MADE_BY,
        "FormatVersion": FORMAT_VERSION,
        "UseAutoLayout": False,
        "Tags": "",
        "Widgets": [],
        "DataSources": [],
        "GlobalFilters": [],
        "GlobalVariables": [],
    }


def _put(top: Json, name: str, value: Any, was: Any) -> None:
    if value != was:
        top[name] = value


def _surroundings(
    dashboard: Dashboard, top: Json, theirs: dict[str, tuple[str, str]], catalog: Catalog
) -> Surroundings:
    """What widgets are read within, with the filters as they are by now."""
    unknown = [one for one in top.get("GlobalFilters") or () if isinstance(one, dict)]
    ours = {their_id: id_ for id_, (their_id, _) in theirs.items()}
    read = read_filters(unknown, "", catalog)
    filters = FiltersRead(dashboard.filters, (), read.unknown, ours)
    return Surroundings(catalog, own_sources(children(top, "DataSources"), catalog), filters)


def _filters(
    dashboard: Dashboard, top: Json, catalog: Catalog, dialect: str, today: date | None
) -> tuple[list[Json], dict[str, tuple[str, str]]]:
    """The entries of the document, and by our ids what the document calls each of them.

    The date filter comes first, as clients expect it; what was there keeps its place.
    """
    places = top.get("GlobalFilters") or []
    carried = carried_of_filters(children(top, "DataSources"), catalog)
    taken = {text(one, "Id") for one in places if isinstance(one, dict)}
    taken |= {text(child(one.extra, KEPT), "Id") for one in dashboard.filters}
    written: dict[str, Json] = {}
    for one in dashboard.filters:
        their_id = one.id
        if isinstance(one, DateFilter) and DATE_FILTER_ID not in taken:
            their_id = DATE_FILTER_ID
            taken.add(their_id)
        shown = _dated(one, catalog, today) if isinstance(one, DateFilter) else one
        written[one.id] = _entry(shown, their_id, carried, catalog, dialect)
    kept = [
        place if isinstance(place, dict) else written[place[0]]
        for place in places
        if isinstance(place, dict) or place[0] in written
    ]
    placed = {place[0] for place in places if isinstance(place, list)}
    new = [one for one in dashboard.filters if one.id not in placed]
    dates = [written[one.id] for one in new if isinstance(one, DateFilter)]
    values = [written[one.id] for one in new if isinstance(one, ValueFilter)]
    theirs = {
        id_: (their_id_of(one), text(one, "SelectedFieldName")) for id_, one in written.items()
    }
    return [*dates, *kept, *values], theirs


def _dated(one: DateFilter, catalog: Catalog, today: date | None) -> DateFilter:
    """With the days of a moving period that the model has no word for."""
    if one.moving is None or one.moving in RULES or today is None:
        return one
    return replace(one, moving=None, range=period_today(one.moving, today, catalog.calendar))


def _entry(
    one: DateFilter | ValueFilter, their_id: str, carried: str, catalog: Catalog, dialect: str
) -> Json:
    kept = one.extra.get(KEPT)
    if isinstance(kept, dict):
        was = read_filters([kept], carried, catalog).filters
        if was and type(was[0]) is type(one):
            return changed_filter(kept, was[0], one)
    data = _values(one.column, catalog, dialect) if isinstance(one, ValueFilter) else {}
    return write_filter(one, their_id, data)


def _values(column: ColumnRef, catalog: Catalog, dialect: str) -> Json:
    """Where a client finds the values to choose from."""
    dataset, dimension = catalog.dataset(column.dataset), catalog.dimension(column)
    assert dimension is not None
    source = catalog.datasource.id
    item: Json = {
        "_type": "DataSourceItemType",
        "Id": f"{source}:{column}",
        "Title": dataset.label,
        "DataSourceId": source,
        "HasTabularData": True,
        "HasAsset": False,
        "Settings": {},
        "Parameters": {},
    }
    name = bare_column(dimension.expression)
    if name is not None and catalog.security is None and dataset.rows is None:
        schema, _, table = dataset.table.rpartition(".")
        is_big_query = dialect == "bigquery"
        item["Properties"] = {
            **({BIG_QUERY_SCHEMA if is_big_query else SCHEMA: schema} if schema else {}),
            BIG_QUERY_TABLE if is_big_query else TABLE: table,
            "ServerAggregation": True,
        }
        return data_spec(item, [field_of(name, dimension.label, dimension.type)])
    compiled = compile_query(SemanticQuery(groups=(DimensionGroup(column),)), catalog, dialect)
    found = compiled.columns[0]
    item["Properties"] = {CUSTOM_QUERY: read_sql(compiled, catalog, dialect)}
    item["Parameters"] = {OURS: TypeAdapter(ColumnRef).dump_json(column).decode()}
    return data_spec(item, [field_of(found.name, found.label, found.type)])


def _put_source(
    top: Json, dashboard: Dashboard, theirs: dict[str, tuple[str, str]], catalog: Catalog
) -> None:
    """The catalog's data source, if anything in the document has its rows from it."""
    own, sources = catalog.datasource.id, children(top, "DataSources")
    entries = {their_id_of(one): one for one in children(top, "GlobalFilters")}
    dates = [
        (one, entries[theirs[one.id][0]])
        for one in dashboard.filters
        if isinstance(one, DateFilter) and theirs[one.id][0] in entries
    ]
    kept = carried_of_filters(sources, catalog)
    if not all(_says(entry, one, kept, catalog) for one, entry in dates):
        unsaid = [(one, entry) for one, entry in dates if not _says(entry, one, "", catalog)]
        kept = write_carried_dates({theirs[one.id][0]: (one, entry) for one, entry in unsaid})
    untouched = [one.extra.get(KEPT) for one in (*dashboard.tiles, *dashboard.filters)]
    untouched += children(child(dashboard.extra, KEPT), "GlobalFilters")
    written = [*children(top, "Widgets"), *entries.values()]
    used = any(_uses(one, own) for one in written if one not in untouched)
    if not used and kept == carried_of_filters(sources, catalog):
        return
    mine = next((one for one in sources if text(one, "Id") == own), None)
    if mine is None:
        mine = {
            "_type": "DataSourceType",
            "Id": own,
            "Provider": provider_of(catalog),
            "Description": catalog.datasource.title,
            "Properties": {"ServerAggregationDefault": True},
            "Settings": {},
        }
        sources = [*sources, mine]
    if kept != carried_of_filters([mine], catalog):
        new = {**mine, "Settings": {**child(mine, "Settings"), OURS: kept}}
        sources = [new if one is mine else one for one in sources]
    if sources != top.get("DataSources"):
        top["DataSources"] = sources


def _says(entry: Json, one: DateFilter, carried: str, catalog: Catalog) -> bool:
    """Whether the entry says all of the filter, with what is carried."""
    read = read_filters([entry], carried, catalog).filters
    return [replace(found, extra={}) for found in read] == [replace(one, extra={})]


def _uses(widget: Json, source: str) -> bool:
    item = child(child(widget, "DataSpec"), "DataSourceItem")
    return text(item, "DataSourceId") == source
