"""`parley ask --export`: the whole result in a file, or no file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bi.warehouse.exports.format import ExportFormat, ExportOptions, format_named
from cli.whole_file import appearing_whole, check_folder
from runs.model import Principal, Run

if TYPE_CHECKING:
    from runs.exports import Exports


def check_file(file: Path) -> ExportFormat:
    """Raises UnknownFormat, CannotWrite; before the question is asked."""
    check_folder(file)
    return format_named(file.suffix)


async def export_to(file: Path, exports: Exports, principal: Principal, run: Run) -> str:
    """What was written, in words. The file appears when it is whole.

    Raises CannotWrite, and what `Exports.open` does.
    """
    options = ExportOptions(check_file(file))
    opened = await exports.open(principal, run.session_id, run.turn_id, options)
    async with opened.export as export:
        with appearing_whole(file) as part:
            async for piece in export:
                part.write(piece)
    written = f"{file}: {export.rows:,} row{'' if export.rows == 1 else 's'}."
    if not export.truncated:
        return written
    return f"{written} There are more in the database; export_row_limit is {opened.row_limit:,}."
