"""What a turn ends with, before any face puts it into its own words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bi.model.chart import Chart
from bi.model.dashboard import Dashboard
from bi.model.forecast import Forecast
from bi.model.insight import Insight
from bi.model.lineage import Freshness, Lineage
from bi.model.reading import Understanding


class Intent(StrEnum):
    """What the turn was for."""

    QUERY = "query"  # a question answered with data
    VISUALIZE = "visualize"  # the same data drawn another way
    DESCRIBE = "describe"  # a question about the data itself
    DASHBOARD = "dashboard"  # a dashboard made, changed or looked through
    CLARIFY = "clarify"  # asked back, or refused


@dataclass(frozen=True, slots=True)
class OfferedOption:
    """A reading to choose from; the reply is its `number` or its `label`."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class AskedBack:
    """Why there is no answer yet. `supported` False: a refusal, not a question."""

    options: tuple[OfferedOption, ...] = ()
    unknown: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    supported: bool = True


@dataclass(frozen=True, slots=True)
class ResultRef:
    """Where the rows are: `key` names them in the result store, by content."""

    key: str
    columns: tuple[str, ...]
    row_count: int
    truncated: bool
    elapsed_ms: float


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is the whole prose; `visited` the nodes in order; `elapsed_ms` of the whole turn."""

    turn_id: str
    intent: Intent
    text: str
    title: str | None = None
    sql: str | None = None
    result: ResultRef | None = None
    chart: Chart | None = None
    insights: tuple[Insight, ...] = ()
    understanding: Understanding = Understanding()
    asked_back: AskedBack | None = None
    lineage: Lineage | None = None
    freshness: Freshness | None = None
    forecast: Forecast | None = None
    dashboard: Dashboard | None = None
    visited: tuple[str, ...] = ()
    elapsed_ms: float = 0.0
