"""One cluster for all tests of Spark. Without pyspark and Java they are skipped.

With TESTS_NEED_ENGINES set, as in CI, that is an error.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from bench.spark_cluster import SparkCluster, is_installed

# Hundreds of small statements: compiling them well would take longer than running them.
SOON = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "2",
}


@pytest.fixture(scope="session", autouse=True)
def _installed() -> None:
    if not is_installed():
        if os.environ.get("TESTS_NEED_ENGINES"):
            raise RuntimeError("Spark is needed: install the group `engines`, and Java 17.")
        pytest.skip("pyspark or Java is not installed")


@pytest.fixture(scope="session")
def spark_server() -> Iterator[SparkCluster]:
    server = SparkCluster(SOON)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def shop_url(spark_server: SparkCluster) -> str:
    from tests.engines.spark.tables import load_shop

    return load_shop(spark_server)
