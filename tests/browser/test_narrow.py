"""The page on a telephone."""

from __future__ import annotations

import pytest_asyncio
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.conftest import Person
from tests.browser.test_accessible import DASHBOARD

SIZE = ViewportSize(width=390, height=844)
# What reaches beyond the right edge, except in what is made to be scrolled by itself.
TOO_WIDE = """() => {
    const scrolled = (one) => {
        for (let at = one; at; at = at.parentElement) {
            if (at.matches("svg, .visually-hidden")) return true;
            const isPage = at.matches("body, main, .chat, #rail");
            if (at !== one && !isPage && getComputedStyle(at).overflowX !== "visible") return true;
        }
        return false;
    };
    const found = [document.scrollingElement, ...document.querySelectorAll("main, .chat, #rail")]
        .filter((one) => one.scrollWidth > one.clientWidth + 1)
        .map((one) => `${one.tagName} ${one.className} scrolls: ${one.scrollWidth}`);
    for (const one of document.querySelectorAll("body *")) {
        if (!one.checkVisibility({ visibilityProperty: true }) || scrolled(one)) continue;
        const { right, width } = one.getBoundingClientRect();
        if (!width || right <= innerWidth + 1) continue;
        found.push(`${one.tagName} ${one.className}: ${right}`);
    }
    return found;
}"""
# WCAG 2.5.8: 24 by 24 pixels; links in a line of text, and fields inside a label, are no targets.
TOO_SMALL = """() => [...document.querySelectorAll(
        "a[href], button, input, select, textarea, [role=tab], [role=radio], summary")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !one.closest("[inert], label, p, .skip"))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([one, { width, height }]) => width && (width < 24 || height < 24))
    // The link of a line that leads there as a whole.
    .filter(([one]) => getComputedStyle(one, "::after").position !== "absolute")
    .map(([one, { width, height }]) => `${one.outerHTML.slice(0, 80)}: ${width} x ${height}`)"""


@pytest_asyncio.fixture
async def phone(person: Person) -> Person:
    await person.page.set_viewport_size(SIZE)
    return person


async def faults_of_size(page: Page, what: str) -> list[str]:
    found = [*await page.evaluate(TOO_WIDE), *await page.evaluate(TOO_SMALL)]
    return [f"{what}: {one}" for one in found]


async def test_the_drawer_takes_the_focus_and_gives_it_back(phone: Person) -> None:
    page = phone.page
    phone.sessions_made(3)
    await phone.open()
    menu = page.get_by_role("button", name="Menu")
    rail = page.locator("#rail")
    await expect(rail).to_be_hidden()
    await menu.click()
    await expect(rail).to_be_visible()
    await expect(rail.get_by_role("link", name="New session")).to_be_focused()
    await expect(phone.sessions).to_have_count(3)
    reached = set()
    for _ in range(40):
        await page.keyboard.press("Tab")
        reached.add(await page.evaluate("document.activeElement.closest('main') !== null"))
    assert reached == {False}

    await page.keyboard.press("Escape")
    await expect(rail).to_be_hidden()
    await expect(menu).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(rail).to_be_visible()
    await page.mouse.click(SIZE["width"] - 10, 500)
    await expect(rail).to_be_hidden()
    await expect(menu).to_be_focused()

    await menu.click()
    await phone.sessions.last.click()
    await expect(rail).to_be_hidden()
    await expect(page.locator("main")).to_be_focused()
    # What was behind can be used again.
    await phone.question.fill("Revenue")
    # A page that becomes wide has no drawer.
    await menu.click()
    await page.set_viewport_size({"width": 1000, "height": 800})
    await expect(page.locator("main[inert]")).to_have_count(0)
    await expect(rail).to_be_visible()


async def test_a_question_is_asked_and_its_answer_read(phone: Person) -> None:
    page = phone.page
    await phone.open()
    await expect(page.locator(".starters button")).to_have_count(4)
    found = await faults_of_size(page, "empty")
    turn = await phone.ask("Revenue by month and region in 2025")
    await expect(turn.chart).to_be_visible()
    found += await faults_of_size(page, "chart")
    await turn.status.click()
    await expect(turn.root.get_by_role("heading", name="Steps")).to_be_visible()
    found += await faults_of_size(page, "details")
    for token in await turn.tokens.all():
        await token.click()
        await expect(page.get_by_role("menuitem").first).to_be_focused()
        found += await faults_of_size(page, f"menu of {await token.inner_text()}")
        await page.keyboard.press("Escape")
    for name in ("More ways to save and copy", "More", "Pin", "How to answer: Options"):
        await turn.root.page.get_by_role("button", name=name, exact=True).last.click()
        await expect(page.get_by_role("menu")).to_be_visible()
        found += await faults_of_size(page, f"menu {name}")
        await page.keyboard.press("Escape")
    await turn.tab("Table").click()
    await expect(turn.root.get_by_role("grid")).to_be_visible()
    found += await faults_of_size(page, "table")
    await turn.tab("SQL").click()
    found += await faults_of_size(page, "SQL")
    turn = await phone.send("Revenue by zodiac sign")
    await expect(turn.root.get_by_role("group", name="Question back")).to_be_visible()
    found += await faults_of_size(page, "question back")
    assert not found, "\n".join(found)


async def test_every_other_page_is_as_wide_as_it_may_be(phone: Person) -> None:
    page = phone.page
    made = phone.api.post("/api/v1/bi/dashboards", json={"dashboard": DASHBOARD})
    board = made.raise_for_status().json()["dashboard_id"]
    await page.goto(f"{phone.url}/dashboards")
    await expect(page.get_by_role("link", name="Sales")).to_be_visible()
    found = await faults_of_size(page, "dashboards")
    await page.goto(f"{phone.url}/dashboards/{board}")
    await expect(page.locator(".tile svg.marks")).to_be_visible()
    found += await faults_of_size(page, "dashboard")
    await page.get_by_role("button", name="Filter", exact=True).click()
    await expect(page.get_by_role("dialog", name="Add a filter")).to_be_visible()
    found += await faults_of_size(page, "adding a filter")
    await page.goto(f"{phone.url}/catalog")
    await expect(page.get_by_role("heading", name="Measures")).to_be_visible()
    found += await faults_of_size(page, "catalog")
    await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("button", name="Keys").click()
    await expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    found += await faults_of_size(page, "keys")
    assert not found, "\n".join(found)
