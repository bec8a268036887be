"""`parley ask --export`: the whole result in a file, or no file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING

from bi.model.errors import UserError
from bi.warehouse.exports.format import ExportFormat, ExportOptions, format_named
from runs.model import Principal, Run

if TYPE_CHECKING:
    from runs.exports import Exports


class CannotWrite(UserError):
    """The file cannot be written."""


def check_file(file: Path) -> ExportFormat:
    """Raises UnknownFormat, FormatNotInstalled, CannotWrite; before the question is asked."""
    if not file.absolute().parent.is_dir():
        raise CannotWrite(f"{file} cannot be written: there is no folder {file.parent}")
    return format_named(file.suffix)


async def export_to(file: Path, exports: Exports, principal: Principal, run: Run) -> str:
    """What was written, in words. The file appears when it is whole.

    Raises CannotWrite, and what `Exports.open` does.
    """
    options = ExportOptions(check_file(file))
    opened = await exports.open(principal, run.session_id, run.turn_id, options)
    async with opened.export as export:
        with _appearing_whole(file) as part:
            async for piece in export:
                part.write(piece)
    written = f"{file}: {export.rows:,} row{'' if export.rows == 1 else 's'}."
    if not export.truncated:
        return written
    return f"{written} There are more in the database; export_row_limit is {opened.row_limit:,}."


@contextmanager
def _appearing_whole(file: Path) -> Iterator[IO[bytes]]:
    """Raises CannotWrite."""
    try:
        with NamedTemporaryFile(dir=file.absolute().parent, delete=False) as part:
            made = Path(part.name)
            try:
                yield part
                part.close()
                made.chmod(0o666 & ~_umask())
                made.replace(file)
            except BaseException:
                made.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise CannotWrite(f"{file} cannot be written: {error.strerror}") from None


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
