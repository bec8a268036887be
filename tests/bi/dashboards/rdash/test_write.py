"""What is written: by the schema, by the vendor's rules, and true to a client that draws it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from jsonschema import Draft202012Validator

from bi.compiler.compile import compile_query
from bi.dashboards.rdash.read import read_rdash
from bi.dashboards.rdash.write import write_rdash
from bi.model.access import RowFilter
from bi.model.catalog import Aggregation, Catalog, ColumnRef, Grain
from bi.model.chart import ChartOptions, ChartType
from bi.model.dashboard import Dashboard, DateFilter, Place, Tile, ValueFilter
from bi.model.semantic import (
    Aggregate,
    Comparison,
    DimensionGroup,
    Filter,
    Limit,
    Measured,
    MovingPeriod,
    NamedMeasure,
    Operator,
    Order,
    OrderTarget,
    SemanticQuery,
    Span,
    TimeGroup,
)
from tests.bi.dashboards.rdash.client import comparable, rows_of
from tests.bi.dashboards.rdash.rules import broken_rules

SCHEMA = Path(__file__).parents[4] / "docs" / "rdash.schema.json"
PLACE = Place(0, 0, 6, 4)
REVENUE = Measured(NamedMeasure("revenue"))
CUSTOMERS = Measured(NamedMeasure("customers"))
REGION = ColumnRef("orders", "region")
COUNTRY = ColumnRef("customers", "country")


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture(scope="module")
def demo(demo_rows: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(demo_rows, read_only=True) as connection:
        yield connection


def dashboard_of(*tiles: Tile, filters: tuple[Any, ...] = ()) -> Dashboard:
    return Dashboard("A dashboard", "demo", tiles, filters)


def only(dashboard: Dashboard, catalog: Catalog) -> dict[str, Any]:
    document = json.loads(write_rdash(dashboard, catalog))
    widget: dict[str, Any] = document["Widgets"][0]
    return widget


def tile_of(query: SemanticQuery, chart: ChartType | None = None, **more: Any) -> Tile:
    return Tile("t", "A tile", query, PLACE, chart, **more)


def properties(widget: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = widget["DataSpec"]["DataSourceItem"]["Properties"]
    return found


def test_every_question_in_every_chart_is_valid_and_reads_back_as_it_was(
    queries: tuple[SemanticQuery, ...], demo_catalog: Catalog, validator: Draft202012Validator
) -> None:
    types = [None, *ChartType]
    for number, query in enumerate(queries):
        # Each question in a few of the types, each type with several questions.
        charts = [types[(number + step) % len(types)] for step in (0, 7)]
        tiles = tuple(
            replace(tile_of(query, chart), id=f"t{index}", title=f"{number} as {chart}")
            for index, chart in enumerate(charts)
        )
        dashboard = dashboard_of(*tiles)

        written = write_rdash(dashboard, demo_catalog)
        document = json.loads(written)
        read = read_rdash(written, demo_catalog)

        assert not [error.message for error in validator.iter_errors(document)]
        assert broken_rules(document) == ()
        assert [replace(tile, extra={}, place=PLACE) for tile in read.tiles] == list(tiles)
        assert json.loads(write_rdash(read, demo_catalog)) == document


def test_a_client_computes_what_parley_computes(
    queries: tuple[SemanticQuery, ...],
    demo_catalog: Catalog,
    demo: duckdb.DuckDBPyConnection,
) -> None:
    computed_by_client = 0
    for query in queries:
        widget = only(dashboard_of(tile_of(query)), demo_catalog)
        compiled = compile_query(query, demo_catalog, "duckdb")

        drawn = rows_of(widget, demo)

        assert comparable(drawn) == comparable(demo.execute(compiled.sql).fetchall()), query
        computed_by_client += widget["DataSpec"]["DataSourceItem"]["Title"] != "Result"
    assert computed_by_client > len(queries) / 3


@pytest.mark.parametrize(
    ("chart", "kind", "spec"),
    [
        (ChartType.BAR, "Column", "Category"),
        (ChartType.HORIZONTAL_BAR, "Bar", "Category"),
        (ChartType.GROUPED_BAR, "Column", "Category"),
        (ChartType.STACKED_BAR, "StackedColumn", "Category"),
        (ChartType.LINE, "Line", "Category"),
        (ChartType.MULTI_LINE, "Line", "Category"),
        (ChartType.AREA, "Area", "Category"),
        (ChartType.STACKED_AREA, "StackedArea", "Category"),
        (ChartType.PIE, "Pie", "SingleValueLabels"),
        (ChartType.DONUT, "Doughnut", "SingleValueLabels"),
        (ChartType.HISTOGRAM, "Column", "Category"),
        (ChartType.SCATTER, "Scatter", "Scatter"),
        (ChartType.BUBBLE, "Bubble", "Bubble"),
    ],
)
def test_charts_by_their_names(
    chart: ChartType, kind: str, spec: str, demo_catalog: Catalog
) -> None:
    names = ("revenue", "cost", "units")
    measures = tuple(Measured(NamedMeasure(name)) for name in names)
    query = SemanticQuery(measures, (DimensionGroup(REGION),))

    widget = only(dashboard_of(tile_of(query, chart)), demo_catalog)

    assert widget["VisualizationSettings"]["ChartType"] == kind
    assert widget["VisualizationDataSpec"]["_type"] == f"{spec}VisualizationDataSpecType"


@pytest.mark.parametrize(
    ("chart", "kind", "groups"),
    [(ChartType.TABLE, "GRID", 2), (ChartType.HEATMAP, "PIVOT", 2), (ChartType.KPI, "GAUGE", 0)],
)
def test_what_is_no_chart_to_the_model(
    chart: ChartType, kind: str, groups: int, demo_catalog: Catalog
) -> None:
    by = (DimensionGroup(REGION), DimensionGroup(ColumnRef("products", "category")))
    query = SemanticQuery((REVENUE,), by[:groups])

    widget = only(dashboard_of(tile_of(query, chart)), demo_catalog)

    assert widget["VisualizationSettings"]["VisualizationType"] == kind


def test_a_dataset_by_itself_is_its_table(demo_catalog: Catalog) -> None:
    group = DimensionGroup(COUNTRY)
    tile = tile_of(SemanticQuery((CUSTOMERS,), (group,)), ChartType.BAR)

    widget = only(dashboard_of(tile), demo_catalog)

    assert properties(widget) == {"Table": "customers", "ServerAggregation": True}
    # The document says it all: nothing of ours is needed to read it.
    assert widget["DataSpec"]["DataSourceItem"]["Parameters"] == {}
    fields = {one["FieldName"]: one["FieldType"] for one in widget["DataSpec"]["Fields"]}
    assert fields["signup_date"] == "Date"
    assert fields["country"] == "String"


def test_a_figure_beside_the_earlier_one_is_an_indicator(demo_catalog: Catalog) -> None:
    tile = tile_of(
        SemanticQuery((REVENUE,), comparison=Comparison(Grain.YEAR)),
        ChartType.KPI,
        moving=MovingPeriod(Span.TO_DATE, Grain.QUARTER),
    )

    dashboard = dashboard_of(tile)
    widget = only(dashboard, demo_catalog)
    spec = widget["VisualizationDataSpec"]
    read = read_rdash(write_rdash(dashboard, demo_catalog), demo_catalog)

    assert widget["VisualizationSettings"]["VisualizationType"] == "INDICATOR"
    assert spec["IndicatorType"] == "QuarterToDatePreviousYear"
    assert spec["Date"]["SummarizationField"]["FieldName"] == "order_date"
    assert replace(read.tiles[0], extra={}) == tile


def test_the_first_ones_by_a_value(demo_catalog: Catalog) -> None:
    query = SemanticQuery(
        (REVENUE,),
        (DimensionGroup(COUNTRY),),
        order=(Order(OrderTarget.MEASURE, 0, descending=True),),
        limit=Limit(5),
    )

    widget = only(dashboard_of(tile_of(query, ChartType.BAR)), demo_catalog)

    value = widget["VisualizationDataSpec"]["Values"][0]["SummarizationField"]
    assert (value["Sorting"], value["Filter"]["RuleType"], value["Filter"]["Value"]) == (
        "Desc",
        "TopItems",
        5,
    )
    assert value["Formatting"]["FormatType"] == "Currency"
    assert value["Formatting"]["CurrencySymbol"] == "$"


def test_filters_are_bound_to_the_widgets_that_have_their_field(demo_catalog: Catalog) -> None:
    dates = DateFilter("when", "Period", moving=MovingPeriod(Span.TO_DATE, Grain.YEAR))
    region = ValueFilter("where", "Region", REGION, ("West",))
    by_month = SemanticQuery((REVENUE,), (TimeGroup(Grain.MONTH),))
    tiles = (
        replace(tile_of(by_month, ChartType.LINE), id="both"),
        replace(tile_of(by_month, ChartType.LINE), id="one", filters=("where",)),
        replace(tile_of(SemanticQuery((CUSTOMERS,)), ChartType.KPI), id="customers"),
    )

    dashboard = dashboard_of(*tiles, filters=(region, dates))
    written = write_rdash(dashboard, demo_catalog)
    document = json.loads(written)
    read = read_rdash(written, demo_catalog)

    bound = {
        widget["Id"]: [
            (one["Source"]["FieldName"], one["Operator"], one["Target"]["GlobalFilterId"])
            for one in widget["DataSpec"]["Bindings"]["Bindings"]
        ]
        for widget in document["Widgets"]
    }
    assert bound == {
        "both": [("region", "Equals", "where"), ("order_date", "Between", "_date")],
        "one": [("region", "Equals", "where")],
        "customers": [("signup_date", "Between", "_date")],
    }
    assert [one["Id"] for one in document["GlobalFilters"]] == ["_date", "where"]
    assert document["GlobalFilters"][0]["RuleType"] == "YearToDate"
    assert document["GlobalFilters"][1]["SelectedItems"][0]["FieldValues"] == {"region": "West"}
    assert {one.id: replace(one, extra={}) for one in read.filters} == {
        "when": dates,
        "where": region,
    }
    assert [one.filters for one in read.tiles] == [None, ("where",), None]


def test_providers_by_the_database(demo_catalog: Catalog) -> None:
    urls = {
        "postgresql://host/shop": "POSTGRES",
        "mysql://host/shop": "MYSQL",
        "mssql://host/shop": "SQLSERVER",
        "snowflake://account/shop": "SNOWFLAKE",
        "bigquery://project/shop": "BIG_QUERY",
        "redshift://host/shop": "AMAZON_REDSHIFT",
    }
    tile = tile_of(SemanticQuery((CUSTOMERS,), (DimensionGroup(COUNTRY),)))
    for url, provider in urls.items():
        source = replace(demo_catalog.datasource, url=url)
        catalog = replace(demo_catalog, datasource=source)
        document = json.loads(write_rdash(dashboard_of(tile), catalog))
        assert [one["Provider"] for one in document["DataSources"]] == [provider]
        assert url not in json.dumps(document)


def test_rows_that_a_viewer_may_not_see_are_in_no_statement(demo_catalog: Catalog) -> None:
    shown = RowFilter(("country = 'Canada'",))
    datasets = tuple(
        replace(one, rows=shown) if one.name == "customers" else one
        for one in demo_catalog.datasets
    )
    catalog = replace(demo_catalog, datasets=datasets)
    tile = tile_of(SemanticQuery((CUSTOMERS,), (DimensionGroup(COUNTRY),)), ChartType.BAR)

    found = properties(only(dashboard_of(tile), catalog))

    assert "Table" not in found
    assert "'Canada'" in found["CustomQuery"]


def test_ways_of_drawing_and_a_tile_without_a_query(demo_catalog: Catalog) -> None:
    query = SemanticQuery(
        (Measured(Aggregate(Aggregation.AVERAGE, ColumnRef("order_lines", "revenue"))),),
        (DimensionGroup(REGION),),
        (Filter(REGION, Operator.NOT_IN, ("West",)),),
    )
    tiles = (
        replace(tile_of(query, ChartType.LINE), options=ChartOptions(log=True, bins=7)),
        Tile("note", "Mind the gap", None, Place(6, 0, 6, 4)),
    )

    written = write_rdash(dashboard_of(*tiles), demo_catalog)
    document = json.loads(written)
    read = read_rdash(written, demo_catalog)

    assert document["Widgets"][0]["VisualizationSettings"]["LeftAxisLogarithmic"] is True
    assert document["Widgets"][1]["VisualizationSettings"]["VisualizationType"] == "TEXT_BOX"
    assert [replace(one, extra={}) for one in read.tiles] == list(tiles)


def test_a_result_that_nobody_can_filter_has_the_filters_in_it(
    demo_catalog: Catalog, demo: duckdb.DuckDBPyConnection
) -> None:
    margin = SemanticQuery((Measured(NamedMeasure("profit_margin")),), (DimensionGroup(REGION),))
    filters = (
        DateFilter("when", "Period", moving=MovingPeriod(Span.PREVIOUS, Grain.YEAR)),
        ValueFilter("where", "Country", COUNTRY, ("Canada",)),
    )
    dashboard = dashboard_of(tile_of(margin, ChartType.BAR), filters=filters)

    written = write_rdash(dashboard, demo_catalog, today=date(2026, 6, 30))
    drawn = rows_of(json.loads(written)["Widgets"][0], demo)

    expected = demo.execute(
        "SELECT region, sum(revenue - cost) / sum(revenue) FROM order_lines JOIN orders USING "
        "(order_id) JOIN customers USING (customer_id) WHERE country = 'Canada' "
        "AND year(order_date) = 2025 GROUP BY region"
    ).fetchall()
    assert comparable(drawn) == comparable(expected)
    assert replace(read_rdash(written, demo_catalog).tiles[0], extra={}) == dashboard.tiles[0]


def test_periods_without_a_word_are_days_and_stay_what_they_are(demo_catalog: Catalog) -> None:
    weeks = MovingPeriod(Span.PREVIOUS, Grain.WEEK, 2)
    by_day = SemanticQuery((CUSTOMERS,), (TimeGroup(Grain.DAY),))
    dashboard = dashboard_of(
        tile_of(by_day, ChartType.LINE, moving=weeks),
        filters=(DateFilter("when", "Period", moving=weeks),),
    )

    written = write_rdash(dashboard, demo_catalog, today=date(2026, 6, 30))
    document = json.loads(written)
    read = read_rdash(written, demo_catalog)

    days = {
        "From": {"_type": "date", "value": "2026-06-15T00:00:00"},
        "To": {"_type": "date", "value": "2026-06-28T00:00:00"},
    }
    fields = document["Widgets"][0]["DataSpec"]["Fields"]
    (rule,) = [one["Filter"] for one in fields if "Filter" in one]
    assert document["GlobalFilters"][0]["CustomDateRange"] == days
    assert rule["CustomDateRange"] == days
    assert replace(read.tiles[0], extra={}) == dashboard.tiles[0]
    assert replace(read.filters[0], extra={}) == dashboard.filters[0]
