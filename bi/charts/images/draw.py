"""A chart as a picture. The renderer holds the interpreter, so it works in a process beside."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson

from bi.charts.images import renderer
from bi.charts.images.figure import figure_spec
from bi.charts.images.options import ImageOptions, Theme
from bi.charts.reserved import free
from bi.charts.theme import DARK
from bi.model.chart import Chart, ChartType
from bi.model.errors import ParleyError, UserError
from bi.model.result import ResultSet
from bi.processes.aside import Aside, ProcessFailed

_RENDERER = Aside("draws charts", timeout_s=30.0)


class ImageNotPossible(UserError):
    """A table has no picture."""

    code = "image_not_possible"


class ImageFailed(ParleyError):
    """The renderer broke, or took too long."""

    code = "image_failed"
    retryable = True


async def draw_image(chart: Chart, rows: ResultSet, options: ImageOptions) -> bytes:
    """A PNG, or an SVG in UTF-8; it loads nothing from anywhere.

    `rows` are those that the chart was drawn for. Raises ImageNotPossible, ImageFailed.
    """
    spec = await asyncio.to_thread(_whole_spec, chart, rows, options)
    try:
        return await _RENDERER.call(renderer.render, spec, options.format.value, options.scale)
    except ProcessFailed as error:
        raise ImageFailed(str(error)) from error
    except ValueError as error:
        raise ImageFailed(f"the renderer of charts refused a specification: {error}") from None


def _whole_spec(chart: Chart, rows: ResultSet, options: ImageOptions) -> bytes:
    """The specification as JSON, with its rows and of a width."""
    if chart.type is ChartType.TABLE:
        raise ImageNotPossible(
            "A table has no picture. Ask for a chart, or export the rows as CSV."
        )
    spec = figure_spec(chart, rows) if chart.type is ChartType.KPI else chart.spec
    names = [free(column.name) for column in rows.columns]
    whole: dict[str, Any] = {
        **spec,
        # A chart in panels has the width of its panels.
        "width": options.width if spec.get("width", "container") == "container" else spec["width"],
        "padding": 16,
        "datasets": {
            **spec.get("datasets", {}),
            "result": [dict(zip(names, row, strict=True)) for row in rows.rows],
        },
    }
    if options.theme is Theme.DARK:
        whole["config"] = DARK
    return orjson.dumps(whole)
