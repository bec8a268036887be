"""Cells, charts and assumptions as this dialect has them."""

from __future__ import annotations

import pytest

from api.faces.chat2query.assumptions import assumptions_of
from api.faces.chat2query.cells import data_of
from api.faces.chat2query.charts import chart_options
from bi.model.catalog import ColumnType
from bi.model.chart import Chart, ChartOptions, ChartType
from bi.model.reading import Token, TokenKind, Understanding, Verified
from bi.model.result import Cell, ColumnRole, ResultColumn, ResultSet
from nodes.answer import ResultRef


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("North", "North"),
        ("", ""),
        (None, None),
        (12, "12"),
        (True, "true"),
        (1.5, "1.5"),
        (5601639.81, "5601639.81"),
        (1e21, "1000000000000000000000"),
        (1e-7, "0.0000001"),
        (-2.5e-10, "-0.00000000025"),
        (0.1 + 0.2, "0.30000000000000004"),
        (3.0, "3"),
        (float("nan"), None),
        ("2024-01-01", "2024-01-01"),
    ],
)
def test_a_cell_is_written_without_loss(cell: Cell, text: str | None) -> None:
    column = ResultColumn("a", "A", ColumnType.NUMBER, ColumnRole.MEASURE)
    told = data_of(ResultSet((column,), ((cell,),)))
    assert told == {"columns": [{"col": "a"}], "rows": [[text]]}
    if isinstance(cell, float) and text is not None:
        assert float(text) == cell


@pytest.mark.parametrize(
    ("type_", "series", "columns", "name"),
    [
        (ChartType.BAR, None, ("x", "y"), "BarChart"),
        (ChartType.STACKED_BAR, "s", ("x", "s", "y"), "BarChart"),
        (ChartType.MULTI_LINE, "s", ("x", "s", "y"), "LineChart"),
        (ChartType.STACKED_AREA, "s", ("x", "s", "y"), "LineChart"),
        (ChartType.DONUT, None, ("x", "y"), "PieChart"),
        # A bar of one of two measures would hide the other.
        (ChartType.GROUPED_BAR, None, ("x", "y", "z"), "Table"),
        (ChartType.SCATTER, None, ("x", "y"), "Table"),
        (ChartType.HEATMAP, "s", ("x", "s", "y"), "Table"),
    ],
)
def test_a_chart_shows_every_column_or_is_a_table(
    type_: ChartType, series: str | None, columns: tuple[str, ...], name: str
) -> None:
    chart = Chart(type_, "Sales", x="x", y="y", series=series)
    option = {"x": "x", "y": "y", "pivot_column": series or ""}
    assert chart_options(chart, columns) == {
        "chart_name": name,
        "option": {"columns": list(columns)} if name == "Table" else option,
        "title": "Sales",
    }


def test_a_number_alone_is_a_table_and_panels_are_one_too() -> None:
    kpi = Chart(ChartType.KPI, "Sales", y="y")
    assert chart_options(kpi, ("y",)) == {
        "chart_name": "Table",
        "option": {"columns": ["y"]},
        "title": "Sales",
    }
    panels = Chart(ChartType.BAR, "Sales", x="x", y="y", options=ChartOptions(panels="p"))
    assert (chart_options(panels, ("x", "y", "p")) or {})["chart_name"] == "Table"
    assert chart_options(None, ("y",)) is None


def test_an_assumption_names_what_it_is_about() -> None:
    understanding = Understanding(
        tokens=(Token(TokenKind.TIME, "This year so far", "this year"),),
        assumptions=(
            "“Turnover” is read as the revenue.",
            "Revenue: dated by order date.",
            "This year is 2026.",
            "The rows are counted, as no measure was named.",
        ),
    )
    result = ResultRef("key", ("a",), 10_000, truncated=True, elapsed_ms=1.0)
    told = assumptions_of(understanding, "Orders", result, Verified("what did we sell", by="Ann"))
    assert [one["concept"] for one in told] == [
        "Turnover",
        "Revenue",
        "this year",
        "Orders",
        "verified query",
        "rows",
    ]
    assert told[4]["explanation"] == (
        "The SQL is the one that was checked for “what did we sell” by Ann."
    )
    assert "first 10,000 rows" in told[5]["explanation"]
