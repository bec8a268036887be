"""What an answer rests on: where its figures come from, and how fresh they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Use(StrEnum):
    """What a question does with a column."""

    MEASURED = "measured"
    GROUPED = "grouped"
    FILTERED = "filtered"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class SourceDataset:
    """A dataset whose rows were read; `table` is its physical name."""

    name: str
    label: str
    table: str


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A dimension or measure of the catalog, with its SQL over the dataset's own columns."""

    dataset: str
    name: str
    label: str
    expression: str
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Lineage:
    """`conditions` are all that rows, or groups, had to meet, in words."""

    datasets: tuple[SourceDataset, ...] = ()
    columns: tuple[SourceColumn, ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LatestDay:
    """The last day that a time dimension held when the data was last looked at."""

    dataset: str
    name: str
    label: str
    day: str


@dataclass(frozen=True, slots=True)
class Freshness:
    """`ran_at`: when the database was asked, in UTC. `cached`: the rows were there from before.

    `data_version` changes whenever the data does; None where the engine cannot tell.
    """

    ran_at: str
    cached: bool = False
    data_version: str | None = None
    latest: tuple[LatestDay, ...] = ()
