"""The workbench as a person uses it: where things are on it, by the names that readers hear."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Download, Locator, Page, expect

# The name of what has the focus, if one can see that it has: by an outline, or by the line around a
# field. What is gone to by a key and has no action, as a heading, needs none.
_FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body || !one.getClientRects().length) return "nothing";
    const name = one.getAttribute("aria-label") || one.textContent.trim() || one.tagName;
    const outlined = (at, pseudo) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(at, pseudo);
        return outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
    };
    const field = one.closest(".composer, .rail-search, .session-rename");
    const pen = document.createElement("canvas").getContext("2d");
    const colour = (text) => ((pen.fillStyle = text.trim()), pen.fillStyle);
    const accent = getComputedStyle(document.documentElement).getPropertyValue("--accent");
    const line = field && colour(getComputedStyle(field).borderTopColor) === colour(accent);
    const shown = outlined(one) || outlined(one, "::after") || (field && outlined(field)) || line;
    return shown || one.matches("main, h1, h2") ? name : `${name}, unseen`;
}"""


@dataclass(frozen=True)
class Turn:
    """One question with what became of it."""

    root: Locator

    @property
    def status(self) -> Locator:
        """The line on how it stands, which opens into its steps."""
        return self.root.locator(".status-line")

    @property
    def prose(self) -> Locator:
        return self.root.locator(".prose")

    @property
    def tokens(self) -> Locator:
        """What was understood of the question, part by part."""
        return self.root.locator(".token:not(.token-add)")

    @property
    def chart(self) -> Locator:
        """What draws the chart: an SVG or a canvas inside it."""
        return self.root.get_by_role("tabpanel").locator("svg.marks, canvas.marks")

    def tab(self, name: str) -> Locator:
        return self.root.get_by_role("tab", name=name, exact=True)

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    @property
    def card(self) -> Locator:
        """The result: its chart, rows and SQL."""
        return self.root.get_by_role("group", name="Result", exact=True)

    @property
    def title(self) -> Locator:
        return self.root.locator(".turn-title")

    def token(self, whole: str) -> Locator:
        """What changes a part of what was understood, such as `By region`."""
        return self.button(f"{whole}: change")

    async def answered(self) -> None:
        await expect(self.status).to_contain_text("Answered")

    async def change(self, whole: str, choice: str) -> None:
        """Chooses from the menu of a part."""
        await self.token(whole).click()
        await self.root.get_by_role("menuitem", name=choice, exact=True).click()


@dataclass(frozen=True)
class Workbench:
    page: Page
    url: str

    @property
    def question(self) -> Locator:
        """Where a question is written."""
        return self.page.get_by_label("Your question")

    @property
    def turns(self) -> Locator:
        return self.page.get_by_role("article")

    @property
    def newest(self) -> Turn:
        return Turn(self.turns.last)

    @property
    def sessions(self) -> Locator:
        """The lines of the list of sessions."""
        return self.page.get_by_role("region", name="Sessions").locator(".session-link")

    @property
    def notices(self) -> Locator:
        return self.page.locator(".notice")

    def turn(self, question: str) -> Turn:
        """The last one with this question."""
        return Turn(self.page.get_by_role("article", name=question, exact=True).last)

    async def open(self, path: str = "/") -> None:
        """Waits until it does what its keys and buttons say, and not only shows them."""
        await self.page.goto(self.url + path)
        await expect(self.question).to_be_visible()
        await expect(self.page.locator(".starting")).to_have_count(0)

    async def send(self, text: str) -> Turn:
        """Sends a question; the turn may be on its way still."""
        before = await self.turns.count()
        await self.question.fill(text)
        await self.question.press("Enter")
        await expect(self.turns).to_have_count(before + 1)
        return Turn(self.turns.nth(before))

    async def ask(self, text: str) -> Turn:
        """Sends a question, and waits for its answer."""
        turn = await self.send(text)
        await turn.answered()
        return turn

    async def focused(self) -> str:
        """The name of what has the focus; "nothing", and "unseen" at its end, are faults."""
        return str(await self.page.evaluate(_FOCUSED))

    async def tab_to(self, place: Locator, key: str = "Tab", most: int = 80) -> None:
        """Presses the key until the focus is there, which it is to be seen on the way."""
        for _ in range(most):
            await self.page.keyboard.press(key)
            name = await self.focused()
            assert name != "nothing"
            assert not name.endswith("unseen")
            if await place.evaluate("(place) => place === document.activeElement"):
                return
        raise AssertionError(f"The key {key} does not lead to {place}.")

    @property
    def session_id(self) -> str:
        """That of the page's address."""
        return urlsplit(self.page.url).path.removeprefix("/sessions/")

    async def told(self, tail: str = "") -> Any:
        """What the service has on record under the session."""
        url = f"{self.url}/api/v1/bi/sessions/{self.session_id}{tail}"
        response = await self.page.request.get(url)
        assert response.ok, await response.text()
        return await response.json()

    async def as_shown(self) -> list[list[str]]:
        """Of each turn its question, what was understood, how it stands, and its text."""
        parts = ".turn-title, .token, .status-line, .prose, .clarification > p"
        return [await turn.locator(parts).all_inner_texts() for turn in await self.turns.all()]


async def contents(file: Download) -> bytes:
    """What is in a file that the page saved."""
    return await asyncio.to_thread(Path(await file.path()).read_bytes)
