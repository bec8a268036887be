"""A catalog's database as LangChain's `SQLDatabase`, for people's own agents.

LangChain's own one runs whatever it is given, writes too, and describes every table of the
database. This one knows the catalog's tables alone, and what it runs has passed the guard and the
warehouse's limits. Importing it takes seconds: nothing of the service does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from anyio.from_thread import start_blocking_portal
from langchain_community.utilities.sql_database import SQLDatabase, truncate_word

from bi.catalog.load import load_catalog
from bi.catalog.url import resolve_url
from bi.guard.guard import guard_sql
from bi.model.catalog import Catalog
from bi.model.errors import ParleyError, UserError
from bi.model.result import ResultSet
from bi.warehouse.warehouse import Warehouse
from integrations.table_description import describe_tables

_LONGEST_VALUE = 300  # characters, as LangChain's own


class GuardedSQLDatabase(SQLDatabase):
    """What passes the guard, on a connection that can only read. Safe to use from many threads.

    `max_chars` bounds what a model is told at once: a description of tables, or rows. Close it,
    or use it as a context manager. Methods that would need a raw connection are not there.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        row_limit: int = 100,
        timeout_s: float = 30.0,
        max_chars: int = 20_000,
    ) -> None:
        # Nothing of the parent's state is made: each of its methods has one of ours in its place.
        self._catalog = catalog
        self._max_chars = max_chars
        self._warehouse = Warehouse(
            resolve_url(catalog.datasource.url), row_limit=row_limit, timeout_s=timeout_s
        )
        self._stack = ExitStack()
        # The warehouse lives on an event loop of its own; LangChain's tools come from threads.
        self._portal = self._stack.enter_context(start_blocking_portal())
        self._stack.callback(self._portal.call, self._warehouse.close)

    @classmethod
    def from_catalog(cls, path: str | Path, **options: Any) -> GuardedSQLDatabase:
        """Over the catalog file at `path`. Raises CatalogInvalid, SecretMissing."""
        return cls(load_catalog(Path(path)), **options)

    @classmethod
    def from_uri(cls, *_: Any, **__: Any) -> GuardedSQLDatabase:
        """Raises TypeError: a database without a catalog has nothing that may be read."""
        raise TypeError("Use GuardedSQLDatabase.from_catalog: the catalog says what may be read.")

    def close(self) -> None:
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def dialect(self) -> str:
        return self._warehouse.dialect

    def get_usable_table_names(self) -> Iterable[str]:
        return sorted({dataset.table for dataset in self._catalog.datasets})

    def get_table_names(self) -> Iterable[str]:
        return self.get_usable_table_names()

    @property
    def table_info(self) -> str:
        return self.get_table_info()

    def get_table_info(
        self,
        table_names: list[str] | None = None,
        get_col_comments: bool = False,  # noqa: ARG002
    ) -> str:
        """The tables with their columns, meaning and joins. Raises ValueError for unknown names."""
        known = list(self.get_usable_table_names())
        if unknown := [name for name in table_names or () if name not in known]:
            raise ValueError(f"There is no table {', '.join(unknown)}; there is: {known}.")
        return describe_tables(self._catalog, self.dialect, table_names or known, self._max_chars)

    def get_context(self) -> dict[str, Any]:
        names = ", ".join(self.get_usable_table_names())
        return {"table_info": self.table_info, "table_names": names}

    def run(
        self,
        command: Any,
        fetch: Literal["all", "one", "cursor"] = "all",
        include_columns: bool = False,
        *,
        parameters: dict[str, Any] | None = None,
        execution_options: dict[str, Any] | None = None,
    ) -> str:
        """The rows as text, an empty one for none.

        Raises QueryRefused, QueryTimeout, DatabaseUnavailable and DatabaseRejected; ValueError
        for what would go round the guard: statements that are not text, cursors, options.
        """
        if not isinstance(command, str) or fetch == "cursor" or parameters or execution_options:
            raise ValueError("Only SQL text can be run here, without parameters and options.")
        guarded = guard_sql(command, self._catalog, self.dialect)
        result = self._portal.call(self._warehouse.run, guarded, None)
        return self._told(result, 1 if fetch == "one" else None, include_columns)

    def run_no_throw(
        self,
        command: str,
        fetch: Literal["all", "one"] = "all",
        include_columns: bool = False,
        *,
        parameters: dict[str, Any] | None = None,
        execution_options: dict[str, Any] | None = None,
    ) -> str:
        """As `run`, with the reason of a refusal in place of rows, for a model to mend."""
        try:
            return self.run(
                command,
                fetch,
                include_columns,
                parameters=parameters,
                execution_options=execution_options,
            )
        except UserError as error:
            return f"Error: {error.message}"
        except (ParleyError, ValueError) as error:
            return f"Error: {error}"

    def _execute(self, *_: Any, **__: Any) -> Sequence[dict[str, Any]]:
        """Raises TypeError: the parent's way to the database, which nothing may take."""
        raise TypeError("Only run() reaches the database.")

    def _told(self, result: ResultSet, most: int | None, include_columns: bool) -> str:
        if not result.rows:
            return ""
        names = [column.name for column in result.columns]
        lines: list[str] = []
        length = 0
        for row in result.rows[:most]:
            cells = [truncate_word(value, length=_LONGEST_VALUE) for value in row]
            line = str(dict(zip(names, cells, strict=True)) if include_columns else tuple(cells))
            length += len(line)
            if lines and length > self._max_chars:
                break
            lines.append(line)
        cut = most is None and (result.truncated or len(lines) < len(result.rows))
        told = f"[{', '.join(lines)}]"
        return f"{told}\n(the first {len(lines)} rows only)" if cut else told
