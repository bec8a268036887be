"""A throwaway Spark cluster with its Thrift server: a driver and two executors, three processes.

Nothing listens beyond this machine, and everything it writes is in one folder.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

_STARTED = re.compile(
    r"Start(?:ing ThriftBinaryCLIService|ed ThriftHttpCLIService in http mode) on port (\d+)"
)
_START_TIMEOUT_S = 90.0
_STOP_TIMEOUT_S = 30.0
_CLASS = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"


def is_installed() -> bool:
    return find_spec("pyspark") is not None and shutil.which("java") is not None


class SparkCluster:
    """`configuration` is Spark's; its master is `local-cluster[executors, cores, memory in MB]`.

    `http_port` has the Thrift server speak HTTP there; else it takes a free port.
    """

    def __init__(self, configuration: Mapping[str, str] = {}, http_port: int | None = None) -> None:
        self._configuration = configuration
        self._http_port = http_port
        self.folder = Path(tempfile.mkdtemp(prefix="parley-spark-"))
        self.port = 0
        self._process: subprocess.Popen[str] | None = None
        self._reader: Thread | None = None

    def start(self) -> None:
        home = self._home()
        environment = {
            **os.environ,
            "SPARK_HOME": str(home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(self.folder / "local"),
            "SPARK_CONF_DIR": str(self.folder / "conf"),
        }
        # Standard error is Spark's log, where the port is told.
        self._process = subprocess.Popen(
            [str(home / "bin" / "spark-submit"), *self._options()],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        lines: Queue[str] = Queue()
        self._reader = Thread(target=self._read_on, args=(lines,), daemon=True)
        self._reader.start()
        self.port = _port(lines)

    def stop(self) -> None:
        """Ends the driver, which ends its executors, and whatever is left of the group."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        if self._reader is not None:
            self._reader.join()
        shutil.rmtree(self.folder, ignore_errors=True)

    def execute(self, statements: Iterable[str]) -> None:
        """Whatever makes the tables that are to be read, one after the other."""
        from pyhive import hive

        connection = hive.connect("127.0.0.1", self.port)
        try:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            cursor.close()
        finally:
            connection.close()

    def url(self, schema: str = "default") -> str:
        scheme = "spark" if self._http_port is None else "spark+http"
        return f"{scheme}://127.0.0.1:{self.port}/{schema}"

    def _read_on(self, lines: Queue[str]) -> None:
        assert self._process is not None
        assert self._process.stderr is not None
        with (self.folder / "log").open("w") as log, self._process.stderr as output:
            for line in output:
                lines.put(line)
                log.write(line)
                log.flush()

    def _home(self) -> Path:
        """Workers write beside Spark's programs, so these are linked into the folder."""
        spec = find_spec("pyspark")
        assert spec is not None
        assert spec.origin is not None
        home = self.folder / "home"
        for name in ("local", "conf", "home"):
            (self.folder / name).mkdir()
        for name in ("bin", "jars"):
            (home / name).symlink_to(Path(spec.origin).parent / name)
        return home

    def _options(self) -> list[str]:
        metastore = f"jdbc:derby:;databaseName={self.folder / 'metastore'};create=true"
        configuration = {
            "spark.master": "local-cluster[2,1,1024]",
            "spark.driver.memory": "1g",
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "4",
            "spark.sql.warehouse.dir": str(self.folder / "warehouse"),
            "spark.hadoop.javax.jdo.option.ConnectionURL": metastore,
            **self._configuration,
        }
        options = ["--class", _CLASS]
        for name, value in configuration.items():
            options += ["--conf", f"{name}={value}"]
        options.append("spark-internal")
        for name, value in self._server().items():
            options += ["--hiveconf", f"hive.server2.{name}={value}"]
        return options

    def _server(self) -> dict[str, str]:
        bound = {"thrift.bind.host": "127.0.0.1"}
        if self._http_port is None:
            return {**bound, "thrift.port": "0"}
        return {**bound, "transport.mode": "http", "thrift.http.port": str(self._http_port)}


def _port(lines: Queue[str]) -> int:
    said: list[str] = []
    while True:
        try:
            line = lines.get(timeout=_START_TIMEOUT_S)
        except Empty:
            raise RuntimeError(f"Spark did not start: {''.join(said[-30:])}") from None
        said.append(line)
        if found := _STARTED.search(line):
            return int(found[1])
