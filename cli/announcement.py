"""Where the service is, told once it can be asked."""

from __future__ import annotations

import socket
import sys


def announce(listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    name = f"[{host}]" if ":" in host else host
    print(
        f"Parley is at http://{name}:{port} (its API is described at /docs)",
        file=sys.stderr,
        flush=True,
    )
