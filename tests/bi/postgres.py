"""A throwaway PostgreSQL server for the tests of one session."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

READER = "parley_reader"


class PostgresServer:
    """A cluster in a temporary folder, reached through a socket there.

    The server refuses to run as root, so root starts it as the user `postgres`.
    Raises FileNotFoundError where PostgreSQL is not installed.
    """

    def __init__(self) -> None:
        self._programs = _programs()
        self._user = "postgres" if os.geteuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp(prefix="parley-pg-"))
        if self._user:
            shutil.chown(self._folder, self._user, self._user)
        self._data = self._folder / "data"

    def start(self) -> None:
        self._run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--locale=C", "--no-sync")  # fmt: skip
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
        self._run("pg_ctl", "-D", self._data, "-w", "-l", self._folder / "log", "-o", options,
                  "start")  # fmt: skip
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {READER} LOGIN PASSWORD 'hush'")
            connection.execute(f"GRANT pg_read_all_data TO {READER}")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")
        shutil.rmtree(self._folder)

    def dsn(self, user: str, database: str = "postgres") -> str:
        """For psycopg, as a role that may do anything (`postgres`) or only read (READER)."""
        return f"host={self._folder} user={user} dbname={database}"

    def url(self, user: str = READER, database: str = "postgres") -> str:
        """For SQLAlchemy."""
        return f"postgresql://{user}:hush@/{database}?host={self._folder}"

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._programs / program), *map(str, arguments)]
        log = self._folder / "commands"
        with log.open("a") as output:
            # A pipe would stay open in the server that is left running, and never end.
            result = subprocess.run(
                command,
                user=self._user,
                group=self._user,
                cwd=self._folder,
                stdout=output,
                stderr=output,
                check=False,
            )
        if result.returncode:
            raise RuntimeError(f"{program} failed: {log.read_text()}")


def _programs() -> Path:
    """The folder of initdb and pg_ctl."""
    found = [Path(path).parent for path in [shutil.which("initdb")] if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if pg_config := shutil.which("pg_config"):
        bindir = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=True)
        found.append(Path(bindir.stdout.strip()))
    for folder in found:
        if (folder / "initdb").exists():
            return folder
    raise FileNotFoundError("PostgreSQL is not installed: apt-get install postgresql")
