"""A chart as a picture, drawn in a process of its own.

The renderer holds the interpreter while it works: in this process it would stop every other turn
for as long. One process draws for the whole service, from the first picture on; one that breaks,
or takes too long, is replaced by the next picture's.
"""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
from anyio import BrokenWorkerProcess, CapacityLimiter, to_process
from anyio.lowlevel import RunVar

from bi.charts.images import renderer
from bi.charts.images.figure import figure_spec
from bi.charts.images.options import ImageOptions, Theme
from bi.charts.theme import DARK
from bi.model.chart import Chart, ChartType
from bi.model.errors import ParleyError, UserError
from bi.model.result import ResultSet

TIMEOUT_S = 30.0

# One renderer an event loop, which is one a process.
_one_at_a_time: RunVar[CapacityLimiter] = RunVar("one renderer of charts")


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
        async with asyncio.timeout(TIMEOUT_S):
            try:
                return await _render(spec, options)
            except BrokenWorkerProcess:
                # The one that idled may have died since; that is seen when it is asked.
                return await _render(spec, options)
    except TimeoutError:
        raise ImageFailed(f"a chart took longer than {TIMEOUT_S:g} s to draw") from None
    except BrokenWorkerProcess as error:
        raise ImageFailed("the renderer of charts broke") from error
    except ValueError as error:
        raise ImageFailed(f"the renderer of charts refused a specification: {error}") from None


async def _render(spec: bytes, options: ImageOptions) -> bytes:
    """A cancelled drawing, or one that is too late, ends with its process."""
    return await to_process.run_sync(
        renderer.render,
        spec,
        options.format.value,
        options.scale,
        cancellable=True,
        limiter=_limiter(),
    )


def _limiter() -> CapacityLimiter:
    try:
        return _one_at_a_time.get()
    except LookupError:
        limiter = CapacityLimiter(1)
        _one_at_a_time.set(limiter)
        return limiter


def _whole_spec(chart: Chart, rows: ResultSet, options: ImageOptions) -> bytes:
    """The specification as JSON, with its rows and of a width."""
    if chart.type is ChartType.TABLE:
        raise ImageNotPossible(
            "A table has no picture. Ask for a chart, or export the rows as CSV."
        )
    spec = figure_spec(chart, rows) if chart.type is ChartType.KPI else chart.spec
    names = [column.name for column in rows.columns]
    whole: dict[str, Any] = {
        **spec,
        "width": options.width,
        "padding": 16,
        "datasets": {
            **spec.get("datasets", {}),
            "result": [dict(zip(names, row, strict=True)) for row in rows.rows],
        },
    }
    if options.theme is Theme.DARK:
        whole["config"] = DARK
    return orjson.dumps(whole)
