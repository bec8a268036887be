"""The query while it is being made, with what is known about its parts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bi.language.choose import Chooser
from bi.language.clauses import Place, TimeClause
from bi.language.draft import Draft
from bi.language.reach import Reach
from bi.model.catalog import Catalog
from bi.model.profile import Profile
from bi.model.semantic import (
    DatePartGroup,
    Filter,
    Group,
    NamedMeasure,
    PeriodGroup,
    SemanticQuery,
    TimeGroup,
    Value,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence is read against. `previous` is the query that it edits, if it does, and
    `spoken` the one before it in any case: "that month" is named there."""

    catalog: Catalog
    profile: Profile
    reach: Reach
    today: date
    previous: SemanticQuery | None = None
    spoken: SemanticQuery | None = None


@dataclass(slots=True)
class Work:
    """`origins` maps parts of the query to their words; `picks` are columns already chosen."""

    setting: Setting
    draft: Draft
    query: SemanticQuery
    picks: dict[str, object] = field(default_factory=dict)
    origins: dict[object, Place] = field(default_factory=dict)
    assumptions: list[str] = field(default_factory=list)
    # Times of related rows, each with the place and dataset of what they are said of.
    head_times: list[tuple[tuple[Place, str], TimeClause]] = field(default_factory=list)

    @property
    def kept(self) -> tuple[Filter, ...]:
        """The filters of the question before."""
        return self.setting.previous.filters if self.setting.previous else ()

    @property
    def editing(self) -> bool:
        return self.setting.previous is not None

    @property
    def catalog(self) -> Catalog:
        return self.setting.catalog

    def set(self, **changes: Any) -> None:
        self.query = replace(self.query, **changes)

    def assume(self, sentence: str | None) -> None:
        if sentence and sentence not in self.assumptions:
            self.assumptions.append(sentence)

    def chooser(self) -> Chooser:
        """Chooses columns for what the query measures now."""
        values = tuple(measured.value for measured in self.query.measures) or self._default()
        used = [one.column for one in self.query.filters]
        used += [group.column for group in self.query.groups if group.column is not None]
        return Chooser(
            self.catalog,
            self.setting.reach,
            values,
            self.picks,
            frozenset(used),
            self.draft.mentions,
            self.assume,
        )

    def _default(self) -> tuple[Value, ...]:
        name = self.catalog.default_measure
        return (NamedMeasure(name),) if name else ()


def is_timed(group: Group) -> bool:
    return isinstance(group, TimeGroup | DatePartGroup | PeriodGroup)
