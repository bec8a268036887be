"""Lets Amazon's driver speak to PostgreSQL, which does not know what it says of itself first."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_KNOWN = frozenset({b"user", b"database", b"application_name"})


@contextmanager
def startup_proxy(server: Path) -> Iterator[int]:
    """A port of the loopback interface, before a server at a socket of its own."""
    listener = socket.create_server(("127.0.0.1", 0))
    accepting = threading.Thread(target=_accept, args=(listener, server))
    accepting.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join()


def _accept(listener: socket.socket, server: Path) -> None:
    connections = []
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            break
        connections.append(threading.Thread(target=_serve, args=(client, server)))
        connections[-1].start()
    for connection in connections:
        connection.join()


def _serve(client: socket.socket, server: Path) -> None:
    with client, socket.socket(socket.AF_UNIX) as upstream:
        upstream.connect(str(server))
        first = client.recv(65536)
        upstream.sendall(_shortened(first))
        back = threading.Thread(target=_pump, args=(upstream, client))
        back.start()
        _pump(client, upstream)
        back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def _shortened(message: bytes) -> bytes:
    """A StartupMessage with the parameters that PostgreSQL knows."""
    version, texts = message[4:8], message[8:].rstrip(b"\0").split(b"\0")
    pairs = zip(texts[::2], texts[1::2], strict=True)
    kept = b"".join(b"%s\0%s\0" % pair for pair in pairs if pair[0] in _KNOWN) + b"\0"
    return struct.pack("!i", 8 + len(kept)) + version + kept
