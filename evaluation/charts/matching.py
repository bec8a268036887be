"""How far a chart is the golden one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from evaluation.charts.drawn import Drawn, Mark, Shown

# Lying bars are bars: turned over, these show the same.
_TURNED = (Mark.BAR, Mark.BOXPLOT, Mark.TICK, Mark.RECT, Mark.POINT)


class Match(StrEnum):
    EXACT = "exact"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ChartVerdict:
    """`drawn` None: there was no chart."""

    match: Match
    gold: Mark
    drawn: Mark | None = None


def compared(drawn: Drawn, gold: Drawn, *, axes_said: bool = False) -> Match:
    """Exact: mark, the column of each channel, bins and aggregates agree.

    Partial: the same columns are shown, and the mark or all aggregates agree. `axes_said`: the
    question says what lies along which axis, so that points may not be turned over.
    """
    if _is_exact(drawn, gold, axes_said=axes_said):
        return Match.EXACT
    agrees = drawn.mark is gold.mark or drawn.measured == gold.measured
    return Match.PARTIAL if agrees and drawn.columns == gold.columns else Match.NONE


def _is_exact(drawn: Drawn, gold: Drawn, *, axes_said: bool) -> bool:
    if drawn.mark is not gold.mark or (gold.pile and drawn.pile is not gold.pile):
        return False
    turned = [drawn]
    if gold.mark in _TURNED and not (gold.mark is Mark.POINT and axes_said):
        turned.append(replace(drawn, x=drawn.y, y=drawn.x))
    return any(_same_channels(one, gold) for one in turned)


def _same_channels(drawn: Drawn, gold: Drawn) -> bool:
    pairs = (
        (drawn.x, gold.x),
        (drawn.y, gold.y),
        (drawn.colour, gold.colour),
        (drawn.size, gold.size),
        (drawn.facet, gold.facet),
    )
    return all(_same(one, other) for one, other in pairs)


def _same(one: Shown | None, other: Shown | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.is_like(other)
