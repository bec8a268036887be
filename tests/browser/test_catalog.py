"""The catalog: what can be asked about, found, and asked from there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Locator, Page, expect

from tests.api.live import LiveServer, serving, settings_for, token
from tests.browser.conftest import Person
from tests.tenants import duckdb_traders, secrets_in, write_catalog


@pytest.fixture(scope="module")
def traders(tmp_path_factory: pytest.TempPathFactory, valkey_url: str) -> Iterator[LiveServer]:
    """A service whose catalog shows each caller other things."""
    folder = tmp_path_factory.mktemp("traders")
    catalog = write_catalog(folder, duckdb_traders(folder))
    settings = settings_for(folder, redis_url=valkey_url, catalog=catalog, require_auth=True)
    with serving(settings) as server:
        yield server


def item(page: Page, label: str) -> Locator:
    """The line of a measure, dimension or metric."""
    return page.locator("li.item").filter(
        has=page.locator(".item-label").get_by_text(label, exact=True)
    )


async def test_what_a_datasource_holds(person: Person) -> None:
    page = person.page
    await page.goto(f"{person.url}/catalog")
    datasets = page.get_by_role("navigation", name="Datasets").get_by_role("link")
    names = ["Order lines", "Orders", "Customers", "Products", "Targets", "Surveys", "Metrics"]
    await expect(datasets).to_have_text([re.compile(f"^{name}") for name in names])
    await expect(page.locator(".catalog-facts")).to_contain_text("today is Jun 30, 2026")

    revenue = item(page, "Revenue")
    await expect(revenue.locator(".item-fact")).to_have_text(["sum", "USD"])
    await expect(revenue.locator("code")).to_have_text("revenue")
    await expect(revenue).to_contain_text("turnover")
    await expect(item(page, "Returned units").locator("code")).to_have_text(
        "quantity where returned"
    )

    # What it goes together with leads there.
    joins = page.get_by_role("region", name="Goes together with")
    await joins.get_by_role("link", name="Orders").click()
    await expect(page.get_by_role("heading", level=2)).to_have_text("Orders")
    await expect(page).to_have_url(re.compile("dataset=orders$"))
    region = page.get_by_role("list", name="Values of Region")
    await expect(region.get_by_role("listitem")).to_have_count(4)
    await expect(item(page, "Order date")).to_contain_text("by day, week, month, quarter, year")
    await page.reload()
    await expect(page.get_by_role("heading", level=2)).to_have_text("Orders")
    await page.go_back()
    await expect(page.get_by_role("heading", level=2)).to_have_text("Order lines")

    await datasets.filter(has_text="Metrics").click()
    margin = item(page, "Profit margin")
    await expect(margin.locator("code")).to_have_text("profit / revenue")
    await expect(margin.locator(".item-fact")).to_have_text(["%"])


async def test_names_synonyms_and_values_are_found(person: Person) -> None:
    page = person.page
    await page.goto(f"{person.url}/catalog/demo?dataset=orders")
    search = page.get_by_label("Search the catalog")
    marks = page.locator("mark")

    async def found(words: str, *labels: str) -> None:
        await search.fill(words)
        await expect(page.locator(".item-label")).to_have_text(list(labels))
        count = f"{len(labels)} thing{'' if len(labels) == 1 else 's'} found"
        await expect(page.get_by_role("status").filter(has_text="found")).to_have_text(count)

    await found("turnov", "Revenue")
    await expect(marks).to_have_text(["turnov"])
    await found("Ger", "Country")  # Germany is a value
    await expect(marks).to_have_text(["Ger"])
    await found("order VALUE", "Average order value")
    await expect(marks.first).to_have_text("order")
    await search.fill("zodiac")
    await expect(page.get_by_text("Nothing in the catalog matches.")).to_be_visible()
    await search.fill("")
    await expect(page.get_by_role("heading", level=2)).to_have_text("Orders")

    # From what is found to where it is.
    await search.fill("germ")
    await page.get_by_role("region", name="Customers").get_by_role("link").click()
    await expect(page.get_by_role("heading", level=2)).to_have_text("Customers")
    await expect(search).to_have_value("")


async def test_a_question_leads_to_an_answer(person: Person) -> None:
    page = person.page
    await page.goto(f"{person.url}/catalog/demo?dataset=customers")
    await page.get_by_role("button", name="Customers by segment").click()
    await expect(page).to_have_url(re.compile("/sessions/"))
    turn = person.turn("Customers by segment")
    await turn.answered()
    await expect(turn.chart).to_be_visible()
    first = page.url

    # So does the name of a measure; in a session of its own.
    await page.get_by_role("link", name="Catalog").click()
    await item(page, "Revenue").get_by_role("button").click()
    offered = page.get_by_role("menu", name="Ask with Revenue").get_by_role("menuitem")
    question = await offered.first.inner_text()
    await offered.first.click()
    turn = person.turn(question.strip())
    await turn.answered()
    await expect(turn.chart).to_be_visible()
    assert page.url != first
    await expect(person.sessions).to_have_count(2)


async def test_another_datasource(person: Person) -> None:
    page = person.page
    await page.goto(f"{person.url}/catalog")
    choice = page.get_by_label("Data", exact=True)
    await expect(choice).to_have_value("demo")
    await choice.select_option("hostile")
    await expect(page).to_have_url(f"{person.url}/catalog/hostile")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Shop <img")
    await expect(page.get_by_role("heading", level=2)).to_contain_text("Sales </script>")
    questions = page.get_by_role("region", name="Questions you can ask")
    await questions.get_by_role("button").first.click()
    # It goes to that data, whatever that makes of it.
    await expect(person.newest.status).to_contain_text(re.compile("Answered|Stopped"))
    session = person.api.get(f"/api/v1/bi/sessions/{person.session_id}").raise_for_status().json()
    assert session["datasource_id"] == "hostile"
    assert await page.evaluate("window.ran") is None


async def test_what_a_caller_may_not_see_is_not_there(page: Page, traders: LiveServer) -> None:
    given = token("acme", roles=("clerk",), further={"regions": ["North"]})
    await page.add_init_script(f"sessionStorage.setItem('parley.token', '{given}')")
    await page.goto(f"{traders.url}/catalog/traders?dataset=orders")
    await expect(page.get_by_role("heading", level=2)).to_have_text("Orders")
    await expect(item(page, "Amount")).to_be_visible()
    await expect(item(page, "Cost")).to_have_count(0)
    datasets = page.get_by_role("navigation", name="Datasets")
    await expect(datasets).to_contain_text("Customers")
    await expect(datasets).not_to_contain_text("Salaries")
    samples = page.get_by_role("list", name="Values of Region").get_by_role("listitem")
    await expect(samples).to_have_text(["North"])
    for words in ("pay", "cost", "margin", "zanz", "south"):
        await page.get_by_label("Search the catalog").fill(words)
        await expect(page.get_by_text("Nothing in the catalog matches.")).to_be_visible()
    assert secrets_in(await page.locator("body").inner_text()) == []
