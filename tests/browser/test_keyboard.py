"""The page without a pointer: everything is reached, and the focus is never lost."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import Person


async def test_from_the_empty_page_through_an_answer(person: Person) -> None:
    page = person.page
    keys = page.keyboard
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await person.open()
    await expect(person.question).to_be_focused()
    await keys.type("Revenue by month and region in 2025")
    await keys.press("Enter")
    turn = person.newest
    await turn.answered()
    await expect(person.question).to_be_focused()

    # Its views, by arrows.
    await person.tab_to(turn.tab("Chart"), "Shift+Tab")
    await keys.press("ArrowRight")
    await expect(turn.tab("Table")).to_be_focused()
    await expect(turn.tab("Table")).to_have_attribute("aria-selected", "true")

    # Cells, and a range of them.
    grid = turn.root.get_by_role("grid")
    await person.tab_to(grid)
    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowDown"):
        await keys.press(key)
    await expect(grid.get_by_role("gridcell", selected=True)).to_have_count(4)
    await keys.press("Control+c")
    copied = await page.evaluate("navigator.clipboard.readText()")
    (first, second) = (line.split("\t") for line in copied.split("\n"))
    assert first[0].startswith("2025-")
    assert first[1] in ("North", "South", "East", "West")
    assert len(second) == 2
    await keys.press("Control+Home")
    await keys.press("ArrowUp")
    await keys.press("Enter")
    await expect(turn.root.get_by_role("columnheader", name="Month")).to_have_attribute(
        "aria-sort", "ascending"
    )

    # What was understood.
    token = turn.tokens.nth(2)
    await person.tab_to(token, "Shift+Tab")
    await keys.press("Enter")
    items = page.get_by_role("menuitem")
    await expect(items.first).to_be_focused()
    await keys.press("ArrowUp")
    await expect(items.last).to_be_focused()
    await keys.press("Escape")
    await expect(token).to_be_focused()

    # How it was answered.
    await person.tab_to(turn.status)
    await keys.press("Enter")
    await expect(turn.root.get_by_role("heading", name="Steps")).to_be_visible()
    await keys.press("Enter")
    await expect(turn.root.get_by_role("heading", name="Steps")).to_be_hidden()
    await expect(turn.status).to_be_focused()

    # A word on a rating.
    good = turn.button("Good answer")
    await person.tab_to(good, "Shift+Tab")
    await keys.press("Enter")
    comment = page.get_by_label("What was good about it?")
    await expect(comment).to_be_focused()
    await keys.press("Escape")
    await expect(comment).to_be_hidden()
    await expect(good).to_be_focused()

    # A token that is chosen becomes the next turn.
    await person.tab_to(token)
    await keys.press("Enter")
    await expect(items.first).to_be_focused()
    await keys.press("Enter")
    await expect(person.turns).to_have_count(2)
    await person.newest.answered()
    assert await person.focused() != "nothing"


async def test_the_list_of_sessions(person: Person) -> None:
    page = person.page
    keys = page.keyboard
    person.sessions_made(3)
    await person.open()
    await expect(person.sessions).to_have_text(["Session 3", "Session 2", "Session 1"])

    more = page.get_by_role("button", name="More for Session 2")
    await person.tab_to(more, "Shift+Tab")
    await keys.press("Enter")
    await expect(page.get_by_role("menuitem", name="Rename")).to_be_focused()
    await keys.press("Enter")
    name = page.get_by_label("Name of the session")
    await expect(name).to_be_focused()
    await keys.press("Escape")
    await expect(more).to_be_focused()
    await keys.press("Enter")
    await expect(page.get_by_role("menuitem", name="Rename")).to_be_focused()
    await keys.press("Enter")
    await expect(name).to_be_focused()
    await keys.type("Second")
    await keys.press("Enter")
    await expect(page.get_by_role("button", name="More for Second")).to_be_focused()

    await keys.press("Enter")
    await expect(page.get_by_role("menuitem", name="Rename")).to_be_focused()
    await keys.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="Delete")).to_be_focused()
    await keys.press("Enter")
    await expect(person.sessions).to_have_count(2)
    await expect(person.sessions.last).to_be_focused()
    undo = page.get_by_role("button", name="Undo")
    await person.tab_to(undo)
    await keys.press("Enter")
    await expect(person.sessions).to_have_count(3)
    assert "unseen" not in await person.focused()
    assert await person.focused() != "nothing"


async def test_the_keys_of_the_list(person: Person) -> None:
    page = person.page
    keys = page.keyboard
    await person.open()
    for question in ("Revenue by month in 2025", "Revenue by region", "Revenue by channel"):
        await person.ask(question)
    first, second, third = (person.turns.nth(index) for index in range(3))
    # In a field they are letters.
    for key in "jk123rfpnt?gc":
        await keys.press(key)
    await expect(person.question).to_have_value("jk123rfpnt?gc")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await person.question.fill("")

    await keys.press("Escape")
    await expect(person.question).not_to_be_focused()
    await keys.press("k")
    await expect(second.get_by_role("heading", level=2)).to_be_focused()
    await keys.press("k")
    await expect(first.get_by_role("heading", level=2)).to_be_focused()
    await keys.press("j")
    await expect(second.get_by_role("heading", level=2)).to_be_focused()
    for key, tab in (("2", "Table"), ("3", "SQL"), ("1", "Chart")):
        await keys.press(key)
        await expect(second.get_by_role("tab", name=tab, exact=True)).to_have_attribute(
            "aria-selected", "true"
        )
    await keys.press("p")
    await expect(page.get_by_role("menu", name="Pin to a dashboard")).to_be_visible()
    await keys.press("Escape")
    await expect(page.get_by_role("menu")).to_have_count(0)
    assert await person.focused() == "Pin"
    await keys.press("r")
    await expect(second.get_by_role("heading", name="Now")).to_be_visible()
    await expect(second.get_by_role("button", name="Close the new run")).to_be_visible()

    await keys.press("j")
    await expect(third.get_by_role("heading", level=2)).to_be_focused()
    await keys.press("t")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await keys.press("?")
    help_ = page.get_by_role("dialog", name="Keys")
    await expect(help_).to_be_visible()
    await keys.press("Escape")
    await expect(help_).to_be_hidden()
    assert await person.focused() == "Revenue by channel"

    here = page.url.split("?")[0]
    await keys.press("g")
    await keys.press("d")
    await expect(page).to_have_url(f"{person.url}/dashboards")
    await keys.press("g")
    await keys.press("c")
    await expect(page).to_have_url(here)
    await expect(person.question).to_be_focused()
    await expect(person.turns).to_have_count(3)
    await keys.press("Escape")
    await keys.press("f")
    await expect(page.get_by_text("This is a session of its own now.")).to_be_visible()
    await expect(page).not_to_have_url(here)
    await expect(person.turns).to_have_count(3)
    await keys.press("n")
    await expect(page).to_have_url(f"{person.url}/")
    await keys.press("/")
    await expect(person.question).to_be_focused()


async def test_keys_can_be_switched_off_for_good(person: Person) -> None:
    page = person.page
    await person.open()
    await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    switch = page.get_by_role("checkbox", name="Single keys")
    await switch.uncheck()
    await page.keyboard.press("Escape")
    await page.keyboard.press("t")
    await page.reload()
    await expect(person.question).to_be_focused()
    await page.keyboard.press("Escape")
    await page.keyboard.press("t")
    await page.keyboard.press("?")
    # Nothing was left to wait for: what follows is at least as slow.
    await page.get_by_role("button", name="Keys").click()
    await expect(page.get_by_role("dialog")).to_have_count(1)
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")
    await switch.check()
    await page.keyboard.press("Escape")
    await page.keyboard.press("t")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
