"""How far two charts agree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluation.charts.drawn import COUNT, Drawn, Mark, Pile, Shown
from evaluation.charts.matching import Match, compared

MPG, POWER, ORIGIN, YEAR = map(Shown, ("mpg", "power", "origin", "year"))
MEAN = Shown("mpg", "mean")
BARS = Drawn(Mark.BAR, ORIGIN, MEAN)
LINES = Drawn(Mark.LINE, replace(YEAR, grain="year"), MEAN, ORIGIN)
POINTS = Drawn(Mark.POINT, POWER, MPG, ORIGIN)
PILED = Drawn(Mark.BAR, YEAR, COUNT, ORIGIN, pile=Pile.STACKED)


@pytest.mark.parametrize(
    ("drawn", "gold", "match"),
    [
        (BARS, BARS, "exact"),
        (Drawn(Mark.BAR, MEAN, ORIGIN), BARS, "exact"),
        (replace(BARS, mark=Mark.LINE), BARS, "partial"),
        (replace(BARS, y=Shown("mpg", "median")), BARS, "partial"),
        (replace(BARS, y=Shown("mpg", "median"), mark=Mark.LINE), BARS, "none"),
        (replace(BARS, x=YEAR), BARS, "none"),
        (replace(LINES, x=YEAR), LINES, "exact"),
        (replace(LINES, x=replace(YEAR, grain="month")), LINES, "partial"),
        (replace(LINES, x=MEAN, y=YEAR), LINES, "partial"),
        (replace(LINES, colour=None), LINES, "none"),
        (replace(POINTS, x=MPG, y=POWER), POINTS, "exact"),
        (replace(POINTS, colour=None, facet=ORIGIN), POINTS, "partial"),
        (replace(POINTS, x=ORIGIN, colour=POWER), POINTS, "partial"),
        (replace(PILED, pile=Pile.GROUPED), PILED, "partial"),
        (PILED, replace(PILED, pile=None), "exact"),
        (Drawn(Mark.BAR, replace(MPG, binned=True), COUNT), Drawn(Mark.BAR, MPG, COUNT), "partial"),
        (Drawn(Mark.TABLE, others=(POWER, MPG, ORIGIN)), POINTS, "partial"),
        (Drawn(Mark.TABLE, others=(POWER, MPG, ORIGIN, YEAR)), POINTS, "none"),
    ],
)
def test_exact_partial_or_neither(drawn: Drawn, gold: Drawn, match: str) -> None:
    assert compared(drawn, gold) is Match(match)


def test_points_may_not_be_turned_over_where_the_question_says_the_axes() -> None:
    turned = replace(POINTS, x=MPG, y=POWER)
    assert compared(turned, POINTS, axes_said=True) is Match.PARTIAL
    assert compared(POINTS, POINTS, axes_said=True) is Match.EXACT
    assert compared(Drawn(Mark.BAR, MEAN, ORIGIN), BARS, axes_said=True) is Match.EXACT
