"""Charts of real answers beside golden ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evaluation.charts.matching import ChartVerdict
from evaluation.charts.report import chart_table, drawn_otherwise
from evaluation.outcomes import Outcome
from tests.evaluation.test_evaluate import asked


def spec(mark: str, **encoding: Any) -> dict[str, Any]:
    return {"mark": mark, "encoding": encoding}


MPG, ORIGIN = {"field": "MPG"}, {"field": "Origin"}
MEAN, COUNT = {"field": "MPG", "aggregate": "mean"}, {"aggregate": "count"}
BINNED = {"field": "MPG", "bin": True}


async def verdict(folder: Path, question: str, gold: dict[str, Any]) -> tuple[str, ...]:
    turn = {"question": question, **gold}
    db = "shop.sqlite" if "gold_data" in gold else "cars.csv"
    (outcome,) = await asked(folder, turn, db=db)
    return said(outcome.charted)


def said(charted: ChartVerdict | None) -> tuple[str, ...]:
    assert charted is not None
    drawn = () if charted.drawn is None else (charted.drawn.value,)
    return (charted.match.value, charted.gold.value, *drawn)


@pytest.mark.parametrize(
    ("question", "gold", "expected"),
    [
        ("average mpg by origin", spec("bar", x=ORIGIN, y=MEAN), ("exact", "bar", "bar")),
        ("average mpg by origin", spec("bar", x=MEAN, y=ORIGIN), ("exact", "bar", "bar")),
        ("median mpg by origin", spec("bar", x=ORIGIN, y=MEAN), ("partial", "bar", "bar")),
        ("average mpg by origin", spec("line", x=ORIGIN, y=MEAN), ("partial", "line", "bar")),
        ("number of cars by origin", spec("bar", x=ORIGIN, y=COUNT), ("exact", "bar", "bar")),
        ("number of cars by origin", spec("bar", x=ORIGIN, y=MEAN), ("none", "bar", "bar")),
        (
            "cars by origin as a pie chart",
            spec("arc", theta=COUNT, color=ORIGIN),
            ("exact", "arc", "arc"),
        ),
        ("histogram of mpg", spec("bar", x=BINNED, y=COUNT), ("exact", "bar", "bar")),
        ("number of cars", spec("bar", x=ORIGIN, y=COUNT), ("none", "bar", "kpi")),
        ("average rainfall by origin", spec("bar", x=ORIGIN, y=MEAN), ("none", "bar")),
    ],
)
async def test_the_chart_of_an_answer_is_read_as_columns_of_the_database(
    shop: Path, question: str, gold: dict[str, Any], expected: tuple[str, ...]
) -> None:
    assert await verdict(shop, question, {"gold_vegalite": gold}) == expected


CITIES = {"x_data": [["Oslo", "Paris"]], "y_data": [[5, 73]]}
YEARS = {
    "x_data": [["2023", "2024"], ["2023", "2024"]],
    "y_data": [[0, 5], [10.5, 62.5]],
    "classify": ["Oslo", "Paris"],
}


@pytest.mark.parametrize(
    ("question", "kind", "data", "expected"),
    [
        ("total amount by city", "Bar", CITIES, ("exact", "bar", "bar")),
        ("total amount by city", "Pie", CITIES, ("partial", "arc", "bar")),
        ("total amount by city as a pie", "Pie", CITIES, ("exact", "arc", "arc")),
        ("average amount by city", "Bar", CITIES, ("partial", "bar", "bar")),
        ("average amount by city", "Pie", CITIES, ("none", "arc", "bar")),
        ("total amount by customer", "Bar", CITIES, ("none", "bar", "bar")),
        (
            "stacked bar chart of amount by year and city",
            "Stacked Bar",
            YEARS,
            ("exact", "bar", "bar"),
        ),
        (
            "grouped bar chart of amount by year and city",
            "Stacked Bar",
            YEARS,
            ("partial", "bar", "bar"),
        ),
    ],
)
async def test_a_golden_chart_may_be_given_by_its_data(
    shop: Path, question: str, kind: str, data: dict[str, Any], expected: tuple[str, ...]
) -> None:
    assert await verdict(shop, question, {"chart": kind, "gold_data": data}) == expected


async def test_other_turns_have_no_verdict_on_their_chart(shop: Path) -> None:
    turns = ({"question": "orders", "gold_sql": "SELECT 5"}, {"question": "orders", "chart": "x"})
    assert [outcome.charted for outcome in await asked(shop, *turns)] == [None, None]


async def test_the_report_counts_charts_and_says_what_was_drawn_instead(shop: Path) -> None:
    gold = spec("bar", x=ORIGIN, y=MEAN)
    questions = ["average mpg by origin", "median mpg by origin", "average rainfall by origin"]
    turns = [{"question": question, "gold_vegalite": gold} for question in questions]
    pie = {"question": "cars by origin", "gold_vegalite": spec("arc", theta=COUNT, color=ORIGIN)}
    outcomes: list[Outcome] = await asked(shop, *turns, pie, db="cars.csv")
    assert [outcome.as_json()["chart_match"] for outcome in outcomes] == [
        "exact", "partial", "none", "partial",
    ]  # fmt: skip
    head, _, line = chart_table(outcomes).splitlines()
    cells = dict(zip(_cells(head), _cells(line), strict=True))
    assert cells == {
        "cases": "golden",
        "kind": "other",
        "charts": "4",
        "exact of answered": "33.3%",
        "exact or partial of answered": "100.0%",
        "exact of all": "25.0%",
        "exact or partial of all": "75.0%",
        "exact, right rows": "25.0%",
    }
    assert _cells(drawn_otherwise(outcomes).splitlines()[-1]) == ["golden", "arc", "bar", "1"]
    assert drawn_otherwise(outcomes[:2]) == ""


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
