"""What was learned from the terms and instructions of a catalog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bi.language.periods import Period
from bi.model.knowledge import Taken
from bi.model.semantic import Filter


@dataclass(frozen=True, slots=True)
class StandingFilter:
    """A condition on the rows of every question that does not say otherwise itself."""

    filter: Filter
    instruction: str


@dataclass(frozen=True, slots=True)
class StandingPeriod:
    """The time of every question that names none."""

    period: Period
    instruction: str


@dataclass(frozen=True, slots=True)
class StandingLimit:
    """How many rows are shown where a question does not say."""

    count: int
    instruction: str


@dataclass(frozen=True, slots=True)
class Lessons:
    """`terms` are words that stand for phrases: word -> phrase, which holds no such word itself.

    `unapplied` are the instructions that the engine cannot follow.
    """

    terms: Mapping[str, str] = field(default_factory=dict)
    filters: tuple[StandingFilter, ...] = ()
    period: StandingPeriod | None = None
    limit: StandingLimit | None = None
    unapplied: tuple[str, ...] = ()
    taken: tuple[Taken, ...] = ()


NO_LESSONS = Lessons()
