"""What the data of a datasource holds, as far as understanding a question needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bi.model.catalog import ColumnRef


@dataclass(frozen=True, slots=True)
class ValueBounds:
    """How many distinct values are kept: of one dimension, and of a whole datasource."""

    of_dimension: int = 100_000
    in_all: int = 1_000_000


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """The lowest and highest number of a dimension, and how many different ones it has.

    `distinct` is counted up to a bound only (`MOST_DISTINCT`).
    """

    lowest: float
    highest: float
    distinct: int


# More different numbers than this are simply many.
MOST_DISTINCT = 60


@dataclass(frozen=True, slots=True)
class Profile:
    """Read from the database in the background; empty until then.

    `values` are the distinct values of indexed text dimensions, `incomplete` the
    dimensions with values that are not among them, `spans` the first and last day of
    each time dimension, `numbers` the span of each numeric one. `unread` could not be read at all.
    `common` are the most common ones of the `values` where there are few, the first the most
    common: what a person is shown of a dimension.
    """

    values: Mapping[ColumnRef, Sequence[str]] = field(default_factory=dict)
    incomplete: frozenset[ColumnRef] = frozenset()
    spans: Mapping[ColumnRef, tuple[date, date]] = field(default_factory=dict)
    unread: frozenset[ColumnRef] = frozenset()
    numbers: Mapping[ColumnRef, NumberSpan] = field(default_factory=dict)
    common: Mapping[ColumnRef, tuple[str, ...]] = field(default_factory=dict)

    def completed_by(self, earlier: Profile) -> Profile:
        """With what was known earlier of dimensions that could not be read this time."""
        values = {ref: earlier.values[ref] for ref in self.unread & earlier.values.keys()}
        spans = {ref: earlier.spans[ref] for ref in self.unread & earlier.spans.keys()}
        numbers = {ref: earlier.numbers[ref] for ref in self.unread & earlier.numbers.keys()}
        common = {ref: earlier.common[ref] for ref in self.unread & earlier.common.keys()}
        complete = self.unread & earlier.values.keys() - earlier.incomplete
        return replace(
            self,
            values={**self.values, **values},
            incomplete=self.incomplete - complete,
            spans={**self.spans, **spans},
            numbers={**self.numbers, **numbers},
            common={**self.common, **common},
        )
