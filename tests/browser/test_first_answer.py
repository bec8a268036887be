"""From an empty page to a chart, without having read anything."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.workbench import Workbench


async def test_a_starter_leads_to_a_chart(workbench: Workbench) -> None:
    await workbench.open()
    starters = workbench.page.locator(".starters button")
    await expect(starters).to_have_count(4)
    question = await starters.first.inner_text()
    await starters.first.click()
    turn = workbench.turn(question.strip())
    await turn.answered()
    await expect(turn.chart).to_be_visible()
    await expect(turn.prose).not_to_be_empty()
    path = f"/sessions/{workbench.session_id}"
    await expect(workbench.page).to_have_url(workbench.url + path)
    await expect(workbench.sessions.first).to_have_attribute("href", path)


async def test_every_way_to_see_an_answer(workbench: Workbench) -> None:
    await workbench.open()
    turn = await workbench.ask("Revenue by month and region in 2025")
    await expect(turn.tokens).to_have_text(["Revenue", "Month", "Region", "2025"])
    await turn.tab("Table").click()
    await expect(turn.root.get_by_role("columnheader")).to_have_text(["Month", "Region", "Revenue"])
    await turn.tab("SQL").click()
    await expect(turn.root.get_by_role("tabpanel")).to_contain_text("SELECT")
    await turn.tab("Chart").click()
    await expect(turn.chart).to_be_visible()
