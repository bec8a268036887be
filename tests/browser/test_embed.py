"""The chat in a page of another origin: what the two tell one another, and what they do not."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.async_api import Frame, Page, expect

from tests.api.live import LiveServer, serving, settings_for, token
from tests.browser.conftest import EXAMPLES, Faults, QuietFiles

# A document of the service's origin that does nothing of its own, for a frame.
EMPTY = "/embed.js"
# What the chat's page does first; the results are left where tests find them.
BEGIN = """async () => {
    const { embedded } = await import("/assets/src/embed/frame.js");
    const chat = await embedded();
    window.chat = chat;
    window.changes = [];
    chat.onChange((options) => window.changes.push(options));
    const { datasource, session, theme, accent, placeholder } = chat;
    return { datasource, session, theme, accent, placeholder };
}"""


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Where the example's page is served from; its folder is filled once the service is there."""
    folder = tmp_path_factory.mktemp("shop")
    handler = partial(QuietFiles, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", folder
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def shop(
    origin: tuple[str, Path],
    demo_database: Path,
    valkey_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, LiveServer]]:
    """The example's page, around the chat of a service that knows it.

    At `quiet.html` its chat is not opened yet.
    """
    address, folder = origin
    data = tmp_path_factory.mktemp("embedding")
    (data / "demo.duckdb").symlink_to(demo_database)
    settings = settings_for(data, redis_url=valkey_url, embed_origins=(address,))
    with serving(settings) as service:
        for file in (EXAMPLES / "embed").iterdir():
            text = file.read_text().replace("http://127.0.0.1:8000", service.url)
            (folder / file.name).write_text(text)
        quiet = (
            (folder / "index.html")
            .read_text()
            .replace("<parley-chat ", '<parley-chat mode="button" ')
        )
        (folder / "quiet.html").write_text(quiet)
        yield address, service


@pytest.fixture(scope="module")
def private_shop(
    origin: tuple[str, Path],
    demo_database: Path,
    valkey_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The page around the chat of a service that demands tokens; the first it gives has expired."""
    address, folder = origin
    data = tmp_path_factory.mktemp("private")
    (data / "demo.duckdb").symlink_to(demo_database)
    settings = settings_for(data, redis_url=valkey_url, embed_origins=(address,), require_auth=True)
    tokens = [token(user="frida", ttl=timedelta(seconds=-60)), token(user="frida")]
    with serving(settings) as service:
        page = (EXAMPLES / "embed" / "index.html").read_text()
        page = page.replace("http://127.0.0.1:8000", service.url)
        (folder / "private.html").write_text(
            page.replace("page.js", "private.js").replace('height="70vh"', 'height="600px"')
        )
        script = (EXAMPLES / "embed" / "page.js").read_text()
        (folder / "private.js").write_text(
            f"{script}\nwindow.tokens = {json.dumps(tokens)};\nwindow.given = 0;\n"
            "chat.getToken = async () => tokens[Math.min(given++, 1)];\n"
        )
        (folder / "page.css").write_text((EXAMPLES / "embed" / "page.css").read_text())
        yield f"{address}/private.html"


async def framed(page: Page, shop: tuple[str, LiveServer]) -> Frame:
    """The chat's frame, without the chat."""
    address, service = shop
    await page.goto(f"{address}/quiet.html")
    await page.locator("parley-chat iframe").wait_for(state="attached")
    element = await page.locator("parley-chat iframe").element_handle()
    frame = await element.content_frame()
    assert frame
    await frame.goto(f"{service.url}{EMPTY}")
    return frame


async def test_the_frame_learns_how_the_chat_is_wanted(
    page: Page, shop: tuple[str, LiveServer]
) -> None:
    frame = await framed(page, shop)
    assert await frame.evaluate(BEGIN) == {
        "datasource": "demo",
        "session": None,
        "theme": "auto",
        "accent": "#0a7",
        "placeholder": "Ask about sales",
    }
    await page.get_by_label("Theme").select_option("dark")
    await frame.wait_for_function("window.changes.length === 1")
    assert await frame.evaluate("window.changes[0].theme") == "dark"


async def test_a_token_is_asked_of_the_page_and_is_in_no_address(
    page: Page, shop: tuple[str, LiveServer]
) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    frame = await framed(page, shop)
    await frame.evaluate(BEGIN)
    assert await frame.evaluate("chat.token()") is None
    await page.get_by_label("Token").fill("first.token.here")
    assert await frame.evaluate("Promise.all([chat.token(), chat.token()])") == [
        "first.token.here",
        "first.token.here",
    ]
    await page.evaluate(
        "() => { document.querySelector('parley-chat').getToken = () => 'second'; }"
    )
    assert await frame.evaluate("chat.token()") == "second"
    await page.evaluate(
        "() => { document.querySelector('parley-chat').getToken = () => Promise.reject('no'); }"
    )
    failed = "chat.token().catch((error) => error.message)"
    assert await frame.evaluate(failed) == "The page around the chat gave no token."
    assert addresses
    assert not [one for one in addresses if "token.here" in one or "second" in one]


async def test_the_page_hears_what_the_chat_announces_and_nothing_else(
    page: Page, shop: tuple[str, LiveServer]
) -> None:
    frame = await framed(page, shop)
    await frame.evaluate(BEGIN)
    heard = page.get_by_label("What the chat told").get_by_role("listitem")
    await frame.evaluate("chat.announce('click', {}), chat.announce('answer', {turn_id: 'run-1'})")
    await expect(heard.filter(has_text="answer")).to_have_text('answer {"turn_id":"run-1"}')
    await expect(heard.filter(has_text="click")).to_have_count(0)


async def test_no_other_frame_gets_the_options_or_a_token(
    page: Page, shop: tuple[str, LiveServer]
) -> None:
    """Neither one of the page's own origin, nor one of the service's that is not the chat's."""
    frame = await framed(page, shop)
    await frame.evaluate(BEGIN)
    _, service = shop
    answered = await page.evaluate(
        """async (address) => {
            const answered = [];
            for (const source of ["about:blank", address]) {
                const other = document.createElement("iframe");
                other.src = source;
                await new Promise((loaded) => {
                    other.addEventListener("load", loaded, { once: true });
                    document.body.append(other);
                });
            }
            const [own] = [...document.querySelectorAll("body > iframe")];
            own.contentWindow.addEventListener("message", (event) => answered.push(event.data));
            own.contentWindow.eval("parent.postMessage({parley: 'hello'}, '*')");
            const done = new Promise((resolve) => addEventListener("message", resolve));
            postMessage({ parley: "hello" }, "*");
            await done;
            return answered;
        }""",
        f"{service.url}{EMPTY}",
    )
    assert answered == []
    (other,) = [one for one in page.frames if one.url == f"{service.url}{EMPTY}" and one != frame]
    await other.evaluate(
        """() => {
            window.answered = [];
            addEventListener("message", (event) => window.answered.push(event.data));
            parent.postMessage({ parley: "hello" }, "*");
        }"""
    )
    # The chat's own port is as it was, and so no other was made since.
    assert await frame.evaluate("chat.token()") is None
    assert await other.evaluate("window.answered") == []


@pytest.mark.parametrize("accent", ["#ffee00", "#0a7", "#101010", "rgb(255, 120, 120)"])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_an_accent_can_be_read_on_what_is_behind_it(
    page: Page, shop: tuple[str, LiveServer], theme: str, accent: str
) -> None:
    frame = await framed(page, shop)
    await frame.add_style_tag(url="/assets/styles/base.css")
    await frame.evaluate(f"() => {{ document.documentElement.dataset.theme = '{theme}'; }}")
    contrasts = await frame.evaluate(
        """async (accent) => {
            const { contrast, wearAccent } = await import("/assets/src/embed/accent.js");
            wearAccent(accent);
            const style = getComputedStyle(document.documentElement);
            const colour = (name) => {
                const context = document.createElement("canvas").getContext("2d");
                context.fillStyle = style.getPropertyValue(name).trim();
                return context.fillStyle.match(/[0-9a-f]{2}/g).map((part) => parseInt(part, 16));
            };
            const worn = colour("--accent");
            return ["--page", "--card", "--accent-ink"].map((name) => contrast(worn, colour(name)));
        }""",
        accent,
    )
    assert min(contrasts) >= 4.5


async def test_what_is_no_colour_changes_nothing(page: Page, shop: tuple[str, LiveServer]) -> None:
    frame = await framed(page, shop)
    worn = await frame.evaluate(
        """async () => {
            const { wearAccent } = await import("/assets/src/embed/accent.js");
            wearAccent("url(x)");
            return document.documentElement.style.getPropertyValue("--accent");
        }"""
    )
    assert worn == ""


async def test_as_a_button_it_loads_nothing_until_it_is_pressed(
    page: Page, shop: tuple[str, LiveServer]
) -> None:
    address, service = shop
    await page.goto(f"{address}/quiet.html")
    button = page.get_by_role("button", name="Ask Parley")
    shown = page.locator("parley-chat iframe")
    await expect(button).to_have_attribute("aria-expanded", "false")
    await expect(shown).to_be_hidden()
    assert await shown.get_attribute("src") is None
    await button.click()
    await expect(shown).to_be_visible()
    assert await shown.get_attribute("src") == f"{service.url}/embed?theme=auto"
    await button.click()
    await expect(shown).to_be_hidden()


async def test_a_question_is_asked_in_the_page(
    page: Page, private_shop: str, faults: Faults
) -> None:
    """With a token that the page gives, and another once the first is refused."""
    faults.allow("401")
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    await page.emulate_media(color_scheme="light")
    await page.goto(private_shop)
    chat = page.frame_locator("parley-chat iframe")
    question = chat.get_by_label("Your question")
    await expect(question).to_have_attribute("placeholder", "Ask about sales")
    told = page.get_by_label("What the chat told").get_by_role("listitem")
    await expect(told).to_have_text(["ready null"])
    await expect(chat.locator(".starters button")).to_have_count(4)
    assert await page.evaluate("given") == 2

    await question.fill("Revenue by region")
    await question.press("Enter")
    turn = chat.get_by_role("article", name="Revenue by region")
    await expect(turn.locator(".status-line")).to_contain_text("Answered")
    await expect(turn.locator("svg.marks")).to_be_visible()
    await expect(told).to_have_count(2)
    name, detail = (await told.last.inner_text()).split(" ", 1)
    answer = json.loads(detail)
    assert name == "answer"
    assert list(answer) == ["session_id", "turn_id"]
    assert answer["session_id"].startswith("sess-")

    await page.get_by_label("Theme").select_option("dark")
    await expect(chat.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(turn.locator("svg.marks")).to_have_count(1)
    # The page's own address and history stay as they are, and no address has a token.
    await expect(page).to_have_url(private_shop)
    tokens = await page.evaluate("tokens")
    assert not [one for one in addresses if any(given in one for given in tokens)]
    assert await page.evaluate("given") == 2
    kept = await chat.locator("html").evaluate(
        "() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert not any(given in kept for given in tokens)


async def test_a_page_of_another_origin_is_refused(
    page: Page, private_shop: str, faults: Faults
) -> None:
    """`localhost` is not `127.0.0.1`, which was allowed."""
    faults.allow("frame-ancestors|asked another machine: http://localhost")
    await page.goto(private_shop.replace("127.0.0.1", "localhost"))
    frame = page.locator("parley-chat iframe")
    await expect(frame).to_be_visible()
    while not [one for one in faults.seen if "frame-ancestors" in one]:
        await page.evaluate("new Promise((resolve) => setTimeout(resolve))")
    await expect(
        page.frame_locator("parley-chat iframe").get_by_label("Your question")
    ).to_have_count(0)
