"""Small multiples: one chart for each value of a column."""

from __future__ import annotations

import pytest

from bi.charts.choose import choose_chart
from bi.charts.draw import draw_chart
from bi.model.chart import Chart, ChartOptions, ChartType
from bi.model.errors import ChartNotPossible
from tests.bi.charts.vega_lite import faults, marks, svg, texts
from tests.bi.results import CATEGORIES, REGIONS, samples

SAMPLES = samples()


def chosen(name: str, panels: str, wish: str | None = None) -> Chart:
    type_ = ChartType(wish) if wish else None
    return choose_chart(SAMPLES[name], "A title", type_, ChartOptions(panels=panels))


@pytest.mark.parametrize(
    ("name", "panels", "type_", "x"),
    [
        ("revenue_by_month_and_region", "region", "line", "month"),
        ("revenue_by_category_and_region", "category", "bar", "region"),
        ("revenue_by_category_and_region", "region", "bar", "category"),
        ("margin_by_region_and_year", "region", "line", "year"),
        ("revenue_by_category_region_returned", "returned", "stacked_bar", "region"),
    ],
)
def test_each_panel_is_the_chart_of_what_is_left(
    name: str, panels: str, type_: str, x: str, capfd: pytest.CaptureFixture[str]
) -> None:
    chart = chosen(name, panels)
    assert (chart.type, chart.x, chart.options.panels, chart.note) == (type_, x, panels, None)
    assert faults(chart.spec) == []
    assert chart.spec["encoding"]["facet"]["field"].startswith(panels)
    drawing = svg(chart, SAMPLES[name])
    values = {str(row[SAMPLES[name].column(panels)]) for row in SAMPLES[name].rows}
    if panels != "returned":
        assert values <= set(texts(drawing))
    assert capfd.readouterr().err == ""


def test_all_bars_are_there_and_on_one_scale() -> None:
    drawing = svg(
        chosen("revenue_by_category_and_region", "region"),
        SAMPLES["revenue_by_category_and_region"],
    )
    assert len(marks(drawing, "bar")) == len(CATEGORIES) * len(REGIONS)


@pytest.mark.parametrize(
    ("wish", "type_"),
    [("grouped_bar", "bar"), ("stacked_bar", "bar"), ("horizontal_bar", "horizontal_bar")],
)
def test_a_wish_for_several_series_is_one_of_each_panel(wish: str, type_: str) -> None:
    assert chosen("revenue_by_category_and_region", "category", wish).type == type_


@pytest.mark.parametrize(
    ("name", "panels", "wish", "reason"),
    [
        ("revenue_by_month_and_region", "region", "pie", "A pie chart is not drawn in panels"),
        ("revenue_by_month_and_customer", "customer_name", "line", "has 14 values; panels are for"),
        ("revenue_by_region", "region", "bar", "Without Region there is too little left"),
        ("revenue_by_region", "colour", "bar", "Panels need a column of the result"),
    ],
)
def test_what_cannot_be_had_in_panels_is_said(
    name: str, panels: str, wish: str, reason: str
) -> None:
    chart = chosen(name, panels, wish)
    assert chart.options == ChartOptions()
    assert reason in (chart.note or "")
    with pytest.raises(ChartNotPossible, match=reason) as refusal:
        draw_chart(SAMPLES[name], "A title", ChartType(wish), ChartOptions(panels=panels))
    assert refusal.value.details["option"] == "panels"


def test_the_types_that_can_have_panels_are_offered() -> None:
    with pytest.raises(ChartNotPossible) as refusal:
        draw_chart(
            SAMPLES["revenue_by_month_and_region"],
            "A title",
            ChartType.PIE,
            ChartOptions(panels="region"),
        )
    possible = refusal.value.details["possible"]
    assert isinstance(possible, list)
    assert possible[:2] == ["line", "bar"]
