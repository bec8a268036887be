"""Charts that go on with what is expected."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import vl_convert

from bi.charts.choose import choose_chart
from bi.charts.continued import continued
from bi.model.chart import Chart, ChartType
from bi.model.forecast import Forecast, ForecastPoint
from bi.model.result import ResultSet
from tests.bi.charts.vega_lite import faults, with_rows
from tests.bi.results import MONTH, REVENUE

ROWS = ResultSet(
    (MONTH, REVENUE),
    tuple((f"2026-{month:02d}-01", 1000.0 * month) for month in range(1, 7)),
)
# June is under way: what it has so far is in the rows, and what it may end with is expected.
AHEAD = Forecast(
    "revenue",
    "month",
    (
        ForecastPoint("2026-06-01", 6500.0, 6000.0, 7000.0),
        ForecastPoint("2026-07-01", 7000.0, 6200.0, 7800.0),
    ),
    "exponential smoothing",
    0.8,
)


def drawn(type_: ChartType) -> Chart:
    return continued(choose_chart(ROWS, "Revenue by month", type_), ROWS, AHEAD)


def marks(chart: Chart) -> list[str]:
    return [layer["mark"]["type"] for layer in chart.spec["layer"]]


def values(layer: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = layer["data"]["values"]
    return found


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        (ChartType.LINE, ["line", "area", "line", "point"]),
        (ChartType.AREA, ["area", "area", "line", "point"]),
        (ChartType.BAR, ["bar", "bar", "rule"]),
    ],
)
def test_what_is_known_is_followed_by_what_is_expected(
    type_: ChartType, expected: list[str]
) -> None:
    chart = drawn(type_)
    assert marks(chart) == expected
    assert faults(chart.spec) == []
    assert chart.spec["data"] == {"name": "result"}
    assert "80%" in chart.spec["title"]["subtitle"]


def test_the_interval_begins_where_the_line_ends() -> None:
    _, band, line, points = drawn(ChartType.LINE).spec["layer"]
    assert [row["month"] for row in values(band)] == ["2026-05-01", "2026-06-01", "2026-07-01"]
    assert values(band)[0] == {
        "month": "2026-05-01", "revenue": 5000.0, "forecast low": 5000.0, "forecast high": 5000.0,
    }  # fmt: skip
    assert values(band)[-1]["forecast low"] == 6200.0
    assert line["mark"]["strokeDash"]
    assert [row["revenue"] for row in values(points)] == [6500.0, 7000.0]


@pytest.mark.parametrize("type_", [ChartType.LINE, ChartType.BAR])
def test_the_month_under_way_is_drawn_once_as_it_may_end(type_: ChartType) -> None:
    labels = labels_of(drawn(type_))
    assert [one for one in labels if "June 2026" in one] == [
        "Month: June 2026; Revenue, expected: $6,500; 80% interval, from: $6,000; "
        "80% interval, to: $7,000"
    ] * len([one for one in labels if "June 2026" in one])
    assert any("July 2026" in one for one in labels)
    assert any("May 2026; Revenue: $5,000" in one for one in labels)


def test_bars_have_a_place_for_every_month() -> None:
    first = drawn(ChartType.BAR).spec["layer"][0]
    assert first["encoding"]["x"]["scale"]["domain"][-2:] == ["2026-06-01", "2026-07-01"]


@pytest.mark.parametrize("type_", [ChartType.TABLE, ChartType.PIE])
def test_a_chart_without_a_place_for_it_says_so(type_: ChartType) -> None:
    chart = drawn(type_)
    assert chart.spec == choose_chart(ROWS, "Revenue by month", type_).spec
    assert "The forecast, to 2026-07-01" in (chart.note or "")


def labels_of(chart: Chart) -> list[str]:
    """What a screen reader says of each mark, as drawn."""
    svg = vl_convert.vegalite_to_svg(
        json.dumps(with_rows(chart, ROWS)), vl_version="6.4", allowed_base_urls=[]
    )
    return re.findall(r'aria-label="(Month: [^"]*)"', svg)
