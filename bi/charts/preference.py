"""Chart types in order of fitness for a result, by what its keys and measures are.

The order follows what is known of reading charts: position on a common scale is read best,
so bars and lines come before angles and colours; time runs along a line; a second grouping
is colour while it has few values and a second axis of cells when it has many. What adds up is
stacked, so that the whole is read as well as its parts; what does not stands side by side.
"""

from __future__ import annotations

from bi.charts.layout import side_by_side, stacking_fault, two_keys
from bi.model.catalog import ColumnType
from bi.model.chart import ChartType
from bi.model.result import ColumnRole
from bi.model.semantic import Calculation
from bi.model.shape import KeyKind, Shape

C = ChartType

# More bars than this, or names wider than their bars, are read on lines of their own.
_MOST_UPRIGHT_BARS = 8
PLOT_WIDTH, LETTER_WIDTH = 640, 7
MOST_PANELS_ACROSS = 3
# Room for what stands between panels.
_PANEL_GAP = 28
# A line of fewer points is two bars; a pie of more shares is unreadable.
_FEWEST_POINTS_OF_A_LINE = 3
_MOST_SHARES = 6
_MOST_GROUPED_BARS = 24
_FEWEST_POINTS_TO_RELATE = 10
_MOST_BARS_OF_A_NUMBER = 40
_MOST_RANKED = 25


def preferred(shape: Shape) -> tuple[ChartType, ...]:
    """Every chart type once, best first; whether each is possible is another question."""
    first = _first(shape)
    rest = [type_ for type_ in _GENERAL_ORDER if type_ not in first]
    return (*first, *rest)


def _first(shape: Shape) -> tuple[ChartType, ...]:
    if shape.row_count == 0 or not shape.measures:
        return (C.TABLE,)
    if shape.is_row_list:
        return _of_row_list(shape)
    if shape.row_count == 1:
        return (C.KPI,)
    match len(shape.keys):
        case 1:
            return _of_one_key(shape)
        case 2:
            return _of_two_keys(shape)
        case _:
            return (C.TABLE,)


def _of_row_list(shape: Shape) -> tuple[ChartType, ...]:
    """Rows are a list to read, unless nothing but numbers was asked for."""
    if len(shape.measures) == len(shape.columns):
        return (C.HISTOGRAM,) if len(shape.measures) == 1 else (C.SCATTER,)
    return (C.TABLE,)


def _of_one_key(shape: Shape) -> tuple[ChartType, ...]:
    key, measure = shape.keys[0], shape.measures[0]
    values = len(shape.distinct(key))
    several = len(side_by_side(shape, measure)) > 1
    if shape.runs_in_time(key):
        if shape.is_ranked and not several and values <= _MOST_RANKED:
            # "The best months": a line would put them back into the order of time.
            return (C.HORIZONTAL_BAR, C.BAR, C.LINE)
        if values < _FEWEST_POINTS_OF_A_LINE:
            return (C.GROUPED_BAR, C.BAR) if several else (C.BAR, C.LINE)
        return (C.MULTI_LINE, C.LINE, C.GROUPED_BAR) if several else (C.LINE, C.AREA, C.BAR)
    match shape.kind(key):
        case KeyKind.PART:
            return (C.GROUPED_BAR, C.BAR, C.MULTI_LINE) if several else (C.BAR, C.LINE)
        case KeyKind.BIN:
            return (C.HISTOGRAM, C.BAR, C.LINE)
        case KeyKind.NUMBER:
            if values > _MOST_BARS_OF_A_NUMBER:
                return (C.SCATTER, C.LINE)
            return (C.BAR, C.LINE)
        case _:
            return _of_categories(shape, key, measure, several=several)


def _of_categories(shape: Shape, key: int, measure: int, *, several: bool) -> tuple[ChartType, ...]:
    values = len(shape.distinct(key))
    bars = (C.BAR, C.HORIZONTAL_BAR) if is_upright(shape, key) else (C.HORIZONTAL_BAR, C.BAR)
    share = shape.columns[measure].calculation is Calculation.SHARE_OF_TOTAL
    if share and values <= _MOST_SHARES:
        return (C.PIE, C.DONUT, *bars)
    if several and values * 2 <= _MOST_GROUPED_BARS:
        return (C.GROUPED_BAR, *bars)
    unlike = len(shape.measures) > 1 and not several
    if unlike and values >= _FEWEST_POINTS_TO_RELATE:
        return (C.SCATTER, *bars)
    return (*bars, C.PIE, C.DONUT)


def _of_two_keys(shape: Shape) -> tuple[ChartType, ...]:
    x, series = two_keys(shape)
    across, colours = len(shape.distinct(x)), len(shape.distinct(series))
    if shape.runs_in_time(x) and across >= _FEWEST_POINTS_OF_A_LINE:
        return (C.MULTI_LINE, C.STACKED_AREA, C.STACKED_BAR, C.GROUPED_BAR, C.HEATMAP)
    if colours > _MOST_UPRIGHT_BARS or shape.kind(x) is shape.kind(series) is KeyKind.PART:
        return (C.HEATMAP, C.STACKED_BAR, C.GROUPED_BAR)
    if stacking_fault(shape, shape.measures[0]) or _sets_periods_side_by_side(shape):
        return (C.GROUPED_BAR, C.STACKED_BAR, C.HEATMAP)
    return (C.STACKED_BAR, C.GROUPED_BAR, C.HEATMAP)


def _sets_periods_side_by_side(shape: Shape) -> bool:
    """Named periods are there to be compared, not to be added up."""
    columns = [shape.columns[key] for key in shape.keys]
    return any(c.role is ColumnRole.TIME and c.type is ColumnType.TEXT for c in columns)


def plot_width(shape: Shape) -> int:
    """In pixels, of one panel where there are several."""
    if shape.panel is None:
        return PLOT_WIDTH
    across = min(MOST_PANELS_ACROSS, len(shape.distinct(shape.panel)))
    return PLOT_WIDTH // across - _PANEL_GAP


def is_upright(shape: Shape, key: int) -> bool:
    """Whether the names of a key fit under upright bars."""
    if shape.kind(key).is_ordered:
        return True
    names = shape.distinct(key)
    longest = max(len(str(name)) for name in names)
    fits = longest * LETTER_WIDTH <= PLOT_WIDTH / len(names)
    return len(names) <= _MOST_UPRIGHT_BARS and fits


_GENERAL_ORDER = (
    C.LINE,
    C.MULTI_LINE,
    C.BAR,
    C.HORIZONTAL_BAR,
    C.GROUPED_BAR,
    C.STACKED_BAR,
    C.AREA,
    C.STACKED_AREA,
    C.HEATMAP,
    C.SCATTER,
    C.BUBBLE,
    C.DONUT,
    C.PIE,
    C.HISTOGRAM,
    C.BOXPLOT,
    C.KPI,
    C.TABLE,
)
