"""A conversation from its first question on: answers are changed, asked back, redrawn and kept."""

from __future__ import annotations

import json
import re

from playwright.async_api import Locator, Page, expect

from tests.browser.workbench import Turn, Workbench, contents

CUBE = "Revenue by month and region in 2025 only West and East"


async def test_an_answer_is_changed_part_by_part(workbench: Workbench) -> None:
    await workbench.open()
    first = await workbench.ask(CUBE)
    await first.change("By region", "Channel")
    changed = workbench.turn("By channel instead of region")
    await changed.answered()
    await expect(changed.tokens).to_contain_text(["Revenue", "Channel", "2025", "West and East"])
    await changed.change("Only West and East", "Remove")
    whole = workbench.turn("Remove the filter on region")
    await whole.answered()
    await expect(whole.tokens).to_have_count(4)
    await expect(whole.token("Only West and East")).to_have_count(0)
    chips = whole.root.get_by_role("list", name="What you could ask next")
    chip = chips.get_by_role("button", name=re.compile("quarter"))
    suggested = await chip.inner_text()
    await chip.click()
    quarters = workbench.turn(suggested)
    await quarters.answered()
    await expect(quarters.token("By quarter")).to_be_visible()
    await expect(quarters.token("By month")).to_have_count(0)
    await expect(workbench.page.get_by_role("list", name="What you could ask next")).to_have_count(
        1
    )
    # An earlier answer stays as it is: it can be taken into a session of its own.
    await first.token("By region").click()
    await expect(first.root.get_by_role("menuitem")).to_have_text(["Fork from here"])
    await workbench.page.keyboard.press("Escape")
    await expect(workbench.turns).to_have_count(4)


async def test_what_is_not_clear_is_asked_back_and_what_is_not_known_is_named(
    workbench: Workbench,
) -> None:
    await workbench.open()
    turn = await workbench.send("profit by name")
    await expect(turn.status).to_have_text("One question first")
    answers = turn.root.get_by_role("list", name="Answers").get_by_role("button")
    await expect(answers).to_have_count(2)
    label = (await answers.nth(1).inner_text()).removeprefix("2").strip()
    # Escape leaves the composer, and then a digit is an answer.
    await workbench.question.press("Escape")
    await workbench.page.keyboard.press("2")
    chosen = workbench.turn(label)
    await chosen.answered()
    await expect(chosen.tokens).to_have_text(["Profit", "Product"])
    await expect(answers.first).to_be_disabled()

    refused = await workbench.send("frobnicate the wombats by region")
    await expect(refused.status).to_have_text("Not answered")
    await expect(refused.root.locator("mark")).to_have_text(["“frobnicate”", "“wombats”"])
    works = refused.root.get_by_role("group", name="Question back").get_by_role("button")
    suggested = await works.first.inner_text()
    await works.first.click()
    await workbench.turn(suggested).answered()
    await expect(workbench.turns).to_have_count(4)


async def test_another_chart_is_drawn_without_a_query_and_the_rows_are_sorted_and_searched(
    workbench: Workbench,
) -> None:
    await workbench.open()
    turn = await workbench.ask("Revenue by month and region in 2025")
    types = turn.root.get_by_role("radiogroup", name="Chart type")
    await expect(types.get_by_role("radio", name="Lines", exact=True)).to_be_checked()
    stacked = types.get_by_role("radio", name="Stacked bars", exact=True)
    await stacked.click()
    await expect(stacked).to_be_checked()
    await expect(types).not_to_have_attribute("aria-busy", "true")
    await expect(turn.chart).to_be_visible()
    await expect(workbench.turns).to_have_count(1)
    drawn = (await workbench.told("/turns?answers=true&order=newest"))["turns"][0]
    assert drawn["kind"] == "visualize"
    assert len(drawn["answer"]["data"]["rows"]) == 48
    *_, (_, best, _) = sorted(drawn["answer"]["data"]["rows"], key=lambda row: row[2])
    agents = [step["agent"] for step in drawn["answer"]["metadata"]["steps"]]
    assert agents == ["router", "visualization"]

    async def is_sorted_and_searched() -> None:
        await turn.tab("Table").click()
        await expect(turn.root.get_by_role("grid")).to_have_attribute("aria-rowcount", "49")
        revenue = turn.root.get_by_role("columnheader", name="Revenue")
        await revenue.click()
        await expect(revenue).to_have_attribute("aria-sort", "ascending")
        await revenue.click()
        await expect(revenue).to_have_attribute("aria-sort", "descending")
        top = turn.root.locator('[role="row"][aria-rowindex="2"] [role="gridcell"]')
        await expect(top.nth(1)).to_have_text(best)
        await turn.root.get_by_role("searchbox", name="Search rows").fill("north")
        await expect(turn.root.get_by_role("grid")).to_have_attribute("aria-rowcount", "13")
        await expect(top.nth(1)).to_have_text("North")
        await expect(turn.root.get_by_text("12 of 48 rows")).to_be_visible()

    await is_sorted_and_searched()
    await workbench.page.reload()
    await turn.answered()
    await expect(stacked).to_be_checked()
    await expect(turn.chart).to_be_visible()
    await expect(workbench.turns).to_have_count(1)
    await is_sorted_and_searched()


async def test_a_turn_is_run_again_rated_forked_and_found_by_its_link(workbench: Workbench) -> None:
    page = workbench.page
    await workbench.open()
    first = await workbench.ask("Orders by region in 2025")
    await workbench.ask("only Online")
    before = workbench.session_id

    await first.button("Run again").click()
    again = first.root.get_by_role("group", name="Run again")
    await expect(again).to_contain_text("4 rows, as many as then, all the same.")
    await expect(again.get_by_role("group", name="Result")).to_be_visible()
    await expect(first.card).to_have_count(2)
    for width, is_beside in ((1440, True), (900, True), (899, False), (390, False)):
        await page.set_viewport_size({"width": width, "height": 900})
        await expect(again.get_by_role("group", name="Result")).to_be_visible()
        then, now = [await first.card.nth(index).bounding_box() for index in (0, 1)]
        assert then
        assert now
        assert (then["x"] + then["width"] <= now["x"]) == is_beside, width
        assert (then["y"] + then["height"] <= now["y"]) != is_beside, width
        assert now["x"] + now["width"] <= width
        assert await page.evaluate("document.querySelector('main').scrollWidth") <= width
    await page.set_viewport_size({"width": 1440, "height": 900})
    await again.get_by_role("button", name="Close the new run").click()
    await expect(first.card).to_have_count(1)

    await first.root.hover()
    await first.button("Bad answer").click()
    await first.root.get_by_label("What is wrong with it?").fill("Store is missing")
    await first.button("Send").click()
    await expect(first.button("Bad answer")).to_have_attribute("aria-pressed", "true")
    await expect(workbench.turns).to_have_count(2)
    shown = await workbench.as_shown()

    async def is_as_it_was() -> None:
        await expect(workbench.turns).to_have_count(2)
        assert await workbench.as_shown() == shown
        await expect(first.button("Bad answer")).to_have_attribute("aria-pressed", "true")
        await expect(first.button("Good answer")).to_have_attribute("aria-pressed", "false")

    await page.reload()
    await is_as_it_was()
    rating = (await workbench.told("/turns?answers=true&order=oldest"))["turns"][0]["rating"]
    assert (rating["rating"], rating["comment"]) == ("down", "Store is missing")

    await first.button("Fork from here").click()
    await expect(page).not_to_have_url(f"{workbench.url}/sessions/{before}")
    await expect(workbench.turns).to_have_count(1)
    await workbench.ask("by month")
    await expect(workbench.newest.tokens).to_contain_text(["Orders", "Month", "2025"])
    await page.go_back()
    await is_as_it_was()

    turn_id = (await workbench.told("/turns?order=oldest"))["turns"][0]["turn_id"]
    await workbench.open(f"/sessions/{before}?turn={turn_id}")
    await is_as_it_was()
    await expect(first.root).to_have_attribute("data-current", "true")
    await expect(first.title).to_be_focused()
    await expect(first.title).to_be_in_viewport()


async def saved(page: Page, part: Locator, name: str) -> bytes:
    """What the menu of a part's result saves."""
    await part.get_by_role("button", name="More ways to save and copy").click()
    async with page.expect_download() as waiting:
        await page.get_by_role("menuitem", name=name).click()
    return await contents(await waiting.value)


async def test_a_question_in_parts_and_a_dashboard_made_by_words(workbench: Workbench) -> None:
    page = workbench.page
    await workbench.open()
    await page.get_by_role("button", name="How to answer: Options").click()
    await page.get_by_role("menuitemradio", name="Break into parts").click()
    await page.keyboard.press("Escape")
    turn = await workbench.ask("Revenue by region in 2024 and orders by channel")
    await expect(turn.status).to_contain_text("2 parts")
    parts = turn.root.get_by_role("list", name="Parts of the question").locator(".task")
    await expect(parts).to_have_count(2)
    for part in await parts.all():
        await part.scroll_into_view_if_needed()
        await expect(part.locator("svg.marks")).to_be_visible()
        await expect(part.locator(".prose")).not_to_be_empty()
    texts = await parts.locator("h3, .prose").all_inner_texts()
    second = Turn(parts.nth(1))
    await second.root.get_by_role("radio", name="Pie").click()
    await expect(second.root.get_by_role("radio", name="Pie")).to_be_checked()
    await expect(workbench.turns).to_have_count(1)
    await second.tab("Table").click()
    await expect(second.root.get_by_role("grid")).to_have_attribute("aria-rowcount", "4")
    async with page.expect_download() as waiting:
        await second.button("CSV").click()
    rows = await contents(await waiting.value)
    assert rows.splitlines()[0] == b"channel,orders"
    kept = (await workbench.told("/turns?answers=true"))["turns"][0]["answer"]["metadata"]["tasks"]
    for part, task in zip(await parts.all(), kept, strict=True):
        drawing = (await saved(page, part, "SVG")).decode()
        assert drawing.startswith("<svg")
        assert task["chart"]["title"] in drawing
        spec = json.loads(await saved(page, part, "Vega-Lite spec with its rows"))
        assert len(spec["datasets"]["result"]) == task["row_count"]
    await second.button("Pin").click()
    await page.get_by_role("menuitem", name="New dashboard").click()
    await page.keyboard.press("Enter")
    await expect(workbench.notices).to_contain_text(f"Pinned to “{kept[1]['title']}”.")
    await workbench.notices.get_by_role("button", name="Open").click()
    await expect(page.get_by_role("heading", name=kept[1]["title"], level=1)).to_be_visible()
    await expect(page.locator(".tile svg.marks")).to_have_count(1)
    await page.go_back()

    await page.get_by_role("button", name="How to answer: Options").click()
    await page.get_by_role("menuitemradio", name="Break into parts").click()
    await page.keyboard.press("Escape")
    made = await workbench.ask("create a dashboard about customers")
    charts = made.root.get_by_role("list", name="Charts on it").get_by_role("listitem")
    await expect(charts).to_have_count(10)
    await page.reload()
    await expect(charts).to_have_count(10)
    assert await parts.locator("h3, .prose").all_inner_texts() == texts
    await made.button("Keep as dashboard").click()
    await made.root.get_by_role("link", name="Open dashboard").click()
    await expect(page).to_have_url(re.compile("/dashboards/."))
    await expect(page.get_by_role("heading", name="Customers", level=1)).to_be_visible()
    await page.go_back()
    # Kept once, it is the same dashboard however often it is kept.
    address = await made.root.get_by_role("link", name="Open dashboard").get_attribute("href")
    await page.reload()
    await made.button("Keep as dashboard").click()
    await expect(made.root.get_by_role("link", name="Open dashboard")).to_have_attribute(
        "href", str(address)
    )
