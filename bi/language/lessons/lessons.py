"""What was learned from the terms and instructions of a catalog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bi.model.knowledge import Taken
from bi.model.semantic import Filter


@dataclass(frozen=True, slots=True)
class StandingFilter:
    """A condition on the rows of every question that does not say otherwise itself."""

    filter: Filter
    instruction: str


@dataclass(frozen=True, slots=True)
class StandingPhrase:
    """What every question is changed by that does not say otherwise itself: "last 12 months"."""

    phrase: str
    instruction: str


@dataclass(frozen=True, slots=True)
class Lessons:
    """`terms` are words that stand for phrases: word -> phrase, which holds no such word itself.

    `unapplied` are the instructions that the engine cannot follow.
    """

    terms: Mapping[str, str] = field(default_factory=dict)
    filters: tuple[StandingFilter, ...] = ()
    period: StandingPhrase | None = None
    limit: StandingPhrase | None = None
    unapplied: tuple[str, ...] = ()
    taken: tuple[Taken, ...] = ()

    @property
    def stand(self) -> bool:
        """Whether there is anything that every question is to be read with."""
        return bool(self.filters or self.period or self.limit or self.unapplied)


NO_LESSONS = Lessons()
