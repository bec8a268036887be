"""The workbench at `/` and the API's description at `/docs`; nothing comes from elsewhere."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from structlog import get_logger

from api.json_response import to_json
from api.settings import Settings
from api.workbench import security
from api.workbench.chart_module import ChartModule
from api.workbench.content import FOR_GOOD, Content, content_of, respond
from api.workbench.files import FOLDERS, Files
from api.workbench.pages import Pages, Site
from web import ROOT

_log = get_logger(__name__)

# The same page at all of them: it reads its own address.
WORKBENCH = (
    "/",
    "/sessions/{name}",
    "/dashboards",
    "/dashboards/{name}",
    "/catalog",
    "/catalog/{name}",
)
_NOT_INSTALLED = (
    "The pages are not installed: web/vendor is not there. Run `make serve` in the project's "
    "folder, which fetches what they load; or ask over HTTP, as /docs says.\n"
)
# Seconds after the start, when whoever waited for it has been served; not the same for all workers,
# so that the others find the chart module made.
_CALM_S = (5.0, 15.0)
# Pages of others load it, and are not to wait for an answer about it each time.
_TEN_MINUTES = "public, max-age=600"
_PAGES = Path(str(files("api") / "pages"))
# The package holds a copy of Swagger UI's files, so that `/docs` works without a network.
_SWAGGER_UI = Path(str(files("fastapi_offline") / "static"))


class StaticPages:
    """Endpoints for GET and HEAD."""

    def __init__(self, settings: Settings) -> None:
        self._files = Files(ROOT)
        self._docs = Files(_PAGES)
        self._pages = Pages(self._files)
        self._frame_headers = security.framed(settings.embed_origins)
        self.chart_module = ChartModule(settings.data_dir / "cache")

    @asynccontextmanager
    async def made_when_calm(self, opened: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
        """Makes what takes long some time after `opened`; what is not made when this is left, is
        not."""
        calm = asyncio.create_task(self._when_calm(opened))
        try:
            yield
        finally:
            calm.cancel()
            await asyncio.gather(calm, return_exceptions=True)
            await self.chart_module.aclose()

    async def _when_calm(self, opened: Callable[[], Awaitable[object]]) -> None:
        await opened()
        await asyncio.sleep(random.uniform(*_CALM_S))
        self.chart_module.begin()
        try:
            if await asyncio.to_thread(self._pages.site) is not None:
                await asyncio.to_thread(self._files.compress_well)
        except OSError as error:  # files that change at this moment; they are sent as they are
            _log.warning("pages_not_compressed", error=str(error))

    async def workbench(self, request: Request) -> Response:
        site = await self._site()
        return respond(request, site.page, headers=security.PAGE) if site else _not_installed()

    async def embed(self, request: Request) -> Response:
        """The page for a frame, see `docs/embedding.md`."""
        site = await self._site()
        return (
            respond(request, site.framed, headers=self._frame_headers) if site else _not_installed()
        )

    async def asset(self, request: Request) -> Response:
        """`src/main.js`, or `VERSION/src/main.js`: for good, where that is the present version."""
        first, _, rest = request.path_params["name"].partition("/")
        if first in FOLDERS:
            name = f"{first}/{rest}"
        elif (content := self._pages.current(first, rest)) is not None:
            return respond(request, content, cached=FOR_GOOD)
        else:
            name = rest
        return respond(request, _found(await asyncio.to_thread(self._files.served, name)))

    async def icon(self, request: Request) -> Response:
        return respond(request, _found(await asyncio.to_thread(self._files.read, "icon.svg")))

    async def embed_script(self, request: Request) -> Response:
        """The one script of a page that shows the chat."""
        content = _found(await asyncio.to_thread(self._files.read, "embed.js"))
        return respond(request, content, cached=_TEN_MINUTES)

    async def vega(self, request: Request) -> Response:
        return respond(request, await self.chart_module.content())

    async def chart_themes(self, request: Request) -> Response:
        return respond(request, await asyncio.to_thread(_chart_themes))

    async def docs(self, request: Request) -> Response:
        content = _found(await asyncio.to_thread(self._docs.read, "docs.html"))
        return respond(request, content, headers=security.DOCS)

    async def docs_script(self, request: Request) -> Response:
        return respond(request, _found(await asyncio.to_thread(self._docs.read, "docs.js")))

    async def _site(self) -> Site | None:
        site = await asyncio.to_thread(self._pages.site)
        if site is not None:
            # Whoever opens the page will soon look at a chart.
            self.chart_module.begin()
        return site


def add_pages(app: FastAPI, settings: Settings) -> StaticPages:
    pages = StaticPages(settings)
    for address in WORKBENCH:
        app.add_route(address, pages.workbench, include_in_schema=False)
    for address, endpoint in (
        ("/embed", pages.embed),
        ("/embed.js", pages.embed_script),
        ("/docs", pages.docs),
        ("/assets/docs.js", pages.docs_script),
        ("/assets/icon.svg", pages.icon),
        ("/assets/vega.js", pages.vega),
        ("/assets/chart-themes.json", pages.chart_themes),
    ):
        app.add_route(address, endpoint, include_in_schema=False)
    app.mount("/assets/swagger-ui", StaticFiles(directory=_SWAGGER_UI))
    app.add_route("/assets/{name:path}", pages.asset, include_in_schema=False)
    return pages


def _found(content: Content | None) -> Content:
    if content is None:
        raise HTTPException(404)
    return content


def _chart_themes() -> Content:
    from bi.charts.theme import DARK, LIGHT

    return content_of(to_json({"light": LIGHT, "dark": DARK}), "application/json")


def _not_installed() -> Response:
    return PlainTextResponse(_NOT_INSTALLED, status_code=503, headers={"Cache-Control": "no-store"})
