"""Sentences to dashboards, while they are worked on and where that fails."""

from __future__ import annotations

import httpx
from playwright.async_api import Page, expect

from tests.browser.boards import PREFIX, stored_board
from tests.browser.conftest import Faults, Person
from tests.browser.workbench import Workbench

WORK = {"measures": [{"value": {"kind": "named", "name": "work"}}]}
PLACE = {"column": 0, "row": 0, "width": 6, "height": 3}
SLOW_BOARD = {
    "title": "Slow",
    "datasource_id": "slow",
    "tiles": [{"id": "work", "title": "Work", "query": WORK, "place": PLACE}],
}
QUESTION = "what stands out here?"


async def test_a_sentence_shows_its_steps_and_is_stopped(slow: Workbench) -> None:
    page = slow.page
    dashboard_id = slow_board(slow.url)
    # The tile's own query would take for ever as well, and nobody stops that one.
    await page.route("**/data*", lambda route: route.fulfill(json={"tiles": []}))
    await page.goto(f"{slow.url}/dashboards/{dashboard_id}")
    words = page.get_by_label("Change this dashboard in words")
    status = page.locator(".sentence-run .status-line")
    await words.fill(QUESTION)
    await words.press("Enter")
    await expect(status).to_contain_text("…")
    await status.click()
    await expect(page.locator(".sentence-run .steps").get_by_role("listitem").first).to_be_visible()
    await expect(page.get_by_role("button", name="Send", exact=True)).to_have_count(0)
    await page.get_by_role("button", name="Stop", exact=True).click()
    await expect(status).to_have_text("Stopped")
    # What was not answered can be said again, or otherwise; the key stops it too.
    await expect(words).to_have_value(QUESTION)
    await words.press("Enter")
    await expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    await words.press("Escape")
    await expect(status).to_have_text("Stopped")
    await expect(words).to_have_value(QUESTION)


async def test_a_sentence_that_fails_says_why(person: Person, faults: Faults) -> None:
    faults.allow("status of 503")
    page, board = person.page, stored_board(person)
    await board.open()
    await refuse_once(page)
    words = page.get_by_label("Change this dashboard in words")
    await words.fill("remove units")
    await words.press("Enter")
    error = page.get_by_role("group", name="Error")
    await expect(error).to_contain_text("The model cannot be reached")
    await expect(words).to_have_value("remove units")
    await error.get_by_role("button", name="Try again").click()
    await expect(board.tile("Units").root).to_have_count(0)
    await expect(error).to_have_count(0)
    await expect(words).to_have_value("")


def slow_board(url: str) -> str:
    """The id of a new dashboard whose tile would take for ever."""
    made = httpx.post(f"{url}{PREFIX}", json={"dashboard": SLOW_BOARD}).raise_for_status()
    dashboard_id: str = made.json()["dashboard_id"]
    return dashboard_id


async def refuse_once(page: Page) -> None:
    """As the service does while its model cannot be reached."""
    error = {
        "code": "LLM_UNAVAILABLE",
        "category": "SERVER_ERROR",
        "message": "The model cannot be reached.",
        "details": {"reason": "llm_unavailable", "retryable": True},
    }
    await page.route(
        "**/messages*",
        lambda route: route.fulfill(status=503, json={"success": False, "error": error}),
        times=1,
    )
