"""What axe-core finds on a page, in light and in dark."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from playwright.async_api import Page, expect

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
# Every rule, those that axe does not run by itself too. Only what WCAG's level AAA adds is left
# out: it asks for a contrast of 7.
RUN = """async () => {
    const values = axe.getRules().filter(({ tags }) => !tags.includes("wcag2aaa"));
    const { violations } = await axe.run({
        runOnly: { type: "rule", values: values.map(({ ruleId }) => ruleId) },
        resultTypes: ["violations"],
    });
    return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html}\\n${failureSummary}`));
}"""
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


async def findings(page: Page, what: str) -> list[str]:
    """Each violation, by the state of the page it is in; the page is dark afterwards."""
    found = []
    for theme in THEMES:
        await page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        await expect(page.locator("html")).to_have_attribute("data-theme", theme)
        # A policy forbids scripts of a page's own, and not those of whoever drives the browser.
        if not await page.evaluate("'axe' in window"):
            await page.evaluate(AXE.read_text())
        found += [f"{what}, {theme}: {one}" for one in await page.evaluate(RUN)]
    return found
