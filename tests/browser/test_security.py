"""What the page may load and run, and data that tries to make it do more."""

from __future__ import annotations

import csv
import io
import re

from playwright.async_api import Page, expect

from tests.browser.conftest import Faults, Person
from tests.browser.hostile import BIDI, ELSEWHERE, FORMULAS, IMAGE, LABELS, RUN, SCRIPT, VALUES
from tests.browser.workbench import contents

RAN = "[window.ran ?? null, document.querySelectorAll('#app script, #app img').length]"
LINKS = """[...document.querySelectorAll("a")].map(({ href }) => href).filter(
    (href) => !href.startsWith(location.origin))"""
# Said by the browser of a script that the policy did not let run.
REFUSED = "Content Security Policy"


async def assert_nothing_ran(page: Page) -> None:
    assert await page.evaluate(RAN) == [None, 0]
    assert await page.evaluate(LINKS) == []


async def ask_hostile(person: Person, question: str) -> None:
    page = person.page
    await person.open()
    await page.get_by_role("button", name="Datasource").click()
    await page.get_by_role("menuitemradio", name="Shop").click()
    await person.send(question)


async def test_the_policy_lets_nothing_in(person: Person, faults: Faults) -> None:
    page = person.page
    for path in ("/", "/sessions/x", "/dashboards", "/catalog", "/embed"):
        policy = person.api.get(path).headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        directives = dict(one.strip().split(" ", 1) for one in policy.split(";"))
        assert directives["default-src"] == "'none'"
        assert directives["script-src"] == directives["connect-src"] == "'self'"
        assert directives["base-uri"] == "'none'"
    faults.allow(REFUSED)
    await person.open()
    await page.evaluate(
        """(run) => {
            const script = document.createElement("script");
            script.textContent = run;
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend",
                `<img src="data:," onerror="${run}"><a id="link" href="javascript:${run}">x</a>`);
            document.getElementById("link").click();
        }""",
        RUN,
    )
    # Each of the three is reported before the next turn of the page's loop is over.
    while len([one for one in faults.seen if REFUSED in one]) < 3:
        await page.evaluate("new Promise((resolve) => setTimeout(resolve))")
    assert await page.evaluate("window.ran ?? null") is None


async def test_answers_are_text(person: Person) -> None:
    page = person.page
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await ask_hostile(person, "amount by buyer")
    turn = person.newest
    await turn.answered()
    await expect(turn.chart).to_be_visible()
    await expect(turn.root.get_by_role("heading", level=2)).to_have_text("amount by buyer")
    for mark in await turn.chart.locator(".mark-rect.role-mark path").all():
        await mark.hover()
        await expect(page.locator("#vg-tooltip-element")).to_be_visible()
        await assert_nothing_ran(page)
    await expect(page.locator("#vg-tooltip-element")).to_contain_text("Amount <img")

    await turn.tab("Table").click()
    cells = turn.root.get_by_role("gridcell")
    await expect(cells.get_by_text(IMAGE, exact=True)).to_be_visible()
    await expect(turn.root.get_by_role("columnheader")).to_have_text(
        [LABELS["buyer"], LABELS["amount"]]
    )
    await turn.root.get_by_label("Search rows").fill("<script>")
    await expect(cells.locator("mark")).to_have_text("<script>")
    await turn.root.get_by_label("Search rows").fill("")
    await turn.tab("SQL").click()
    await turn.status.click()
    await expect(turn.root.get_by_role("heading", name="Steps")).to_be_visible()
    for token in await turn.tokens.all():
        await token.click()
        await expect(page.get_by_role("menuitem").first).to_be_focused()
        await page.keyboard.press("Escape")
    await assert_nothing_ran(page)

    # Formulas: to the clipboard, and as a file.
    await turn.tab("Table").click()
    await turn.button("Copy").click()
    await expect(person.notices).to_contain_text("Copied")
    copied = await page.evaluate("navigator.clipboard.readText()")
    fields = {row[0] for row in csv.reader(io.StringIO(copied), delimiter="\t")}
    assert {f"'{formula}" for formula in FORMULAS} <= fields
    assert not fields & set(FORMULAS)
    for name, prefix in (("CSV safe for Excel", "'"), ("CSV, unchanged", "")):
        await turn.button("More ways to save and copy").click()
        async with page.expect_download() as waiting:
            await page.get_by_role("menuitem", name=name).click()
        text = (await contents(await waiting.value)).decode("utf-8-sig")
        values = {row[0] for row in csv.reader(io.StringIO(text, newline=""))}
        assert {prefix + formula for formula in FORMULAS} <= values
        assert IMAGE in values

    # A column called `image`, which a tooltip of Vega's would load.
    turn = await person.ask("amount by picture")
    await turn.tab("Chart").click()
    await turn.chart.locator(".mark-rect.role-mark path").first.hover()
    await expect(page.locator("#vg-tooltip-element")).to_contain_text(ELSEWHERE)
    await assert_nothing_ran(page)

    turn = await person.send("broken by picture")
    await expect(turn.root.get_by_role("group", name="Error")).to_be_visible()
    turn = await person.send(f"amount by {IMAGE}{SCRIPT}")
    await expect(turn.root.get_by_role("heading", level=2)).to_have_text(
        f"amount by {IMAGE}{SCRIPT}"
    )
    await expect(turn.status).not_to_contain_text("…")
    await assert_nothing_ran(page)
    # As it is loaded again, too.
    await page.reload()
    await expect(person.turns).to_have_count(4)
    await assert_nothing_ran(page)


async def test_names_are_text_wherever_they_stand(person: Person) -> None:
    page = person.page
    title = f"{IMAGE} {BIDI}"
    made = person.api.post("/api/v1/bi/sessions", json={"datasource_id": "hostile", "title": IMAGE})
    session = made.raise_for_status().json()["session_id"]
    dashboard = {
        "title": IMAGE,
        "datasource_id": "hostile",
        "description": SCRIPT,
        "tiles": [
            {
                "id": f"t{number}",
                "title": f"{SCRIPT} {chart}",
                "chart": chart,
                "place": {"column": 0, "row": number * 4, "width": 12, "height": 4},
                "query": {
                    "measures": [{"value": {"kind": "named", "name": "amount"}}],
                    "groups": [
                        {"kind": "dimension", "column": {"dataset": "sales", "name": "buyer"}}
                    ],
                },
            }
            for number, chart in enumerate(("bar", "table"))
        ],
        "filters": [
            {
                "kind": "values",
                "id": "f1",
                "title": LABELS["buyer"],
                "column": {"dataset": "sales", "name": "buyer"},
            }
        ],
    }
    made = person.api.post("/api/v1/bi/dashboards", json={"dashboard": dashboard})
    board = made.raise_for_status().json()["dashboard_id"]

    await person.open(f"/sessions/{session}")
    await expect(person.sessions).to_have_text([IMAGE])
    await expect(page).to_have_title(f"{IMAGE} · Parley")
    await page.get_by_role("button", name=f"More for {IMAGE}").click()
    await page.get_by_role("menuitem", name="Rename").click()
    await page.get_by_label("Name of the session").fill(title)
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="More for").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(person.notices).to_contain_text("Deleted “<img")
    # What turns the direction of writing turns nothing beyond its own name.
    await expect(person.notices.get_by_role("button", name="Undo")).to_be_visible()
    await assert_nothing_ran(page)

    await page.goto(f"{person.url}/catalog/hostile")
    await expect(page.get_by_role("heading", level=1)).to_have_text(LABELS["datasource"])
    shown = page.get_by_role("main").get_by_role("heading", level=2)
    await expect(shown).to_have_text(LABELS["dataset"])
    await expect(page.locator(".item-samples .tag").get_by_text(SCRIPT, exact=True)).to_be_visible()
    await page.get_by_label("Search the catalog").fill("onerror")
    await expect(page.locator("mark").first).to_have_text("onerror")
    await assert_nothing_ran(page)

    await page.goto(f"{person.url}/dashboards")
    await expect(page.get_by_role("link", name=IMAGE)).to_be_visible()
    await page.goto(f"{person.url}/dashboards/{board}")
    await expect(page.get_by_role("heading", level=1)).to_have_text(IMAGE)
    await expect(page.locator(".tile svg.marks")).to_be_visible()
    await expect(page.get_by_role("gridcell").get_by_text(IMAGE, exact=True)).to_be_visible()
    await page.get_by_role("button", name="All", exact=True).click()
    values = page.get_by_role("dialog", name=LABELS["buyer"])
    await expect(values.get_by_text(SCRIPT, exact=True)).to_be_visible()
    await values.get_by_role("checkbox").nth(1).check()
    await expect(page).to_have_url(re.compile("filters="))
    await expect(page.get_by_role("gridcell")).to_have_count(2)
    await assert_nothing_ran(page)
    assert len(VALUES) > 10


async def test_a_stored_chart_loads_and_runs_nothing(person: Person) -> None:
    """What draws charts refuses addresses, and expressions that are no expressions of Vega's."""
    page = person.page
    await person.open()
    told = await page.evaluate(
        """async (elsewhere) => {
            const { draw } = await import(performance.getEntriesByType("resource")
                .find(({ name }) => name.endsWith("/src/main.js"))
                .name.replace("/main.js", "/result/vega.js"));
            const columns = [{ name: "a", label: "A", type: "number" }];
            const encoding = { x: { field: "a" } };
            const specs = [
                { data: { url: `${elsewhere}/rows.json` }, mark: "bar", encoding },
                { mark: { type: "image", url: `${elsewhere}/image.png` }, encoding },
                { mark: { type: "bar", href: "javascript:window.ran=true" }, encoding },
                { mark: "bar", encoding, transform: [{ as: "b",
                    calculate: "datum.constructor.constructor('window.ran = true')()" }] },
                { mark: "bar", encoding,
                    usermeta: { embedOptions: { loader: { baseURL: elsewhere } } } },
            ];
            const told = [];
            for (const spec of specs) {
                const place = document.body.appendChild(document.createElement("div"));
                const whole = { data: { name: "result" }, ...spec };
                told.push(await draw(place, { spec: whole, columns, rows: [[1], [2]] }).then(
                    () => [...place.querySelectorAll("*")].some((one) => one.getAttribute("href")
                        || one.getAttributeNS("http://www.w3.org/1999/xlink", "href"))
                        ? "linked" : "drawn",
                    () => "refused"));
                place.remove();
            }
            return told;
        }""",
        ELSEWHERE,
    )
    assert "linked" not in told
    assert await page.evaluate("window.ran ?? null") is None
