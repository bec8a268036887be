"""The application: faces, probes and pages around one service."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.middleware.cors import CORSMiddleware

from api.auth import token_verifier
from api.description import DescribedApi
from api.drain import Drain, draining_on_signals
from api.exception_handlers import add_exception_handlers
from api.faces.chat2query import job_routes as chat2query_jobs
from api.faces.chat2query import knowledge_routes as chat2query_knowledge
from api.faces.chat2query import session_routes as chat2query_sessions
from api.faces.chat2query import summary_routes as chat2query_summaries
from api.faces.chat2query.errors import WIRES as CHAT2QUERY_WIRES
from api.faces.chat2query.gate import KeyGate
from api.faces.chat2query.mounting import mount
from api.faces.dashboards import data_routes as dashboard_data
from api.faces.dashboards import filter_routes as dashboard_filters
from api.faces.dashboards import routes as dashboards
from api.faces.dashboards import tile_routes as dashboard_tiles
from api.faces.dashboards import version_routes as dashboard_versions
from api.faces.dashboards import words as dashboard_words
from api.faces.matih_chat import routes as matih_chat
from api.faces.matih_chat import socket as matih_chat_socket
from api.faces.matih_sessions import caller_routes, datasource_routes, model_routes
from api.faces.matih_sessions import routes as matih_sessions
from api.faces.reveal import routes as reveal
from api.matih.errors import error_response
from api.middleware import BodyLimit, LoopbackHosts, RequestContext, is_probe
from api.opening import OpeningService
from api.probes import router as probes
from api.secret import keys_secret
from api.settings import Settings
from api.static_pages import add_pages
from api.version import VERSION
from api.wire import Wire, Wires
from runs.key_secrets import KeySecrets

# 4,000 characters, each a pair of escapes at worst, with room for what is around them.
MAX_BODY_BYTES = 64 * 1024

WIRES = Wires(
    default=Wire("", error_response, MAX_BODY_BYTES),
    others=(reveal.WIRE, dashboards.WIRE, *CHAT2QUERY_WIRES),
)

# What a page of another origin may send and read.
_CORS_REQUEST_HEADERS = (
    "Authorization",
    "Content-Type",
    "Last-Event-ID",
    "X-Idempotency-Key",
    "X-Request-ID",
    "X-Tenant-ID",
    "X-User-ID",
)
_CORS_ANSWER_HEADERS = (
    "Content-Location",
    "Idempotency-Replayed",
    "Location",
    "Retry-After",
    "WWW-Authenticate",
    "X-Ratelimit-Limit-Minute",
    "X-Ratelimit-Remaining-Minute",
    "X-Ratelimit-Reset",
    "X-Request-ID",
    "X-Run-ID",
    "X-Session-ID",
)

DESCRIPTION = """Ask business questions in a conversation: plain words become SQL, a chart and
findings, and the next sentence refines it. The groups of endpoints work on the same sessions.

A turn answers with JSON, or with server-sent events for `Accept: text/event-stream`. Its run goes
on without its reader: a stream that broke is resumed after the last event that arrived, and a
turn that is sent again with its `X-Idempotency-Key` happens once. The chat also has a WebSocket:
`/ws/chat/{session_id}?token=`, with messages `message`, `refine`, `visualize`, `resume` and
`cancel`. `/api/reveal/ai` talks about whole dashboards, written as RDash; its errors are
`{"error": "…"}`. The Chat2Query endpoints answer questions by jobs, in envelopes of
`code`, `msg` and `result`, and take API keys (`parley keys create`)."""


def create_app(
    settings: Settings, *, on_opened: Callable[[Exception | None], None] | None = None
) -> FastAPI:
    """The application; its service opens when it starts and closes when it stops.

    With `on_opened` it starts at once and opens the service meanwhile: requests that need it
    wait, and `on_opened` gets None once it is open, or why it cannot be. Without, the start
    waits, and fails with it.
    Raises SettingsInvalid for a secret or a token key that cannot be used.
    """
    app = DescribedApi(
        title="Parley",
        version=VERSION,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        separate_input_output_schemas=False,
        # Where spans are sent (`api.tracing`), FastAPI makes those of requests. What it would log
        # of errors has their texts.
        telemetry={
            "auto_configure": False,
            "logs": False,
            "operation_spans": False,
            "exclude": is_probe,
        },
    )
    app.state.settings = settings
    app.state.drain = Drain()
    app.state.on_opened = on_opened
    app.state.verifier = token_verifier(settings)
    app.state.key_secrets = KeySecrets(keys_secret(settings))
    app.include_router(probes)
    app.include_router(matih_sessions.router)
    app.include_router(datasource_routes.router)
    app.include_router(model_routes.router)
    app.include_router(caller_routes.router)
    app.include_router(matih_chat.router)
    app.include_router(matih_chat_socket.router)
    app.include_router(dashboards.router)
    app.include_router(dashboard_versions.router)
    app.include_router(dashboard_tiles.router)
    app.include_router(dashboard_data.router)
    app.include_router(dashboard_filters.router)
    app.include_router(dashboard_words.router)
    app.include_router(reveal.router)
    mount(app, chat2query_sessions.router)
    mount(app, chat2query_jobs.router)
    mount(app, chat2query_summaries.router)
    mount(app, chat2query_knowledge.router)
    app.state.pages = add_pages(app, settings)
    add_exception_handlers(app, WIRES)
    _add_middleware(app, settings)
    return app


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """The last one is the outermost."""
    app.add_middleware(KeyGate)
    if not settings.require_auth:
        app.add_middleware(LoopbackHosts, wires=WIRES)
    app.add_middleware(BodyLimit, wires=WIRES)
    app.add_middleware(RequestContext, drain=app.state.drain, wires=WIRES)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PATCH", "PUT", "DELETE"],
            allow_headers=_CORS_REQUEST_HEADERS,
            expose_headers=_CORS_ANSWER_HEADERS,
        )


def _build_routes(app: FastAPI) -> None:
    """FastAPI makes out what a route needs when a request first comes by: half a second for all."""
    for _ in iter_route_contexts(app.routes):
        pass


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    opened = OpeningService(settings, app.state.on_opened, prepare=partial(_build_routes, app))
    async with opened as opening:
        app.state.opening = opening
        if app.state.on_opened is None:
            await opening.service()
        with draining_on_signals(app.state.drain, opening.drain, seconds=settings.drain_s):
            async with app.state.pages.made_when_calm(opening.service):
                yield
