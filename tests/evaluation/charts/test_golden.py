"""What a golden Vega-Lite chart shows."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation.charts.drawn import COUNT, Drawn, Mark, Pile, Shown
from evaluation.charts.golden import drawn_by

MPG, ORIGIN, CYLINDERS = Shown("mpg"), Shown("origin"), Shown("cylinders")
MEAN = Shown("mpg", "mean")
ROWS = {"aggregate": "count", "field": "Origin"}


def on(name: str, **more: Any) -> dict[str, Any]:
    return {"field": name, **more}


@pytest.mark.parametrize(
    ("mark", "encoding", "expected"),
    [
        ({"type": "bar"}, {"x": on("Origin"), "y": ROWS}, Drawn(Mark.BAR, ORIGIN, COUNT)),
        (
            "bar",
            {"x": on("MPG", bin=True), "y": ROWS},
            Drawn(Mark.BAR, Shown("mpg", binned=True), COUNT),
        ),
        (
            "line",
            {"x": on("Year", timeUnit="year"), "y": on("MPG", aggregate="average")},
            Drawn(Mark.LINE, Shown("year", grain="year"), MEAN),
        ),
        (
            "circle",
            {"x": on("MPG"), "y": on("Cylinders"), "size": ROWS, "column": on("Origin")},
            Drawn(Mark.POINT, MPG, CYLINDERS, size=COUNT, facet=ORIGIN),
        ),
        (
            "arc",
            {"theta": on("MPG", aggregate="mean"), "color": on("Origin")},
            Drawn(Mark.ARC, ORIGIN, MEAN),
        ),
    ],
)
def test_a_channel_holds_a_column(mark: Any, encoding: dict[str, Any], expected: Drawn) -> None:
    assert drawn_by({"mark": mark, "encoding": encoding}) == expected


@pytest.mark.parametrize(
    ("encoding", "x", "colour", "pile"),
    [
        ({"x": on("Origin"), "color": on("Cylinders"), "y": ROWS}, ORIGIN, CYLINDERS, "stacked"),
        (
            {"x": on("Origin"), "color": on("Cylinders"), "y": on("MPG", aggregate="mean")},
            ORIGIN,
            CYLINDERS,
            None,
        ),
        (
            {"x": on("Origin"), "xOffset": on("Cylinders"), "color": on("Cylinders"), "y": ROWS},
            ORIGIN,
            CYLINDERS,
            "grouped",
        ),
        (
            {"column": on("Cylinders"), "x": on("Origin"), "color": on("Origin"), "y": ROWS},
            CYLINDERS,
            ORIGIN,
            "grouped",
        ),
        ({"x": on("Origin"), "color": on("Origin"), "y": ROWS}, ORIGIN, None, None),
    ],
)
def test_how_bars_of_several_series_stand(
    encoding: dict[str, Any], x: Shown, colour: Shown | None, pile: str | None
) -> None:
    drawn = drawn_by({"mark": "bar", "encoding": encoding})
    assert drawn is not None
    assert (drawn.x, drawn.colour, drawn.facet) == (x, colour, None)
    assert drawn.pile == (Pile(pile) if pile else None)


@pytest.mark.parametrize("spec", [{"hconcat": []}, {"mark": "text", "encoding": {}}])
def test_what_is_no_single_chart_is_not_compared(spec: dict[str, Any]) -> None:
    assert drawn_by(spec) is None
