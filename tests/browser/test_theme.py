"""Light or dark: as the machine is set until somebody chooses, from the first picture on."""

from __future__ import annotations

import re

from playwright.async_api import BrowserContext, expect

from tests.browser.workbench import Workbench

# Notes the theme and the colour behind everything when something is painted for the first time.
WATCH = """
    window.painted = [];
    new PerformanceObserver((list) => {
        for (const { name } of list.getEntries()) {
            const root = document.documentElement;
            painted.push([name, root.dataset.theme, getComputedStyle(root).backgroundColor]);
        }
    }).observe({ type: "paint", buffered: true });
    window.themes = [];
    new MutationObserver(() => themes.push(document.documentElement.dataset.theme))
        .observe(document, { subtree: true, attributeFilter: ["data-theme"] });
"""
BEHIND = {"light": "rgb(246, 246, 243)", "dark": "rgb(16, 18, 22)"}


async def test_the_page_follows_the_machine_until_somebody_chooses(
    workbench: Workbench, context: BrowserContext
) -> None:
    page = workbench.page
    await page.emulate_media(color_scheme="dark")
    await workbench.open()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(page.locator("body")).to_have_css("background-color", BEHIND["dark"])
    await page.emulate_media(color_scheme="light")
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")

    await page.get_by_role("button", name="Dark", exact=True).click()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.emulate_media(color_scheme="dark")
    await page.emulate_media(color_scheme="light")
    await page.reload()
    await expect(page.get_by_role("button", name="Light", exact=True)).to_be_visible()
    await expect(page.locator("body")).to_have_css("background-color", BEHIND["dark"])
    # Also in other windows of the browser.
    other = await context.new_page()
    await other.emulate_media(color_scheme="light")
    await other.goto(workbench.url + "/catalog")
    await expect(other.locator("html")).to_have_attribute("data-theme", "dark")


async def test_nothing_is_painted_in_another_theme(workbench: Workbench) -> None:
    page = workbench.page
    await page.add_init_script(WATCH)
    await page.emulate_media(color_scheme="light")
    await page.goto(workbench.url)
    await page.evaluate("localStorage.setItem('parley.theme', 'dark')")
    await workbench.open()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    painted = await page.evaluate("painted")
    assert painted
    assert {(theme, behind) for _, theme, behind in painted} == {("dark", BEHIND["dark"])}
    assert await page.evaluate("themes") == ["dark"]


async def test_charts_are_drawn_in_the_theme_and_again_in_the_next(workbench: Workbench) -> None:
    page = workbench.page
    await page.emulate_media(color_scheme="light")
    await workbench.open()
    turn = await workbench.ask("Revenue by month and region in 2025")
    label = turn.chart.locator(".role-axis-label text").first
    await expect(label).to_be_visible()
    line = turn.chart.locator("path[stroke='#1f4fd1']").first
    await expect(line).to_have_count(1)
    ink = await label.get_attribute("fill")
    await page.keyboard.press("Escape")
    await page.keyboard.press("t")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(turn.chart.locator("path[stroke='#7da2ff']").first).to_have_count(1)
    await expect(label).not_to_have_attribute("fill", re.compile(re.escape(ink or "")))
    await expect(turn.chart).to_have_count(1)

    # Also while it is not looked at.
    await turn.tab("Table").click()
    await page.keyboard.press("t")
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")
    hidden = turn.root.locator(".result-chart path[stroke='#1f4fd1']")
    await expect(hidden).not_to_have_count(0)
    await turn.tab("Chart").click()
    await expect(turn.chart).to_be_visible()
