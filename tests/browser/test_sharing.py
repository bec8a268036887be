"""A dashboard that its owner shows to the others of the tenant, and to nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.api.live import LiveServer, token
from tests.browser.boards import Board, money, stored_board
from tests.browser.conftest import Faults, Person

Enter = Callable[[str, str], Awaitable[Page]]


@pytest_asyncio.fixture
async def enter(browser: Browser, guarded: LiveServer, faults: Faults) -> AsyncIterator[Enter]:
    """Pages of others, by tenant and user, each in a browser of their own."""
    async with AsyncExitStack() as opened:

        async def page_of(tenant: str, user: str) -> Page:
            context = await browser.new_context(reduced_motion="reduce")
            opened.push_async_callback(context.close)
            page = await context.new_page()
            faults.watch(page)
            given = token(tenant, user)
            await page.add_init_script(f"sessionStorage.setItem('parley.token', '{given}')")
            return page

        yield page_of


async def test_shared_within_the_tenant(person: Person, enter: Enter, faults: Faults) -> None:
    page, board = person.page, stored_board(person, title="For everybody")
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await board.open('?filters={"regions":["North"]}')
    await expect(board.tile("Revenue").figure).to_be_visible()
    await board.button("Share").click()
    await expect(page.get_by_role("radio", name="Only me")).to_be_checked()
    async with board.written():
        await page.get_by_role("radio", name="Everyone in acme-corp").check()
    await expect(board.button("Shared")).to_be_visible()
    await board.button("Copy the link").click()
    await expect(person.notices).to_contain_text("The link is copied")
    link = await page.evaluate("navigator.clipboard.readText()")

    bob = await enter("acme-corp", "bob")
    await bob.goto(link)
    same = Board(bob, person, board.id)
    north = money(board.figure("revenue", '{"regions": ["North"]}'))
    await expect(same.tile("Revenue").figure).to_have_text(north)
    # It is read with the filters that the reader sets, and changed by nobody.
    await same.pill("Region", "All").click()
    await expect(same.tile("Revenue").figure).to_have_text(money(board.figure("revenue")))
    for name in ("Rename the dashboard", "Filter", "Keep", "Remove the filter Region"):
        await expect(same.button(name)).to_have_count(0)
    await expect(bob.get_by_label("Change this dashboard in words")).to_have_count(0)
    await expect(bob.locator(".tile-grip, .tile-corner")).to_have_count(0)
    await same.title.dblclick()
    await expect(bob.get_by_label("Name of the dashboard")).to_have_count(0)
    await same.tile("Revenue").root.get_by_role("button", name="More of Revenue").click()
    await expect(bob.get_by_role("menuitem")).to_have_text(["Ask about this"])
    await bob.keyboard.press("Escape")
    await same.button("Shared").click()
    await expect(bob.get_by_role("dialog", name="Share")).to_contain_text("not changed")
    await expect(bob.get_by_role("radio")).to_have_count(0)
    await bob.get_by_role("link", name="Dashboards").click()
    line = bob.locator("li.boards-line").filter(has_text="For everybody")
    await expect(line).to_contain_text("Shared")
    await expect(line.get_by_role("button")).to_have_count(0)

    faults.allow("status of 404")
    stranger = await enter("other-corp", "alice")
    await stranger.goto(link)
    gone = "There is no such dashboard"
    await expect(stranger.get_by_role("heading", name=gone)).to_be_visible()
    await expect(stranger.locator("body")).not_to_contain_text("For everybody")

    async with board.written():
        await page.get_by_role("button", name="Shared", exact=True).click()
        await page.get_by_role("radio", name="Only me").check()
    await expect(board.button("Share")).to_be_visible()
    await bob.goto(link)
    await expect(bob.get_by_role("heading", name=gone)).to_be_visible()
