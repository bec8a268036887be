"""The landing page at `/` and the API's description at `/docs`; nothing comes from elsewhere."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

_PAGES = Path(str(files("api") / "pages"))
_WEB = Path(str(files("web")))
# The package holds a copy of Swagger UI's files, so that `/docs` works without a network.
_SWAGGER_UI = Path(str(files("fastapi_offline") / "static"))

_SECURITY = {
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
}
# Swagger UI sets style attributes while it draws.
_DOCS_SECURITY = _SECURITY | {
    "Content-Security-Policy": _SECURITY["Content-Security-Policy"].replace(
        "style-src 'self'", "style-src 'self' 'unsafe-inline'"
    )
}

router = APIRouter(include_in_schema=False)


@router.get("/")
@router.get("/sessions/{name}")
@router.get("/dashboards")
@router.get("/dashboards/{name}")
@router.get("/catalog")
@router.get("/catalog/{name}")
async def workbench() -> Response:
    """The same page for all of its addresses: it reads them itself."""
    return FileResponse(_WEB / "index.html", headers=_SECURITY)


@router.get("/docs")
async def api_description() -> Response:
    return FileResponse(_PAGES / "docs.html", headers=_DOCS_SECURITY)


def add_pages(app: FastAPI) -> None:
    app.include_router(router)
    app.mount("/assets/swagger-ui", StaticFiles(directory=_SWAGGER_UI))
    for folder in ("src", "styles", "vendor"):
        app.mount(f"/assets/{folder}", StaticFiles(directory=_WEB / folder))
    app.mount("/assets", StaticFiles(directory=_PAGES))
