"""The pictures of README and docs: `python -m tests.browser.screenshots FOLDER`.

They are taken of the page as it is, on the demo business, at twice the size.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from api.settings import Settings
from bench.chromium import FLAGS
from tests.api.live import serving, settings_for
from tests.browser.workbench import Workbench

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
QUESTION = "Revenue by month and region in 2025"


@dataclass(frozen=True)
class Picture:
    name: str
    bring_about: Callable[[Workbench], Awaitable[None]]
    theme: str = "light"
    phone: bool = False


async def empty(workbench: Workbench) -> None:
    await workbench.open()
    await expect(workbench.page.locator(".starters button")).to_have_count(4)


async def answer(workbench: Workbench) -> None:
    await workbench.open()
    turn = await workbench.ask(QUESTION)
    await expect(turn.chart).to_be_visible()
    await expect(turn.root.locator(".suggestions")).to_be_visible()
    await workbench.page.evaluate("document.activeElement.blur()")


async def token(workbench: Workbench) -> None:
    await answer(workbench)
    await workbench.newest.tokens.nth(2).click()
    await expect(workbench.page.get_by_role("menuitem", name="Remove")).to_be_visible()


async def sql(workbench: Workbench) -> None:
    await answer(workbench)
    await workbench.newest.tab("SQL").click()


async def table(workbench: Workbench) -> None:
    await workbench.open()
    turn = await workbench.ask("list orders of 2025")
    await turn.root.get_by_role("columnheader", name="Order date").click()


async def refused(workbench: Workbench) -> None:
    await workbench.open()
    await workbench.send("Revenue by zodiac sign")
    await expect(workbench.newest.root.get_by_role("group", name="Question back")).to_be_visible()


async def dashboard(workbench: Workbench) -> None:
    await workbench.page.goto(f"{workbench.url}/dashboards")
    wish = workbench.page.get_by_placeholder("Describe one")
    await wish.fill(
        "sales dashboard for 2025: revenue by month and region, revenue by region, "
        "top 10 products, orders by channel"
    )
    await wish.press("Enter")
    await workbench.page.wait_for_url("**/dashboards/*")
    # Those further down are drawn when they come near.
    await expect(workbench.page.locator("svg.marks, canvas.marks").nth(2)).to_be_visible()


async def catalog(workbench: Workbench) -> None:
    await workbench.page.goto(f"{workbench.url}/catalog")
    await expect(workbench.page.get_by_text("Questions you can ask")).to_be_visible()


PICTURES = (
    Picture("empty", empty),
    Picture("answer", answer),
    Picture("token", token),
    Picture("table", table),
    Picture("refused", refused),
    Picture("sql-dark", sql, theme="dark"),
    Picture("dashboard-dark", dashboard, theme="dark"),
    Picture("catalog", catalog),
    Picture("phone", answer, phone=True),
)


async def take(browser: Browser, url: str, picture: Picture, folder: Path) -> None:
    context = await browser.new_context(
        viewport=PHONE if picture.phone else DESK,  # type: ignore[arg-type]
        device_scale_factor=2,
        reduced_motion="reduce",
        color_scheme="dark" if picture.theme == "dark" else "light",
    )
    page: Page = await context.new_page()
    await picture.bring_about(Workbench(page, url))
    await page.evaluate("document.fonts.ready")
    await page.screenshot(path=folder / f"{picture.name}.png")
    await context.close()


async def take_all(url: str, folder: Path) -> None:
    async with async_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for picture in PICTURES:
            await take(browser, url, picture, folder)
        await browser.close()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=90_000)  # the first one waits until the demo business is made
    with tempfile.TemporaryDirectory() as data:
        settings: Settings = settings_for(Path(data))
        with serving(settings) as server:
            asyncio.run(take_all(server.url, folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
