"""How soon the workbench can be used, what is sent for it, and how its table sorts and scrolls.

    python -m bench.page [--rounds 5] [--slowdown 4] [--chromium PATH]

A real service on the demo, and a browser whose processor is slowed down. Each round has a browser
without anything kept, which opens the page twice. `writable` is when the field is painted and has
the focus: what is typed from then on is kept, and so is Enter. `all of it` is when the modules have
taken the page over and painted it (the page's own mark). Beside them, under the same slowdown,
stand a page that is nothing but a heading and a field, one with nothing on it, and a loop that
always does the same, so that runs on other machines can be compared. Kilobytes are what went over
the network, compressed, with headers; they are counted on a visit of their own, since whoever looks
on slows the page down. The table is scrolled by a page a frame, beside an element of its height
that has nothing in it; `frames without rows` are those in whose middle none is there yet.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

from bench.chromium import Browser, Page, Profile, running_chromium
from bench.server import Server, running_parley
from bench.turns.report import heading, table

SORTED_ROWS = 10_000
_VISITS = ("first visit", "second visit")
_REFERENCES = ("loop", "an empty page", "a field alone")
_STATES = ("writable", "all of it")
_SCROLLED = ("a frame", "of 20 frames the longest")
# The least that can be written on, drawn at once.
_FIELD_ALONE = "data:text/html," + quote(
    "<!doctype html><title>A field</title><h1>What would you like to know?</h1>"
    "<textarea autofocus placeholder='Ask a question'></textarea>"
)
# The field is part of the page's HTML, and so is painted with the first of it.
_WRITABLE = """new Promise((resolve) => {
    new PerformanceObserver((paints) => {
        const [paint] = paints.getEntriesByName("first-contentful-paint");
        const isFocused = () => document.activeElement.matches("textarea");
        const look = () => (isFocused() ? resolve(performance.now()) : requestAnimationFrame(look));
        if (paint && isFocused()) resolve(paint.startTime);
        else if (paint) look();
    }).observe({ type: "paint", buffered: true });
})"""
_INTERACTIVE = """new Promise((resolve) => {
    new PerformanceObserver((marks) => {
        const [mark] = marks.getEntriesByName("interactive");
        if (mark) resolve(mark.startTime);
    }).observe({ type: "mark", buffered: true });
})"""
# What is fetched in idle moments comes one after the other.
_SETTLED = """new Promise((resolve) => {
    const soon = () => setTimeout(resolve, 2000);
    let timer = soon();
    new PerformanceObserver(() => {
        clearTimeout(timer);
        timer = soon();
    }).observe({ type: "resource", buffered: true });
})"""
_LOADED = """new Promise((resolve) => {
    const look = () => {
        const [navigation] = performance.getEntriesByType("navigation");
        if (navigation?.loadEventEnd) resolve(navigation.loadEventEnd);
        else setTimeout(look, 5);
    };
    look();
})"""
_LOOP = """(() => {
    const start = performance.now();
    let sum = 0;
    for (let i = 0; i < 2e7; i += 1) sum = (sum * 31 + i) | 0;
    return performance.now() - start + (sum === 1 ? 1 : 0);
})()"""
# The page's own order of rows, as its marks tell, beside what a browser brings: a collator for
# texts, and subtraction for numbers. A column is sorted anew each time: nothing is kept of it.
_SORT = """(async (count) => {
    const { orderOf } = await import("/assets/src/result/order.js");
    const columns = [
        { name: "text", label: "Text", type: "text", role: "dimension" },
        { name: "number", label: "Number", type: "number", role: "measure" },
    ];
    let seed = 7;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const made = Array.from({ length: count }, () => [
        `Customer ${Math.floor(random() * 1e6)} of Zürich`, Math.round(random() * 1e8) / 100,
    ]);
    const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
    const timed = (work) => {
        const start = performance.now();
        work();
        return performance.now() - start;
    };
    const figures = {};
    for (const [index, theirs] of [
        [0, (a, b) => collator.compare(a[0], b[0])],
        [1, (a, b) => a[1] - b[1]],
    ]) {
        const rows = made.map((row) => [...row]);
        performance.clearMeasures("sort");
        orderOf(columns, rows, { column: index, descending: false }, null);
        const [ours] = performance.getEntriesByName("sort");
        const { name } = columns[index];
        figures[`${name}s`] = ours.duration;
        figures[`${name}s, as a browser does`] = timed(() => [...made].sort(theirs));
    }
    return figures;
})"""
# A session with an answer of more rows than a table shows at once.
_ASKED = """(async () => {
    const sessions = "/api/v1/bi/sessions";
    const post = async (path, body) => (await fetch(path, {
        method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
    })).json();
    const { session_id } = await post(sessions, {});
    await post(`${sessions}/${session_id}/messages`, { message: "List orders of 2024" });
    return session_id;
})()"""
_SCROLL = """(async (frames) => {
    const found = async (find) => {
        for (;;) {
            const one = find();
            if (one) return one;
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    };
    const foot = await found(() => document.querySelector(".table-foot button"));
    foot.click();
    await found(() => !foot.isConnected);
    const grid = document.querySelector("[role=grid]");
    grid.scrollIntoView({ block: "start" });
    const scrolled = async (box) => {
        const { left, width, top } = box.getBoundingClientRect();
        const hasRows = () => document.elementsFromPoint(left + width / 2, top + 150)
            .some((one) => one.closest("[role=row][aria-rowindex]:not(.grid-head)"));
        const gaps = [];
        let bare = 0;
        let last = await new Promise(requestAnimationFrame);
        for (let frame = 0; frame < frames; frame += 1) {
            box.scrollTop += box.clientHeight;
            await new Promise(requestAnimationFrame);
            const now = performance.now();
            gaps.push(now - last);
            last = now;
            if (!hasRows()) bare += 1;
        }
        gaps.sort((a, b) => a - b);
        const [middle, late] = [0.5, 0.95].map((part) => gaps[Math.floor(frames * part)]);
        return { middle, late, bare };
    };
    const nothing = document.createElement("div");
    nothing.append(document.createElement("div"));
    nothing.style = "position: fixed; z-index: 99; inset: 0; overflow: auto";
    nothing.firstChild.style.height = `${grid.scrollHeight}px`;
    document.body.append(nothing);
    const reference = await scrolled(nothing);
    nothing.remove();
    const ours = await scrolled(grid);
    return {
        "a frame": ours.middle, "a frame, nothing in it": reference.middle,
        "of 20 frames the longest": ours.late,
        "of 20 frames the longest, nothing in it": reference.late,
        "frames without rows": ours.bare, rows: Number(grid.getAttribute("aria-rowcount")) - 1,
    };
})"""
_FRAMES = 150


async def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.page",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--slowdown", type=float, default=4.0)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    options = parser.parse_args()
    if not options.chromium:
        parser.error("chromium is not on the PATH; name it with --chromium")
    figures: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as temporary:
        async with (
            running_parley(Path(temporary)) as server,
            running_chromium(options.chromium) as browser,
        ):
            # The first round makes the chart module, and warms the service: it does not count.
            await _round(browser, server, options.slowdown)
            for _ in range(options.rounds):
                for name, value in (await _round(browser, server, options.slowdown)).items():
                    figures[name].append(value)
    _report(figures, options.slowdown)


async def _round(browser: Browser, server: Server, slowdown: float) -> dict[str, float]:
    """Each figure by its name: ms after the navigation began, or kB where the name says so."""
    figures: dict[str, float] = {}
    async with browser.profile() as profile:
        async with profile.page(slowdown) as page:
            await page.open(f"{server.url}/health")
            figures["an empty page"] = await page.evaluate(_LOADED)
            figures["loop"] = await page.evaluate(_LOOP)
        async with profile.page(slowdown) as page:
            await page.open(_FIELD_ALONE)
            figures["a field alone"] = await page.evaluate(_WRITABLE)
        for visit in _VISITS:
            async with profile.page(slowdown) as page:
                await page.open(server.url)
                figures[f"{visit}, writable"] = await page.evaluate(_WRITABLE)
                figures[f"{visit}, all of it"] = await page.evaluate(_INTERACTIVE)
                await page.evaluate(_SETTLED)
        async with profile.page(slowdown) as page:
            await page.open(server.url)
            await page.evaluate(_INTERACTIVE)
            figures |= await page.evaluate(f"{_SORT}({SORTED_ROWS})")
            session_id = await page.evaluate(_ASKED)
        async with profile.page(slowdown) as page:
            await page.open(f"{server.url}/sessions/{session_id}")
            figures |= await page.evaluate(f"{_SCROLL}({_FRAMES})")
    async with browser.profile() as profile:
        figures |= await _sizes(profile, server)
    return figures


async def _sizes(profile: Profile, server: Server) -> dict[str, float]:
    async with profile.page(slowdown=1) as page:
        sent = await _Sent.of(page)
        await page.open(server.url)
        await page.evaluate(_INTERACTIVE)
        figures = {"first visit, kB until then": sent.kilobytes()}
        await page.evaluate(_SETTLED)
        figures["first visit, kB in all"] = sent.kilobytes(without="/assets/vega.js")
        await page.evaluate("import('/assets/vega.js').then(() => true)")
        figures["with the chart module, kB in all"] = sent.kilobytes()
    async with profile.page(slowdown=1) as page:
        sent = await _Sent.of(page)
        await page.open(server.url)
        await page.evaluate(_INTERACTIVE)
        figures["second visit, kB until then"] = sent.kilobytes()
    return figures


class _Sent:
    """What went over the network for a page."""

    def __init__(self) -> None:
        self._addresses: dict[str, str] = {}
        self._bytes: dict[str, float] = defaultdict(float)

    @classmethod
    async def of(cls, page: Page) -> _Sent:
        """From now on."""
        sent = cls()
        page.listen(sent._heard)
        await page.call("Network.enable")
        return sent

    def _heard(self, event: str, told: dict[str, Any]) -> None:
        if event == "Network.requestWillBeSent":
            self._addresses[told["requestId"]] = told["request"]["url"]
        elif event == "Network.loadingFinished":
            self._bytes[told["requestId"]] += told["encodedDataLength"]

    def kilobytes(self, without: str | None = None) -> float:
        counted = (
            size
            for request, size in self._bytes.items()
            if without is None or not self._addresses.get(request, "").endswith(without)
        )
        return sum(counted) / 1000


def _report(figures: dict[str, list[float]], slowdown: float) -> None:
    loop, nothing, field = (figures[one] for one in _REFERENCES)

    def row(name: str, *references: list[float]) -> list[object]:
        values = figures[name]
        by = [median(x / y for x, y in zip(values, one, strict=True)) for one in references]
        spread = f"{min(values):.0f} to {max(values):.0f}"
        return [name, f"{median(values):.0f}", spread, *(f"{ratio:.2f}" for ratio in by)]

    heading(f"Until it can be used, processor slowed {slowdown:g} times, ms")
    visits = [f"{visit}, {what}" for what in _STATES for visit in _VISITS]
    table(
        ("", "median", "lowest to highest", "by the loop", "by the empty page", "by the field"),
        [row(name, loop, nothing, field) for name in (*_REFERENCES, *visits)],
    )
    heading("Sent over the network, kB")
    sizes = [name for name in figures if ", kB" in name]
    table(("", "median", "lowest to highest"), [row(name) for name in sizes])
    heading(f"Sorting {SORTED_ROWS:,} rows, ms")
    table(
        ("", "median", "lowest to highest", "by a browser's own way"),
        [row(name, figures[f"{name}, as a browser does"]) for name in ("texts", "numbers")],
    )
    heading(f"Scrolling {figures['rows'][0]:,.0f} rows, {_FRAMES} frames, ms")
    table(
        ("", "median", "lowest to highest", "by an element with nothing in it"),
        [
            *(row(name, figures[f"{name}, nothing in it"]) for name in _SCROLLED),
            row("frames without rows"),
        ],
    )


if __name__ == "__main__":
    asyncio.run(main())
