"""What tiles show together: findings once, the weightiest first; what is not shown is named."""

from __future__ import annotations

from datetime import date

from bi.dashboards.analysing import Shown, analysed, explained, findings_of
from bi.model.catalog import ColumnRef, ColumnType, Grain, NumberFormat, NumberStyle
from bi.model.result import Cell, ColumnRole, ResultColumn, ResultSet
from bi.model.semantic import DimensionGroup, Measured, NamedMeasure, SemanticQuery, TimeGroup

TODAY = date(2026, 1, 1)
_MONEY = NumberFormat(NumberStyle.CURRENCY, "USD")
_VALUE = ResultColumn(
    "revenue", "Revenue", ColumnType.NUMBER, ColumnRole.MEASURE, _MONEY, additive=True
)
_REGION = ResultColumn("region", "Region", ColumnType.TEXT, ColumnRole.DIMENSION)
_MONTH = ResultColumn("month", "Month", ColumnType.DATE, ColumnRole.TIME, grain=Grain.MONTH)
_REVENUE = (Measured(NamedMeasure("revenue")),)
_BY_REGION = SemanticQuery(_REVENUE, (DimensionGroup(ColumnRef("orders", "region")),))
_BY_MONTH = SemanticQuery(_REVENUE, (TimeGroup(Grain.MONTH),))


def rows(*columns: ResultColumn, cells: list[tuple[Cell, ...]]) -> ResultSet:
    return ResultSet(columns=columns, rows=tuple(cells), truncated=False, elapsed_ms=1.0)


REGIONS = Shown(
    "t1",
    "Revenue by region",
    _BY_REGION,
    rows(_REGION, _VALUE, cells=[("West", 800.0), ("East", 150.0), ("North", 50.0)]),
)
MONTHS = Shown(
    "t2",
    "Revenue by month",
    _BY_MONTH,
    rows(_MONTH, _VALUE, cells=[(f"2025-{n:02}-01", 100.0 + n * 10) for n in range(1, 13)]),
)
FIGURE = Shown("t3", "Revenue", SemanticQuery(_REVENUE), rows(_VALUE, cells=[(1000.0,)]))
FAILED = Shown("t4", "Stock by day", failure="The database cannot be reached right now.")


def test_findings_are_ranked_over_all_charts() -> None:
    found = findings_of([REGIONS, MONTHS], TODAY)
    weights = [one.insight.weight for one in found]
    assert weights == sorted(weights, reverse=True)
    assert {one.tile_id for one in found} == {"t1", "t2"}


def test_what_two_charts_tell_is_told_once() -> None:
    twice = Shown("t9", "The same again", REGIONS.query, REGIONS.rows)
    assert len(findings_of([REGIONS, twice], TODAY)) == len(findings_of([REGIONS], TODAY))


def test_the_text_has_figures_then_findings_then_what_is_missing() -> None:
    shown = [MONTHS, FIGURE, REGIONS, FAILED]
    lines = analysed(shown, findings_of(shown, TODAY), TODAY).splitlines()
    assert lines[0] == "Revenue was $1,000."
    assert lines[1] == "What stands out:"
    assert any(line.startswith("- Revenue by region: West has") for line in lines)
    assert lines[-1] == "1 chart could not be read: “Stock by day”."


def test_one_chart_is_explained_by_itself() -> None:
    text = explained(REGIONS, TODAY)
    assert "West" in text
    assert "80%" in text
    assert analysed([REGIONS], findings_of([REGIONS], TODAY), TODAY) == text


def test_a_chart_without_rows_says_why() -> None:
    expected = "“Stock by day” shows nothing: The database cannot be reached right now."
    assert explained(FAILED, TODAY) == expected


def test_where_nothing_stands_out_the_charts_are_summed_up() -> None:
    level = rows(_REGION, _VALUE, cells=[("West", 10.0)])
    shown = [Shown("t1", "Revenue by region", _BY_REGION, level), FIGURE]
    lines = analysed(shown, findings_of(shown, TODAY), TODAY).splitlines()
    assert lines[0] == "Revenue was $1,000."
    assert lines[-1] == "Nothing stands out beyond that."
