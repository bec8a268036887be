"""Sessions, turns and runs as the faces see them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from bi.model.access import ClaimValue, Viewer
from bi.model.catalog import Catalog, Datasource
from bi.model.chart import ChartOptions, ChartType
from bi.model.dashboard import Dashboard
from bi.model.profile import Profile
from bi.model.summary import CatalogSummary
from llm.usage import NO_USAGE, Usage
from llm.wish import NO_WISH, ModelWish
from nodes.answer import Answer, Step, Task
from nodes.events import Event


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls. `user_id` None: the caller named a tenant only (no token).

    `claims` are what else the token says, kept out of texts and logs.
    """

    tenant_id: str
    user_id: str | None = None
    roles: tuple[str, ...] = ()
    claims: tuple[tuple[str, ClaimValue], ...] = field(default=(), repr=False)

    def viewer(self, claims: Collection[str]) -> Viewer:
        """Whose rights a turn has: of the claims only these, since they are stored with it."""
        kept = tuple((name, value) for name, value in self.claims if name in claims)
        return Viewer(self.tenant_id, self.user_id, self.roles, kept)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose chats are meant: those of the principal's user, or without a token those of the user
    that the caller names. What is named so gives no rights; None is everybody who names nobody.
    """

    principal: Principal
    user_id: str | None = None


@dataclass(frozen=True, slots=True)
class SeenCatalog:
    """A catalog without what its viewer may not see, and what is known of that viewer's data.

    `as_of` is the day that is "today" to questions, None where it is the real one. `questions`
    are sentences that are answered, by the name of the dataset that they are about; those of
    datasets that play a role alone are not there.
    """

    catalog: Catalog
    profile: Profile
    dialect: str
    as_of: date | None
    questions: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation over one datasource; its id is the LangGraph thread id.

    `head` is the checkpoint that the next turn goes on from: None before the first answer.
    `running` is the run that holds the session, `forked_from` the turn a fork began at, `usage`
    what its turns have used of models. `title` is a person's, or that of the first answer with
    data; `question` is its first question, cut to the length of a title.
    """

    session_id: str
    tenant_id: str
    user_id: str
    datasource_id: str
    created_at: datetime
    updated_at: datetime
    title: str | None = None
    message_count: int = 0
    head: str | None = None
    running: str | None = None
    forked_from: Origin | None = None
    usage: Usage = NO_USAGE
    question: str | None = None

    @property
    def name(self) -> str | None:
        """What it is called; None before it was asked anything."""
        return self.title or self.question


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fork comes from; that session may be gone by now."""

    session_id: str
    turn_id: str


@dataclass(frozen=True, slots=True)
class SessionPage:
    """`total` counts all sessions of the listing; `next_cursor` None: this was the last page."""

    sessions: tuple[Session, ...]
    total: int
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class TaskRef:
    """An earlier answer of the session, or a part of it: the ids of `nodes.answer.Task`."""

    turn_id: str
    task_id: str = "0"


@dataclass(frozen=True, slots=True)
class Ask:
    """A sentence: a new question or a follow-up, whichever it reads as; 1 to 4,000 characters.

    With `corrects` it is said about that earlier answer, where it is no question of its own.
    `wish`, here and below: who shall write the query.
    """

    text: str
    corrects: TaskRef | None = None
    wish: ModelWish = NO_WISH
    kind: Literal["message"] = "message"


@dataclass(frozen=True, slots=True)
class Refine:
    """A sentence that edits the last query."""

    text: str
    wish: ModelWish = NO_WISH
    kind: Literal["refine"] = "refine"


@dataclass(frozen=True, slots=True)
class Visualize:
    """The last result drawn another way; no SQL is executed.

    At least one of the two. `options` None: as they are, as far as the chart can have them. `part`
    is which part of the last compound question is meant, the first being 1; None: the last answer.
    """

    chart_type: ChartType | None = None
    options: ChartOptions | None = None
    part: int | None = None
    kind: Literal["visualize"] = "visualize"


@dataclass(frozen=True, slots=True)
class Compose:
    """A sentence that makes, changes or looks through a dashboard.

    `dashboard` None is the one that the session has, if it has one; `tile_id` says which tile of
    it is meant where the sentence does not. `stored_id` names a stored dashboard: the sentence is
    about it as it stands when the run begins, and what becomes of it is kept when the run ends.
    """

    text: str
    dashboard: Dashboard | None = None
    tile_id: str | None = None
    stored_id: str | None = None
    wish: ModelWish = NO_WISH
    kind: Literal["dashboard"] = "dashboard"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A compound question, whose parts are answered side by side. `corrects` as in `Ask`."""

    text: str
    corrects: TaskRef | None = None
    wish: ModelWish = NO_WISH
    kind: Literal["breakdown"] = "breakdown"


@dataclass(frozen=True, slots=True)
class RefineSql:
    """SQL from anywhere, changed as a sentence says."""

    sql: str
    text: str
    wish: ModelWish = NO_WISH
    kind: Literal["sql"] = "sql"


@dataclass(frozen=True, slots=True)
class Suggest:
    """Questions that are worth asking next; the first ones of a session that has none yet."""

    kind: Literal["suggest"] = "suggest"


@dataclass(frozen=True, slots=True)
class Summarize:
    """Reads the session's database, and describes it in the data summary of that number."""

    summary_id: int
    kind: Literal["summary"] = "summary"


@dataclass(frozen=True, slots=True)
class Rerun:
    """An earlier turn once more, on today's data, beside its old answer.

    It reads its sentence in the state that the turn met, and leaves session and history as
    they are.
    """

    turn_id: str
    kind: Literal["rerun"] = "rerun"


TurnRequest = Annotated[
    Ask | Refine | Visualize | Compose | Breakdown | RefineSql | Suggest | Summarize,
    Field(discriminator="kind"),
]


class InsightType(StrEnum):
    """What is asked about a dashboard: what it shows, what stands out, what is to come."""

    SUMMARY = "summary"
    ANALYSIS = "analysis"
    FORECAST = "forecast"


@dataclass(frozen=True, slots=True)
class InsightsWish:
    """`tile_id` None: the whole dashboard. `periods` is how many buckets a forecast is for."""

    type: InsightType = InsightType.SUMMARY
    tile_id: str | None = None
    periods: int = 6


class Strategy(StrEnum):
    """What becomes of a turn whose session is busy; LangGraph's word is multitask strategy."""

    REJECT = "reject"
    ENQUEUE = "enqueue"  # waits for its turn, in order
    INTERRUPT = "interrupt"  # cancels the running one and goes next


class RunStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A turn that will end with one terminal event. `repeated`: its key came before."""

    run_id: str
    status: RunStatus
    repeated: bool = False


class Outcome(StrEnum):
    COMPLETE = "complete"
    ERROR = "error"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What was known of an answer when its run ended without it: the tasks as far as they were
    told, the prose, and the work with what it used of models (None where none was asked). `steps`
    are those of the worker that ended it."""

    tasks: tuple[Task, ...] = ()
    text: str = ""
    steps: tuple[Step, ...] = ()
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a turn. A turn's first run has the turn's id, a rerun one of its own.

    `kind` is the turn's (message, refine, visualize), `said` its sentence in words.
    `attempts` counts the workers that tried. Known once it ended: `ended_at`, `outcome`,
    `intent` and `title` of an answer, `error_code` and `error_message` of a failure, `unfinished`
    of a failure or cancellation at work, and `checkpoint_id`, the state the session rested in (None
    for a failure or cancellation, and for a rerun). `rating` is what its reader thinks of the
    answer.
    """

    run_id: str
    turn_id: str
    session_id: str
    status: RunStatus
    kind: str
    said: str
    accepted_at: datetime
    attempts: int = 0
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    intent: str | None = None
    title: str | None = None
    error_code: str | None = None
    error_message: str | None = None
    checkpoint_id: str | None = None
    reruns: tuple[str, ...] = ()
    rating: Rating | None = None
    unfinished: Unfinished | None = None

    @property
    def is_rerun(self) -> bool:
        return self.run_id != self.turn_id


class Thumb(StrEnum):
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Rating:
    """What the reader of an answer thinks of it. When that was said is no part of it: the same
    said again is the same rating."""

    thumb: Thumb
    comment: str | None
    at: datetime = field(compare=False)


@dataclass(frozen=True, slots=True)
class TurnPage:
    """First runs of turns, in the order that was asked for. `answers` are by turn, where they were
    asked for and there is one."""

    turns: tuple[Run, ...]
    total: int
    answers: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a later turn said about an answer, or about the task of it."""

    turn_id: str
    task_id: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnDetail:
    """A turn with its answer (None: it has none), its reruns, and what was said about it by turns
    that correct it; oldest first."""

    run: Run
    answer: Answer | None
    reruns: tuple[Run, ...] = ()
    corrections: tuple[Correction, ...] = ()


class JobStatus(StrEnum):
    INIT = "init"  # it waits for its session
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # also where something was asked back, or refused


@dataclass(frozen=True, slots=True)
class Job:
    """`kind` is its turn's (message, breakdown, sql, suggest, summary), `said` its sentence.

    `answer`: it ended with one, which for a failed job is a question back or a refusal; `tasks`
    are what is ready of one that has none. `reason` says why a job failed, and `failure` is the
    code where it ended without an answer. `summary_id` is of the data summary that it makes.
    """

    job_id: str
    session: Session
    kind: str
    said: str
    status: JobStatus
    ended_at: datetime | None = None
    answer: Answer | None = None
    tasks: tuple[Task, ...] = ()
    reason: str = ""
    failure: str | None = None
    summary_id: int | None = None


@dataclass(frozen=True, slots=True)
class TurnState:
    """The graph's state as a turn left it, in JSON values."""

    checkpoint_id: str
    parent_id: str | None
    created_at: str
    step: int
    next_nodes: tuple[str, ...]
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """One line of a session's history.

    `metadata` of an assistant's message: intent, agents_visited (node names), sql, its author,
    usage of models, chart, turn_id, run_id, and for a failed turn `error` with its code. One
    without an answer has of these what was known.
    """

    role: Literal["user", "assistant"]
    content: str
    timestamp: datetime
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    messages: tuple[Message, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DataSummary:
    """A tenant's data summary of a datasource. `description` is a person's, `keywords` are too,
    or those of `about`, which is what the caller may see of the catalog (None: it has none yet).
    """

    summary_id: int
    datasource: Datasource
    status: JobStatus
    created_at: datetime
    description: str = ""
    keywords: tuple[str, ...] = ()
    about: CatalogSummary | None = None


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """`id` is the event's id in the run's Redis stream, and the SSE id: `1-0`, `2-0` …"""

    id: str
    event: Event
