"""Edits and the places they leave."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bi.dashboards.editing import edited, free_id
from bi.dashboards.edits import (
    AddTile,
    ChangeChart,
    ChangeQuery,
    DuplicateTile,
    Edit,
    MoveTiles,
    Position,
    RemoveFilters,
    RemoveTiles,
    RenameTile,
    ReplaceTile,
    ResizeTiles,
    SetFilter,
    SwapTiles,
)
from bi.dashboards.placing import UNPLACED, in_order, is_flow, laid_out
from bi.model.catalog import ColumnRef, Grain
from bi.model.chart import ChartOptions, ChartType
from bi.model.dashboard import GRID_COLUMNS, Dashboard, DateFilter, Place, Tile, ValueFilter
from bi.model.semantic import DimensionGroup, Measured, NamedMeasure, SemanticQuery, TimeGroup

_REVENUE = (Measured(NamedMeasure("revenue")),)
FIGURE = SemanticQuery(_REVENUE)
BY_MONTH = SemanticQuery(_REVENUE, (TimeGroup(Grain.MONTH),))
BY_REGION = SemanticQuery(_REVENUE, (DimensionGroup(ColumnRef("orders", "region")),))


def tile(tile_id: str, query: SemanticQuery, chart: ChartType | None = None) -> Tile:
    return Tile(tile_id, f"Tile {tile_id}", query, UNPLACED, chart)


def board(*tiles: Tile) -> Dashboard:
    return Dashboard("Board", "shop", laid_out(tiles))


BOARD = board(
    tile("t1", FIGURE, ChartType.KPI),
    tile("t2", FIGURE, ChartType.KPI),
    tile("t3", BY_MONTH, ChartType.LINE),
    tile("t4", BY_REGION, ChartType.BAR),
    tile("t5", BY_REGION, ChartType.PIE),
)


def ids(dashboard: Dashboard) -> list[str]:
    return [one.id for one in in_order(dashboard.tiles)]


def place(dashboard: Dashboard, tile_id: str) -> Place:
    return next(one.place for one in dashboard.tiles if one.id == tile_id)


def test_figures_stand_in_a_row_above_a_wide_series_and_halves() -> None:
    places = [one.place for one in BOARD.tiles]
    assert places == [
        Place(0, 0, 6, 2),
        Place(6, 0, 6, 2),
        Place(0, 2, 12, 4),
        Place(0, 6, 6, 4),
        Place(6, 6, 6, 4),
    ]


@pytest.mark.parametrize("count", range(1, 10))
def test_figures_fill_their_rows(count: int) -> None:
    made = board(*(tile(f"t{n}", FIGURE) for n in range(count)))
    rows: dict[int, int] = {}
    for one in made.tiles:
        rows[one.place.row] = rows.get(one.place.row, 0) + one.place.width
    expected = GRID_COLUMNS if count > 1 else 3
    assert set(rows.values()) == {expected}


def test_a_last_chart_alone_fills_its_row() -> None:
    made = board(tile("t1", BY_REGION), tile("t2", BY_REGION), tile("t3", BY_REGION))
    assert [one.place.width for one in made.tiles] == [6, 6, 12]


def test_a_new_figure_stands_with_the_figures_and_a_chart_at_the_end() -> None:
    after = edited(
        BOARD, [AddTile(tile("t6", FIGURE, ChartType.KPI)), AddTile(tile("t7", BY_MONTH))]
    )
    assert ids(after) == ["t1", "t2", "t6", "t3", "t4", "t5", "t7"]


def test_what_is_before_a_removed_tile_stays_where_it_is() -> None:
    after = edited(BOARD, [RemoveTiles(("t4",))])
    assert [place(after, one) for one in ("t1", "t2", "t3")] == [
        place(BOARD, one) for one in ("t1", "t2", "t3")
    ]
    assert place(after, "t5") == place(BOARD, "t4")


@pytest.mark.parametrize(
    ("edit", "order"),
    [
        (MoveTiles(("t5",), Position.START), "t5 t1 t2 t3 t4"),
        (MoveTiles(("t1", "t2"), Position.END), "t3 t4 t5 t1 t2"),
        (MoveTiles(("t4",), Position.UP), "t1 t2 t4 t3 t5"),
        (MoveTiles(("t1",), Position.UP), "t1 t2 t3 t4 t5"),
        (MoveTiles(("t4",), Position.DOWN), "t1 t2 t3 t5 t4"),
        (MoveTiles(("t1",), Position.AFTER, "t4"), "t2 t3 t4 t1 t5"),
        (MoveTiles(("t5",), Position.BEFORE, "t2"), "t1 t5 t2 t3 t4"),
        (SwapTiles("t1", "t4"), "t4 t2 t3 t1 t5"),
        (DuplicateTile("t3", "t6"), "t1 t2 t3 t6 t4 t5"),
    ],
)
def test_tiles_are_put_in_another_order(edit: Edit, order: str) -> None:
    assert ids(edited(BOARD, [edit])) == order.split()


def test_sizes_have_bounds() -> None:
    wide = edited(BOARD, [ResizeTiles(("t4",), wider=40, taller=2)])
    assert (place(wide, "t4").width, place(wide, "t4").height) == (GRID_COLUMNS, 6)
    small = edited(BOARD, [ResizeTiles(("t4",), wider=-40, taller=-40)])
    assert (place(small, "t4").width, place(small, "t4").height) == (2, 2)
    third = edited(BOARD, [ResizeTiles(("t4",), width=4)])
    assert place(third, "t4").width == 4


def test_a_layout_of_somebody_elses_stays_and_new_tiles_come_below() -> None:
    tall = replace(tile("t1", BY_REGION), place=Place(0, 0, 4, 8))
    right = replace(tile("t2", BY_REGION), place=Place(4, 0, 8, 4))
    below = replace(tile("t3", BY_REGION), place=Place(4, 4, 8, 4))
    dashboard = Dashboard("Board", "shop", (tall, right, below))
    assert not is_flow(dashboard.tiles)
    after = edited(dashboard, [AddTile(tile("t4", BY_REGION))])
    assert after.tiles[:3] == dashboard.tiles
    assert place(after, "t4") == Place(0, 8, 6, 4)
    fewer = edited(after, [RemoveTiles(("t2",))])
    assert place(fewer, "t1") == Place(0, 0, 4, 8)


def test_a_chart_stays_while_the_question_keeps_its_shape() -> None:
    limited = replace(BY_REGION, measures=_REVENUE, filters=())
    same = edited(BOARD, [ChangeQuery("t5", limited, "Same")])
    assert [one.chart for one in same.tiles if one.id == "t5"] == [ChartType.PIE]
    other = edited(BOARD, [ChangeQuery("t5", BY_MONTH, "Other")])
    assert [one.chart for one in other.tiles if one.id == "t5"] == [None]
    asked = edited(BOARD, [ChangeQuery("t5", BY_MONTH, "Other", ChartType.AREA)])
    assert [one.chart for one in asked.tiles if one.id == "t5"] == [ChartType.AREA]


def test_the_type_and_the_way_of_drawing_change_apart() -> None:
    log = edited(BOARD, [ChangeChart(("t4",), options=ChartOptions(log=True))])
    both = edited(log, [ChangeChart(("t4",), ChartType.HORIZONTAL_BAR)])
    changed = next(one for one in both.tiles if one.id == "t4")
    assert (changed.chart, changed.options) == (ChartType.HORIZONTAL_BAR, ChartOptions(log=True))


def test_a_replaced_tile_keeps_its_place_and_filters() -> None:
    bound = replace(BOARD, tiles=tuple(replace(one, filters=("f1",)) for one in BOARD.tiles))
    after = edited(bound, [ReplaceTile("t4", tile("t4", BY_MONTH, ChartType.LINE))])
    new = next(one for one in after.tiles if one.id == "t4")
    assert (new.place, new.filters, new.query) == (place(BOARD, "t4"), ("f1",), BY_MONTH)


def test_filters_are_put_in_set_and_taken_out() -> None:
    region = ValueFilter("f1", "Region", ColumnRef("orders", "region"))
    dates = DateFilter("f2", "Date")
    two = edited(BOARD, [SetFilter(region), SetFilter(dates)])
    assert two.filters == (region, dates)
    west = replace(region, values=("West",))
    assert edited(two, [SetFilter(west)]).filters == (west, dates)
    named = replace(two, tiles=(replace(two.tiles[0], filters=("f1", "f2")), *two.tiles[1:]))
    without = edited(named, [RemoveFilters(("f1",))])
    assert without.filters == (dates,)
    assert without.tiles[0].filters == ("f2",)


def test_an_id_that_is_not_there_changes_nothing() -> None:
    with pytest.raises(KeyError):
        edited(BOARD, [RenameTile("t2", "New"), RemoveTiles(("t99",))])


def test_ids_are_never_given_twice() -> None:
    assert free_id([], "t") == "t1"
    assert free_id(["t1", "t7", "chart"], "t") == "t8"


def test_any_edits_keep_tiles_apart_and_on_the_grid() -> None:
    chance = random.Random(7)
    for _ in range(60):
        dashboard = BOARD
        for number in range(12):
            dashboard = edited(dashboard, [_any_edit(dashboard, number, chance)])
            _check_places(dashboard)


def _any_edit(dashboard: Dashboard, number: int, chance: random.Random) -> Edit:
    known = [one.id for one in dashboard.tiles]
    if len(known) < 3:
        query = chance.choice([FIGURE, BY_MONTH, BY_REGION])
        return AddTile(tile(f"n{number}", query))
    first, second = chance.sample(known, 2)
    edits: list[Edit] = [
        AddTile(tile(f"n{number}", BY_REGION)),
        RemoveTiles((first,)),
        DuplicateTile(first, f"n{number}"),
        SwapTiles(first, second),
        MoveTiles((first,), chance.choice([Position.START, Position.END, Position.UP])),
        MoveTiles((first,), Position.AFTER, second),
        ResizeTiles((first, second), chance.choice([-3, 3]), chance.choice([-2, 0, 2])),
    ]
    return chance.choice(edits)


def _check_places(dashboard: Dashboard) -> None:
    cells: set[tuple[int, int]] = set()
    for one in dashboard.tiles:
        spot = one.place
        assert 0 <= spot.column <= spot.column + spot.width <= GRID_COLUMNS
        for row in range(spot.row, spot.row + spot.height):
            for column in range(spot.column, spot.column + spot.width):
                assert (row, column) not in cells
                cells.add((row, column))
