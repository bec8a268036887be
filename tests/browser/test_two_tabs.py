"""One session in two windows, and on two machines: each shows what is done in the other."""

from __future__ import annotations

import asyncio

from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import Faults
from tests.browser.workbench import Workbench


async def beside(context: BrowserContext, one: Workbench) -> Workbench:
    """The same session in another window."""
    other = Workbench(await context.new_page(), one.url)
    await other.open(f"/sessions/{one.session_id}")
    await expect(other.turns).to_have_count(await one.turns.count())
    return other


async def choose(workbench: Workbench, item: str) -> None:
    """From the menu of the session that is looked at."""
    line = workbench.page.locator(".session-line.current")
    await line.hover()
    await line.get_by_role("button").click()
    await line.get_by_role("menuitem", name=item).click()


async def test_what_is_done_in_one_window_is_seen_in_the_other(
    workbench: Workbench, context: BrowserContext, faults: Faults
) -> None:
    faults.allow("status of 404")
    one = workbench
    await one.page.clock.install()
    await one.open()
    await one.ask("Units by region in 2025")
    two = await beside(context, one)
    await one.send("by month")
    shown = two.turn("by month")
    await shown.answered()
    await expect(shown.chart).to_be_visible()
    await two.ask("only Online")
    await one.turn("only Online").answered()
    assert await one.as_shown() == await two.as_shown()

    await choose(two, "Rename")
    name = two.page.get_by_label("Name of the session")
    await name.fill("Units, as we need them")
    await name.press("Enter")
    await expect(one.page.locator(".session-line.current")).to_have_text("Units, as we need them")
    await expect(one.page).to_have_title("Units, as we need them · Parley")

    await choose(one, "Delete")
    await expect(one.page).to_have_url(f"{one.url}/")
    await expect(two.turns).to_have_count(3)
    # Until then it can be undone.
    await one.page.clock.fast_forward("00:10")
    await expect(two.page.get_by_role("heading", name="This session is not here")).to_be_visible()
    await expect(two.sessions.filter(has_text="Units, as we need them")).to_have_count(0)


async def test_of_two_questions_at_once_neither_is_lost(
    slow: Workbench, context: BrowserContext, faults: Faults
) -> None:
    faults.allow("status of 409")
    one = slow
    await one.open()
    first = await one.send("total work")
    await expect(first.status).to_contain_text("Running the query")
    two = await beside(context, one)
    await one.page.get_by_role("button", name="Stop", exact=True).click()
    await expect(two.turns.first.get_by_text("Stopped")).to_be_visible()

    sent, may_go = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        sent.set()
        await may_go.wait()
        await route.continue_()

    await two.page.route("**/messages*", hold)
    await two.question.fill("number of tasks")
    await two.question.press("Enter")
    await sent.wait()
    asked = await one.send("work again")
    await expect(asked.status).to_contain_text("Running the query")
    may_go.set()
    await expect(two.notices).to_contain_text("Yours is kept below")
    await expect(two.question).to_have_value("number of tasks")
    await expect(two.turn("work again").status).to_contain_text("Running the query")
    for window in (one, two):
        await expect(window.turns.get_by_role("heading", level=2)).to_have_text(
            ["total work", "work again"]
        )
    # Enter keeps what is written while the other one is answered.
    await two.question.press("Enter")
    await expect(two.question).to_have_value("number of tasks")
    await two.page.get_by_role("button", name="Stop", exact=True).click()
    await expect(asked.status).to_have_text("Stopped")
    await expect(two.page.get_by_role("button", name="Send", exact=True)).to_be_enabled()
    await two.question.press("Enter")
    await expect(one.turn("number of tasks").status).to_contain_text("Running the query")
    await two.page.get_by_role("button", name="Stop", exact=True).click()
    await expect(one.turn("number of tasks").status).to_have_text("Stopped")


async def test_another_machine_is_up_to_date_when_it_is_looked_at(
    workbench: Workbench, browser: Browser, faults: Faults
) -> None:
    faults.allow("status of 404")
    one = workbench
    await one.open()
    await one.ask("Shipping cost by region in 2025")
    elsewhere = await browser.new_context()
    elsewhere.on("page", faults.watch)
    two = await beside(elsewhere, one)
    await one.ask("by month")
    await one.ask("only Online")
    await expect(two.turns).to_have_count(1)
    await returns_to(two.page)
    await two.turn("only Online").answered()
    await expect(two.turns).to_have_count(3)
    assert await two.as_shown() == await one.as_shown()

    await choose(two, "Rename")
    name = two.page.get_by_label("Name of the session")
    await name.fill("Shipping, elsewhere")
    await name.press("Enter")
    await expect(two.page).to_have_title("Shipping, elsewhere · Parley")
    await returns_to(one.page)
    await expect(one.page.locator(".session-line.current")).to_have_text("Shipping, elsewhere")
    response = await one.page.request.delete(f"{one.url}/api/v1/bi/sessions/{one.session_id}")
    assert response.ok
    await returns_to(two.page)
    await expect(two.page.get_by_role("heading", name="This session is not here")).to_be_visible()
    await elsewhere.close()


async def returns_to(page: Page) -> None:
    """As when its window comes to the front of others."""
    await page.evaluate("dispatchEvent(new Event('focus'))")
