"""A tile -> a new widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bi.compiler.compile import CompiledQuery
from bi.dashboards.rdash.carried import Carried, Meaning
from bi.dashboards.rdash.columns import dimension_column, measure_column
from bi.dashboards.rdash.drawing import (
    can_draw,
    date_column,
    settings_of,
    spec_of,
    usual_chart,
    x_first,
)
from bi.dashboards.rdash.parsing import Json, child
from bi.dashboards.rdash.plain import plain_of
from bi.dashboards.rdash.rows_of import (
    WidgetRows,
    computed_rows,
    joined_rows,
    table_rows,
)
from bi.dashboards.rdash.spans import spans
from bi.dashboards.rdash.vendor import AGGREGATIONS, COUNT_ROWS, RULES
from bi.model.catalog import Aggregation, Catalog, ColumnRef
from bi.model.chart import ChartType
from bi.model.dashboard import DashboardFilter, Tile
from bi.model.errors import FilterLeavesNothing, NotInCatalog, QueryNotPossible
from bi.model.semantic import MovingPeriod, SemanticQuery

_NOT_PLAIN = (ChartType.TABLE, ChartType.BOXPLOT, ChartType.HISTOGRAM)


@dataclass(frozen=True, slots=True)
class Writing:
    """What widgets are written with.

    `dialect` is sqlglot's name. `removed` are ids, as the document had them, of filters that are
    no more. `now` moves a query's period to the day of writing. `asked` compiles a tile's query
    with the filters of the dashboard on it, for results that a client cannot filter by itself.
    """

    catalog: Catalog
    dialect: str
    filters: tuple[DashboardFilter, ...]
    removed: frozenset[str]
    now: Callable[[SemanticQuery, MovingPeriod | None], SemanticQuery]
    asked: Callable[[Tile], CompiledQuery]

    def filters_of(self, tile: Tile) -> tuple[DashboardFilter, ...]:
        chosen = tile.filters
        return tuple(one for one in self.filters if chosen is None or one.id in chosen)


@dataclass(frozen=True, slots=True)
class FreshWidget:
    """`base` and `fields` are what only Parley needs to read it back: see `Carried`.

    `groups` and `values` are the columns that its specification was made of. `is_new`: its data
    was not there before.
    """

    widget: Json
    groups: Sequence[Json] = ()
    values: Sequence[Json] = ()
    base: SemanticQuery = SemanticQuery()
    fields: dict[str, Meaning] = field(default_factory=dict)
    is_new: bool = True

    @classmethod
    def of(cls, widget: Json, carried: Carried | None) -> FreshWidget:
        if carried is None:
            return cls(widget, is_new=False)
        return cls(widget, base=carried.base, fields=carried.fields, is_new=False)


def fresh_widget(tile: Tile, writing: Writing) -> FreshWidget:
    head = {"Id": tile.id, "Title": tile.title, "IsTitleVisible": True, **spans(tile.place)}
    if tile.query is None:
        return FreshWidget({**head, **_text_box(tile.title)})
    try:
        return _drawn(tile, tile.query, writing, head)
    except (QueryNotPossible, NotInCatalog, FilterLeavesNothing) as error:
        return FreshWidget({**head, **_text_box(error.message, data_item(tile, writing, {}))})


def data_item(tile: Tile, writing: Writing, properties: Json, title: str = "") -> Json:
    return {
        "_type": "DataSourceItemType",
        "Id": f"{writing.catalog.datasource.id}:{tile.id}",
        "Title": title or tile.title,
        "DataSourceId": writing.catalog.datasource.id,
        "HasTabularData": True,
        "HasAsset": False,
        "Properties": properties,
        "Settings": {},
        "Parameters": {},
    }


def data_spec(item: Json, fields: list[Json]) -> Json:
    return {
        "_type": "TabularDataSpecType",
        "DataSourceItem": item,
        "Expiration": 1440,
        "Bindings": {"Bindings": []},
        "IsTransposed": False,
        "Fields": fields,
        "TransposedFields": [],
        "QuickFilters": [],
        "AdditionalTables": [],
        "ServiceAdditionalTables": [],
    }


def _drawn(tile: Tile, query: SemanticQuery, writing: Writing, head: Json) -> FreshWidget:
    chart = tile.chart or usual_chart(query)
    known = tile.moving is None or tile.moving in RULES
    current = query if known else writing.now(query, tile.moving)
    rows = _plain(tile, current, chart, writing)
    if rows is None:
        rows = computed_rows(query, writing.asked(tile), writing.catalog, writing.dialect)
    groups, values = x_first(rows.groups, rows.ordered), rows.values
    if query.columns:
        groups, values = _spread(chart, rows)
    indicator = (rows.indicator, date_column(rows.date)) if rows.indicator else None
    if chart is ChartType.BOXPLOT and query.columns and values:
        chart = ChartType.HEATMAP
    elif not can_draw(chart, len(groups), len(values)):
        chart = ChartType.TABLE
    spec = spec_of(chart, groups, values, rows.listed, indicator)
    item = data_item(tile, writing, rows.properties, rows.title)
    widget = {
        **head,
        "DataSpec": data_spec(item, rows.fields),
        "VisualizationSettings": settings_of(chart, tile.options, rows.indicator),
        "VisualizationDataSpec": spec,
        "PostTransformations": [],
    }
    return FreshWidget(widget, groups, values, rows.base, rows.meanings)


def _plain(
    tile: Tile, query: SemanticQuery, chart: ChartType, writing: Writing
) -> WidgetRows | None:
    catalog, dialect = writing.catalog, writing.dialect
    if chart in _NOT_PLAIN or not can_draw(chart, len(query.groups), len(query.measures)):
        return None
    plain = plain_of(query, tile.moving, catalog)
    if plain is None or (plain.indicator and chart is not ChartType.KPI):
        return None
    filters = writing.filters_of(tile)
    columns = [one.column or plain.time for one in filters]
    wanted = tuple(dict.fromkeys(column for column in columns if column is not None))
    rows = table_rows(query, tile.moving, plain, catalog, dialect)
    if rows is not None and all(column in rows.names for column in wanted):
        return rows
    joined = joined_rows(query, tile.moving, plain, catalog, dialect, wanted)
    return _binding_more(rows, joined, wanted)


def _binding_more(
    rows: WidgetRows | None, joined: WidgetRows | None, wanted: tuple[ColumnRef, ...]
) -> WidgetRows | None:
    """Rows of joined tables, where more filters can be bound to them."""
    if rows is None or joined is None:
        return rows or joined
    more = sum(column in joined.names for column in wanted)
    return joined if more > sum(column in rows.names for column in wanted) else rows


def _spread(chart: ChartType, rows: WidgetRows) -> tuple[list[Json], list[Json]]:
    """A list of rows as a distribution: how many there are of each number, or between which."""
    numbers = [one for one in rows.fields if one["FieldType"] == "Number"]
    others = [one for one in rows.fields if one["FieldType"] != "Number"]
    if not numbers:
        return [], []
    name, label = numbers[0]["FieldName"], numbers[0]["FieldLabel"]
    if chart is ChartType.HISTOGRAM:
        count = measure_column(name, "Number of rows", COUNT_ROWS)
        return [dimension_column(name)], [count]
    if chart is not ChartType.BOXPLOT:
        return [], []
    kinds = (Aggregation.MIN, Aggregation.AVERAGE, Aggregation.MAX)
    values = [measure_column(name, f"{label} ({one})", AGGREGATIONS[one]) for one in kinds]
    return [dimension_column(one["FieldName"]) for one in others[:2]], values


def _text_box(words: str, item: Json | None = None) -> Json:
    data: Json = {
        "_type": "TextBoxDataSpecType",
        "Text": words,
        "Alignment": "Left",
        "FontSize": "Small",
        "Expiration": 1440,
    }
    return {
        "DataSpec": {**data, "DataSourceItem": item} if item else data,
        "VisualizationSettings": {
            "_type": "TextBoxVisualizationSettingsType",
            "VisualizationType": "TEXT_BOX",
        },
        "PostTransformations": [],
    }


def with_item(widget: Json, change: Callable[[Json], Json]) -> Json:
    """The widget with its data source item changed."""
    data = child(widget, "DataSpec")
    return {
        **widget,
        "DataSpec": {**data, "DataSourceItem": change(child(data, "DataSourceItem"))},
    }


def without_parameter(item: Json, name: str) -> Json:
    parameters = {key: one for key, one in child(item, "Parameters").items() if key != name}
    return {**item, "Parameters": parameters}


def with_parameter(item: Json, name: str, value: str) -> Json:
    return {**item, "Parameters": {**child(item, "Parameters"), name: value}}
