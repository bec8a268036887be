"""What a turn ends with, before any face puts it into its own words."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from bi.model.chart import Chart
from bi.model.dashboard import Dashboard
from bi.model.forecast import Forecast
from bi.model.insight import Insight
from bi.model.lineage import Freshness, Lineage
from bi.model.reading import Understanding, Verified
from llm.usage import Author, Usage

# The task that is the whole of a turn.
WHOLE = "0"


class Intent(StrEnum):
    """What the turn was for."""

    QUERY = "query"  # a question answered with data
    VISUALIZE = "visualize"  # the same data drawn another way
    DESCRIBE = "describe"  # a question about the data itself
    DASHBOARD = "dashboard"  # a dashboard made, changed or looked through
    BREAKDOWN = "breakdown"  # a compound question, answered part by part
    SUGGEST = "suggest"  # questions that are worth asking
    SUMMARY = "summary"  # a database read, and described
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
    """Where the rows are: `key` names them in the result store, by content.

    `elapsed_ms` is of the query that found them, and no part of what they are.
    """

    key: str
    columns: tuple[str, ...]
    row_count: int
    truncated: bool
    elapsed_ms: float = field(compare=False)


@dataclass(frozen=True, slots=True)
class Task:
    """A question of its own within a turn: the turn's own has the id `WHOLE`, the parts of a
    compound question "0-1", "0-2" and so on.

    `question` is the task in words that would be understood alone. What it has no answer for says
    `asked_back`, or `failure` (the fields of `nodes.events.Failed`). What is not known yet of a
    task that is still at work is absent. `typed`: as of an answer.
    """

    task_id: str
    question: str
    title: str | None = None
    text: str = ""
    sql: str | None = None
    typed: bool = False
    result: ResultRef | None = None
    chart: Chart | None = None
    insights: tuple[Insight, ...] = ()
    understanding: Understanding = Understanding()
    asked_back: AskedBack | None = None
    failure: dict[str, Any] | None = None
    author: Author | None = None

    @property
    def is_part(self) -> bool:
        return self.task_id != WHOLE

    @property
    def reason(self) -> str:
        """Why it has no answer; '' where it has one, or may have yet."""
        if self.failure is not None:
            return str(self.failure["message"])
        return self.text if self.asked_back is not None else ""

    def with_news(self, later: Task) -> Task:
        """What is known of it once `later` was told of it as well."""
        told = {each.name: (getattr(later, each.name), each.default) for each in fields(later)}
        return replace(self, **{name: new for name, (new, absent) in told.items() if new != absent})


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of a turn's work, as its progress was told: which node, and for how long it was at
    it. That is no part of what was done: the same work takes another time."""

    node: str
    message: str
    elapsed_ms: float = field(compare=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is the whole prose; `visited` the nodes in order; `elapsed_ms` of the whole turn.

    `typed`: a query of the catalog's words answered it, not SQL that says none. `tasks` are the
    parts of a compound question, `suggestions` questions that are worth asking.
    `verified`: the answer is that of a query which a person has checked. `author` wrote its query
    or SQL, None where there is neither; `part` is which part of a compound question was drawn
    anew, where it was one; `usage` is None where no model was asked. `notices` say in
    sentences what was other than the settings or the caller wish; the text has them too. `steps`
    are the work on it in order, up to when the answer was there.
    """

    turn_id: str
    intent: Intent
    text: str
    title: str | None = None
    sql: str | None = None
    typed: bool = False
    result: ResultRef | None = None
    chart: Chart | None = None
    insights: tuple[Insight, ...] = ()
    understanding: Understanding = Understanding()
    asked_back: AskedBack | None = None
    lineage: Lineage | None = None
    freshness: Freshness | None = None
    forecast: Forecast | None = None
    dashboard: Dashboard | None = None
    verified: Verified | None = None
    tasks: tuple[Task, ...] = ()
    part: int | None = None
    suggestions: tuple[str, ...] = ()
    author: Author | None = None
    usage: Usage | None = None
    notices: tuple[str, ...] = ()
    visited: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    elapsed_ms: float = 0.0
