"""Which column goes where in a chart, or why a chart cannot carry the result."""

from __future__ import annotations

from dataclasses import dataclass

from bi.model.catalog import NumberStyle
from bi.model.semantic import Calculation
from bi.model.shape import Shape

# Beyond this many colours nobody tells series apart; the rest is drawn as one.
MOST_SERIES = 8


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns by index. `folded` are measures drawn side by side as if they were one series."""

    x: int | None = None
    y: int | None = None
    series: int | None = None
    size: int | None = None
    folded: tuple[int, ...] = ()
    # Keys whose values are added up because the chart has no place for them.
    summed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a chart type would not work, as a sentence for the person who asked for it."""

    reason: str


def label(shape: Shape, index: int) -> str:
    return shape.columns[index].label


def is_non_negative(shape: Shape, measure: int) -> bool:
    return min(shape.known(measure), default=0) >= 0


def adds_up(shape: Shape, measure: int) -> bool:
    """Whether values of different rows may be summed, so that stacking or slicing means something.

    A running total does not: each of its values holds the ones before it.
    """
    column = shape.columns[measure]
    if column.calculation is Calculation.RUNNING_TOTAL:
        return False
    return column.additive or column.calculation is Calculation.SHARE_OF_TOTAL


def two_keys(shape: Shape) -> tuple[int, int]:
    """Two keys as (axis, series): what has an order lies along the axis, few values are colours."""
    first, second = shape.keys

    def rank(index: int) -> tuple[bool, bool, int]:
        kind = shape.kind(index)
        return (shape.runs_in_time(index), kind.is_ordered, len(shape.distinct(index)))

    return (second, first) if rank(second) > rank(first) else (first, second)


def side_by_side(shape: Shape, measure: int) -> tuple[int, ...]:
    """The measures that share an axis with one: its earlier self, else others of its unit."""
    prior = shape.prior_of(measure)
    if prior is not None and shape.known(prior):
        return (measure, prior)
    like = tuple(i for i in shape.measures if i != measure and shape.same_unit(measure, i))
    return (measure, *like)[:MOST_SERIES]


def stacking_fault(shape: Shape, measure: int) -> str | None:
    """Why values of a measure may not be piled up."""
    column = shape.columns[measure]
    if not adds_up(shape, measure):
        kind = "percentages" if column.format.style is NumberStyle.PERCENT else "values"
        return f"{column.label} does not add up across groups, so its {kind} cannot be stacked."
    if not is_non_negative(shape, measure):
        return f"{column.label} has negative values, which cannot be stacked."
    return None


def part_fault(shape: Shape, measure: int) -> str | None:
    """Why values of a measure are not the parts of a whole."""
    column = shape.columns[measure]
    if not adds_up(shape, measure):
        return f"{column.label} does not add up to a whole, so it has no slices to show."
    if not is_non_negative(shape, measure):
        return f"{column.label} has negative values, which no slice can show."
    if sum(shape.known(measure)) <= 0:
        return f"{column.label} is zero everywhere, so there is no whole to slice."
    if shape.result.truncated:
        return "The result is cut off, so slices would show shares of a part, not of the whole."
    return None
