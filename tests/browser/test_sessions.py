"""The list of sessions: by day, searched, renamed, deleted, and longer than a page."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

from playwright.async_api import APIResponse, Page, Route, expect

from tests.browser.conftest import Faults, Person

# As if it were the 5th of November of 2025 in New York, where the 2nd had 25 hours.
BY_DAY = """async () => {
    const { byDay } = await import("/assets/src/shell/sessions.js");
    const days = ["2025-11-05T09:00", "2025-11-05T00:00", "2025-11-04T23:59", "2025-11-04T00:00",
        "2025-11-03T12:00", "2025-11-02T00:30", "2025-10-30T00:00", "2025-10-29T23:59",
        "2025-10-07T00:00", "2025-10-06T23:59", "2025-10-01T08:00", "2024-10-01T08:00"];
    const list = days.map((day) => ({ session_id: day, updated_at: new Date(day).toISOString() }));
    return byDay(list, new Date("2025-11-05T12:00")).map(
        ({ label, sessions }) => [label, sessions.map(({ session_id: id }) => id)]);
}"""
UNTIL_GONE = """async ([id, token]) => {
    for (;;) {
        const answer = await fetch(`/api/v1/bi/sessions/${id}`, {
            headers: { Authorization: `Bearer ${token}` } });
        if (answer.status === 404) return true;
    }
}"""


@dataclass
class Held:
    """Answers that are on their way until they are let go."""

    page: Page
    came: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def hold(self, address: str, method: str = "GET") -> None:
        """Answers to what is asked of such an address from now on."""

        async def handle(route: Route) -> None:
            if route.request.method != method:
                await route.fallback()
                return
            answer: APIResponse = await route.fetch()
            self.came.set()
            await self.let_go.wait()
            await route.fulfill(response=answer)
            self.arrived.set()

        await self.page.route(re.compile(address), handle)


async def test_sessions_stand_under_their_days(person: Person) -> None:
    context = await person.page.context.browser.new_context(timezone_id="America/New_York")  # type: ignore[union-attr]
    page = await context.new_page()
    await page.goto(f"{person.url}/assets/icon.svg")
    assert await page.evaluate(BY_DAY) == [
        ["Today", ["2025-11-05T09:00", "2025-11-05T00:00"]],
        ["Yesterday", ["2025-11-04T23:59", "2025-11-04T00:00"]],
        ["Monday", ["2025-11-03T12:00"]],
        ["Sunday", ["2025-11-02T00:30"]],
        ["Thursday", ["2025-10-30T00:00"]],
        ["Last 30 days", ["2025-10-29T23:59", "2025-10-07T00:00"]],
        ["October 2025", ["2025-10-06T23:59", "2025-10-01T08:00"]],
        ["October 2024", ["2024-10-01T08:00"]],
    ]
    await context.close()


async def test_a_session_goes_by_its_first_question_until_one_is_answered(person: Person) -> None:
    await person.open()
    refused = await person.send("happiness by region")
    await expect(refused.status).to_have_text("Not answered")
    await expect(person.sessions).to_have_text(["happiness by region"])
    await person.ask("orders by region")
    await expect(person.sessions).to_have_text(["Orders by region"])


async def test_a_session_is_found_renamed_and_deleted(person: Person) -> None:
    page = person.page
    person.sessions_made(3)
    await person.open()
    await expect(page.get_by_role("heading", name="Today")).to_be_visible()
    await page.get_by_role("button", name="More for Session 1").click()
    await page.get_by_role("menuitem", name="Rename").click()
    name = page.get_by_label("Name of the session")
    await name.fill("  Budget for March ")
    await name.press("Enter")
    await expect(person.sessions.filter(has_text="Budget for March")).to_have_count(1)
    # What nothing is left of stays as it was; so does what is left by a click elsewhere unchanged.
    await page.get_by_role("button", name="More for Session 2").click()
    await page.get_by_role("menuitem", name="Rename").click()
    await name.fill("   ")
    await person.question.click()
    await page.reload()
    await expect(person.sessions).to_have_text(["Session 3", "Session 2", "Budget for March"])

    search = page.get_by_label("Search sessions")
    await search.fill("budget")
    await expect(person.sessions).to_have_text(["Budget for March"])
    await search.fill("no such words")
    await expect(page.get_by_text("No session has these words.")).to_be_visible()
    await search.fill("")
    await expect(person.sessions).to_have_count(3)

    await person.sessions.first.click()
    await expect(page).to_have_url(re.compile("/sessions/"))
    await page.get_by_role("button", name="More for Session 3").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(page).to_have_url(f"{person.url}/")
    await expect(person.sessions).to_have_text(["Session 2", "Budget for March"])
    await page.get_by_role("button", name="Undo").click()
    await expect(person.sessions).to_have_text(["Session 3", "Session 2", "Budget for March"])
    await person.sessions.first.click()
    await expect(page.get_by_text("Nothing has been asked here yet.")).to_be_visible()


async def test_a_notice_that_makes_room_is_over(person: Person) -> None:
    """Three can be undone at once: with the fourth, the first has been deleted."""
    page = person.page
    first, *_ = person.sessions_made(4)
    await person.open()
    async with page.expect_request(lambda request: request.method == "DELETE") as deletion:
        for number in range(1, 5):
            await page.get_by_role("button", name=f"More for Session {number}").click()
            await page.get_by_role("menuitem", name="Delete").click()
    assert (await deletion.value).url.endswith(f"/sessions/{first}")
    await expect(person.sessions).to_have_count(0)


async def test_who_leaves_the_page_has_deleted(person: Person, faults: Faults) -> None:
    faults.allow("404")
    page = person.page
    kept, gone = person.sessions_made(2)
    await person.open()
    await page.get_by_role("button", name="More for Session 2").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert person.api.get(f"/api/v1/bi/sessions/{gone}").status_code == 200
    await page.goto(f"{person.url}/assets/icon.svg")
    assert await page.evaluate(UNTIL_GONE, [gone, person.token])
    assert person.api.get(f"/api/v1/bi/sessions/{kept}").status_code == 200


async def test_more_sessions_than_a_page_has(person: Person) -> None:
    page = person.page
    person.sessions_made(45)
    await person.open()
    await expect(person.sessions).to_have_count(40)
    await page.get_by_role("button", name="Show older sessions").click()
    await expect(person.sessions).to_have_count(45)
    await expect(person.sessions.last).to_have_text("Session 1")
    await expect(page.get_by_role("button", name="Show older sessions")).to_have_count(0)
    # Whoever loaded more keeps it when something changes.
    await page.get_by_role("button", name="More for Session 1", exact=True).click()
    await page.get_by_role("menuitem", name="Rename").click()
    await page.get_by_label("Name of the session").fill("The first")
    await page.keyboard.press("Enter")
    await expect(person.sessions.last).to_have_text("The first")
    await page.get_by_label("Search sessions").fill("first")
    await expect(person.sessions).to_have_text(["The first"])


async def test_what_was_deleted_does_not_come_back_with_older_sessions(person: Person) -> None:
    page = person.page
    person.sessions_made(45)
    await person.open()
    older, deletion = Held(page), Held(page)
    await older.hold(r"/sessions\?.*cursor=")
    # Once it is answered, everything is listed anew.
    await deletion.hold("/sessions/[^/]+$", "DELETE")
    await page.get_by_role("button", name="Show older sessions").click()
    await older.came.wait()
    await page.get_by_role("button", name="More for Session 45").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(person.sessions).to_have_count(39)
    older.let_go.set()
    await expect(person.sessions).to_have_text([f"Session {44 - at}" for at in range(44)])
    deletion.let_go.set()


async def test_what_was_deleted_does_not_come_back_with_a_search(
    person: Person, faults: Faults
) -> None:
    page = person.page
    await page.clock.install()
    person.sessions_made(3)
    await person.open()
    await expect(person.sessions).to_have_count(3)
    search, deletion = Held(page), Held(page)
    await search.hold(r"/sessions\?.*q=session")
    await deletion.hold("/sessions/[^/]+$", "DELETE")
    await page.get_by_label("Search sessions").fill("session")
    await search.came.wait()
    await page.get_by_role("button", name="More for Session 2").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(page.get_by_role("button", name="Undo")).to_be_visible()
    # The time for it is over, and what was asked before is not answered yet.
    await page.clock.fast_forward(8000)
    await deletion.came.wait()
    await expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    search.let_go.set()
    await search.arrived.wait()
    await expect(person.sessions).to_have_text(["Session 3", "Session 1"])
    deletion.let_go.set()
    await deletion.arrived.wait()
    await expect(person.sessions).to_have_text(["Session 3", "Session 1"])
