"""Before any route of this face: who calls is let in by an API key, and their calls are counted.

A middleware, so that nothing below the face's addresses is open or uncounted: no body that is not
JSON, and no address where nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog import get_logger
from structlog.contextvars import bind_contextvars

from api.context import key_secrets_of, service_of
from api.faces.chat2query.authentication import Authentication
from api.faces.chat2query.credentials import challenges
from api.faces.chat2query.errors import WIRES, KeyRefused, error_response
from api.faces.chat2query.nonces import LIFETIME_S, SKEW_S, Nonces
from api.problem import INTERNAL_ERROR, problem_of
from api.settings import Settings
from bi.model.errors import ParleyError, StoreUnavailable, UserError
from runs.api_keys import ApiKey, ApiKeys
from runs.nonce_counts import NonceCounts
from runs.rate_limits import RateLimits, Standing, TooManyCalls

_log = get_logger(__name__)

# Looking whether a job is done costs nothing: what is limited are questions.
_POLL = re.compile(r"(/api/v1beta/app/chat2query-[^/]+/endpoint)?/v2/jobs/[^/]+")


class Visit:
    """A call that was let in: its key, where that stands, and whether it began a job."""

    def __init__(self, key: ApiKey, limits: RateLimits, standing: Standing | None) -> None:
        self.key = key
        self.standing = standing
        self._limits = limits
        self._job: tuple[str, str | None] | None = None

    async def begin_job(self, tenant_id: str, app: str | None) -> None:
        """Raises TooManyCalls, StoreUnavailable."""
        await self._limits.begin_job(tenant_id, app)
        self._job = (tenant_id, app)

    async def failed(self) -> None:
        """A call that is answered with an error has begun no job."""
        if self._job is None:
            return
        job, self._job = self._job, None
        try:
            await self._limits.give_back_job(*job)
        except StoreUnavailable:
            # The caller is told what went wrong before; the count is off by one for a day.
            _log.warning("job_not_given_back", app=job[1])


class _Door:
    """What is needed to let somebody in, once the service is open."""

    def __init__(self, authentication: Authentication, limits: RateLimits, nonces: Nonces) -> None:
        self.authentication = authentication
        self.limits = limits
        self.nonces = nonces


class KeyGate:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._door: _Door | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not any(wire.holds(scope["path"]) for wire in WIRES):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            door = await self._opened(request)
            visit = await _admitted(door, request)
        except ParleyError as error:
            await self._refuse(error, scope, receive, send)
            return
        answering = _Answering(send, visit)
        if visit.standing is not None and visit.standing.is_exceeded:
            await error_response(problem_of(_too_many(visit.standing)))(
                scope, receive, answering.send
            )
            return
        bind_contextvars(tenant=visit.key.principal.tenant_id, key=visit.key.public_key)
        request.state.visit = visit
        try:
            await self._app(scope, receive, answering.send)
        except Exception:
            if answering.has_begun:
                raise
            _log.exception("request_crashed", path=scope["path"])
            await error_response(INTERNAL_ERROR)(scope, receive, answering.send)

    async def _opened(self, request: Request) -> _Door:
        if self._door is None:
            secrets = key_secrets_of(request)
            client = (await service_of(request)).redis
            settings: Settings = request.app.state.settings
            nonces = Nonces(secrets.derived("parley digest nonces"))
            counts = NonceCounts(client, kept_s=LIFETIME_S + SKEW_S)
            limits = RateLimits(
                client,
                per_minute=settings.chat2query_per_minute,
                per_day=settings.chat2query_per_day,
            )
            keys = ApiKeys(client, secrets)
            self._door = _Door(Authentication(keys, nonces, counts), limits, nonces)
        return self._door

    async def _refuse(self, error: ParleyError, scope: Scope, receive: Receive, send: Send) -> None:
        if not isinstance(error, UserError):
            _log.error("request_failed", exc_info=error)
        response = error_response(problem_of(error))
        if response.status_code == 401 and self._door is not None:
            is_stale = isinstance(error, KeyRefused) and error.is_stale
            for challenge in challenges(self._door.nonces.made(), is_stale=is_stale):
                response.headers.append("WWW-Authenticate", challenge)
        await response(scope, receive, send)


async def _admitted(door: _Door, request: Request) -> Visit:
    header = request.headers.get("authorization")
    key = await door.authentication.key_of(header, request.method, _target(request.scope))
    is_poll = request.method == "GET" and _POLL.fullmatch(request.scope["path"]) is not None
    standing = await door.limits.call(key.public_key, counts=not is_poll)
    return Visit(key, door.limits, standing)


def _target(scope: Scope) -> str:
    """The path and query of the request line, a character a byte."""
    path: bytes = scope["raw_path"]
    query: bytes = scope["query_string"]
    return (path + b"?" + query if query else path).decode("latin-1")


def _too_many(standing: Standing) -> TooManyCalls:
    return TooManyCalls(
        f"The request exceeded the limit of {standing.limit} times per API key per minute.",
        retry_after_s=max(1, standing.reset_s),
    )


class _Answering:
    """Tells with the answer where the key stands, and gives a job back that did not begin."""

    def __init__(self, send: Send, visit: Visit) -> None:
        self._send = send
        self._visit = visit
        self.has_begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            if message["status"] >= 400:
                await self._visit.failed()
            headers = MutableHeaders(scope=message)
            for name, value in _headers(self._visit.standing).items():
                headers[name] = value
        await self._send(message)


def _headers(standing: Standing | None) -> Mapping[str, str]:
    if standing is None:
        return {}
    return {
        "X-Ratelimit-Limit-Minute": str(standing.limit),
        "X-Ratelimit-Remaining-Minute": str(standing.remaining),
        "X-Ratelimit-Reset": str(standing.reset_s),
    }
