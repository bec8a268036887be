"""Which chart types a result can carry without misleading, and why it cannot carry the others."""

from __future__ import annotations

from collections.abc import Callable

from bi.charts.layout import (
    MOST_SERIES,
    Layout,
    Misfit,
    is_non_negative,
    label,
    part_fault,
    side_by_side,
    stacking_fault,
    two_keys,
)
from bi.charts.options import option_faults
from bi.charts.preference import preferred
from bi.model.chart import ChartOptions, ChartType
from bi.model.result import Cell, ResultSet
from bi.model.shape import KeyKind, Shape
from bi.model.writing import count_of

# Fewer values than this have no distribution worth drawing.
_FEWEST_FOR_DISTRIBUTION = 5
# Of fewer groups each is looked at by itself; "a histogram of orders by region" is one of bars.
_FEWEST_GROUPS_FOR_DISTRIBUTION = 20
# More slices in order could only be told apart by more colours than there are.
_MOST_TIME_SLICES = MOST_SERIES
# Of a pie; below this there is little to see but what is left over.
_LEAST_DRAWN = 0.25
_MOST_CELLS_ACROSS, _MOST_CELLS_DOWN = 60, 40

Fit = Layout | Misfit


def possible_types(
    result: ResultSet, options: ChartOptions = ChartOptions()
) -> tuple[ChartType, ...]:
    """The chart types that fit a result and can have the options, best first.

    Without options `table` is always among them.
    """
    shape = Shape(result)
    return tuple(type_ for type_ in preferred(shape) if carries(shape, type_, options))


def carries(shape: Shape, type_: ChartType, options: ChartOptions) -> bool:
    layout = fit(shape, type_)
    return isinstance(layout, Layout) and not option_faults(shape, layout, type_, options)


def fit(shape: Shape, type_: ChartType) -> Fit:
    """Where the columns go in a chart of this type, or why it cannot be drawn."""
    if type_ is ChartType.TABLE:
        return _table(shape)
    if shape.row_count == 0:
        return Misfit("There are no rows to draw.")
    if not shape.measures:
        return Misfit("There is no number in the result to draw.")
    return _RULES[type_](shape)


def _table(shape: Shape) -> Fit:
    measure = shape.measures[0] if shape.measures else None
    first = next((i for i in range(len(shape.columns)) if i != measure), None)
    return Layout(x=first, y=measure)


def _kpi(shape: Shape) -> Fit:
    if shape.row_count != 1:
        rows = count_of(shape.row_count, "row")
        return Misfit(f"A single figure shows one value; this result has {rows}.")
    return Layout(y=shape.measures[0])


def _bar(shape: Shape) -> Fit:
    measure = shape.measures[0]
    if shape.is_row_list and not shape.keys:
        return Misfit("Bars need one row for each name; this is a list of single rows.")
    match len(shape.keys):
        case 0:
            return Misfit("Bars compare groups; this result has a single one.")
        case 1:
            return Layout(x=shape.keys[0], y=measure)
        case _:
            return _with_series(shape, "Bars")


def _stacked_bar(shape: Shape) -> Fit:
    return _stacked(shape, "Stacked bars")


def _grouped_bar(shape: Shape) -> Fit:
    if len(shape.keys) == 1:
        folded = side_by_side(shape, shape.measures[0])
        if len(folded) > 1:
            return Layout(x=shape.keys[0], y=shape.measures[0], folded=folded)
    return _with_series(shape, "Grouped bars")


def _line(shape: Shape) -> Fit:
    fault = _order_fault(shape, "A line")
    if fault:
        return fault
    if len(shape.keys) == 1:
        return Layout(x=shape.keys[0], y=shape.measures[0])
    return _with_series(shape, "A line")


def _multi_line(shape: Shape) -> Fit:
    fault = _order_fault(shape, "A line")
    if fault:
        return fault
    if len(shape.keys) == 1:
        folded = side_by_side(shape, shape.measures[0])
        if len(folded) > 1:
            return Layout(x=shape.keys[0], y=shape.measures[0], folded=folded)
    return _with_series(shape, "Several lines")


def _area(shape: Shape) -> Fit:
    fault = _order_fault(shape, "An area")
    if fault:
        return fault
    if len(shape.keys) == 1:
        return Layout(x=shape.keys[0], y=shape.measures[0])
    return _stacked(shape, "An area")


def _stacked_area(shape: Shape) -> Fit:
    return _order_fault(shape, "An area") or _stacked(shape, "Stacked areas")


def _pie(shape: Shape) -> Fit:
    measure = shape.measures[0]
    summed: tuple[int, ...] = ()
    fault = part_fault(shape, measure)
    if fault:
        return Misfit(fault)
    match len(shape.keys):
        case 0:
            return Misfit("Slices compare groups; this result has a single one.")
        case 1:
            key = shape.keys[0]
        case 2:
            rest, key = two_keys(shape)
            summed = (rest,)
        case _:
            return _too_many_keys(shape)
    slices = len(shape.distinct(key))
    if not shape.kind(key).is_ordered and (crumbs := _crumbs(shape, key, measure)):
        return Misfit(crumbs)
    if shape.kind(key).is_ordered and slices > _MOST_TIME_SLICES:
        return Misfit(f"{slices} slices in order are unreadable; a line or bars show them.")
    return Layout(x=key, y=measure, summed=summed)


def _crumbs(shape: Shape, key: int, measure: int) -> str | None:
    """Why so many slices are so small that nearly all of the pie would be their rest."""
    totals: dict[Cell, float] = {}
    for name, number in zip(shape.cells(key), shape.numbers(measure), strict=True):
        totals[name] = totals.get(name, 0) + (number or 0)
    drawn = sum(sorted(totals.values(), reverse=True)[:MOST_SERIES])
    part = drawn / sum(totals.values())
    if part >= _LEAST_DRAWN:
        return None
    return (
        f"The {MOST_SERIES} largest of {len(totals):,} slices are {part:.0%} of the whole; "
        "the rest would be nearly all of it. Bars show the largest."
    )


def _scatter(shape: Shape) -> Fit:
    numbers = _numbers_to_relate(shape)
    if len(numbers) < 2:
        return Misfit("A scatter plot needs two numbers for each row; this result has one.")
    if shape.row_count < 2:
        return Misfit("A scatter plot needs more than one row.")
    return Layout(x=numbers[0], y=numbers[1], series=_colour_of_points(shape, numbers[:2]))


def _bubble(shape: Shape) -> Fit:
    numbers = _numbers_to_relate(shape)
    if len(numbers) < 3:
        return Misfit("A bubble chart needs three numbers for each row: across, up and size.")
    if shape.row_count < 2:
        return Misfit("A bubble chart needs more than one row.")
    x, y, size = numbers[:3]
    if not is_non_negative(shape, size):
        return Misfit(f"{label(shape, size)} has negative values, which no size can show.")
    return Layout(x=x, y=y, size=size, series=_colour_of_points(shape, numbers[:3]))


def _heatmap(shape: Shape) -> Fit:
    if len(shape.keys) != 2:
        return Misfit(f"A heatmap needs two groupings; this result has {len(shape.keys)}.")
    x, y = two_keys(shape)
    across, down = len(shape.distinct(x)), len(shape.distinct(y))
    if across > _MOST_CELLS_ACROSS or down > _MOST_CELLS_DOWN:
        return Misfit(f"A heatmap of {across} by {down} cells is too fine to read.")
    return Layout(x=x, y=y, series=shape.measures[0])


def _histogram(shape: Shape) -> Fit:
    if len(shape.keys) == 1 and shape.kind(shape.keys[0]) is KeyKind.BIN:
        return Layout(x=shape.keys[0], y=shape.measures[0])
    values = len(shape.known(shape.measures[0]))
    if values < _FEWEST_FOR_DISTRIBUTION:
        return Misfit("There are too few values to show how they are distributed.")
    if shape.groups and values < _FEWEST_GROUPS_FOR_DISTRIBUTION:
        return Misfit(f"{values} values are too few to show how they are distributed; bars do.")
    return Layout(x=shape.measures[0])


def _boxplot(shape: Shape) -> Fit:
    measure = shape.measures[0]
    if len(shape.known(measure)) < _FEWEST_FOR_DISTRIBUTION:
        return Misfit("There are too few values to show how they are distributed.")
    boxes = [
        i
        for i in (range(len(shape.columns)) if shape.is_row_list else shape.keys)
        if shape.kind(i) in (KeyKind.CATEGORY, KeyKind.PART)
        and not shape.columns[i].identifier
        and 1 < len(shape.distinct(i)) <= 20
        and min(shape.distinct(i).values()) >= _FEWEST_FOR_DISTRIBUTION
    ]
    return Layout(x=boxes[0] if boxes else None, y=measure)


def _order_fault(shape: Shape, what: str) -> Misfit | None:
    if not shape.keys:
        return Misfit(f"{what} needs at least two points in time or in another order.")
    if len(shape.keys) > 2:
        return _too_many_keys(shape)
    axis = shape.keys[0] if len(shape.keys) == 1 else two_keys(shape)[0]
    if not shape.kind(axis).is_ordered:
        return Misfit(
            f"{what} would suggest an order between values of {label(shape, axis)} "
            "that they do not have."
        )
    return None


def _with_series(shape: Shape, what: str) -> Fit:
    if len(shape.keys) > 2:
        return _too_many_keys(shape)
    if len(shape.keys) < 2:
        return Misfit(f"{what} need{_s(what)} a second grouping or a second measure of like unit.")
    return _coloured(shape)


def _coloured(shape: Shape) -> Fit:
    x, series = two_keys(shape)
    values = len(shape.distinct(series))
    if values > MOST_SERIES and shape.kind(series).is_ordered:
        name = label(shape, series)
        return Misfit(f"{name} has {values} values in order, too many to tell apart by colour.")
    return Layout(x=x, y=shape.measures[0], series=series)


def _stacked(shape: Shape, what: str) -> Fit:
    if len(shape.keys) > 2:
        return _too_many_keys(shape)
    if len(shape.keys) < 2:
        only = f" beside {label(shape, shape.keys[0])}" if shape.keys else ""
        return Misfit(f"{what} need{_s(what)} a second grouping{only}.")
    fault = stacking_fault(shape, shape.measures[0])
    return Misfit(fault) if fault else _coloured(shape)


def _too_many_keys(shape: Shape) -> Misfit:
    names = ", ".join(label(shape, i) for i in shape.keys)
    return Misfit(f"{len(shape.keys)} groupings ({names}) do not fit in one chart.")


def _numbers_to_relate(shape: Shape) -> tuple[int, ...]:
    """Numbers that points can be placed by: a numeric key first, then the measures."""
    numeric = tuple(
        i for i in shape.keys if shape.kind(i) is KeyKind.NUMBER and not shape.is_row_list
    )
    return (*numeric, *shape.measures)


def _colour_of_points(shape: Shape, used: tuple[int, ...]) -> int | None:
    """A category of few values colours points: to part them, or to tell which is which."""
    columns = range(len(shape.columns)) if shape.is_row_list else shape.keys
    for index in columns:
        values = len(shape.distinct(index))
        # Of groups each point is one by itself; of single rows a colour must have several.
        few = 1 < values <= MOST_SERIES and (not shape.is_row_list or values * 2 <= shape.row_count)
        if few and index not in (*used, shape.panel) and shape.kind(index) is KeyKind.CATEGORY:
            return index
    return None


def _s(subject: str) -> str:
    return "s" if subject.startswith(("A ", "An ")) else ""


_RULES: dict[ChartType, Callable[[Shape], Fit]] = {
    ChartType.BAR: _bar,
    ChartType.STACKED_BAR: _stacked_bar,
    ChartType.GROUPED_BAR: _grouped_bar,
    ChartType.HORIZONTAL_BAR: _bar,
    ChartType.LINE: _line,
    ChartType.MULTI_LINE: _multi_line,
    ChartType.AREA: _area,
    ChartType.STACKED_AREA: _stacked_area,
    ChartType.PIE: _pie,
    ChartType.DONUT: _pie,
    ChartType.SCATTER: _scatter,
    ChartType.BUBBLE: _bubble,
    ChartType.HEATMAP: _heatmap,
    ChartType.HISTOGRAM: _histogram,
    ChartType.BOXPLOT: _boxplot,
    ChartType.KPI: _kpi,
}
