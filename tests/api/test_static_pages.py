"""What browsers are sent: headers, compression, versions, and nothing that is not for them."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import brotli
import httpx
import pytest

from api.workbench.modules import imported
from bi.charts.browser import bundle_name
from bi.charts.theme import DARK, LIGHT
from tests.api.live import LiveServer, serving, settings_for
from web import ROOT

SHOPS = "https://shop.example", "https://intranet.example:8443"


@pytest.fixture
def client(live: LiveServer) -> Iterator[httpx.Client]:
    with live.client() as opened:
        yield opened


@pytest.fixture(scope="module")
def embeddable(data_dir: Path, valkey_url: str) -> Iterator[LiveServer]:
    """A server whose chat the pages of shops may show."""
    settings = settings_for(data_dir, redis_url=valkey_url, embed_origins=SHOPS)
    with serving(settings) as server:
        yield server


def main_of(page: httpx.Response) -> str:
    found = re.search(r'<script type="module" src="([^"]+)"', page.text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    "address",
    ["/", "/sessions/sess-1", "/dashboards", "/dashboards/any", "/catalog", "/catalog/demo"],
)
def test_every_address_of_the_workbench_has_the_page(client: httpx.Client, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.text == client.get("/").text
    assert client.head(address).headers["etag"] == page.headers["etag"]


def test_nobody_may_put_the_workbench_into_a_frame(client: httpx.Client) -> None:
    headers = client.get("/").headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def test_only_the_services_own_pages_embed_it_unless_others_are_named(
    client: httpx.Client, embeddable: LiveServer
) -> None:
    alone = client.get("/embed").headers
    assert alone["content-security-policy"].endswith("; frame-ancestors 'self'")
    with embeddable.client() as other:
        headers = other.get("/embed").headers
        assert other.get("/").headers["content-security-policy"].endswith("'none'")
    assert headers["content-security-policy"].endswith(
        f"; frame-ancestors 'self' {' '.join(SHOPS)}"
    )
    assert "x-frame-options" not in headers


def test_the_page_in_a_frame_is_the_same_but_knows_it(client: httpx.Client) -> None:
    page, framed = client.get("/"), client.get("/embed")
    assert "<html data-embed lang" in framed.text
    assert "data-embed" not in page.text
    assert "<textarea" in page.text
    assert "<textarea" not in framed.text
    assert main_of(framed) == main_of(page).replace("/src/main.js", "/src/embed/main.js")
    styles = re.findall(r'rel="stylesheet" href="([^"]+)"', page.text)
    assert re.findall(r'rel="stylesheet" href="([^"]+)"', framed.text) == styles != []


def test_the_script_for_other_pages_is_kept_for_a_while(client: httpx.Client) -> None:
    script = client.get("/embed.js")
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert script.headers["cache-control"] == "public, max-age=600"


@pytest.mark.parametrize("page_address", ["/", "/embed"])
def test_all_modules_that_a_page_needs_are_asked_for_at_once(
    client: httpx.Client, page_address: str
) -> None:
    """Followed here as a browser does, from address to address."""
    page = client.get(page_address)
    announced = re.findall(r'<link rel="modulepreload" href="([^"]+)"', page.text)
    begun = main_of(page)
    needed: set[str] = set()
    waiting = [begun]
    while waiting:
        address = waiting.pop()
        module = client.get(address)
        assert module.status_code == 200, address
        there = {urljoin(address, name) for name in imported(module.text)}
        waiting += there - needed
        needed |= there
    assert sorted(announced) == sorted(needed - {begun})
    assert any(address.endswith("/vendor/preact.mjs") for address in announced)


def test_a_version_in_an_address_is_kept_for_good(client: httpx.Client) -> None:
    page = client.get("/")
    found = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.text)
    owned = [address for address in found if "/icon.svg" not in address]
    assert len(owned) > 5
    for address in owned:
        headers = client.get(address).headers
        assert headers["cache-control"] == "public, max-age=31536000, immutable", address
        assert "etag" not in headers
    version = main_of(page).split("/")[2]
    for other in (
        main_of(page).replace(version, "0" * 12),
        main_of(page).replace(f"/{version}", ""),
    ):
        headers = client.get(other).headers
        assert headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "address", ["/", "/docs", "/assets/vendor/preact.mjs", "/assets/vega.js", "/assets/icon.svg"]
)
def test_what_a_browser_has_it_is_not_sent_again(client: httpx.Client, address: str) -> None:
    answers = {
        accepted: client.get(address, headers={"Accept-Encoding": accepted})
        for accepted in ("gzip, br", "gzip", "identity")
    }
    smallest, zipped, plain = answers.values()
    assert smallest.headers["content-encoding"] == "br"
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert smallest.content == zipped.content == plain.content
    lengths = [int(answer.headers["content-length"]) for answer in answers.values()]
    assert lengths == sorted(lengths)
    assert len({answer.headers["etag"] for answer in answers.values()}) == 3
    for accepted, answer in answers.items():
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["cache-control"] == "no-cache"
        asked = {
            "Accept-Encoding": accepted,
            "If-None-Match": f'"other", W/{answer.headers["etag"]}',
        }
        again = client.get(address, headers=asked)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == answer.headers["etag"]
        head = client.head(address, headers={"Accept-Encoding": asked["Accept-Encoding"]})
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == answer.headers["content-length"]


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [("br;q=0, gzip", "gzip"), ("*", "br"), ("*, br;q=0.0", "gzip"), ("GZIP;q=0.5", "gzip")],
)
def test_what_is_taken_is_sent(client: httpx.Client, accepted: str, sent: str) -> None:
    answer = client.get("/assets/vendor/preact.mjs", headers={"Accept-Encoding": accepted})
    assert answer.headers["content-encoding"] == sent


@pytest.mark.parametrize("accepted", ["gzip;q=0", "deflate", "gzip;q=0.0, br;q=0", "x-gzip"])
def test_who_takes_nothing_gets_it_as_it_is(client: httpx.Client, accepted: str) -> None:
    answer = client.get("/assets/vendor/preact.mjs", headers={"Accept-Encoding": accepted})
    assert "content-encoding" not in answer.headers


def test_fonts_are_sent_as_they_are(client: httpx.Client) -> None:
    font = client.get("/assets/vendor/inter.woff2")
    assert font.headers["content-type"] == "font/woff2"
    assert "content-encoding" not in font.headers
    assert font.content == (ROOT / "vendor" / "inter.woff2").read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/assets/package.json",
        "/assets/src/../package.json",
        "/assets/src/../../pyproject.toml",
        "/assets/src/%2e%2e/package.json",
        "/assets/src/..%2fpackage.json",
        "/assets/src//etc/passwd",
        "/assets/%2fetc/passwd",
        "/assets/src/",
        "/assets/src",
        "/assets/src/%00.js",
        "/assets/src/..%5c..%5cpyproject.toml",
        "/assets/0123456789ab/../package.json",
        "/assets/0123456789ab/package.json",
        "/assets/0123456789ab/vendor.mjs",
        "/assets/vendor.mjs",
        "/assets/vendor/preact.d.mts",
        "/assets/vendor/LICENSE.preact",
        "/assets/node_modules/preact/dist/preact.mjs",
        "/assets/types/vega.d.ts",
        "/assets/index.html",
        "/assets/docs.html",
        "/assets/__init__.py",
        "/assets/src/.hidden.js",
    ],
)
def test_nothing_else_can_be_reached(live: LiveServer, path: str) -> None:
    """Over a bare socket: clients tidy paths before they send them."""
    host, port = live.address.rsplit(":", 1)
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"GET {path} HTTP/1.0\r\nHost: {live.address}\r\n\r\n".encode())
        answer = connection.makefile("rb").read()
    assert answer.split()[1] == b"404", answer[:500]


def test_what_draws_charts_is_one_module_and_kept(live: LiveServer, data_dir: Path) -> None:
    with live.client() as client:
        module = client.get("/assets/vega.js")
    assert module.headers["content-type"] == "text/javascript; charset=utf-8"
    assert re.search(r"export\{\w+\$?\w* as vegaEmbed\};?\s*$", module.text.replace("$", "x"))
    assert imported(module.text) == []
    kept = data_dir / "cache" / f"{bundle_name()}.js.br"
    assert brotli.decompress(kept.read_bytes()) == module.content


def test_what_was_kept_is_not_made_again(data_dir: Path, valkey_url: str, tmp_path: Path) -> None:
    (tmp_path / "demo.duckdb").symlink_to(data_dir / "demo.duckdb")
    kept = tmp_path / "cache" / f"{bundle_name()}.js.br"
    kept.parent.mkdir()
    kept.write_bytes(brotli.compress(b"export const vegaEmbed = 1;"))
    with serving(settings_for(tmp_path, redis_url=valkey_url)) as server, server.client() as client:
        assert client.get("/assets/vega.js").text == "export const vegaEmbed = 1;"


def test_charts_have_the_colours_of_the_service(client: httpx.Client) -> None:
    themes = client.get("/assets/chart-themes.json")
    assert themes.headers["content-type"] == "application/json"
    assert themes.json() == {"light": LIGHT, "dark": DARK}
