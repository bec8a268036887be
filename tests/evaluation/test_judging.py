"""What an answer says beyond the cells it shows."""

from __future__ import annotations

import pytest

from bi.model.catalog import ColumnType
from bi.model.result import ColumnRole, ResultColumn, ResultSet
from evaluation.judging import is_drill, respelled

AMOUNT = ResultColumn("amount", "Amount", ColumnType.NUMBER, ColumnRole.MEASURE)
CITY = ResultColumn("city", "City", ColumnType.TEXT, ColumnRole.DIMENSION)
CHANGE = ResultColumn("change", "Change", ColumnType.NUMBER, ColumnRole.CHANGE)


@pytest.mark.parametrize(
    ("label", "first_day"),
    [("Q2 2024", "2024-04-01"), ("May 2025", "2025-05-01"), ("2023", "2023-01-01")],
)
def test_a_period_beside_others_is_its_first_day_as_well(label: str, first_day: str) -> None:
    period = ResultColumn(
        "period", "Period", ColumnType.TEXT, ColumnRole.TIME, sequence=(label, "2020")
    )

    rows = respelled(ResultSet((period, AMOUNT), ((label, 3),)))

    assert rows == [(label, 3, first_day)]


def test_a_comparison_is_a_drill_once_it_is_split() -> None:
    assert is_drill(ResultSet((CITY, AMOUNT, CHANGE), ()))
    assert not is_drill(ResultSet((AMOUNT, CHANGE), ()))
    assert not is_drill(ResultSet((CITY, AMOUNT), ()))
