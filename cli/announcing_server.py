"""The web server, which says where it is once it can be reached."""

from __future__ import annotations

import socket
import sys

import uvicorn


class AnnouncingServer(uvicorn.Server):
    """Needs its sockets given to `run`."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or ():
            announce(listener)


def announce(listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    name = f"[{host}]" if ":" in host else host
    print(
        f"Parley is at http://{name}:{port} (its API is described at /docs)",
        file=sys.stderr,
        flush=True,
    )
