"""A file that a command writes: all of it, or none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from bi.model.errors import UserError


class CannotWrite(UserError):
    """The file cannot be written."""


def check_folder(file: Path) -> None:
    """Raises CannotWrite; for before anything is done that the file is to hold."""
    if not file.absolute().parent.is_dir():
        raise CannotWrite(f"{file} cannot be written: there is no folder {file.parent}")


@contextmanager
def appearing_whole(file: Path) -> Iterator[IO[bytes]]:
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
