"""A server of the tests' own, on a real socket."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from pydantic import SecretStr
from starlette.types import ASGIApp

from api.app import create_app
from api.settings import Settings
from api.tokens import issue_token

SECRET = "a secret of the tests' own, long enough for all of them"


@dataclass(frozen=True)
class LiveServer:
    """Where it is, and how to speak to it."""

    address: str

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers=headers, timeout=30)

    def caller(self, tenant: str = "acme-corp", user: str = "alice") -> httpx.Client:
        """A client with a token."""
        return self.client(Authorization=f"Bearer {token(tenant, user)}")


def token(tenant: str = "acme-corp", user: str = "alice", **changes: Any) -> str:
    given: dict[str, Any] = {"ttl": timedelta(minutes=10), **changes}
    return issue_token(SECRET.encode(), tenant_id=tenant, user_id=user, **given)


def settings_for(folder: Path, **options: Any) -> Settings:
    return Settings(data_dir=folder, jwt_secret=SecretStr(SECRET), **options)


def when_ready(client: httpx.Client) -> httpx.Response:
    """The first answer of `/ready` that says so: a busy machine's database may take a moment, which
    the probe itself waits for."""
    for _ in range(60):
        answer = client.get("/ready")
        if answer.is_success:
            return answer
    raise AssertionError(answer.text)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.is_up.set()


@contextmanager
def serving(settings: Settings, app: ASGIApp | None = None) -> Iterator[LiveServer]:
    """The application, or `app` in its stead, in a thread for as long as the context lasts."""
    listener = socket.create_server((settings.host, 0))
    config = uvicorn.Config(
        app or create_app(settings), lifespan="on", log_config=None, ws="websockets-sansio"
    )
    server = _Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    server.is_up.wait()
    assert server.started, "the application did not start"
    try:
        host, port = listener.getsockname()
        yield LiveServer(f"{host}:{port}")
    finally:
        server.should_exit = True
        thread.join()
