"""`parley serve`."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bi.model.errors import UserError
from cli.announcement import announce

if TYPE_CHECKING:
    import uvicorn

    from api.settings import Settings

_BACKLOG = 2048
# Running turns have had `drain_s` by then; this is for answers on their way out.
_LAST_ANSWERS_S = 5
# Clients that pool connections keep them longer than a server's usual five seconds.
_KEEP_ALIVE_S = 75
# A worker that says nothing for so long hangs. On a busy machine starting takes a while.
_HUNG_AFTER_S = 10
_SOCKET_MESSAGE_BYTES = 64 * 1024


class CannotListen(UserError):
    """The address is taken, forbidden or unknown."""


def serve_forever(flags: Mapping[str, Any], settings_file: Path | None) -> int:
    """Raises SettingsInvalid, CatalogInvalid, CannotListen, StoreUnavailable, StoreUrlInvalid."""
    from api.logs import configure_logs
    from api.settings import load_settings, misspelt_variables

    settings = load_settings(flags, settings_file)
    configure_logs(settings.log_level, settings.log_format)
    for warning in misspelt_variables(os.environ):
        print(f"parley: {warning}", file=sys.stderr)
    listener = _listen(settings.host, settings.port)
    if settings.workers == 1:
        # What it starts beside itself does not have the port: it would keep it from the next start
        # for as long as it lives on where this process is killed.
        return _serve_alone(settings, listener)
    listener.set_inheritable(True)
    return asyncio.run(_serve_with_workers(settings, listener))


def _listen(host: str, port: int) -> socket.socket:
    """Bound before anything is started, so that a taken port is told at once."""
    try:
        family, *_, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise CannotListen(_why_not(error, host, port)) from error
    return listener


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use; choose another with --port"
    if error.errno == errno.EACCES:
        return f"port {port} needs more rights than you have; choose one from 1024 with --port"
    return f"cannot listen on {host}:{port}: {error.strerror}"


def _serve_alone(settings: Settings, listener: socket.socket) -> int:
    import uvicorn

    from api.app import create_app

    failures: list[Exception] = []

    def opened(failure: Exception | None) -> None:
        if failure is None:
            announce(listener)
        else:
            failures.append(failure)
            server.should_exit = True

    server = uvicorn.Server(_config(create_app(settings, on_opened=opened), settings))
    server.run(sockets=[listener])
    if failures:
        raise failures[0]
    return 0


async def _serve_with_workers(settings: Settings, listener: socket.socket) -> int:
    """Workers share a store and a demo that are there before the first of them starts."""
    from uvicorn.config import STARTUP_FAILURE

    from checkpoints.store_url import parse_store_url
    from cli.supervisor import Supervisor
    from graph.datasources import open_datasources
    from runs.embedded import EmbeddedStore

    async with AsyncExitStack() as stack:
        if settings.redis_url is None:
            await stack.enter_async_context(EmbeddedStore(settings.data_dir))
        else:
            parse_store_url(settings.redis_url)  # told once, not by each worker
        datasources = await open_datasources(
            settings.data_dir, settings.catalog, default_id=settings.default_datasource
        )
        await datasources.close()
        _hand_down(settings)
        config = _config("api.worker:create_worker_app", settings, factory=True)
        supervisor = Supervisor(config, sockets=[listener])
        # From now on connections wait for the first worker instead of being refused.
        listener.listen(_BACKLOG)
        announcing = asyncio.create_task(_announce_when_answered(listener))
        await asyncio.to_thread(supervisor.run)
        announcing.cancel()
    return 1 if any(worker.exitcode == STARTUP_FAILURE for worker in supervisor.processes) else 0


async def _announce_when_answered(listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    if await reader.readline():
        announce(listener)
    writer.close()


def _hand_down(settings: Settings) -> None:
    """Leave the options to the workers, who find them where anybody's options may be."""
    from api.settings_variables import variables_of

    for variable, value in variables_of(settings).items():
        os.environ.pop(variable, None)
        if value is not None:
            os.environ[variable] = value
    os.environ["PARLEY_SETTINGS"] = os.devnull


def _config(app: Any, settings: Settings, *, factory: bool = False) -> uvicorn.Config:
    import uvicorn

    return uvicorn.Config(
        app,
        factory=factory,
        workers=settings.workers,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        ws_max_size=_SOCKET_MESSAGE_BYTES,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_worker_healthcheck=_HUNG_AFTER_S,
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
    )
