"""The example page of the Reveal face, as a person uses it."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.api.live import LiveServer


async def opened(page: Page, examples: str, service: LiveServer) -> None:
    await page.goto(f"{examples}/reveal-chat/?service={service.url}")
    await expect(page.locator("#datasource option")).to_have_text(["Office supplier"])


async def say(page: Page, text: str) -> None:
    await page.get_by_label("Message").fill(text)
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator("#talk li.said").last).to_have_text(text)
    await expect(page.get_by_role("button", name="Send")).to_be_enabled()


async def test_a_dashboard_is_made_changed_explained_and_cleared(
    page: Page, examples: str, service: LiveServer
) -> None:
    await opened(page, examples, service)
    await say(page, "Create a dashboard with revenue by month in 2025 and revenue by region")
    tiles = page.locator("#tiles article")
    await expect(tiles).to_have_count(2)
    await expect(page.locator("#talk li.answer").last).not_to_be_empty()
    await expect(tiles.nth(0).locator("polyline")).to_have_count(1)
    await expect(tiles.nth(1).locator("rect")).to_have_count(4)

    await say(page, "Add orders by channel")
    await expect(tiles).to_have_count(3)
    await say(page, "Remove the second chart")
    await expect(tiles).to_have_count(2)

    await page.get_by_role("button", name="Summary").click()
    await expect(page.locator("#talk li.answer")).to_have_count(4)
    await expect(page.locator("#talk li.answer").last).to_contain_text("Revenue")

    await page.get_by_role("button", name="Clear session").click()
    await expect(page.locator("#talk li")).to_have_count(0)
    await expect(page.locator("#dashboard")).to_be_hidden()


async def test_what_fails_is_told_in_the_conversation(
    page: Page, examples: str, service: LiveServer
) -> None:
    await opened(page, examples, service)
    await page.evaluate(
        "document.getElementById('datasource').append(new Option('Gone', 'gone', true, true))"
    )
    await say(page, "revenue by region")
    await expect(page.locator("#talk li.failed")).to_have_text("Datasource not found")
