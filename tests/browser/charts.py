"""What one sees of charts."""

from __future__ import annotations

import base64

from playwright.async_api import Locator, Page

_CUT_OFF = """() => [...document.querySelectorAll("svg.marks")].flatMap((svg) => {
    let { top, right, bottom, left } = svg.getBoundingClientRect();
    const across = svg.closest(".drawing-canvas").getBoundingClientRect();
    const down = svg.closest(".tile-body")?.getBoundingClientRect() ?? across;
    right = Math.min(right, across.right), left = Math.max(left, across.left);
    top = Math.max(top, down.top), bottom = Math.min(bottom, down.bottom);
    const isCut = ([, at]) => at.left < left - 2 || at.right > right + 2
        || at.top < top - 3 || at.bottom > bottom + 3;
    return [...svg.querySelectorAll("text")]
        .filter((text) => text.textContent && text.getAttribute("opacity") !== "0")
        .map((text) => [text.textContent, text.getBoundingClientRect()])
        .filter(isCut)
        .map(([text]) => text);
})"""
_COLOURS = """async (picture) => {
    const image = new Image();
    image.src = "data:image/png;base64," + picture;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    return new Set(new Uint32Array(data.buffer)).size;
}"""


async def cut_off(page: Page) -> list[str]:
    """Words and numbers of charts that reach beyond what is seen of them."""
    found: list[str] = await page.evaluate(_CUT_OFF)
    return found


async def colours(place: Locator) -> int:
    """How many there are of a place as it is painted at this moment; 1 of what is blank."""
    box = await place.bounding_box()
    assert box
    # A picture of the place alone would wait until nothing moves.
    picture = await place.page.screenshot(clip=box)
    code = base64.b64encode(picture).decode()
    return int(await place.page.evaluate(_COLOURS, code))
