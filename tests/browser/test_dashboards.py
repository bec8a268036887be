"""Dashboards: pinned, made by a sentence, filtered, changed, deleted."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.browser.boards import IN_2025, PREFIX, Board, money, stored_board
from tests.browser.conftest import Faults, Person

NORTH = '{"regions": ["North"]}'


def settings_in(page: Page) -> object:
    """What the address says of filters."""
    (text,) = parse_qs(urlsplit(page.url).query).get("filters", ["null"])
    return json.loads(text)


async def test_an_answer_is_pinned(person: Person) -> None:
    page = person.page
    await person.open()
    turn = await person.ask("Revenue by month and region in 2025")
    await turn.button("Pin").click()
    await page.get_by_role("menuitem", name="New dashboard").click()
    name = page.get_by_role("dialog", name="Pin to a new dashboard").get_by_label("Name")
    await expect(name).to_have_value("Revenue by month and region in 2025")
    await name.fill("Regions")
    await name.press("Enter")
    await expect(person.notices).to_contain_text("Pinned to “Regions”.")
    await expect(page.get_by_role("link", name="Dashboards")).to_contain_text("1")
    await person.notices.get_by_role("button", name="Open").click()
    await expect(page).to_have_url(re.compile("/dashboards/[^/]+$"))
    board = Board(page, person, page.url.rpartition("/")[2])
    await expect(board.title).to_have_text("Regions")
    await board.tile("Revenue by month and region in 2025").drawn()

    await page.go_back()
    await person.newest.answered()
    turn = await person.ask("Orders by channel in 2025")
    await turn.button("Pin").click()
    await page.get_by_role("menuitem", name="Regions").click()
    await expect(person.notices.last).to_contain_text("Pinned to “Regions”.")
    await person.notices.last.get_by_role("button", name="Open").click()
    await expect(board.tiles).to_have_count(2)
    await page.reload()
    await expect(board.tiles).to_have_count(2)
    await board.tile("Orders by channel in 2025").drawn()


async def test_a_sentence_makes_a_dashboard(person: Person) -> None:
    page = person.page
    await page.goto(f"{person.url}/dashboards")
    await expect(page.get_by_text("No dashboard yet.")).to_be_visible()
    wish = page.get_by_label("Describe a new dashboard")
    await wish.fill("revenue by zodiac sign")
    await wish.press("Enter")
    await expect(page.locator(".boards-answer")).to_contain_text("zodiac")
    await expect(page).to_have_url(f"{person.url}/dashboards")

    await wish.fill("sales dashboard for 2025: revenue, orders by channel, top 10 products")
    await wish.press("Enter")
    await expect(page).to_have_url(re.compile("/dashboards/[^/]+$"))
    board = Board(page, person, page.url.rpartition("/")[2])
    await expect(board.title).to_have_text("Sales dashboard")
    await expect(board.tiles).to_have_count(3)
    await expect(board.tile("Revenue").figure).to_have_text(money(board.figure("t1")))
    await board.tile("Orders by channel").drawn()
    await expect(board.filter("Date")).to_contain_text("2025")

    await page.get_by_role("link", name="Dashboards").click()
    line = page.locator("li.boards-line")
    await expect(line).to_have_text(re.compile("Sales dashboard.*3 tiles"))


async def test_what_is_named_otherwise(person: Person) -> None:
    page, board = person.page, stored_board(person)
    await board.open()
    await board.button("Rename the dashboard").click()
    await page.keyboard.type("Never mind")
    await page.keyboard.press("Escape")
    await expect(board.title).to_have_text("Overview")
    await board.title.dblclick()
    await page.get_by_label("Name of the dashboard").fill("The figures")
    async with board.written():
        await page.keyboard.press("Enter")
    await expect(page).to_have_title("The figures · Parley")

    await board.tile("Orders").choose("Rename")
    async with board.written():
        await page.keyboard.type("What was ordered")
        await page.keyboard.press("Enter")
    await expect(board.tile("What was ordered").figure).to_be_visible()
    await page.reload()
    await expect(board.title).to_have_text("The figures")
    await expect(board.tile("What was ordered").figure).to_be_visible()

    await page.get_by_role("link", name="Dashboards").click()
    await page.get_by_role("button", name="More of The figures").click()
    await page.get_by_role("menuitem", name="Rename").click()
    await page.get_by_role("dialog").get_by_label("Name").fill("Figures")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name="Figures", exact=True)).to_be_visible()
    assert board.stored()["title"] == "Figures"


async def test_pills_limit_what_is_shown(person: Person, context: BrowserContext) -> None:
    page, board = person.page, stored_board(person)
    everywhere, north = board.figure("revenue"), board.figure("revenue", NORTH)
    await board.open()
    revenue = board.tile("Revenue")
    await expect(revenue.figure).to_have_text(money(everywhere))
    await board.pill("Region", "North").click()
    await expect(revenue.figure).to_have_text(money(north))
    assert settings_in(page) == json.loads(NORTH)
    # One region has no lines to compare, and that is no fault.
    lines = board.tile("Revenue by month and region")
    await expect(lines.chart).to_have_attribute("aria-label", re.compile("^Line: "))
    await expect(lines.root.locator(".tile-notes")).to_have_count(0)
    await lines.root.get_by_role("button", name="drawn otherwise").click()
    await expect(page.get_by_role("dialog")).to_contain_text("a second grouping")

    elsewhere = await context.new_page()
    await elsewhere.add_init_script(f"sessionStorage.setItem('parley.token', '{person.token}')")
    await elsewhere.goto(page.url)
    same = Board(elsewhere, person, board.id)
    await expect(same.pill("Region", "North")).to_have_attribute("aria-pressed", "true")
    await expect(same.tile("Revenue").figure).to_have_text(money(north))

    await board.pill("Region", "South").click()
    both = board.figure("revenue", '{"regions": ["North", "South"]}')
    await expect(revenue.figure).to_have_text(money(both))
    await page.go_back()
    await expect(revenue.figure).to_have_text(money(north))
    await board.pill("Region", "All").click()
    await expect(revenue.figure).to_have_text(money(everywhere))
    assert settings_in(page) is None
    assert board.stored()["version"] == 1


async def test_periods_move_and_days_stay(person: Person) -> None:
    page, board = person.page, stored_board(person)
    await board.open()
    revenue = board.tile("Revenue")
    await board.set_dates("All", "Last year")
    last_year = board.figure("revenue", '{"dates": {"start": "2025-01-01", "end": "2026-01-01"}}')
    await expect(revenue.figure).to_have_text(money(last_year))
    await expect(board.button("Reset")).to_be_visible()

    await board.pill("Period", "Last year").click()
    dialog = page.get_by_role("dialog", name="Period")
    await dialog.get_by_label("From").fill("2025-04-01")
    await dialog.get_by_label("To").fill("2025-06-30")
    await dialog.get_by_role("button", name="Apply").click()
    days = {"start": "2025-04-01", "end": "2025-07-01"}
    quarter = board.figure("revenue", json.dumps({"dates": days}))
    await expect(revenue.figure).to_have_text(money(quarter))
    await expect(board.pill("Period", "Q2 2025")).to_be_visible()
    assert settings_in(page) == {"dates": days}

    async with board.written():
        await board.button("Keep").click()
    await expect(page).to_have_url(f"{person.url}/dashboards/{board.id}")
    await expect(revenue.figure).to_have_text(money(quarter))
    await page.reload()
    await expect(revenue.figure).to_have_text(money(quarter))
    await expect(board.pill("Period", "Q2 2025")).to_be_visible()


async def test_filters_come_and_go(person: Person) -> None:
    page, board = person.page, stored_board(person)
    await board.open()
    revenue = board.tile("Revenue")
    before = money(board.figure("revenue"))
    await expect(revenue.figure).to_have_text(before)
    await board.button("Filter").click()
    dialog = page.get_by_role("dialog", name="Add a filter")
    await expect(dialog.get_by_role("button", name="Region", exact=False)).to_have_count(0)
    await dialog.get_by_label("Find what to filter by").fill("chan")
    await expect(dialog.get_by_role("button")).to_have_count(1)
    async with board.written():
        await dialog.get_by_role("button", name="Channel").click()
    await board.pill("Channel", "Online").click()
    await expect(revenue.figure).not_to_have_text(before)

    # Of many values there is a list to search in.
    await board.button("Filter").click()
    async with board.written():
        await dialog.get_by_role("button", name="City").click()
    await board.pill("City", "All").click()
    cities = page.get_by_role("dialog", name="City")
    await cities.get_by_label("Find a value of City").fill("ber")
    await cities.get_by_role("checkbox", name="Berlin").check()
    await page.keyboard.press("Escape")
    await expect(board.pill("City", "Berlin")).to_be_focused()
    await expect(page.locator(".tile-none, .figure-value").first).to_be_visible()

    for name in ("City", "Channel"):
        await board.filter(name).hover()
        async with board.written():
            await board.button(f"Remove the filter {name}").click()
        await expect(board.filter(name)).to_have_count(0)
    await expect(revenue.figure).to_have_text(before)
    assert len(board.stored()["dashboard"]["filters"]) == 2


async def test_values_beyond_those_listed_are_searched_for(person: Person) -> None:
    names = {"dataset": "products", "name": "product_name"}
    one = {"kind": "values", "id": "names", "title": "Product", "column": names}
    page, board = person.page, stored_board(person, filters=[one])
    path = f"{board.path}/filters/names/values"
    told = person.api.get(path).json()
    found = person.api.get(path, params={"search": "desk"}).json()["values"]
    beyond = next(name for name in found if name not in told["values"])
    await board.open()
    await board.pill("Product", "All").click()
    products = page.get_by_role("dialog", name="Product")
    note = products.get_by_role("status")
    await expect(note).to_have_text("Not all values are listed: search for the others.")
    await expect(products.get_by_label(beyond, exact=True)).to_have_count(0)
    search = products.get_by_label("Find a value of Product")
    await search.fill(beyond.upper())
    await products.get_by_label(beyond, exact=True).check()
    await expect(board.pill("Product", beyond)).to_be_visible()
    revenue = money(board.figure("revenue", json.dumps({"names": [beyond]})))
    await expect(board.tile("Revenue").figure).to_have_text(revenue)
    # What is chosen can be taken away whatever is searched for.
    await search.fill("zodiac")
    await expect(note).to_have_text("No value matches.")
    await expect(products.get_by_label(beyond, exact=True)).to_be_checked()
    await search.fill("")
    await products.get_by_label(beyond, exact=True).uncheck()
    await expect(board.pill("Product", "All")).to_be_visible()


async def test_a_tile_is_changed_and_removed(person: Person) -> None:
    page, board = person.page, stored_board(person)
    await board.open()
    regions = board.tile("Revenue by region")
    await expect(regions.chart).to_have_attribute("aria-label", re.compile("^Bars: "))
    async with board.written():
        await regions.choose("Chart type", "Donut")
    await expect(regions.chart).to_have_attribute("aria-label", re.compile("^Donut: "))
    async with board.written():
        await board.button("Undo the chart of “Revenue by region”").click()
    await expect(regions.chart).to_have_attribute("aria-label", re.compile("^Bars: "))

    before = board.places()
    async with board.written():
        await board.tile("Revenue").choose("Remove")
    await expect(board.tiles).to_have_count(4)
    async with board.written():
        await person.notices.get_by_role("button", name="Undo").click()
    await expect(board.tiles).to_have_count(5)
    assert board.places() == before

    await regions.choose("Ask about this")
    await expect(page).to_have_url(re.compile("/sessions/"))
    await person.newest.answered()
    await expect(person.newest.chart).to_be_visible()


async def test_a_dashboard_is_changed_in_words(person: Person) -> None:
    page, board = person.page, stored_board(person)
    await board.open()
    words = page.get_by_label("Change this dashboard in words")
    sentence = "add orders by channel and remove units"
    await words.fill(sentence)
    await words.press("Enter")
    await board.tile("Orders by channel").drawn()
    await expect(board.tile("Units").root).to_have_count(0)
    await expect(page.locator(".board-answer")).to_contain_text("Orders by channel")
    async with board.written():
        await board.button(f"Undo “{sentence}”").click()
    await expect(board.tile("Units").figure).to_be_visible()
    await expect(board.tile("Orders by channel").root).to_have_count(0)

    await words.fill("which region has the most zodiac signs")
    await words.press("Enter")
    await expect(page.locator(".board-answer")).to_contain_text("zodiac")


async def test_what_was_changed_elsewhere_is_not_overwritten(
    person: Person, faults: Faults
) -> None:
    faults.allow("status of 409")
    page, board = person.page, stored_board(person)
    await board.open()
    stored = board.stored()
    there = {**stored["dashboard"], "title": "Of another window"}
    there["tiles"] = [tile for tile in there["tiles"] if tile["id"] != "units"]
    change = {"version": stored["version"], "dashboard": there}
    person.api.put(board.path, json=change).raise_for_status()

    async with board.written():
        await board.tile("Revenue").choose("Remove")
    await expect(person.notices).to_contain_text("Somebody else changed this dashboard meanwhile")
    await expect(board.title).to_have_text("Of another window")
    await expect(board.tiles).to_have_count(4)
    await expect(board.tile("Revenue").figure).to_be_visible()
    await expect(board.undo).to_be_disabled()
    assert board.stored()["dashboard"]["tiles"] == there["tiles"]
    # From there on it can be changed as ever.
    async with board.written():
        await board.tile("Revenue").choose("Remove")
    await expect(board.tiles).to_have_count(3)
    await page.reload()
    await expect(board.tiles).to_have_count(3)


async def test_a_tile_that_cannot_be_shown_tells_why(person: Person) -> None:
    score = {"measures": [{"value": {"kind": "named", "name": "satisfaction"}}]}
    revenue = {"measures": [{"value": {"kind": "named", "name": "revenue"}}]}
    sides = {"column": 0, "width": 6, "height": 3}
    board = stored_board(
        person,
        tiles=[
            {
                "id": "old",
                "title": "Revenue in 2025",
                "place": {**sides, "row": 0},
                "query": {**revenue, "time": IN_2025},
            },
            {"id": "score", "title": "Score", "place": {**sides, "row": 3}, "query": score},
            {"id": "empty", "title": "A heading", "place": {**sides, "row": 6}, "query": None},
        ],
        filters=[
            {"kind": "dates", "id": "dates", "title": "Period"},
            {
                "kind": "values",
                "id": "categories",
                "title": "Category",
                "column": {"dataset": "products", "name": "category"},
            },
        ],
    )
    await board.open()
    old = board.tile("Revenue in 2025")
    await expect(old.figure).to_have_text(money(board.figure("old")))
    await board.set_dates("All", "This year")
    await expect(old.root.get_by_role("alert")).to_contain_text("no day is in both")
    await board.pill("Category", "Technology").click()
    await expect(board.tile("Score").root).to_contain_text("Not limited by Category")
    await expect(board.tile("A heading").root).to_contain_text("asks nothing of the data")
    await board.set_dates("This year", "All")
    await expect(old.figure).to_be_visible()


@pytest.mark.parametrize("where", ["dashboard", "list"])
async def test_a_dashboard_is_deleted_unless_taken_back(
    person: Person, faults: Faults, where: str
) -> None:
    page, board = person.page, stored_board(person)
    line = page.get_by_role("link", name="Overview")
    await page.clock.install()

    async def delete() -> None:
        if where == "dashboard":
            await board.open()
            await board.button("Share").click()
            await board.button("Delete the dashboard").click()
            await expect(page).to_have_url(f"{person.url}/dashboards")
        else:
            await page.goto(f"{person.url}/dashboards")
            await page.get_by_role("button", name="More of Overview").click()
            await page.get_by_role("menuitem", name="Delete").click()
        await expect(person.notices).to_contain_text("“Overview” is deleted.")
        await expect(line).to_have_count(0)

    await delete()
    await person.notices.get_by_role("button", name="Undo").click()
    await expect(line).to_be_visible()
    await page.clock.fast_forward("00:10")
    assert board.stored()["title"] == "Overview"

    await delete()
    async with board.written():
        await page.clock.fast_forward("00:10")
    assert person.api.get(board.path).status_code == 404
    faults.allow("status of 404")
    await page.goto(f"{person.url}/dashboards/{board.id}")
    await expect(page.get_by_role("heading", name="There is no such dashboard")).to_be_visible()
    await board.button("All dashboards").click()
    await expect(page.get_by_text("No dashboard yet.")).to_be_visible()
    assert person.api.get(PREFIX).json()["total_count"] == 0
