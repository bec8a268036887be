"""The store that comes with the service: a Valkey or Redis server of our own in a data folder.

One server a folder, shared by every process that asks for it, alive as long as one of them
is. It listens on a Unix socket alone, and appends every command to a file that is flushed
to the disk each second. The files in the folder: `store.sock`, `store.lock` (held by the
server while it lives), `store.users` (a pipe that every user of the server holds open),
`store.log`, and the server's own append-only files.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self
from urllib.parse import quote

from bi.model.errors import StoreUnavailable
from runs.server_process import find_server, launch
from runs.socket_path import make_own, make_private, socket_path

_POLL_S = 0.002
_STOP_TIMEOUT_S = 5.0
# A server that lives this long without a watcher was left behind by one.
_ORPHAN_AFTER_S = 1.0


class EmbeddedStore:
    """The server of one data folder: started by its first user, ended with its last.

    `server` names the program; without it, the one on the PATH, else the packaged one. Use
    as an async context manager, or call `start` and `stop`.
    """

    def __init__(
        self, folder: Path, *, server: Path | None = None, timeout_s: float = 30.0
    ) -> None:
        self._folder = folder.absolute()
        self._server = server
        self._timeout_s = timeout_s
        self._socket = socket_path(self._folder)
        self._presence: _Presence | None = None

    @property
    def url(self) -> str:
        """What `checkpoints.connect.connect` takes; the same after a restart."""
        return f"unix://{quote(str(self._socket))}"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Join the folder's server, or start it; returns once it answers.

        Raises StoreUnavailable when it cannot start, or says nothing for `timeout_s`. Loading
        a large file may take as long as it takes.
        """
        if self._presence is not None:
            return
        make_private(self._folder)
        if self._socket.parent != self._folder:
            make_own(self._socket.parent)
        started = time.monotonic()
        while (presence := await self._join_or_launch()) is None:
            waited = time.monotonic() - started
            if waited > self._timeout_s:
                raise StoreUnavailable(f"the folder {self._folder} is held by a silent server")
            if waited > _ORPHAN_AFTER_S:
                await _request(self._socket, b"SHUTDOWN\r\n")
            await asyncio.sleep(_POLL_S)
        self._presence = presence

    async def stop(self) -> None:
        """Leave the server. Who leaves last returns when it has ended, its file flushed."""
        if self._presence is None:
            return
        was_last = self._presence.leave()
        self._presence = None
        deadline = time.monotonic() + _STOP_TIMEOUT_S
        while was_last and time.monotonic() < deadline:
            if not _is_locked(self._folder):
                return
            await asyncio.sleep(_POLL_S)

    async def _join_or_launch(self) -> _Presence | None:
        """None: neither was possible just now, a former server is still on its way out."""
        if (users := _enter(self._folder / "store.users")) is not None:
            return await self._settle(users)
        with _lock(self._folder) as lock:
            return None if lock is None else await self._launch(lock)

    async def _launch(self, lock: int) -> _Presence:
        log = self._folder / "store.log"
        log_start = log.stat().st_size if log.exists() else 0
        users = launch(
            self._server or find_server(),
            self._folder,
            socket=self._socket,
            users=self._folder / "store.users",
            log=log,
            lock=lock,
        )
        if presence := await self._settle(users):
            return presence
        raise StoreUnavailable(f"the store did not start: {_last_line(log, log_start)}")

    async def _settle(self, users: int) -> _Presence | None:
        """Wait until the server answers, its file loaded; None when it ended instead."""
        deadline = time.monotonic() + self._timeout_s
        try:
            while (reply := await _request(self._socket, b"PING\r\n")) != b"+PONG\r\n":
                if not _is_watched(users):
                    os.close(users)
                    return None
                if not reply.startswith(b"-LOADING"):
                    _check(deadline)
                await asyncio.sleep(_POLL_S)
            return _Presence(self._folder, users)
        except BaseException:
            os.close(users)
            raise


class _Presence:
    """One user's hold on the server; a shared lock on the folder tells who is the last."""

    def __init__(self, folder: Path, users: int) -> None:
        self._users = users
        self._folder = os.open(folder, os.O_RDONLY)
        fcntl.flock(self._folder, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """True: nobody else is there, so the watcher ends the server now."""
        try:
            fcntl.flock(self._folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return _is_watched(self._users)
        except BlockingIOError:
            return False
        finally:
            os.close(self._folder)
            os.close(self._users)


def _enter(pipe: Path) -> int | None:
    """Tell the watcher that a user came; None when there is no pipe, or nobody reads it."""
    try:
        users = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return None
    if _is_watched(users):
        return users
    os.close(users)
    return None


def _is_watched(users: int) -> bool:
    """The watcher goes after its server, so without one there is no server to wait for."""
    try:
        os.write(users, b"\n")
    except BrokenPipeError:
        return False
    return True


def _check(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise StoreUnavailable("the store does not answer")


@contextmanager
def _lock(folder: Path) -> Iterator[int | None]:
    """The folder's lock, or None when a server holds it; a child that inherits it keeps it."""
    lock = os.open(folder / "store.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        yield None
        return
    try:
        yield lock
    finally:
        os.close(lock)


def _is_locked(folder: Path) -> bool:
    with _lock(folder) as lock:
        return lock is None


async def _request(socket: Path, command: bytes) -> bytes:
    """The first line of the reply; empty when nobody answers."""
    with suppress(OSError, TimeoutError):
        reader, writer = await asyncio.open_unix_connection(str(socket))
        try:
            writer.write(command)
            return await asyncio.wait_for(reader.readline(), 1.0)
        finally:
            writer.close()
            await writer.wait_closed()
    return b""


def _last_line(log: Path, start: int) -> str:
    with log.open("rb") as file:
        file.seek(start)
        lines = file.read().decode(errors="replace").split("\n")
    return next((line for line in reversed(lines) if line.strip()), "its log is empty")
