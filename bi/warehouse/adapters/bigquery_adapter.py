"""BigQuery. Nothing of a session is read-only: the guard and the account's roles hold."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from bi.warehouse.adapter import Failure
from bi.warehouse.adapters.cursor_adapter import CursorAdapter

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

_GONE = "stopped"  # the reason of a job that was cancelled


class BigQueryAdapter(CursorAdapter):
    """`bigquery://project/dataset`, with the options of SQLAlchemy's dialect in its query.

    `?maximum_bytes_billed=…` bounds what a single question may cost. Credentials are those of
    the environment, or of the file that `?credentials_path=` names.
    """

    dialect = "bigquery"

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._client: Any = None
        self._jobs: dict[int, str] = {}  # of a cursor
        self._seconds: dict[int, float] = {}  # of a connection

    def engine(self, pool_size: int) -> Engine:
        from sqlalchemy import create_engine, event

        engine = create_engine(self.url, pool_size=pool_size, max_overflow=0)
        event.listen(engine, "do_connect", self._remember)
        return engine

    def prepare(self, connection: Any, timeout_s: float) -> None:
        self._seconds[id(connection)] = timeout_s

    def execute(self, cursor: Any, sql: str) -> None:
        from google.cloud.bigquery import QueryJobConfig

        # A name of our own: the driver tells that of a job only once it has ended.
        name = f"parley-{uuid.uuid4()}"
        self._jobs[id(cursor)] = name
        seconds = self._seconds[id(cursor.connection)]
        config = QueryJobConfig(job_timeout_ms=max(1, int(seconds * 1000)))
        try:
            cursor.execute(sql, job_id=name, job_config=config)
        finally:
            self._jobs.pop(id(cursor), None)

    def stop(self, connection: Any, cursor: Any) -> None:  # noqa: ARG002
        name = self._jobs.get(id(cursor))
        if name is not None and self._client is not None:
            self._client.cancel_job(name, location=self._client.location)

    def driver_failure(self, error: Exception) -> Failure:
        from google.api_core import exceptions
        from google.auth.exceptions import GoogleAuthError

        cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
        if isinstance(cause, exceptions.GoogleAPICallError):
            if any(one.get("reason") == _GONE for one in cause.errors if isinstance(one, dict)):
                return Failure.INTERRUPTED
            retried = isinstance(cause, exceptions.ServerError | exceptions.TooManyRequests)
            return Failure.UNAVAILABLE if retried else Failure.REJECTED
        gone = (GoogleAuthError, exceptions.RetryError, OSError)
        return Failure.UNAVAILABLE if isinstance(cause, gone) else Failure.REJECTED

    def _remember(self, _dialect: Any, _record: Any, _args: Any, options: dict[str, Any]) -> None:
        self._client = options.get("client")
