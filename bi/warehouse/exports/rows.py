"""What all formats read: rows with the columns they belong to, counted and cut at a limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bi.model.errors import DatabaseRejected, UserError
from bi.model.result import ResultColumn
from bi.warehouse.adapter import Batch
from bi.warehouse.cells import described


class ExportTooLarge(UserError):
    """More rows than may be exported, where all were promised; details: `row_limit`."""

    code = "export_too_large"


@dataclass(slots=True)
class Tally:
    """How much was written so far. `truncated`: there were more rows than the limit."""

    limit: int
    may_be_cut: bool = True
    rows: int = 0
    truncated: bool = False

    def take(self, count: int) -> int:
        """How many of so many further rows are within the limit. Raises ExportTooLarge."""
        taken = min(count, self.limit - self.rows)
        self.truncated = self.truncated or taken < count
        if self.truncated and not self.may_be_cut:
            raise ExportTooLarge(
                f"The result has more than {self.limit:,} rows by now.", row_limit=self.limit
            )
        self.rows += taken
        return taken


def limited(batches: Iterator[Batch], tally: Tally) -> Iterator[Batch]:
    """Ends after the first batch that is over the limit."""
    for batch in batches:
        taken = tally.take(len(batch.rows))
        yield batch if taken == len(batch.rows) else Batch(batch.names, batch.rows[:taken])
        if tally.truncated:
            return


def columns_for(batch: Batch, columns: tuple[ResultColumn, ...] | None) -> tuple[ResultColumn, ...]:
    """As the query says, else as its first rows look. Raises DatabaseRejected."""
    if columns is None:
        return described(unique(batch.names), batch.rows)
    if len(columns) != len(batch.names):
        raise DatabaseRejected("The result has other columns than the query says.")
    return columns


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """SQL may name two columns alike; a record or a table may not."""
    taken: dict[str, int] = {}
    found = []
    for name in names:
        wish = name
        while wish in taken:
            taken[name] += 1
            wish = f"{name}_{taken[name]}"
        taken[wish] = 1
        found.append(wish)
    return tuple(found)
