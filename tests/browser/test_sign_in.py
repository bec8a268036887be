"""Where the service demands a token: signing in and out, what is kept, and files that need one."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

from playwright.async_api import Page, expect

from tests.api.live import LiveServer, token
from tests.browser.conftest import Faults, Person
from tests.browser.workbench import Turn, Workbench, contents

STORED = "sessionStorage.getItem('parley.token')"


async def sign_in(page: Page, given: str) -> None:
    await page.get_by_label("Token").fill(given)
    await page.get_by_role("button", name="Sign in").click()


async def downloaded(page: Page, turn: Turn, name: str) -> tuple[str, bytes]:
    """The file's name and what is in it."""
    await turn.button("More ways to save and copy").click()
    async with page.expect_download() as waiting:
        await page.get_by_role("menuitem", name=name).click()
    file = await waiting.value
    return file.suggested_filename, await contents(file)


async def test_signing_in_and_out(page: Page, guarded: LiveServer, faults: Faults) -> None:
    faults.allow("401")
    await page.goto(f"{guarded.url}/catalog")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await sign_in(page, "no token at all")
    await expect(page.get_by_role("alert")).not_to_be_empty()
    expired = token(user="dora", ttl=timedelta(seconds=-60))
    await sign_in(page, expired)
    await expect(page.get_by_role("alert")).to_contain_text("expired")
    assert await page.evaluate(STORED) is None

    # As people paste it.
    await sign_in(page, f"  Bearer {token(user='dora')}\n")
    await expect(page.get_by_role("heading", name="Office supplier")).to_be_visible()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await expect(page.get_by_role("alert")).to_have_count(0)
    assert await page.evaluate(STORED) is None


async def test_a_token_that_ends_in_the_middle_loses_nothing(
    page: Page, guarded: LiveServer, faults: Faults
) -> None:
    faults.allow("401")
    workbench = Workbench(page, guarded.url)
    await page.goto(guarded.url)
    await sign_in(page, token(user="emil"))
    await expect(workbench.question).to_be_visible()
    await workbench.ask("Revenue by region")

    async def ended() -> None:
        """The page's token is one that has expired."""
        old = token(user="emil", ttl=timedelta(seconds=-60))
        await page.evaluate(
            """async (old) => {
                const { credentials } = await import(performance.getEntriesByType("resource")
                    .find(({ name }) => name.endsWith("/src/api/client.js")).name);
                credentials.update({ token: old });
            }""",
            old,
        )

    await ended()
    await workbench.question.fill("Revenue by channel")
    await workbench.question.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text(
        "The token does not hold any more. Sign in with a new one."
    )
    await sign_in(page, token(user="emil"))
    await expect(workbench.turns).to_have_count(2)
    await workbench.newest.answered()
    first = workbench.turn("Revenue by region")
    await first.root.scroll_into_view_if_needed()
    await expect(first.chart).to_be_visible()

    # What is written and not sent, and the first question of a session.
    await workbench.question.fill("Revenue by")
    await page.get_by_role("link", name="New session").first.click()
    await workbench.question.fill("Profit by month in 2025")
    await ended()
    await workbench.question.press("Enter")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await sign_in(page, token(user="emil"))
    await expect(workbench.question).to_have_value("Profit by month in 2025")
    await workbench.question.press("Enter")
    await workbench.turn("Profit by month in 2025").answered()
    await workbench.sessions.last.click()
    await expect(workbench.question).to_have_value("Revenue by")


async def test_files_come_with_the_token(person: Person) -> None:
    page = person.page
    await person.open()
    turn = await person.ask("Revenue by month and region in 2025")
    await expect(turn.chart).to_be_visible()

    async with page.expect_download() as waiting:
        await turn.button("CSV").click()
    file = await waiting.value
    assert file.suggested_filename.endswith(".csv")
    rows = list(csv.reader(io.StringIO((await contents(file)).decode("utf-8-sig"))))
    assert [len(rows), rows[0]] == [49, ["month", "region", "revenue"]]
    name, unchanged = await downloaded(page, turn, "CSV, unchanged")
    assert name.endswith(".csv")
    assert unchanged.count(b"\n") == 49
    name, lines = await downloaded(page, turn, "JSON lines")
    assert name.endswith(".jsonl")
    assert len([json.loads(line) for line in lines.splitlines()]) == 48
    name, parquet = await downloaded(page, turn, "Parquet")
    assert (name.endswith(".parquet"), parquet[:4]) == (True, b"PAR1")

    name, picture = await downloaded(page, turn, "PNG")
    assert (name.endswith(".png"), picture[:8]) == (True, b"\x89PNG\r\n\x1a\n")
    name, drawing = await downloaded(page, turn, "SVG")
    assert name.endswith(".svg")
    assert drawing.startswith(b"<svg")
    assert b"North" in drawing
    name, spec = await downloaded(page, turn, "Vega-Lite spec")
    assert name.endswith(".vl.json")
    written = json.loads(spec)
    assert "vega-lite" in written["$schema"]
    assert len(written["datasets"]["result"]) == 48
    assert written["data"] == {"name": "result"}
