"""A small chart of an answer in block characters."""

from __future__ import annotations

from collections.abc import Sequence

from rich.bar import Bar
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bi.model.chart import Chart, ChartType
from bi.model.forecast import Forecast
from bi.model.result import ResultColumn, ResultSet
from bi.model.writing import write_number
from cli.cells import write_cell

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_COLUMN_ROWS = 6
_MOST_BARS = 15
_MOST_SERIES = 8
_OVER_TIME = (ChartType.LINE, ChartType.AREA, ChartType.MULTI_LINE, ChartType.STACKED_AREA)
_BY_NAME = (ChartType.BAR, ChartType.HORIZONTAL_BAR, ChartType.PIE, ChartType.DONUT)


def draw_in_terminal(
    chart: Chart | None, rows: ResultSet, width: int, forecast: Forecast | None = None
) -> RenderableType | None:
    """None where characters cannot show it: the table above says it all then."""
    if chart is None or chart.x is None or chart.y is None or not rows.rows:
        return None
    x, y = rows.column(chart.x), rows.column(chart.y)
    values = [_number(row[y]) for row in rows.rows]
    if chart.series is not None:
        return _sparklines(rows, rows.column(chart.series), x, y, width)
    if chart.type in _OVER_TIME:
        expected = [point.value for point in forecast.points] if forecast else []
        if forecast:
            values = [_number(row[y]) for row in rows.rows if _is_before(row[x], forecast)]
        if len(values) + len(expected) <= width - 12:
            return _columns([*values, *expected], rows.columns[y], width, known=len(values))
    if chart.type in _BY_NAME and len(values) <= _MOST_BARS and min(values) >= 0:
        names = [write_cell(row[x], rows.columns[x]) for row in rows.rows]
        return _bars(names, values, rows.columns[y], width)
    return None


def _is_before(cell: object, forecast: Forecast) -> bool:
    return str(cell) < forecast.points[0].bucket


def _number(cell: object) -> float:
    return float(cell) if isinstance(cell, int | float | str) else 0.0


def _bars(
    names: Sequence[str], values: Sequence[float], column: ResultColumn, width: int
) -> RenderableType:
    """One bar a row, from zero."""
    top = max(values) or 1.0
    grid = Table.grid(padding=(0, 1))
    for name, value in zip(names, values, strict=True):
        grid.add_row(
            Text(name, overflow="ellipsis", no_wrap=True),
            Bar(top, 0, value, width=max(10, min(50, width // 2)), color="blue"),
            Text(write_number(value, column.format)),
        )
    return grid


def _columns(
    values: Sequence[float], column: ResultColumn, width: int, *, known: int
) -> RenderableType:
    """Columns side by side from zero (or from the lowest value below it), first to last.

    Those after the first `known` are expected.
    """
    each = max(1, min(4, (width - 12) // len(values)))
    low, high = min(0.0, *values), max(0.0, *values)
    eighths = [round((value - low) / ((high - low) or 1.0) * _COLUMN_ROWS * 8) for value in values]
    lines = []
    for row in range(_COLUMN_ROWS - 1, -1, -1):
        blocks = [_EIGHTHS[max(0, min(8, height - row * 8))] for height in eighths]
        mark = {_COLUMN_ROWS - 1: high, 0: low}.get(row)
        label = "" if mark is None else write_number(mark, column.format)
        columns = [block * (each - 1 or 1) + " " * (each > 1) for block in blocks]
        past, ahead = "".join(columns[:known]), "".join(columns[known:])
        lines.append(Text.assemble((f"{label:>9} ", "dim"), (past, "blue"), (ahead, "cyan")))
    return Group(*lines)


def _sparklines(rows: ResultSet, series: int, x: int, y: int, width: int) -> RenderableType | None:
    """A line for each series, all on one scale, with its last value."""
    places = sorted({str(row[x]) for row in rows.rows})
    lines: dict[str, dict[str, float]] = {}
    for row in rows.rows:
        name = write_cell(row[series], rows.columns[series])
        lines.setdefault(name, {})[str(row[x])] = _number(row[y])
    if len(lines) > _MOST_SERIES or len(places) > width - 30 or len(places) < 2:
        return None
    top = max(value for line in lines.values() for value in line.values()) or 1.0
    grid = Table.grid(padding=(0, 1))
    for name, line in lines.items():
        levels = (max(0.0, line.get(place, 0.0)) / top for place in places)
        drawn = "".join(_EIGHTHS[round(level * 8)] for level in levels)
        last = write_number(line.get(places[-1], 0.0), rows.columns[y].format)
        grid.add_row(Text(name), Text(drawn, style="blue"), Text(last))
    return grid
