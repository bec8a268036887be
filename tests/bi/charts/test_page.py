"""docs/charts.md tells of everything there is."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from bi.charts.bars import _MOST_BARS
from bi.charts.layout import MOST_SERIES
from bi.model.chart import ChartOptions, ChartType

TEXT = (Path(__file__).parents[3] / "docs" / "charts.md").read_text("utf-8")


@pytest.mark.parametrize("type_", ChartType)
def test_every_type_is_told_of(type_: ChartType) -> None:
    assert f"`{type_}`" in TEXT


def test_there_is_a_paragraph_for_each_option() -> None:
    assert len(fields(ChartOptions)) == TEXT.count("\n**")


def test_numbers_are_those_of_the_code() -> None:
    assert f"{_MOST_BARS} bars" in TEXT
    assert MOST_SERIES == 8
    assert "Eight colours" in TEXT
