"""Charts as pictures, by the process that draws them."""

from __future__ import annotations

import struct
import subprocess
import sys
from dataclasses import replace

import pytest

from bi.charts.choose import choose_chart
from bi.charts.images import renderer
from bi.charts.images.draw import ImageNotPossible, draw_image
from bi.charts.images.options import ImageFormat, ImageOptions, Theme
from bi.charts.reserved import RESERVED
from bi.charts.theme import DARK
from bi.model.chart import ChartType
from tests.bi.charts.vega_lite import faults, marks, texts
from tests.bi.results import CATEGORY, CUSTOMER, REVENUE, result, samples

SAMPLES = samples()
SVG = ImageOptions(ImageFormat.SVG)

in_one_loop = pytest.mark.asyncio(loop_scope="module")  # and so one process draws for all


async def picture(
    name: str, options: ImageOptions = ImageOptions(), wish: ChartType | None = None
) -> bytes:
    return await draw_image(choose_chart(SAMPLES[name], "A title", wish), SAMPLES[name], options)


def size_of(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@in_one_loop
async def test_a_png_is_as_large_as_asked_for() -> None:
    plain = await picture("revenue_by_region", ImageOptions(scale=1.0))
    double = await picture("revenue_by_region", ImageOptions(scale=2.0))
    wider = await picture("revenue_by_region", ImageOptions(scale=1.0, width=1000))
    assert plain.startswith(b"\x89PNG\r\n\x1a\n")
    assert size_of(double) == tuple(2 * side for side in size_of(plain))
    assert size_of(wider)[0] - size_of(plain)[0] == 1000 - 640


@in_one_loop
async def test_an_svg_has_the_chart_s_words_and_its_rows() -> None:
    drawing = (await picture("revenue_by_region", SVG)).decode()
    assert drawing.startswith("<svg")
    assert {"A title", "East", "West"} <= set(texts(drawing))


@in_one_loop
async def test_a_dark_page_gets_dark_colours() -> None:
    dark = (await picture("revenue_by_region", ImageOptions(ImageFormat.SVG, Theme.DARK))).decode()
    assert DARK["background"] in dark
    assert DARK["background"] not in (await picture("revenue_by_region", SVG)).decode()


@in_one_loop
@pytest.mark.parametrize("names", [RESERVED[:3], RESERVED[4:7], RESERVED[9:]])
@pytest.mark.parametrize("wish", [ChartType.GROUPED_BAR, ChartType.STACKED_BAR, ChartType.HEATMAP])
async def test_what_is_called_as_every_object_has_it_is_drawn(
    names: tuple[str, ...], wish: ChartType
) -> None:
    """Columns and values alike."""
    keyed = zip((CUSTOMER, CATEGORY, REVENUE), names, strict=True)
    columns = tuple(replace(column, name=name) for column, name in keyed)
    rows = result(columns, [(a, b, 1 + len(a + b)) for a in RESERVED for b in RESERVED[:4]])
    chart = choose_chart(rows, "A title", wish)
    assert chart.type is wish
    drawing = (await draw_image(chart, rows, SVG)).decode()
    kind = "rect mark" if wish is ChartType.HEATMAP else "bar"
    assert len(marks(drawing, kind)) == len(rows.rows)
    assert faults(chart.spec) == []


@in_one_loop
async def test_a_single_figure_is_its_number() -> None:
    assert "$21.4M" in texts((await picture("revenue", SVG)).decode())


@in_one_loop
async def test_a_table_has_no_picture() -> None:
    with pytest.raises(ImageNotPossible, match="export the rows"):
        await picture("revenue_by_region", wish=ChartType.TABLE)


def test_the_renderer_is_not_in_the_process_that_answers() -> None:
    code = (
        "import asyncio, sys\n"
        "from tests.bi.charts.test_images import picture\n"
        "sys.modules.pop('vl_convert')\n"  # the tests' own
        "asyncio.run(picture('revenue_by_region'))\n"
        "print('vl_convert' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_nothing_is_fetched_that_a_specification_names() -> None:
    spec = (
        b'{"$schema": "https://vega.github.io/schema/vega-lite/v6.json",'
        b'"data": {"url": "http://127.0.0.1:9/rows.json"}, "mark": "bar", "encoding": {}}'
    )
    with pytest.raises(ValueError, match="not allowed"):
        renderer.render(spec, "svg", 1.0)
