"""One server for all tests of ClickHouse. Without chdb and the driver they are skipped.

With TESTS_NEED_ENGINES set, as in CI, that is an error.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.engines.clickhouse.running import ClickHouseServer, is_installed


@pytest.fixture(scope="session")
def clickhouse_server() -> Iterator[ClickHouseServer]:
    if not is_installed():
        if os.environ.get("TESTS_NEED_ENGINES"):
            raise RuntimeError("chdb and clickhouse-connect are needed: install group `engines`.")
        pytest.skip("chdb or clickhouse-connect is not installed")
    server = ClickHouseServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def shop_url(clickhouse_server: ClickHouseServer) -> str:
    from tests.engines.clickhouse.tables import load_shop

    return load_shop(clickhouse_server)
