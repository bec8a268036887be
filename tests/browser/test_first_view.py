"""What the page shows before its modules are there, and that it is the same as what they draw."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import Faults
from tests.browser.workbench import Workbench

# An element with its attributes and what is in it. The field's `autofocus` is of use only once, and
# which place is the current one is not known to what is the same at every address.
_TREE = """(selector) => {
    const tree = (node) => {
        if (node.nodeType === Node.TEXT_NODE) return node.data.trim();
        const named = [...node.attributes].map(({ name, value }) => `${name}=${value}`);
        const attributes = named.filter((one) => !/^(autofocus|aria-current|aria-busy)=/.test(one));
        const inside = [...node.childNodes].filter((one) => one.nodeType !== Node.COMMENT_NODE);
        return [node.localName, attributes.sort(), inside.map(tree).filter(String)];
    };
    return [...document.querySelectorAll(selector)].map(tree);
}"""
_SAME = (
    ".skip",
    ".topbar",
    ".rail-brand",
    ".rail-new",
    ".rail-places",
    ".empty h1",
    ".empty p",
    ".composer textarea",
    ".composer-keys",
    ".send",
)


@pytest_asyncio.fixture
async def release(workbench: Workbench) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """The page's modules are held back until this is called."""
    held = await hold_back(workbench.page)

    async def let_go() -> None:
        held.set()
        await expect(workbench.page.locator(".starting")).to_have_count(0)

    yield let_go
    held.set()


async def hold_back(page: Page) -> asyncio.Event:
    """The modules of pages that are opened from now on come once the event is set."""
    held = asyncio.Event()

    async def hold(route: Route) -> None:
        await held.wait()
        await route.continue_()

    await page.route("**/src/main.js", hold)
    return held


async def trees(page: Page) -> dict[str, Any]:
    return {selector: await page.evaluate(_TREE, selector) for selector in _SAME}


async def test_a_question_written_early_is_asked_once(
    workbench: Workbench, release: Callable[[], Awaitable[None]]
) -> None:
    page = workbench.page
    await page.goto(workbench.url, wait_until="commit")
    await expect(workbench.question).to_be_focused()
    await page.keyboard.type("Revenue by region")
    await page.keyboard.press("Enter")
    await expect(workbench.question).to_have_value("Revenue by region")
    await release()
    await workbench.turn("Revenue by region").answered()
    await expect(workbench.turns).to_have_count(1)
    await expect(workbench.question).to_have_value("")


async def test_the_button_sends_what_was_written_early(
    workbench: Workbench, release: Callable[[], Awaitable[None]]
) -> None:
    page = workbench.page
    await page.goto(workbench.url, wait_until="commit")
    send = page.get_by_role("button", name="Send")
    await expect(send).to_be_disabled()
    await workbench.question.press_sequentially(" ")
    await expect(send).to_be_disabled()
    await workbench.question.press_sequentially("Revenue by region")
    await send.click()
    await release()
    await workbench.turn("Revenue by region").answered()
    await expect(workbench.turns).to_have_count(1)


async def test_the_menu_is_opened_early(
    workbench: Workbench, release: Callable[[], Awaitable[None]]
) -> None:
    page = workbench.page
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(workbench.url, wait_until="commit")
    await page.get_by_role("button", name="Menu").click()
    await release()
    await expect(page.locator("#rail").get_by_role("link", name="New session")).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280])
async def test_all_that_is_shown_early_answers(
    workbench: Workbench, release: Callable[[], Awaitable[None]], width: int
) -> None:
    """Links lead somewhere by themselves; of the rest there is what the tests above use."""
    page = workbench.page
    await page.set_viewport_size({"width": width, "height": 844})
    await page.goto(workbench.url, wait_until="commit")
    await expect(workbench.question).to_be_focused()
    found = set()
    for control in await page.locator("button, a, textarea, input, select").all():
        if await control.is_visible() and await control.get_attribute("href") is None:
            found.add(await control.get_attribute("aria-label"))
    assert found == {"Your question", "Send", *(["Menu"] if width < 820 else [])}


async def test_what_is_being_written_goes_on_undisturbed(
    workbench: Workbench, release: Callable[[], Awaitable[None]]
) -> None:
    page = workbench.page
    await page.goto(workbench.url, wait_until="commit")
    await expect(workbench.question).to_be_focused()
    await page.keyboard.type("Revenue region")
    for _ in "region":
        await page.keyboard.press("ArrowLeft")
    field = await workbench.question.element_handle()
    await release()
    assert await page.evaluate("(field) => field === document.activeElement", field)
    await page.keyboard.type("by ")
    await expect(workbench.question).to_have_value("Revenue by region")
    await expect(workbench.turns).to_have_count(0)


async def test_nothing_is_asked_by_enter_in_an_empty_field(
    workbench: Workbench, release: Callable[[], Awaitable[None]]
) -> None:
    await workbench.page.goto(workbench.url, wait_until="commit")
    await expect(workbench.question).to_be_focused()
    await workbench.page.keyboard.press("Enter")
    await release()
    await workbench.ask("Revenue by region")
    await expect(workbench.turns).to_have_count(1)


async def test_a_follow_up_can_be_written_early_too(workbench: Workbench) -> None:
    await workbench.open()
    await workbench.ask("Revenue by region")
    path = f"/sessions/{workbench.session_id}"
    held = await hold_back(workbench.page)
    await workbench.page.goto(workbench.url + path, wait_until="commit")
    await expect(workbench.question).to_be_focused()
    await expect(workbench.page.get_by_role("heading", level=1)).to_have_count(0)
    await workbench.page.keyboard.type("Only 2025")
    await workbench.page.keyboard.press("Enter")
    held.set()
    await workbench.turn("Only 2025").answered()
    await expect(workbench.turns).to_have_count(2)


async def test_the_modules_draw_what_was_there_before_them(
    workbench: Workbench, release: Callable[[], Awaitable[None]]
) -> None:
    page = workbench.page
    await page.goto(workbench.url, wait_until="commit")
    await expect(workbench.question).to_be_visible()
    before = await trees(page)
    assert all(before.values())
    await release()
    assert await trees(page) == before


@pytest.mark.parametrize("path", ["/dashboards", "/catalog"])
async def test_other_addresses_begin_without_a_field(
    workbench: Workbench, release: Callable[[], Awaitable[None]], path: str
) -> None:
    page = workbench.page
    await page.goto(workbench.url + path, wait_until="commit")
    await expect(page.get_by_role("link", name="New session")).to_be_visible()
    await expect(workbench.question).to_be_hidden()
    await release()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def test_a_part_that_cannot_be_fetched_says_so_and_is_tried_again(
    workbench: Workbench, faults: Faults
) -> None:
    faults.allow("net::ERR_FAILED")
    page = workbench.page
    await page.route("**/CatalogPage.js", lambda route: route.abort())
    await workbench.open()
    await page.get_by_role("link", name="Catalog").click()
    await expect(page.get_by_role("alert")).to_contain_text("could not be fetched")
    await page.unroute("**/CatalogPage.js")
    await page.get_by_role("button", name="Load the page again").click()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
