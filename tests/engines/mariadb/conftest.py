from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engines.mariadb.server import MariaDBServer, installed


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDBServer]:
    if not installed():
        pytest.skip("MariaDB is not installed")
    server = MariaDBServer()
    server.start()
    yield server
    server.stop()
