"""What is seen of a turn at each stage of it, and where something does not work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.api.live import LiveServer, serving, settings_for
from tests.browser.conftest import Faults
from tests.browser.workbench import Workbench
from tests.slow import slow_catalog

SLOW = "total work"


@pytest.fixture
def impatient(tmp_path: Path, valkey_url: str) -> Iterator[LiveServer]:
    """On a database that takes for ever, and waits for a second."""
    settings = settings_for(
        tmp_path, redis_url=valkey_url, catalog=slow_catalog(tmp_path), query_timeout_s=1
    )
    with serving(settings) as server:
        yield server


async def test_before_the_first_question(workbench: Workbench) -> None:
    page = workbench.page
    await workbench.open()
    await expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()
    await expect(workbench.question).to_be_focused()
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    await expect(page.locator(".starters").get_by_role("button")).to_have_count(4)


async def test_an_answer_on_its_way_and_stopped(slow: Workbench) -> None:
    page = slow.page
    await slow.open()
    turn = await slow.send(SLOW)
    await expect(turn.status).to_contain_text("Running the query on Slow …")
    await expect(turn.tokens).to_have_text(["Work"])
    await expect(turn.tab("SQL")).to_be_visible()
    await expect(turn.tab("Table")).to_have_count(0)
    await expect(turn.root.get_by_role("tabpanel")).to_contain_text("SELECT")
    await expect(page.get_by_role("button", name="Send", exact=True)).to_have_count(0)
    await expect(slow.sessions.locator(".working")).to_be_visible()
    await turn.status.click()
    steps = turn.root.locator(".steps").get_by_role("listitem")
    await expect(steps.last).to_contain_text("Running the query on Slow")
    # Who comes back to the page meanwhile finds it as it is.
    await page.reload()
    turn = slow.turn(SLOW)
    await expect(turn.status).to_contain_text("Running the query on Slow …")
    await expect(turn.root.get_by_role("tabpanel")).to_contain_text("SELECT")

    await page.get_by_role("button", name="Stop", exact=True).click()
    await expect(turn.status).to_have_text("Stopped")
    await expect(turn.root.get_by_role("tabpanel")).to_contain_text("SELECT")
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    # The key stops it too, also while somebody types.
    turn = await slow.send("number of tasks and work")
    await expect(turn.status).to_contain_text("Running the query on Slow …")
    await slow.question.fill("next")
    await slow.question.press("Escape")
    await expect(turn.status).to_have_text("Stopped")
    await expect(slow.question).to_have_value("next")
    # What was there of them is there after it, too.
    seen = await slow.as_shown()
    await page.reload()
    await expect(slow.turns.locator(".status-line")).to_have_text(["Stopped", "Stopped"])
    await expect(slow.turns.get_by_role("tabpanel")).to_contain_text(["SELECT", "SELECT"])
    assert await slow.as_shown() == seen
    turn = slow.turn(SLOW)
    await expect(turn.tokens).to_have_text(["Work"])
    await turn.status.click()
    await expect(steps.last).to_contain_text("Running the query on Slow")
    await expect(turn.root.locator(".details")).to_contain_text("Written by the language engine.")


async def test_an_error_says_what_it_means_and_what_to_do(
    page: Page, impatient: LiveServer
) -> None:
    workbench = Workbench(page, impatient.url)
    await workbench.open()
    turn = await workbench.send(SLOW)
    error = turn.root.get_by_role("group", name="Error")
    await expect(error).to_contain_text("The query took longer than 1 second")
    await expect(error).to_contain_text("Nothing was changed.")
    await expect(error).to_contain_text("Narrow the period")
    await expect(turn.root.get_by_role("tabpanel")).to_contain_text("SELECT")
    await expect(turn.root.get_by_role("tab")).to_have_count(1)
    await expect(turn.button("CSV")).to_have_count(0)
    await expect(turn.status).to_have_text("Stopped with an error")

    await turn.button("Edit the question").click()
    await expect(workbench.question).to_have_value(SLOW)
    await expect(workbench.question).to_be_focused()
    await expect(workbench.turns).to_have_count(1)
    await turn.button("Try again").click()
    await expect(workbench.turns).to_have_count(2)
    await expect(workbench.turns.get_by_role("group", name="Error")).to_have_count(2)
    await expect(workbench.turns.get_by_role("button", name="Try again")).to_have_count(1)
    await page.reload()
    await expect(workbench.turns.get_by_role("group", name="Error")).to_have_count(2)
    await expect(error).to_contain_text("The query took longer than 1 second")
    await expect(turn.tokens).to_have_text(["Work"])
    await expect(turn.root.get_by_role("tabpanel")).to_contain_text("SELECT")
    await expect(turn.root.get_by_role("tab")).to_have_count(1)
    await expect(turn.button("CSV")).to_have_count(0)


async def test_a_long_result_has_only_what_is_seen_in_the_page(workbench: Workbench) -> None:
    page = workbench.page
    await workbench.open()
    turn = await workbench.ask("list orders")
    grid = turn.root.get_by_role("grid")
    await expect(grid).to_have_attribute("aria-rowcount", "201")
    await expect(turn.tab("Chart")).to_have_count(0)
    await expect(turn.card).to_contain_text("The database has more rows than these 10,000")
    await turn.button("Load all 10,000").click()
    await expect(grid).to_have_attribute("aria-rowcount", "10001")
    rows = grid.locator(".grid-row")
    assert await rows.count() < 60
    await grid.focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Control+End")
    last = grid.locator('[role="row"][aria-rowindex="10001"]')
    await expect(last).to_be_visible()
    await expect(last.get_by_role("gridcell").last).to_have_class(re.compile("active"))
    assert await rows.count() < 60
    await page.keyboard.press("Control+Home")
    await expect(grid.locator('[role="row"][aria-rowindex="2"]')).to_be_visible()
    await expect(last).to_have_count(0)


async def test_a_chart_that_is_not_possible_leads_to_the_table(
    workbench: Workbench, faults: Faults
) -> None:
    faults.allow("status of 422")
    page = workbench.page
    await workbench.open()
    turn = await workbench.ask("Average discount by month and region in 2025")
    await turn.root.get_by_role("radio", name="Stacked bars").click()
    refusal = turn.root.get_by_role("alert")
    await expect(refusal).to_contain_text("does not add up across groups")
    await expect(turn.root.get_by_role("radio", name="Lines", exact=True)).to_be_checked()
    await expect(turn.chart).to_be_visible()
    await refusal.get_by_role("button", name="Show the table").click()
    await expect(turn.root.get_by_role("grid")).to_be_visible()
    await turn.tab("Chart").click()
    await expect(refusal).to_have_count(0)
    # Said in words it is a turn, which says so.
    said = await workbench.send("as a pie chart")
    await expect(said.root.get_by_role("group", name="Error")).to_contain_text(
        "This chart cannot show these rows"
    )
    # Nor can it be drawn where what draws it does not come.
    await page.route("**/assets/vega.js", lambda route: route.abort())
    faults.allow("ERR_FAILED|vega")
    await page.reload()
    await turn.title.scroll_into_view_if_needed()
    await turn.button("Show the table").click()
    await expect(turn.root.get_by_role("grid")).to_be_visible()


async def test_a_session_that_is_not_there(workbench: Workbench, faults: Faults) -> None:
    faults.allow("status of 404")
    page = workbench.page
    await page.goto(f"{workbench.url}/sessions/sess-00000000-0000-0000-0000-000000000000")
    await expect(page.get_by_role("heading", name="This session is not here")).to_be_visible()
    # What is asked of it all the same is not lost.
    await workbench.question.fill("Orders by region")
    await workbench.question.press("Enter")
    await expect(workbench.question).to_have_value("Orders by region")
    await page.get_by_role("status").get_by_role("link", name="New session").click()
    await expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()
    await expect(page).to_have_url(f"{workbench.url}/")


async def test_a_service_that_cannot_be_reached_at_first(
    workbench: Workbench, faults: Faults
) -> None:
    faults.allow("ERR_CONNECTION_REFUSED")
    page = workbench.page
    api = "**/api/v1/bi/**"
    await page.route(api, lambda route: route.abort("connectionrefused"))
    await workbench.open()
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("The service cannot be reached.")
    await expect(page.get_by_text("The sessions cannot be read at the moment.")).to_be_visible()
    # What is typed is kept where it cannot be sent.
    await workbench.question.fill("Orders by region")
    await workbench.question.press("Enter")
    await expect(workbench.notices).to_contain_text("The service cannot be reached.")
    await expect(workbench.question).to_have_value("Orders by region")
    await page.unroute(api)
    await alert.get_by_role("button", name="Try again").click()
    await expect(alert).to_have_count(0)
    await expect(page.locator(".starters").get_by_role("button")).to_have_count(4)
    await workbench.question.press("Enter")
    await workbench.newest.answered()
    await expect(workbench.sessions).not_to_have_count(0)
