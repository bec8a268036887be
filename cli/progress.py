"""What is being done right now, on standard error."""

from __future__ import annotations

from types import TracebackType
from typing import Self, TextIO


class ProgressLine:
    """One line that changes on a terminal; a line a step anywhere else."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._live = out.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live:
            self._out.write("\r\x1b[K")
            self._out.flush()

    def show(self, message: str) -> None:
        self._out.write(f"\r\x1b[K\x1b[2m{message} …\x1b[0m" if self._live else f"{message}\n")
        self._out.flush()
