"""A dashboard as a person uses it, and one to begin with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Person

PREFIX = "/api/v1/bi/dashboards"

REGION = {"dataset": "orders", "name": "region"}
IN_2025 = {"start": "2025-01-01", "end": "2026-01-01", "label": "2025", "grain": "year"}


def _query(measure: str, *groups: Any, **more: Any) -> dict[str, Any]:
    return {"measures": [{"value": {"kind": "named", "name": measure}}], "groups": groups, **more}


def _tile(name: str, title: str, place: list[int], query: Any, **more: Any) -> dict[str, Any]:
    sides = ("column", "row", "width", "height")
    placed = dict(zip(sides, place, strict=True))
    return {"id": name, "title": title, "place": placed, "query": query, **more}


_BY_REGION = {"kind": "dimension", "column": REGION}
_BY_MONTH = {"kind": "time", "grain": "month"}

OVERVIEW: dict[str, Any] = {
    "title": "Overview",
    "datasource_id": "demo",
    "tiles": [
        _tile("revenue", "Revenue", [0, 0, 4, 2], _query("revenue")),
        _tile("orders", "Orders", [4, 0, 4, 2], _query("orders")),
        _tile("units", "Units", [8, 0, 4, 2], _query("units")),
        _tile(
            "regions",
            "Revenue by region",
            [0, 2, 6, 4],
            _query("revenue", _BY_REGION),
            chart="bar",
        ),
        _tile(
            "months",
            "Revenue by month and region",
            [6, 2, 6, 4],
            _query("revenue", _BY_MONTH, _BY_REGION, time=IN_2025),
            chart="multi_line",
        ),
    ],
    "filters": [
        {"kind": "dates", "id": "dates", "title": "Period"},
        {"kind": "values", "id": "regions", "title": "Region", "column": REGION},
    ],
}


@dataclass(frozen=True)
class Tile:
    """What is on a dashboard under one title."""

    root: Locator

    @property
    def figure(self) -> Locator:
        return self.root.locator(".figure-value")

    @property
    def chart(self) -> Locator:
        """As it is drawn; its name begins with its type and tells what it shows."""
        return self.root.locator(".drawing")

    @property
    def grip(self) -> Locator:
        return self.root.get_by_role("button", name="Move", exact=False)

    async def drawn(self) -> None:
        await expect(self.root.locator("svg.marks")).to_be_visible()

    async def choose(self, *items: str) -> None:
        """From the menu of the tile, and the one that opens in it."""
        await self.root.get_by_role("button", name="More of").click()
        for item in items:
            menu = self.root.get_by_role("menu")
            role = menu.get_by_role("menuitem", name=item, exact=True)
            await role.or_(menu.get_by_role("menuitemradio", name=item, exact=True)).click()


@dataclass(frozen=True)
class Board:
    """A dashboard that is open in a page."""

    page: Page
    person: Person
    id: str

    @property
    def path(self) -> str:
        return f"{PREFIX}/{self.id}"

    @property
    def title(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def tiles(self) -> Locator:
        return self.page.get_by_role("list", name="Tiles").get_by_role("listitem")

    @property
    def told(self) -> Locator:
        """What is said to whoever moves a tile by keys."""
        return self.page.locator("[aria-live=assertive]")

    @property
    def undo(self) -> Locator:
        return self.page.locator(".board-actions").get_by_role("button", name="Undo")

    def tile(self, title: str) -> Tile:
        return Tile(self.page.get_by_role("listitem", name=title, exact=True))

    def filter(self, title: str) -> Locator:
        return self.page.get_by_role("group", name="Filters").get_by_role(
            "group", name=title, exact=True
        )

    def pill(self, filter_title: str, value: str) -> Locator:
        return self.filter(filter_title).get_by_role("button", name=value, exact=True)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def open(self, query: str = "") -> None:
        await self.page.goto(f"{self.person.url}/dashboards/{self.id}{query}")
        await expect(self.tiles.first).to_be_visible()

    async def set_dates(self, shown: str, choice: str) -> None:
        """Chooses a period where another is shown."""
        await self.pill("Period", shown).click()
        await (
            self.page.get_by_role("dialog", name="Period")
            .get_by_role("button", name=choice, exact=True)
            .click()
        )

    @asynccontextmanager
    async def written(self) -> AsyncIterator[None]:
        """What is done meanwhile changes the dashboard; it is over when that is stored."""
        async with self.page.expect_response(
            lambda response: self.path in response.url and response.request.method != "GET"
        ):
            yield

    def stored(self) -> dict[str, Any]:
        """The dashboard, with what the service keeps about it."""
        body: dict[str, Any] = self.person.api.get(self.path).raise_for_status().json()
        return body

    def places(self) -> dict[str, tuple[int, int, int, int]]:
        """Of each tile by its id: column, row, width, height."""
        placed = {tile["id"]: tile["place"] for tile in self.stored()["dashboard"]["tiles"]}
        return {
            name: (at["column"], at["row"], at["width"], at["height"])
            for name, at in placed.items()
        }

    def figure(self, tile_id: str, filters: str | None = None) -> float:
        """What the one figure of a tile is, says the service."""
        answer = self.person.api.get(
            f"{self.path}/tiles/{tile_id}/data", params={"filters": filters} if filters else {}
        )
        return float(answer.raise_for_status().json()["data"]["rows"][0][0])


def stored_board(person: Person, **changes: Any) -> Board:
    """A new dashboard of theirs, not opened yet."""
    body = {"dashboard": {**OVERVIEW, **changes}}
    made = person.api.post(PREFIX, json=body).raise_for_status().json()
    return Board(person.page, person, made["dashboard_id"])


def money(amount: float) -> str:
    """As a tile of one figure writes it."""
    return f"${amount:,.0f}"
