"""The formats that a whole result can be written in, and what may be said about each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bi.model.errors import UserError


class ExportFormat(StrEnum):
    """`value` is its name in a query, and the end of a file's name."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    PARQUET = "parquet"
    ARROW = "arrows"  # Arrow's stream format

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]

    @property
    def needs_arrow(self) -> bool:
        return self in (ExportFormat.PARQUET, ExportFormat.ARROW)


_MEDIA_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8; header=present",
    ExportFormat.JSON_LINES: "application/jsonl",
    ExportFormat.PARQUET: "application/vnd.apache.parquet",
    ExportFormat.ARROW: "application/vnd.apache.arrow.stream",
}
# Other names that people use.
_ALSO = {
    "arrow": ExportFormat.ARROW,
    "ndjson": ExportFormat.JSON_LINES,
    "jsonlines": ExportFormat.JSON_LINES,
}


class UnknownFormat(UserError):
    """details: `known`."""

    code = "export_format_unknown"


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """`escape_formulas` keeps spreadsheets from taking a text of a CSV file for a formula.

    `row_limit` None: as the warehouse is set. `may_be_cut` False: whoever reads was told that
    these are all rows, so more than the limit are an error.
    """

    format: ExportFormat
    escape_formulas: bool = True
    row_limit: int | None = None
    may_be_cut: bool = True


def format_named(name: str) -> ExportFormat:
    """Raises UnknownFormat."""
    wanted = name.casefold().lstrip(".")
    try:
        return _ALSO.get(wanted) or ExportFormat(wanted)
    except ValueError:
        known = [one.value for one in ExportFormat]
        raise UnknownFormat(
            f"{name!r} is no format to export in; there are {', '.join(known)}.", known=known
        ) from None
