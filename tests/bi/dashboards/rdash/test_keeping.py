"""What has no meaning to us stays as it is, and an edit changes no more than it must."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bi.dashboards.rdash.read import read_rdash
from bi.dashboards.rdash.write import write_rdash
from bi.model.catalog import Catalog, ColumnRef, Grain
from bi.model.chart import ChartOptions, ChartType
from bi.model.dashboard import Dashboard, DateFilter, Place, Tile, ValueFilter
from bi.model.semantic import (
    DimensionGroup,
    Measured,
    MovingPeriod,
    NamedMeasure,
    SemanticQuery,
    Span,
    TimeGroup,
    TimeRange,
)
from tests.bi.dashboards.rdash.documents import Json, shipping
from tests.bi.dashboards.rdash.rules import broken_rules

REGION, CHANNEL = ColumnRef("orders", "region"), ColumnRef("orders", "channel")
REVENUE = Measured(NamedMeasure("revenue"))


def ours(catalog: Catalog) -> Json:
    """A document of our own, with everything that is carried."""
    monthly = SemanticQuery((REVENUE,), (TimeGroup(Grain.MONTH), DimensionGroup(REGION)))
    margin = SemanticQuery((Measured(NamedMeasure("profit_margin")),), (DimensionGroup(CHANNEL),))
    tiles = (
        Tile("a", "Monthly", monthly, Place(0, 0, 8, 4), ChartType.MULTI_LINE),
        Tile("b", "Margin", margin, Place(8, 0, 4, 4), ChartType.PIE, filters=("when",)),
    )
    ends = TimeRange(date(2025, 1, 1), date(2026, 1, 1), "2025", Grain.YEAR)
    filters = (
        DateFilter("when", "Period", range=ends),
        ValueFilter("where", "Region", REGION, ("West", "East"), multiple=True),
    )
    made: Json = json.loads(write_rdash(Dashboard("Ours", "demo", tiles, filters), catalog))
    return made


def there_and_back(document: Json, catalog: Catalog) -> Json:
    written = write_rdash(read_rdash(json.dumps(document), catalog), catalog)
    again: Json = json.loads(written)
    return again


def objects_in(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from objects_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from objects_in(one)


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)
names = st.text(min_size=1, max_size=9).map(lambda name: f"x{name}")


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=st.data())
def test_unknown_properties_stay_wherever_they_are(
    drawn: st.DataObject, demo_catalog: Catalog
) -> None:
    document = shipping() if drawn.draw(st.booleans()) else ours(demo_catalog)
    places = list(objects_in(document))
    for place in drawn.draw(st.lists(st.sampled_from(range(len(places))), max_size=8)):
        value, first = drawn.draw(anything), drawn.draw(st.booleans())
        added = {drawn.draw(names): value}
        within = places[place]
        kept = {**added, **within} if first else {**within, **added}
        within.clear()
        within.update(kept)

    # The order of names is part of it.
    assert json.dumps(there_and_back(document, demo_catalog)) == json.dumps(document)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=st.data())
def test_a_document_with_anything_anywhere_is_read_and_kept(
    drawn: st.DataObject, demo_catalog: Catalog
) -> None:
    document = shipping() if drawn.draw(st.booleans()) else ours(demo_catalog)
    lists = ("Widgets", "GlobalFilters", "DataSources")
    places = [
        (within, name)
        for within in objects_in(document)
        for name in within
        if not (within is document and name in lists)
    ]
    for place in drawn.draw(st.lists(st.sampled_from(range(len(places))), min_size=1, max_size=4)):
        within, name = places[place]
        if name in within:
            within[name] = drawn.draw(anything)

    assert there_and_back(document, demo_catalog) == document


@pytest.mark.parametrize("name", ["Widgets", "GlobalFilters", "DataSources", "GlobalVariables"])
def test_what_is_absent_or_null_stays_so(name: str, demo_catalog: Catalog) -> None:
    for document in ({"Title": "t", name: None}, {"Title": "t"}, {}):
        assert there_and_back(document, demo_catalog) == document


Edit = Callable[[Dashboard], Dashboard]


def on_tile(index: int, **changes: Any) -> Edit:
    def edit(read: Dashboard) -> Dashboard:
        tiles = list(read.tiles)
        tiles[index] = replace(tiles[index], **changes)
        return replace(read, tiles=tuple(tiles))

    return edit


def edited(document: Json, edit: Edit, catalog: Catalog) -> Json:
    written = write_rdash(edit(read_rdash(json.dumps(document), catalog)), catalog)
    made: Json = json.loads(written)
    assert broken_rules(made) == ()
    # What was written is what was meant.
    again = read_rdash(written, catalog)
    meant = edit(read_rdash(json.dumps(document), catalog))
    assert [without_place(one) for one in again.tiles] == [
        without_place(one) for one in meant.tiles
    ]
    assert [replace(one, extra={}) for one in again.filters] == [
        replace(one, extra={}) for one in meant.filters
    ]
    return made


def without_place(tile: Tile) -> Tile:
    return replace(tile, extra={}, place=Place(0, 0, 1, 1))


def changed(before: Any, after: Any, place: str = "") -> set[str]:
    """Where two documents differ; a list of another length differs as a whole."""
    if isinstance(before, dict) and isinstance(after, dict):
        places: set[str] = set()
        for name in before | after:
            within = f"{place}.{name}" if place else name
            if (name in before) != (name in after):
                places.add(within)
            else:
                places |= changed(before[name], after[name], within)
        return places
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return {
            found for i, (one, other) in pairs for found in changed(one, other, f"{place}[{i}]")
        }
    return set() if before == after else {place}


@pytest.mark.parametrize(
    ("edit", "places"),
    [
        (on_tile(0, title="Renamed"), {"Widgets[0].Title"}),
        (lambda read: replace(read, title="Other"), {"Title"}),
        (lambda read: replace(read, description=""), {"Description"}),
        (on_tile(0, place=Place(0, 0, 12, 4)), {"Widgets[0].ColumnSpan"}),
        (on_tile(3, title="Text"), {"Widgets[3].Title"}),
        (
            on_tile(1, chart=ChartType.HORIZONTAL_BAR),
            {
                "Widgets[1].VisualizationSettings.ChartType",
                "Widgets[1].VisualizationSettings.ShowLegends",
                "Widgets[1].VisualizationSettings.LeftAxisLogarithmic",
                "Widgets[1].VisualizationDataSpec.FormatVersion",
                "Widgets[1].VisualizationDataSpec.FixedLines",
            },
        ),
    ],
)
def test_an_edit_changes_what_it_must(edit: Edit, places: set[str], demo_catalog: Catalog) -> None:
    document = shipping()

    assert changed(document, edited(document, edit, demo_catalog)) == places


def test_a_tile_removed(demo_catalog: Catalog) -> None:
    document = shipping()

    made = edited(document, lambda read: replace(read, tiles=read.tiles[1:]), demo_catalog)

    assert made == {**document, "Widgets": document["Widgets"][1:]}


def test_a_tile_added(demo_catalog: Catalog) -> None:
    document = shipping()
    query = SemanticQuery((REVENUE,), (TimeGroup(Grain.MONTH),))
    tile = Tile("new", "Revenue", query, Place(0, 10, 12, 4), ChartType.LINE)

    made = edited(document, lambda read: replace(read, tiles=(*read.tiles, tile)), demo_catalog)

    assert made["Widgets"][:-1] == document["Widgets"]
    bound = made["Widgets"][-1]["DataSpec"]["Bindings"]["Bindings"]
    assert {one["Target"]["GlobalFilterId"] for one in bound} == {"_date", "where"}
    assert changed(document, made) == {"Widgets"}


def test_a_slice_chart_of_the_same_columns(demo_catalog: Catalog) -> None:
    document = shipping()

    made = edited(document, on_tile(0, chart=ChartType.PIE), demo_catalog)

    before, after = (one["Widgets"][0]["VisualizationDataSpec"] for one in (document, made))
    assert after["_type"] == "SingleValueLabelsVisualizationDataSpecType"
    assert (after["Rows"], after["Value"]) == (before["Rows"], before["Values"])
    assert made["Widgets"][0]["VisualizationSettings"]["BrushOffsetIndex"] == 3
    assert made["Widgets"][0]["DataSpec"] == document["Widgets"][0]["DataSpec"]


def test_another_query_in_the_same_kind_of_chart(demo_catalog: Catalog) -> None:
    document = shipping()
    query = SemanticQuery((Measured(NamedMeasure("orders")),), (DimensionGroup(CHANNEL),))

    made = edited(document, on_tile(0, query=query), demo_catalog)

    before, after = document["Widgets"][0], made["Widgets"][0]
    assert after["VisualizationSettings"] == before["VisualizationSettings"]
    assert after["ActionsModel"] == before["ActionsModel"]
    assert after["DataSpec"]["QuickFilters"] == []
    assert after["DataSpec"]["DataSourceItem"]["Properties"]["Table"] == "orders"
    assert after["DataSpec"]["Bindings"] == before["DataSpec"]["Bindings"]
    assert after["VisualizationDataSpec"]["Rows"][0]["SummarizationField"]["FieldName"] == "channel"


def test_filters_added_changed_and_removed(demo_catalog: Catalog) -> None:
    document = shipping()
    channel = ValueFilter("how", "Channel", CHANNEL, ("Online",))

    added = edited(
        document, lambda read: replace(read, filters=(*read.filters, channel)), demo_catalog
    )
    removed = edited(document, lambda read: replace(read, filters=read.filters[:1]), demo_catalog)

    def sets(read: Dashboard) -> Dashboard:
        dates, where = read.filters
        assert isinstance(dates, DateFilter)
        assert isinstance(where, ValueFilter)
        moving = MovingPeriod(Span.PREVIOUS, Grain.MONTH)
        return replace(
            read, filters=(replace(dates, moving=moving), replace(where, values=("North", "West")))
        )

    reset = edited(document, sets, demo_catalog)

    def bound(made: Json) -> list[list[str]]:
        return [
            [
                binding["Target"]["GlobalFilterId"]
                for binding in widget["DataSpec"]["Bindings"]["Bindings"]
            ]
            for widget in made["Widgets"][:3]
        ]

    assert [one["Id"] for one in added["GlobalFilters"]] == ["_date", "cube", "where", "how"]
    # The second said which filters it listens to; the first listens to all that there are.
    assert bound(added) == [["_date", "where", "how"], ["_date"], []]
    assert [one["Id"] for one in removed["GlobalFilters"]] == ["_date", "cube"]
    assert bound(removed) == [["_date"], ["_date"], []]
    assert changed(document, reset) == {
        "GlobalFilters[0].RuleType",
        "GlobalFilters[2].SelectedItems",
    }
    assert (
        reset["GlobalFilters"][2]["SelectedItems"][1]
        == (document["GlobalFilters"][2]["SelectedItems"][0])
    )


def test_edits_of_our_own_document(demo_catalog: Catalog) -> None:
    document = ours(demo_catalog)
    log = edited(
        document,
        on_tile(0, chart=ChartType.STACKED_AREA, options=ChartOptions(log=True)),
        demo_catalog,
    )
    table = edited(document, on_tile(1, chart=ChartType.TABLE), demo_catalog)
    open_ = edited(document, on_tile(1, chart=None), demo_catalog)

    widget = log["Widgets"][0]
    assert widget["VisualizationSettings"]["ChartType"] == "StackedArea"
    assert widget["DataSpec"]["Fields"] == document["Widgets"][0]["DataSpec"]["Fields"]
    assert table["Widgets"][1]["VisualizationSettings"]["VisualizationType"] == "GRID"
    assert changed(document, open_) != set()


def test_a_written_document_is_not_changed_by_reading(demo_catalog: Catalog) -> None:
    document = ours(demo_catalog)
    before = copy.deepcopy(document)
    read = read_rdash(json.dumps(document), demo_catalog)
    write_rdash(replace(read, title="Other"), demo_catalog)

    assert there_and_back(document, demo_catalog) == before
