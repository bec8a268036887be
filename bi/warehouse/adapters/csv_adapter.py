"""CSV files: read once into a DuckDB file of our own, which is then opened like any other."""

from __future__ import annotations

import hashlib
import logging
import shutil
import weakref
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from bi.catalog.naming import identifier_of
from bi.model.errors import UserError
from bi.warehouse.adapters.duckdb_adapter import DuckDBAdapter
from bi.warehouse.file_version import file_version

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

logger = logging.getLogger(__name__)

# What stands for no value in files that people export.
_NO_VALUE = ["", "NA", "N/A", "null", "NULL"]


class CannotReadFile(UserError):
    """A file is not there, or is no CSV; details: `file`."""

    code = "file_unreadable"


class CsvAdapter(DuckDBAdapter):
    """A url like `csv:///sales.csv` names one file, `csv:///exports` all of a folder's.

    Each file is a table called by its name. Types are DuckDB's, told from all rows. The files
    are read when the engine is made and not looked at again; connections are as locked as those
    to a DuckDB file: read-only and without access to the files of the machine.
    """

    def engine(self, pool_size: int) -> Engine:
        """Raises CannotReadFile."""
        from sqlalchemy.engine import make_url

        folder = Path(mkdtemp(prefix="parley-csv-"))
        try:
            database = folder / "tables.duckdb"
            files = _files(Path(make_url(self.url).database or ""))
            versions = [file_version(str(file)) or "" for file in files]
            _load(files, database)
            self._read = hashlib.sha256(" ".join(versions).encode()).hexdigest()
            engine = DuckDBAdapter(f"duckdb:///{database}").engine(pool_size)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        weakref.finalize(engine, shutil.rmtree, folder, ignore_errors=True)
        return engine

    _read: str | None = None

    def data_version(self) -> str | None:
        """The files are not looked at again: it is theirs as they were when they were read."""
        return self._read


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(file for file in path.iterdir() if file.suffix.casefold() == ".csv")
        if not found:
            raise CannotReadFile(f"{path.name} holds no CSV file.", file=str(path))
        return found
    if not path.is_file():
        raise CannotReadFile(f"{path.name} is not there.", file=str(path))
    return [path]


def _load(files: Iterable[Path], database: Path) -> None:
    import duckdb

    names: set[str] = set()
    with duckdb.connect(str(database)) as connection:
        for file in files:
            name = identifier_of(file.stem)
            while name in names:
                name += "_2"
            names.add(name)
            try:
                connection.execute(
                    f'CREATE TABLE "{name}" AS '
                    "SELECT * FROM read_csv(?, nullstr = ?, sample_size = -1)",
                    [str(file), _NO_VALUE],
                )
            except duckdb.Error as error:
                logger.warning("%s cannot be read: %s", file, str(error).partition("\n")[0])
                raise CannotReadFile(
                    f"{file.name} cannot be read as CSV.", file=str(file)
                ) from None
