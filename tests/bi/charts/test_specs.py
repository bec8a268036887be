"""Specifications as recorded, and as Vega-Lite's own schema wants them.

`pytest --regenerate` writes the recorded ones anew; read the difference.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from bi.charts.choose import choose_chart
from bi.charts.draw import draw_chart
from bi.charts.fit import possible_types
from bi.charts.theme import DARK, LIGHT
from bi.model.chart import ChartType
from bi.model.result import ResultSet
from tests.bi.charts.vega_lite import faults
from tests.bi.random_results import results
from tests.bi.results import samples

SAMPLES = samples()
GOLDEN = Path(__file__).parents[2] / "golden" / "charts"
# Every type once, besides the charts that are chosen.
WISHES = [
    ("revenue_by_month", ChartType.AREA),
    ("revenue_by_month_with_gaps", ChartType.BAR),
    ("revenue_by_month_and_region", ChartType.STACKED_BAR),
    ("revenue_by_month_and_region", ChartType.GROUPED_BAR),
    ("revenue_by_month_and_region", ChartType.PIE),
    ("revenue_by_month_and_region", ChartType.HEATMAP),
    ("revenue_by_month_and_customer", ChartType.STACKED_AREA),
    ("revenue_by_customer", ChartType.DONUT),
    ("revenue_profit_orders_by_customer", ChartType.BUBBLE),
    ("list_of_orders", ChartType.HISTOGRAM),
    ("list_of_orders", ChartType.BOXPLOT),
    ("list_of_orders", ChartType.SCATTER),
]


def recorded(name: str, type_: ChartType | None, *, regenerate: bool) -> None:
    title = name.replace("_", " ").capitalize()
    chart = choose_chart(SAMPLES[name], title, type_)
    spec = {key: value for key, value in chart.spec.items() if key != "config"}
    found = {
        "type": chart.type,
        "x": chart.x,
        "y": chart.y,
        "series": chart.series,
        "note": chart.note,
        "spec": spec,
    }
    path = GOLDEN / f"{name}{f'.{type_}' if type_ else ''}.json"
    if regenerate:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True)
        path.write_text(f"{text}\n", "utf-8")
    assert found == json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_chart_of_a_result_is_as_recorded(name: str, regenerate: bool) -> None:
    recorded(name, None, regenerate=regenerate)


@pytest.mark.parametrize(("name", "type_"), WISHES)
def test_the_chart_wished_for_is_as_recorded(name: str, type_: ChartType, regenerate: bool) -> None:
    recorded(name, type_, regenerate=regenerate)


def assert_valid(result: ResultSet) -> None:
    for type_ in possible_types(result):
        chart = draw_chart(result, "A title", type_)
        assert chart.type is type_
        if type_ in (ChartType.KPI, ChartType.TABLE):
            assert chart.spec == {}
            continue
        assert faults(chart.spec) == []
        assert chart.spec["data"] == {"name": "result"}
        assert json.loads(json.dumps(chart.spec)) == chart.spec


@pytest.mark.parametrize("name", SAMPLES)
def test_every_possible_chart_of_a_sample_passes_the_schema(name: str) -> None:
    assert_valid(SAMPLES[name])


@given(results())
@settings(max_examples=150, deadline=None)
def test_every_possible_chart_of_any_result_passes_the_schema(result: ResultSet) -> None:
    assert_valid(result)


def test_every_type_is_possible_for_some_result() -> None:
    assert {type_ for sample in SAMPLES.values() for type_ in possible_types(sample)} == {
        *ChartType
    }


def test_the_schema_finds_what_is_wrong() -> None:
    spec = choose_chart(SAMPLES["revenue_by_region"], "A title").spec
    assert faults({**spec, "mark": {"type": "bars"}}) != []
    assert faults({**spec, "encoding": {"x": {"feld": "region"}}}) != []


def test_both_themes_are_valid_configs() -> None:
    spec = choose_chart(SAMPLES["revenue_by_region"], "A title").spec
    assert spec["config"] == LIGHT
    assert faults({**spec, "config": DARK}) == []
