"""A throwaway MariaDB server for the tests of one session.

It is used where it is installed; with TESTS_NEED_ENGINES set, as in CI, its absence is an error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import zoneinfo
from contextlib import closing
from pathlib import Path
from typing import Any

import pymysql
from pymysql.connections import Connection
from pymysql.constants import CLIENT

from tests.servers import HOST, free_port

READER, PASSWORD = "parley_reader", "hush"
# The zones that the server knows, as one with loaded tables knows all.
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Sydney")
_DEADLINE_S = 60.0
# nobody and nogroup, by the numbers that every Linux gives them.
_UNPRIVILEGED = (65534, 65534)


def installed() -> bool:
    """Raises RuntimeError where it is not and has to be."""
    if _program("mariadbd") and _program("mariadb-install-db"):
        return True
    if "TESTS_NEED_ENGINES" in os.environ:
        raise RuntimeError("TESTS_NEED_ENGINES is set, and MariaDB is not installed")
    return False


class MariaDBServer:
    """A server on the loopback interface, in a temporary folder, never as root."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="parley-maria-"))
        self._user: int | None = None
        self._group: int | None = None
        if os.geteuid() == 0:
            self._user, self._group = _UNPRIVILEGED
            os.chown(self._folder, *_UNPRIVILEGED)
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        data, log = self._folder / "data", self._folder / "log"
        with log.open("wb") as output:
            subprocess.run(
                [
                    *(_needed("mariadb-install-db"), "--no-defaults", f"--datadir={data}"),
                    *("--auth-root-authentication-method=normal", "--skip-test-db"),
                ],
                user=self._user,
                group=self._group,
                cwd=self._folder,
                stdout=output,
                stderr=output,
                check=True,
            )
            self._process = subprocess.Popen(
                [
                    *(_needed("mariadbd"), "--no-defaults", f"--datadir={data}"),
                    *(f"--socket={self._folder / 's'}", f"--port={self.port}"),
                    *(f"--bind-address={HOST}", "--skip-name-resolve", "--skip-log-bin"),
                    *("--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M"),
                    *("--character-set-server=utf8mb4", "--performance-schema=OFF"),
                    f"--secure-file-priv={self._folder}",
                ],
                user=self._user,
                group=self._group,
                cwd=self._folder,
                stdout=output,
                stderr=output,
            )
        self._wait(log)
        self.execute(f"CREATE USER {READER} IDENTIFIED BY '{PASSWORD}'")
        for zone in ZONES:
            self.execute(_zone_tables(zone), database="mysql")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder)

    def create(self, database: str, script: str) -> None:
        """A database that the reader may read, made anew."""
        self.execute(f"DROP DATABASE IF EXISTS `{database}`; CREATE DATABASE `{database}`")
        self.execute(script, database=database)
        self.execute(f"GRANT SELECT, SHOW VIEW ON `{database}`.* TO {READER}")

    def execute(self, script: str, database: str | None = None) -> None:
        """Several statements, as the user who may do anything."""
        with closing(self.connect(database)) as connection, connection.cursor() as cursor:
            cursor.execute(script)
            while cursor.nextset():
                pass

    def connect(self, database: str | None = None) -> Connection[Any]:
        return pymysql.connect(
            unix_socket=str(self._folder / "s"),
            user="root",
            database=database,
            autocommit=True,
            client_flag=CLIENT.MULTI_STATEMENTS,
        )

    def url(self, user: str = READER, database: str = "") -> str:
        """For SQLAlchemy."""
        password = f":{PASSWORD}" if user == READER else ""
        return f"mariadb://{user}{password}@{HOST}:{self.port}/{database}"

    @property
    def folder(self) -> Path:
        """The one folder where a user with the privilege FILE may read and write."""
        return self._folder

    def _wait(self, log: Path) -> None:
        """It listens as soon as its socket is there."""
        deadline = time.monotonic() + _DEADLINE_S
        while not (self._folder / "s").exists():
            ended = self._process is None or self._process.poll() is not None
            if ended or time.monotonic() > deadline:
                raise RuntimeError(f"MariaDB does not answer: {log.read_text()}")
            time.sleep(0.02)


def _zone_tables(name: str) -> str:
    """What fills the server's tables of one time zone, from the machine's own file."""
    files = [Path(folder, name) for folder in zoneinfo.TZPATH]
    file = next(path for path in files if path.is_file())
    made = subprocess.run(
        [_needed("mariadb-tzinfo-to-sql"), str(file), name],
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def _needed(name: str) -> str:
    found = _program(name)
    if found is None:
        raise RuntimeError(f"{name} is not installed")
    return found
