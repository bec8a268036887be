"""Starts ClickHouse's engine for tests, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec

from tests.engines.clickhouse.names import PASSWORD, USER


def is_installed() -> bool:
    return bool(find_spec("chdb") and find_spec("clickhouse_connect"))


class ClickHouseServer:
    """`zone` is the server's time zone."""

    def __init__(self, zone: str = "UTC") -> None:
        self._zone = zone
        self._process: subprocess.Popen[str] | None = None
        self._port = 0

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.engines.clickhouse.server"],
            env=os.environ | {"TZ": self._zone},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        if not (line := self._process.stdout.readline()):
            raise RuntimeError("The engine of ClickHouse did not start.")
        self._port = int(line)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stdout is not None:
                self._process.stdout.close()

    def url(self, password: str = PASSWORD, database: str = "default") -> str:
        """For SQLAlchemy."""
        return f"clickhouse://{USER}:{password}@127.0.0.1:{self._port}/{database}"

    def dsn(self, database: str = "default") -> str:
        """For the driver itself, without the adapter's limits."""
        return f"http://{USER}:{PASSWORD}@127.0.0.1:{self._port}/{database}"
