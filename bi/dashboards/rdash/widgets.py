"""A widget of a document -> a tile."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bi.catalog.within import is_within
from bi.dashboards.rdash.asking import Asked, asked_by, own_times
from bi.dashboards.rdash.carried import (
    Carried,
    KnownFields,
    read_carried,
    settings_digest,
)
from bi.dashboards.rdash.date_rules import NotUnderstood
from bi.dashboards.rdash.drawing import chart_read
from bi.dashboards.rdash.fields import Fields, TableFields, dataset_of
from bi.dashboards.rdash.global_filters import (
    FiltersRead,
    bindings_of,
    bound_id,
)
from bi.dashboards.rdash.parsing import Json, child, children, text
from bi.dashboards.rdash.shown import Shown, ours_in, shown_by
from bi.model.catalog import Catalog, ColumnRef
from bi.model.chart import ChartOptions, ChartType
from bi.model.dashboard import DashboardFilter, DateFilter
from bi.model.semantic import MovingPeriod, SemanticQuery


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a widget is read within. `sources` are ids of data sources over our database."""

    catalog: Catalog
    sources: frozenset[str]
    filters: FiltersRead


@dataclass(frozen=True, slots=True)
class WidgetRead:
    """`names` are the widget's fields by the dimensions they hold; `date`: its own time's."""

    title: str
    query: SemanticQuery | None
    chart: ChartType | None
    options: ChartOptions
    moving: MovingPeriod | None
    filters: tuple[str, ...] | None
    names: dict[ColumnRef, str]
    date: str

    def field_for(self, one: DashboardFilter) -> str | None:
        """The field that a filter can be bound to."""
        if isinstance(one, DateFilter) and one.column is None:
            return self.date or None
        return self.names.get(one.column) if one.column is not None else None


def read_widget(widget: Json, around: Surroundings) -> WidgetRead:
    carried = read_carried(ours_in(widget))
    if carried is not None and not is_within(carried.query, around.catalog):
        carried = None
    shown = shown_by(widget)
    known = _fields(widget, shown, carried, around)
    asked = _asked(widget, shown, carried, known, around)
    if carried is not None and settings_digest(widget) == carried.settings:
        chart, options = carried.chart, carried.options
    else:
        chart, options = chart_read(widget, shown)
    query = asked.query if asked else None
    names = _names(widget, known) if known and query else {}
    read = WidgetRead(
        title=text(widget, "Title"),
        query=query,
        chart=chart if query else None,
        options=options if query else ChartOptions(),
        moving=asked.moving if asked else None,
        filters=None,
        names=names,
        date=_date(query, names, around.catalog) if query else "",
    )
    return _with_filters(read, widget, carried, around)


def _asked(
    widget: Json,
    shown: Shown,
    carried: Carried | None,
    known: Fields | None,
    around: Surroundings,
) -> Asked | None:
    bound = {bound_id(binding) for binding in bindings_of(widget)}
    if known is None or bound & around.filters.unknown:
        return None
    if carried is not None and carried.shown == shown.digest:
        return Asked(carried.query, carried.moving)
    asked = asked_by(shown, known, around.catalog, carried.base if carried else SemanticQuery())
    if asked is not None and carried is not None and carried.base.time is not None:
        return Asked(asked.query, asked.moving or carried.moving)
    return asked


def _fields(
    widget: Json, shown: Shown, carried: Carried | None, around: Surroundings
) -> Fields | None:
    """What the names of its fields mean; None for rows that are none of ours."""
    source, data = shown.source, child(widget, "DataSpec")
    if text(data, "_type") == "TextBoxDataSpecType" and carried is not None:
        return KnownFields({}, around.catalog)  # what could not be computed when it was written
    item = text(child(data, "DataSourceItem"), "DataSourceId")
    if not source.is_tabular or source.has_joins or item not in around.sources:
        return None
    if source.query:
        # Whose SQL it is shows in what was written with it: any other is another question.
        ours = carried is not None and carried.sql == source.query_digest
        return KnownFields(carried.fields, around.catalog) if carried and ours else None
    if not source.table:
        return None
    dataset = dataset_of(source.table, source.schema, around.catalog)
    return TableFields(dataset, around.catalog) if dataset else None


def _names(widget: Json, known: Fields) -> dict[ColumnRef, str]:
    names: dict[ColumnRef, str] = {}
    for field in children(child(widget, "DataSpec"), "Fields"):
        name = text(field, "FieldName")
        try:
            names.setdefault(known.column(name), name)
        except NotUnderstood:
            continue
    return names


def _date(query: SemanticQuery, names: dict[ColumnRef, str], catalog: Catalog) -> str:
    times = own_times(query.measures, catalog)
    if not query.measures and query.dataset:
        times = frozenset({catalog.dataset(query.dataset).time})
    own = next(iter(times)) if len(times) == 1 else None
    return names.get(own, "") if own else ""


def _with_filters(
    read: WidgetRead, widget: Json, carried: Carried | None, around: Surroundings
) -> WidgetRead:
    ours = around.filters.ours
    bound = tuple(
        dict.fromkeys(ours[id_] for id_ in map(bound_id, bindings_of(widget)) if id_ in ours)
    )
    possible = {one.id for one in around.filters.filters if read.field_for(one)}
    filters: tuple[str, ...] | None
    if carried is not None and set(carried.bound) == set(bound):
        filters = carried.filters
    elif possible <= set(bound):
        filters = None
    else:
        filters = bound
    return replace(read, filters=filters)
