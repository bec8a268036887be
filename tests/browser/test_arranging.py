"""Tiles where a person wants them: by mouse, by keys, on a telephone."""

from __future__ import annotations

import re

from playwright.async_api import Locator, expect

from tests.browser.boards import Board, Tile, stored_board
from tests.browser.charts import cut_off
from tests.browser.conftest import Person


async def centre(place: Locator) -> tuple[float, float]:
    box = await place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def drag(board: Board, place: Locator, to: tuple[float, float]) -> None:
    """Up to where it would be dropped."""
    await board.page.mouse.move(*await centre(place))
    await board.page.mouse.down()
    await board.page.mouse.move(*to, steps=8)


async def left_to_right(*tiles: Tile) -> bool:
    lefts = [(await centre(tile.root))[0] for tile in tiles]
    return lefts == sorted(lefts)


async def test_by_mouse(person: Person) -> None:
    page, board = person.page, stored_board(person)
    before = board.places()
    await board.open()
    revenue, orders, units = (board.tile(name) for name in ("Revenue", "Orders", "Units"))
    await expect(revenue.figure).to_be_visible()

    # Escape puts it back, and nothing is written.
    await drag(board, orders.grip, await centre(revenue.root))
    await expect(page.locator(".tile-landing")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.mouse.up()
    await expect(page.locator(".tile-landing")).to_have_count(0)
    assert await left_to_right(revenue, orders, units)

    await drag(board, orders.grip, await centre(revenue.grip))
    await expect(orders.root).to_have_attribute("data-holding", "move")
    async with board.written():
        await page.mouse.up()
    after = board.places()
    assert after == {**before, "orders": before["revenue"], "revenue": before["orders"]}

    regions = board.tile("Revenue by region")
    await regions.drawn()
    corner = regions.root.locator(".tile-corner")
    x, y = await centre(corner)
    await drag(board, corner, (x - 190, y + 94))
    async with board.written():
        await page.mouse.up()
    assert board.places() == {**after, "regions": (0, 2, 4, 5)}
    await page.reload()
    await regions.drawn()
    assert await left_to_right(orders, revenue, units)


async def test_by_keys(person: Person) -> None:
    page, board = person.page, stored_board(person)
    before = board.places()
    await board.open()
    orders = board.tile("Orders")
    await orders.grip.focus()
    await page.keyboard.press("Enter")
    await expect(board.told).to_contain_text("Orders picked up at column 5, row 1. Arrows move it")
    await expect(orders.grip).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("ArrowLeft")
    await expect(board.told).to_have_text(re.compile(r"Column \d+, row 1\."))
    await page.keyboard.press("Escape")
    await expect(board.told).to_have_text("Orders put back.")
    await expect(orders.grip).to_be_focused()
    assert board.places() == before

    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Shift+ArrowDown")
    await expect(board.told).to_have_text("4 wide, 3 high.")
    async with board.written():
        await page.keyboard.press("Enter")
    await expect(board.told).to_contain_text("Orders dropped at column")
    await expect(orders.grip).to_be_focused()
    after = board.places()
    assert after["orders"] != before["orders"]
    assert after["orders"][2:] == (4, 3)
    await page.reload()
    await expect(orders.figure).to_be_visible()
    assert board.places() == after

    # By the menu as well, which needs neither.
    async with board.written():
        await orders.choose("Full width")
    assert board.places()["orders"][2] == 12
    async with board.written():
        await board.button("Undo the size of “Orders”").click()
    assert board.places() == after


async def test_on_a_telephone_one_is_below_the_other(person: Person) -> None:
    page, board = person.page, stored_board(person)
    await page.set_viewport_size({"width": 390, "height": 844})
    await board.open()
    names = await board.tiles.evaluate_all("(all) => all.map((one) => one.ariaLabel)")
    assert names == [
        "Revenue",
        "Orders",
        "Units",
        "Revenue by region",
        "Revenue by month and region",
    ]
    boxes = [await tile.bounding_box() for tile in await board.tiles.all()]
    assert {(box["x"], box["width"]) for box in boxes if box} == {(16, 358)}
    assert [box["y"] for box in boxes if box] == sorted(box["y"] for box in boxes if box)
    await expect(page.locator(".tile-grip")).to_have_count(0)

    regions, months = board.tile("Revenue by region"), board.tile("Revenue by month and region")
    async with board.written():
        await months.choose("Move up")
    assert names[3:] != await board.tiles.evaluate_all("(all) => all.map((one) => one.ariaLabel)")
    async with board.written():
        await regions.choose("Chart type", "Donut")
    for tile in (months, regions):
        await tile.root.scroll_into_view_if_needed()
        await tile.drawn()
    await expect(regions.chart).to_have_attribute("aria-label", re.compile("^Donut: "))
    assert await cut_off(page) == []

    # As wide again as a desk: each where it was put.
    await page.set_viewport_size({"width": 1280, "height": 900})
    await expect(months.grip).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 1280
    await months.drawn()
    assert await cut_off(page) == []
