"""Widgets of any client become tiles, as far as a query of ours can say what they ask."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bi.dashboards.rdash.read import read_rdash
from bi.dashboards.rdash.write import write_rdash
from bi.model.catalog import Aggregation, Catalog, ColumnRef, Grain
from bi.model.chart import ChartType
from bi.model.dashboard import Dashboard, DateFilter, Place, Tile, ValueFilter
from bi.model.semantic import (
    Aggregate,
    Comparison,
    DimensionGroup,
    Filter,
    Limit,
    Measured,
    MeasureFilter,
    MovingPeriod,
    NamedMeasure,
    Operator,
    Order,
    OrderTarget,
    SemanticQuery,
    Span,
    TimeGroup,
    TimeRange,
)
from tests.bi.dashboards.rdash.documents import (
    bound_to,
    category,
    chart,
    data,
    document,
    field,
    row,
    shipping,
    value,
)

REGION, CHANNEL = ColumnRef("orders", "region"), ColumnRef("orders", "channel")
SHIPPING = Measured(NamedMeasure("shipping_cost"))
BY_REGION = (DimensionGroup(REGION),)
FIELDS = (
    field("region"),
    field("channel"),
    field("order_date", "Date"),
    field("shipping_cost", "Number"),
)


def tile_of(widget: dict[str, Any], catalog: Catalog, **more: Any) -> Tile:
    return read_rdash(json.dumps(document(widget, **more)), catalog).tiles[0]


def query_of(spec: dict[str, Any], catalog: Catalog, *fields: Any, **more: Any) -> Any:
    widget = chart("Any", "Column", data("orders", *(fields or FIELDS), **more), spec)
    return tile_of(widget, catalog).query


def test_a_whole_dashboard(demo_catalog: Catalog) -> None:
    read = read_rdash(json.dumps(shipping()), demo_catalog)

    assert (read.title, read.description, read.datasource_id) == (
        "Shipping",
        "Made elsewhere",
        "demo",
    )
    region, month, rain, note = read.tiles
    assert region.query == SemanticQuery(
        (SHIPPING,), BY_REGION, order=(Order(OrderTarget.MEASURE, 0, descending=True),)
    )
    assert month.query == SemanticQuery((SHIPPING,), (TimeGroup(Grain.MONTH),))
    assert (region.chart, month.chart) == (None, ChartType.AREA)
    assert (rain.query, note.query) == (None, None)
    assert (region.filters, month.filters) == (None, ("_date",))
    assert [(tile.place.column, tile.place.row) for tile in read.tiles] == [
        (0, 0),
        (6, 0),
        (0, 4),
        (0, 8),
    ]
    dates, where = read.filters
    assert isinstance(dates, DateFilter)
    assert isinstance(where, ValueFilter)
    assert dates.moving == MovingPeriod(Span.TO_DATE, Grain.YEAR)
    assert (where.column, where.values, where.title) == (REGION, ("West",), "Region")


@pytest.mark.parametrize(
    ("aggregation", "measured"),
    [
        ("Sum", SHIPPING),
        ("Auto", SHIPPING),
        ("Avg", Measured(Aggregate(Aggregation.AVERAGE, ColumnRef("orders", "shipping_cost")))),
        ("CountRows", Measured(NamedMeasure("orders"))),
        ("CountDistinct", None),
        ("Variance", None),
    ],
)
def test_aggregations(aggregation: str, measured: Measured | None, demo_catalog: Catalog) -> None:
    found = query_of(category([], [value("shipping_cost", aggregation)]), demo_catalog)

    if aggregation == "CountDistinct":
        measured = Measured(
            Aggregate(Aggregation.COUNT_DISTINCT, ColumnRef("orders", "shipping_cost"))
        )
    assert found == (SemanticQuery((measured,)) if measured else None)


@pytest.mark.parametrize("name", ["region", "Region", "REGION"])
def test_fields_by_column_and_by_label(name: str, demo_catalog: Catalog) -> None:
    found = query_of(category([row(name)], [value("Shipping cost")]), demo_catalog)

    assert found == SemanticQuery((SHIPPING,), BY_REGION)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            {"FilterType": "SelectedValues", "SelectedValues": [{"Name": "N", "Value": "North"}]},
            Filter(REGION, Operator.IN, ("North",)),
        ),
        (
            {"FilterType": "FilterByRule", "RuleType": "StartsWith", "Value": "N"},
            Filter(REGION, Operator.STARTS_WITH, ("N",)),
        ),
        (
            {"FilterType": "FilterByRule", "RuleType": "NotEquals", "Value": "West"},
            Filter(REGION, Operator.NOT_IN, ("West",)),
        ),
        ({"FilterType": "FilterEmptyValues"}, Filter(REGION, Operator.IS_NOT_NULL)),
    ],
)
def test_filters_of_a_field(rule: dict[str, Any], expected: Filter, demo_catalog: Catalog) -> None:
    filtered = field("region", Filter={"_type": "StringFilterType", **rule})

    found = query_of(category([], [value("shipping_cost")]), demo_catalog, filtered, *FIELDS[1:])

    assert found == SemanticQuery((SHIPPING,), filters=(expected,))


def test_a_rule_that_nobody_here_knows_leaves_the_widget_as_it_is(demo_catalog: Catalog) -> None:
    rule = {"FilterType": "FilterByRule", "RuleType": "NotContains", "Value": "x"}
    filtered = field("region", Filter={"_type": "StringFilterType", **rule})

    assert query_of(category([], [value("shipping_cost")]), demo_catalog, filtered) is None


def test_a_period_of_a_date_field(demo_catalog: Catalog) -> None:
    ends = {"From": {"_type": "date", "value": "2025-01-01T00:00:00"}, "To": "2025-03-31"}
    rule = {"FilterType": "FilterByRule", "RuleType": "CustomRange", "CustomDateRange": ends}
    dated = field("order_date", "Date", Filter={"_type": "DateTimeFilterType", **rule})

    found = query_of(category([], [value("shipping_cost")]), demo_catalog, dated, *FIELDS)

    assert found.time is not None
    assert (str(found.time.start), str(found.time.end)) == ("2025-01-01", "2025-04-01")
    assert found.time.column is None


def test_top_and_conditions_on_values(demo_catalog: Catalog) -> None:
    top = {"FilterType": "FilterByRule", "RuleType": "BottomItems", "Value": 3.0}
    over = {"FilterType": "FilterByRule", "RuleType": "AboveValue", "Value": 10.5}

    three = query_of(category([row("region")], [value("shipping_cost", Filter=top)]), demo_catalog)
    more = query_of(category([row("region")], [value("shipping_cost", Filter=over)]), demo_catalog)

    assert (three.limit, three.order) == (Limit(3), (Order(OrderTarget.MEASURE, 0),))
    assert more.measure_filters == (
        MeasureFilter(NamedMeasure("shipping_cost"), Operator.GREATER, (10.5,)),
    )


def test_series_and_several_values(demo_catalog: Catalog) -> None:
    crossed = category([row("region")], [value("shipping_cost")], Category=row("channel"))
    beside = category(
        [row("order_date", "Quarter")], [value("shipping_cost"), value("region", "CountRows")]
    )

    two = tile_of(chart("Two", "Column", data("orders", *FIELDS), crossed), demo_catalog)
    lines = tile_of(chart("Lines", "StepLine", data("orders", *FIELDS), beside), demo_catalog)

    assert two.query == SemanticQuery((SHIPPING,), (*BY_REGION, DimensionGroup(CHANNEL)))
    assert (two.chart, lines.chart) == (ChartType.GROUPED_BAR, ChartType.MULTI_LINE)


def test_levels_of_a_date_are_drawn_from_the_first(demo_catalog: Catalog) -> None:
    spec = category(
        [row("order_date", "Year"), row("order_date", "Month")], [value("shipping_cost")]
    )

    tile = tile_of(chart("Drill", "Line", data("orders", *FIELDS), spec), demo_catalog)

    assert tile.query == SemanticQuery((SHIPPING,), (TimeGroup(Grain.YEAR),))
    assert tile.chart is ChartType.LINE


def test_a_grid_lists_rows(demo_catalog: Catalog) -> None:
    columns = [
        {"_type": "TabularColumnSpecType", "FieldName": "order_date", "Sorting": "Desc"},
        {"_type": "TabularColumnSpecType", "FieldName": "shipping_cost", "Sorting": "None"},
    ]
    spec = {"_type": "GridVisualizationDataSpecType", "Columns": columns}

    tile = tile_of(chart("Grid", "", data("orders", *FIELDS), spec, "GRID"), demo_catalog)

    assert tile.query == SemanticQuery(
        columns=(ColumnRef("orders", "order_date"), ColumnRef("orders", "shipping_cost")),
        dataset="orders",
        order=(Order(OrderTarget.COLUMN, 0, descending=True),),
    )
    assert tile.chart is ChartType.TABLE


def test_a_figure_against_the_year_before(demo_catalog: Catalog) -> None:
    spec = {
        "_type": "IndicatorVisualizationDataSpecType",
        "IndicatorType": "YearToDatePreviousYear",
        "Date": row("order_date", "Year"),
        "Rows": [],
        "Value": [value("shipping_cost")],
    }

    tile = tile_of(chart("KPI", "", data("orders", *FIELDS), spec, "INDICATOR"), demo_catalog)

    assert tile.query == SemanticQuery((SHIPPING,), comparison=Comparison(Grain.YEAR))
    assert tile.moving == MovingPeriod(Span.TO_DATE, Grain.YEAR)
    assert tile.chart is ChartType.KPI


def test_a_small_line_of_the_last_months(demo_catalog: Catalog) -> None:
    spec = {
        "_type": "SparklineVisualizationDataSpecType",
        "IndicatorType": "LastMonths",
        "NumberOfPeriods": 6,
        "Date": row("order_date", "Month"),
        "Rows": [],
        "Value": [value("shipping_cost")],
    }

    tile = tile_of(chart("Line", "", data("orders", *FIELDS), spec, "SPARKLINE"), demo_catalog)

    assert tile.query == SemanticQuery((SHIPPING,), (TimeGroup(Grain.MONTH),))
    assert tile.moving == MovingPeriod(Span.TRAILING, Grain.MONTH, 6)


@pytest.mark.parametrize(
    "change",
    [
        {"AdditionalTables": [{"Alias": "A", "DataSpec": {}, "JoinConditions": []}]},
        {"_type": "XmlaDataSpecType"},
        {"DataSourceItem": {"DataSourceId": "demo", "Properties": {"CustomQuery": "SELECT 1"}}},
        {"DataSourceItem": {"DataSourceId": "other", "Properties": {"Table": "orders"}}},
        {"DataSourceItem": {"DataSourceId": "demo", "Properties": {"Table": "unheard_of"}}},
        {"DataSourceItem": None},
        {"Fields": "none"},
    ],
)
def test_rows_that_are_none_of_ours(change: dict[str, Any], demo_catalog: Catalog) -> None:
    spec = category([row("region")], [value("shipping_cost")])
    widget = chart("Odd", "Column", {**data("orders", *FIELDS), **change}, spec)

    tile = tile_of(widget, demo_catalog)

    assert (tile.query is None) == (change != {"Fields": "none"})
    assert tile.extra["rdash"] == widget


def test_a_widget_bound_to_a_filter_that_cannot_be_said_is_not_answered_without_it(
    demo_catalog: Catalog,
) -> None:
    next_year = {
        "_type": "DateGlobalFilterType",
        "Id": "_date",
        "Title": "",
        "RuleType": "NextYear",
    }
    bound = data(
        "orders", *FIELDS, Bindings={"Bindings": [bound_to("order_date", "_date", dates=True)]}
    )
    widget = chart("Any", "Column", bound, category([row("region")], [value("shipping_cost")]))

    read = read_rdash(json.dumps(document(widget, filters=(next_year,))), demo_catalog)

    assert read.filters == ()
    assert read.tiles[0].query is None


def test_ids_are_made_where_they_are_missing_or_the_same(demo_catalog: Catalog) -> None:
    widget = chart("Any", "Column", data("orders", *FIELDS), category([], [value("shipping_cost")]))
    nameless = {name: part for name, part in widget.items() if name != "Id"}
    made = document(widget, widget, nameless)

    read = read_rdash(json.dumps(made), demo_catalog)

    assert [tile.id for tile in read.tiles] == ["any", "any-2", "tile-3"]
    assert json.loads(write_rdash(read, demo_catalog)) == made


class TestChangedByAClient:
    """Of a widget that we wrote, what a client changed wins; the rest is what it was."""

    QUERY = SemanticQuery(
        (Measured(NamedMeasure("revenue")), Measured(NamedMeasure("profit"))),
        (TimeGroup(Grain.MONTH), DimensionGroup(REGION)),
        (Filter(REGION, Operator.NOT_IN, ("West",)),),
    )

    def written(self, catalog: Catalog, query: SemanticQuery = QUERY) -> dict[str, Any]:
        tile = Tile("t", "Ours", query, Place(0, 0, 6, 4), ChartType.STACKED_BAR)
        made: dict[str, Any] = json.loads(write_rdash(Dashboard("d", "demo", (tile,)), catalog))
        return made

    def read(self, made: dict[str, Any], catalog: Catalog) -> Tile:
        return read_rdash(json.dumps(made), catalog).tiles[0]

    def test_title_and_kind(self, demo_catalog: Catalog) -> None:
        made = self.written(demo_catalog)
        made["Widgets"][0]["Title"] = "Theirs"
        made["Widgets"][0]["VisualizationSettings"]["ChartType"] = "Area"

        tile = self.read(made, demo_catalog)

        assert (tile.title, tile.chart, tile.query) == ("Theirs", ChartType.AREA, self.QUERY)

    def test_a_value_taken_out_and_dates_made_coarser(self, demo_catalog: Catalog) -> None:
        made = self.written(demo_catalog)
        spec = made["Widgets"][0]["VisualizationDataSpec"]
        spec["Values"].pop()
        spec["Rows"][0]["SummarizationField"]["DateAggregationType"] = "Year"

        tile = self.read(made, demo_catalog)

        assert tile.query == SemanticQuery(
            self.QUERY.measures[:1],
            (TimeGroup(Grain.YEAR), DimensionGroup(REGION)),
            # The widget has no words for this one: the custom query still says it.
            self.QUERY.filters,
        )

    def test_a_filter_put_on_a_field(self, demo_catalog: Catalog) -> None:
        made = self.written(demo_catalog)
        (region,) = [
            one for one in made["Widgets"][0]["DataSpec"]["Fields"] if one["FieldName"] == "region"
        ]
        chosen = [{"Name": "East", "Value": "East"}]
        region["Filter"] = {"FilterType": "SelectedValues", "SelectedValues": chosen}

        tile = self.read(made, demo_catalog)

        assert tile.query is not None
        assert tile.query.filters[1:] == (Filter(REGION, Operator.IN, ("East",)),)

    def test_a_column_of_a_computed_result_taken_out(self, demo_catalog: Catalog) -> None:
        query = SemanticQuery(
            (Measured(NamedMeasure("profit_margin")), Measured(NamedMeasure("revenue"))),
            BY_REGION,
            time=TimeRange(date(2025, 1, 1), date(2026, 1, 1), "2025", Grain.YEAR),
            comparison=Comparison(Grain.YEAR),
        )
        made = self.written(demo_catalog, query)
        values = made["Widgets"][0]["VisualizationDataSpec"]["Values"]
        assert len(values) == 6
        made["Widgets"][0]["VisualizationDataSpec"]["Values"] = values[:3]

        tile = self.read(made, demo_catalog)

        assert tile.query == SemanticQuery(
            query.measures[:1], BY_REGION, time=query.time, comparison=query.comparison
        )

    def test_other_sql_is_another_question(self, demo_catalog: Catalog) -> None:
        made = self.written(demo_catalog)
        made["Widgets"][0]["DataSpec"]["DataSourceItem"]["Properties"]["CustomQuery"] += " LIMIT 1"

        assert self.read(made, demo_catalog).query is None

    @pytest.mark.parametrize("carried", ["", "{}", "[1", '{"query": {"dataset": 7}}', "null"])
    def test_without_our_part_it_is_any_other_custom_query(
        self, carried: str, demo_catalog: Catalog
    ) -> None:
        made = self.written(demo_catalog)
        item = made["Widgets"][0]["DataSpec"]["DataSourceItem"]
        item["Parameters"]["parley"] = carried

        tile = self.read(made, demo_catalog)

        assert tile.query is None
        assert tile.title == "Ours"
