"""No state of the page has a fault that axe-core knows of, in light and in dark."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.api.live import LiveServer
from tests.browser.accessibility import findings
from tests.browser.conftest import Faults, Person

QUERY = {
    "measures": [{"value": {"kind": "named", "name": "revenue"}}],
    "groups": [{"kind": "time", "grain": "month"}],
}
DASHBOARD = {
    "title": "Sales",
    "datasource_id": "demo",
    "tiles": [
        {
            "id": "t1",
            "title": "Revenue by month",
            "place": {"column": 0, "row": 0, "width": 8, "height": 4},
            "query": QUERY,
        },
        {
            "id": "t2",
            "title": "Rows",
            "chart": "table",
            "place": {"column": 8, "row": 0, "width": 4, "height": 4},
            "query": QUERY,
        },
    ],
    "filters": [
        {
            "kind": "dates",
            "id": "f1",
            "title": "Period",
            "moving": {"span": "this", "grain": "year"},
        },
        {
            "kind": "values",
            "id": "f2",
            "title": "Region",
            "column": {"dataset": "orders", "name": "region"},
        },
    ],
}


async def test_a_conversation(person: Person) -> None:
    page = person.page
    await person.open()
    await expect(page.locator(".starters button")).to_have_count(4)
    found = await findings(page, "empty")
    for question, tab in (
        ("Revenue by month and region in 2025", "Chart"),
        ("Revenue by region", "Table"),
        ("Revenue by channel", "SQL"),
        ("Revenue by month and region in 2025", "SQL"),
    ):
        turn = await person.ask(question)
        await turn.tab(tab).click()
        await expect(turn.root.get_by_role("tabpanel")).to_be_visible()
    await page.get_by_label("What you could ask next").wait_for()
    found += await findings(page, "several turns")

    turn = person.newest
    await turn.status.click()
    await expect(turn.root.get_by_role("heading", name="Steps")).to_be_visible()
    await person.turns.first.locator(".status-line").click()
    await expect(page.get_by_role("heading", name="Steps")).to_have_count(2)
    found += await findings(page, "details of how it was answered")

    await turn.tokens.first.click()
    await expect(page.get_by_role("menuitem").first).to_be_focused()
    found += await findings(page, "menu of a token")
    await page.keyboard.press("Escape")

    await turn.button("Bad answer").click()
    await page.get_by_label("What is wrong with it?").wait_for()
    await turn.button("More ways to save and copy").click()
    found += await findings(page, "a comment, and the ways to save")
    await page.keyboard.press("Escape")

    await page.get_by_role("button", name="How to answer").click()
    await page.get_by_role("menuitemradio", name="Break into parts").click()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Keys").click()
    await expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    found += await findings(page, "keys")
    assert not found, "\n".join(found)


async def test_questions_back_and_errors(person: Person, faults: Faults) -> None:
    page = person.page
    await person.open()
    turn = await person.send("Revenue by zodiac sign")
    await expect(turn.root.get_by_role("group", name="Question back")).to_be_visible()
    found = await findings(page, "question back")

    await person.open()
    await page.get_by_role("button", name="Datasource").click()
    await page.get_by_role("menuitemradio", name="Shop").click()
    turn = await person.send("broken by picture")
    await expect(turn.root.get_by_role("group", name="Error")).to_be_visible()
    found += await findings(page, "error")

    faults.allow("404")
    await person.open("/sessions/there-is-none")
    await expect(page.get_by_role("heading", name="This session is not here")).to_be_visible()
    found += await findings(page, "a session that is gone")
    assert not found, "\n".join(found)


async def test_the_other_pages(person: Person) -> None:
    page = person.page
    made = person.api.post("/api/v1/bi/dashboards", json={"dashboard": DASHBOARD})
    board = made.raise_for_status().json()["dashboard_id"]
    person.sessions_made(2)
    await page.goto(f"{person.url}/dashboards")
    await expect(page.get_by_role("link", name="Sales")).to_be_visible()
    await expect(person.sessions).to_have_count(2)
    found = await findings(page, "dashboards")

    await page.goto(f"{person.url}/dashboards/{board}")
    await expect(page.locator(".tile svg.marks")).to_be_visible()
    await expect(page.get_by_role("grid")).to_be_visible()
    found += await findings(page, "dashboard")
    await page.get_by_role("button", name="Filter", exact=True).click()
    await expect(page.get_by_role("dialog", name="Add a filter")).to_be_visible()
    found += await findings(page, "dashboard, adding a filter")

    await page.goto(f"{person.url}/catalog")
    await expect(page.get_by_role("heading", name="Measures")).to_be_visible()
    found += await findings(page, "catalog")
    await page.get_by_label("Search the catalog").fill("rev")
    await expect(page.get_by_text("things found")).to_be_visible()
    await page.locator(".item-label").first.click()
    found += await findings(page, "catalog, searched")
    assert not found, "\n".join(found)


async def test_where_the_page_is_narrow(person: Person) -> None:
    page = person.page
    await page.set_viewport_size({"width": 390, "height": 844})
    person.sessions_made(2)
    await person.open()
    await person.ask("Revenue by month and region in 2025")
    found = await findings(page, "narrow")
    await page.get_by_role("button", name="Menu").click()
    await expect(page.get_by_role("navigation", name="Parley")).to_be_visible()
    found += await findings(page, "narrow, the drawer open")
    assert not found, "\n".join(found)


async def test_signing_in(page: Page, guarded: LiveServer, faults: Faults) -> None:
    faults.allow("401")
    await page.goto(guarded.url)
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    found = await findings(page, "sign in")
    await page.get_by_label("Token").fill("no.token.at-all")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    found += await findings(page, "sign in, refused")
    assert not found, "\n".join(found)
