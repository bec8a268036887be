"""Results by month with a wish for a forecast of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from bi.model.catalog import Grain
from bi.model.result import Cell, ResultColumn, ResultSet
from bi.model.semantic import ForecastWish, Measured, NamedMeasure, SemanticQuery, TimeGroup
from tests.bi.results import MONTH, REVENUE

QUERY = SemanticQuery((Measured(NamedMeasure("revenue")),), (TimeGroup(Grain.MONTH),))


def wish(periods: int, query: SemanticQuery = QUERY) -> SemanticQuery:
    return replace(query, forecast=ForecastWish(periods))


def months(values: Sequence[Cell], measure: ResultColumn = REVENUE, first: int = 0) -> ResultSet:
    """A value a month from January 2023 on, or from `first` months later."""
    rows = tuple((month(first + i), value) for i, value in enumerate(values))
    return ResultSet((MONTH, measure), rows)


def month(index: int) -> str:
    return f"{2023 + index // 12}-{index % 12 + 1:02d}-01"


def seasonal(count: int) -> list[Cell]:
    """A trend, a season of 12 months, and what no model knows."""
    return [
        1000 + 10 * i + 200 * math.sin(i * math.pi / 6) + (i * 7919 % 13 - 6) * 5
        for i in range(count)
    ]
