"""Charts, whole from the first moment on, wherever they are."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.charts import colours, cut_off
from tests.browser.workbench import Workbench

LEGEND_LINES = """(wanted) => {
    const names = [...document.querySelectorAll("svg.marks .role-legend-label text")];
    return new Set(names.map((name) => name.getBoundingClientRect().y)).size === wanted;
}"""


@pytest.mark.parametrize(
    ("question", "legend_lines"),
    [
        ("Revenue by month and category in 2025", 2),
        ("Revenue by category as a donut", 2),
        ("Revenue by category and region as grouped bars", 1),
    ],
)
async def test_a_chart_gives_way_where_there_is_little_room(
    workbench: Workbench, question: str, legend_lines: int
) -> None:
    page = workbench.page
    await page.set_viewport_size({"width": 390, "height": 844})
    await workbench.open()
    turn = await workbench.ask(question)
    await expect(turn.chart).to_be_visible()
    # Whole as soon as it is there: what has been made out of sight is painted.
    assert await colours(turn.chart.locator(".role-legend path.background").first) > 10
    await page.wait_for_function(LEGEND_LINES, arg=legend_lines)
    assert await cut_off(page) == []
    # Once there is room, it is taken.
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.wait_for_function(LEGEND_LINES, arg=4 if "donut" in question else 1)
    await expect(turn.chart).to_have_count(1)
    assert await cut_off(page) == []


WIDTHS = """() => [...document.querySelectorAll("svg.marks")].map((svg) => {
    const box = svg.closest(".drawing-canvas");
    return [Math.round(svg.getBoundingClientRect().width), box.clientWidth, box.scrollWidth];
})"""


@pytest.mark.parametrize(
    ("question", "is_wider"),
    [
        ("Revenue by region", False),
        ("Revenue by month and category as stacked bars", False),
        ("Revenue by month in 2025 faceted by region", False),
        ("Revenue by city as bars", True),
    ],
)
async def test_only_many_bars_are_wider_than_a_telephone(
    workbench: Workbench, question: str, is_wider: bool
) -> None:
    page = workbench.page
    await page.set_viewport_size({"width": 390, "height": 844})
    await workbench.open()
    turn = await workbench.ask(question)
    await expect(turn.chart).to_be_visible()
    await expect(page.locator("svg.marks")).to_have_count(1)
    [[drawn, box, scrolled]] = await page.evaluate(WIDTHS)
    assert (drawn > box) == is_wider
    assert (scrolled > box) == is_wider
    # It scrolls by itself, the page does not.
    for place in ("document.scrollingElement", "document.querySelector('main')"):
        assert await page.evaluate(f"{place}.scrollWidth") <= 390
