"""What the data of a datasource holds, as far as understanding a question needs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bi.model.catalog import ColumnRef


@dataclass(frozen=True, slots=True)
class Profile:
    """Read from the database in the background; empty until then.

    `values` are the distinct values of indexed text dimensions, `incomplete` the
    dimensions with more of them than were read, `spans` the first and last day of
    each time dimension.
    """

    values: dict[ColumnRef, tuple[str, ...]] = field(default_factory=dict)
    incomplete: frozenset[ColumnRef] = frozenset()
    spans: dict[ColumnRef, tuple[date, date]] = field(default_factory=dict)
