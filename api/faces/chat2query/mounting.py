"""Routers of this face are reached in two places: below a data app, and bare."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Path
from fastapi.security import HTTPBasic, HTTPDigest

from api.faces.chat2query.errors import APP_PREFIX

# For the description of the API alone: `api.faces.chat2query.gate` lets callers in.
_SCHEMES = (
    HTTPDigest(auto_error=False, description="Public key and private key, by RFC 7616."),
    HTTPBasic(auto_error=False, description="Public key and private key."),
)


def mount(app: FastAPI, router: APIRouter) -> None:
    """`router`'s paths begin with `/v3` or `/v2`; described is the place below a data app."""
    described = [*(Depends(scheme) for scheme in _SCHEMES), Depends(_named_app)]
    app.include_router(router, prefix=APP_PREFIX, dependencies=described)
    app.include_router(router, include_in_schema=False)


async def _named_app(
    app: Annotated[str, Path(description="Any name; jobs are counted by it.", examples=["demo"])],
) -> str:
    return app
