"""What both MATIH faces answer, for the API's description.

Answers are written as plain dicts (a large result must not pass through a model on its way
out); the tests hold every answer against these models.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from nodes.names import TurnKind


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ErrorDetail(Shape):
    code: str
    category: Literal["CLIENT_ERROR", "SERVER_ERROR", "VALIDATION_ERROR", "AUTHORIZATION_ERROR"]
    message: str
    details: dict[str, Any]


class ErrorMetadata(Shape):
    timestamp: str
    requestId: str  # noqa: N815 - the wire's word
    version: str


class ErrorBody(Shape):
    success: Literal[False]
    error: ErrorDetail
    metadata: ErrorMetadata


class Data(Shape):
    """Rows as arrays, in the order of `columns`."""

    columns: list[str]
    rows: list[list[str | int | float | bool | None]]


class DrawnWith(Shape):
    """The options of a drawing, as they can be wished for."""

    log: bool
    bins: int | None
    sort: str | None
    panels: str | None


class ChartDescription(Shape):
    """`spec` is Vega-Lite; put the rows in as the data set named `result`."""

    type: str
    title: str
    x: str | None
    y: str | None
    series: str | None
    note: str | None
    options: DrawnWith
    spec: dict[str, Any] | None


class Column(Shape):
    name: str
    label: str
    type: str
    role: str
    style: str
    unit: str | None
    decimals: int | None
    grain: str | None
    identifier: bool


class Understood(Shape):
    """What the answer rests on: what was understood, and what was assumed."""

    tokens: list[dict[str, Any]]
    assumptions: list[str]


class OfferedChoice(Shape):
    number: int
    label: str


class ClarificationBody(Shape):
    """Why there are no figures; `supported` false: a refusal, not a question."""

    options: list[OfferedChoice]
    unknown: list[str]
    suggestions: list[str]
    supported: bool


class SourceDatasetBody(Shape):
    name: str
    label: str
    table: str


class SourceColumnBody(Shape):
    """`expression` is the catalog's SQL over the columns of the dataset's table."""

    dataset: str
    name: str
    label: str
    expression: str
    uses: list[Literal["measured", "grouped", "filtered", "listed"]]


class LineageBody(Shape):
    """What the figures come from, and in words what rows or groups had to meet."""

    datasets: list[SourceDatasetBody]
    columns: list[SourceColumnBody]
    conditions: list[str]


class LatestDayBody(Shape):
    """The last day that a dataset held when the data was last looked at."""

    dataset: str
    name: str
    label: str
    day: str


class FreshnessBody(Shape):
    """`ran_at` is when the database was asked; for `cached` rows that was before this turn.

    `data_version` changes whenever the data does; null where the engine cannot tell.
    """

    text: str
    ran_at: str
    cached: bool
    data_version: str | None
    latest: list[LatestDayBody]


class ForecastPointBody(Shape):
    """`bucket` is written as in `data`; the value lies between `low` and `high`."""

    bucket: str
    value: float
    low: float
    high: float


class ForecastBody(Shape):
    """Of the column `measure`, along the column `time`; `level` is the interval's probability.

    `error` is the mean error on the series' own last buckets, as a part of their size; null where
    there are too few.
    """

    measure: str
    time: str
    points: list[ForecastPointBody]
    method: str
    level: float
    error: float | None


class VerifiedBody(Shape):
    """The question that a person has checked the answer of; `on` is a day."""

    question: str
    by: str | None
    on: str | None


class AuthorBody(Shape):
    """`model` is its name where one wrote; `reused`: it wrote this for the same question before,
    and was not asked again. A `person` wrote a verified query, or the SQL that was sent."""

    kind: Literal["embedded", "model", "person"]
    model: str | None
    reused: bool


class UsageBody(Shape):
    """`input_tokens` include the `cached_tokens`. `cost` is in the currency of the settings'
    prices, null where a model has none."""

    input_tokens: int
    output_tokens: int
    cached_tokens: int
    calls: int
    cost: float | None


class StepBody(Shape):
    """A piece of the work on a turn, as its `progress` event said."""

    agent: str
    message: str
    elapsed_ms: int


class InsightBody(Shape):
    """`weight`, 0 to 1, is how remarkable it is; `direction` which way it went or stands out."""

    kind: str
    text: str
    weight: float
    direction: Literal["up", "down"] | None


class TaskBody(Shape):
    """A part of a compound question; what it has no answer for says `clarification` or `error`.

    `question` is the part in words that would be understood alone.
    """

    task_id: str
    question: str
    title: str | None
    response: str
    sql: str | None
    author: AuthorBody | None
    chart: ChartDescription | None
    columns: list[Column] | None
    data: Data | None
    row_count: int | None
    truncated: bool | None
    pinnable: bool
    insights: list[str]
    understood: Understood
    clarification: ClarificationBody | None
    error: dict[str, Any] | None


class TurnMetadata(Shape):
    turn_id: str
    run_id: str
    title: str | None
    chart: ChartDescription | None
    columns: list[Column] | None
    row_count: int | None
    truncated: bool | None
    query_time_ms: int | None
    understood: Understood
    lineage: LineageBody | None
    freshness: FreshnessBody | None
    forecast: ForecastBody | None
    dashboard: dict[str, Any] | None = Field(
        description="Of a turn about a dashboard: the dashboard as it is now; else null."
    )
    pinnable: bool = Field(
        description="Whether the answer can become a tile of a dashboard: a typed query gave it."
    )
    verified: VerifiedBody | None
    author: AuthorBody | None = Field(description="Who wrote the query; null where there is none.")
    usage: UsageBody | None = Field(
        description="What the turn used of models; null where none was asked."
    )
    notices: list[str] = Field(
        description="What was other than the settings or the request wish; `response` says it too."
    )
    steps: list[StepBody] = Field(description="The work on it, in order, with its times.")
    insights: list[InsightBody] = Field(
        description="The findings in `insights`, in the same order, with their kinds."
    )
    tasks: list[TaskBody] = Field(
        description="Of a compound question: its parts, in order; else empty."
    )
    part: int | None = Field(
        description="Of a chart alone: which part of a compound question it draws, from 1; else "
        "null."
    )
    clarification: ClarificationBody | None
    rerun_of: str | None = Field(None, description="Of a rerun alone: the turn run once more.")
    previous: dict[str, Any] | None = Field(
        None, description="Of a rerun alone: the turn's own answer, or null if it had none."
    )


class TurnBody(Shape):
    """`sql`, `visualization` and `data` are null where the turn did not answer with data."""

    success: Literal[True]
    response: str
    intent: str
    sql: str | None
    data: Data | None
    insights: list[str]
    agents_visited: list[str]
    execution_time_ms: int
    metadata: TurnMetadata


class ForkOrigin(Shape):
    """The turn a fork began at; its session may be gone by now."""

    session_id: str
    turn_id: str


class SessionLine(Shape):
    """`running_run_id` is the run that holds the session now. `usage` is what the session's turns
    have used of models, null while none was asked."""

    session_id: str
    tenant_id: str
    user_id: str
    created_at: str
    updated_at: str
    title: str | None
    message_count: int
    datasource_id: str
    running_run_id: str | None
    forked_from: ForkOrigin | None
    usage: UsageBody | None


class SessionList(Shape):
    sessions: list[SessionLine]
    total_count: int
    next_cursor: str | None


class HistoryMessage(Shape):
    role: Literal["user", "assistant"]
    content: str
    timestamp: str
    metadata: dict[str, Any]


class History(Shape):
    session_id: str
    messages: list[HistoryMessage]
    total_count: int


class SuggestedSentence(Shape):
    text: str
    kind: Literal["question", "refine", "chart"]


class SuggestionList(Shape):
    suggestions: list[SuggestedSentence]


class RunError(Shape):
    """As in an error body; `reason` is its `details.reason`."""

    code: str
    category: str
    reason: str
    message: str


class RunBody(Shape):
    """One execution of a turn; a turn's first run has the turn's id.

    `content` is what was said. `attempts` counts the workers that tried. `outcome`, `ended_at`
    and the rest are null until it ended, `checkpoint_id` also where it left no state.
    """

    run_id: str
    turn_id: str
    session_id: str
    rerun_of: str | None
    status: Literal["queued", "running", "ended"]
    outcome: Literal["complete", "error", "cancelled"] | None
    kind: TurnKind
    content: str
    intent: str | None
    title: str | None
    error: RunError | None
    accepted_at: str
    ended_at: str | None
    attempts: int
    checkpoint_id: str | None


class RatingBody(Shape):
    rating: Literal["up", "down"]
    comment: str | None
    rated_at: str


class TurnLine(RunBody):
    """`rating` is what its reader thinks of the answer, null where nothing was said."""

    rerun_ids: list[str]
    rating: RatingBody | None


class PartialAnswer(Shape):
    """What was known of an answer when its turn failed or was stopped, as its `partial` events
    told it; what was not is left out. `response` is the prose so far. `tasks` are the parts of a
    compound question, each with those keys that were ready."""

    response: str
    steps: list[StepBody]
    usage: UsageBody | None
    title: str | None = None
    understood: Understood | None = None
    sql: str | None = None
    author: AuthorBody | None = None
    columns: list[Column] | None = None
    data: Data | None = None
    row_count: int | None = None
    truncated: bool | None = None
    query_time_ms: int | None = None
    chart: ChartDescription | None = None
    tasks: list[dict[str, Any]] | None = None


class ListedTurn(TurnLine):
    answer: dict[str, Any] | None = Field(
        None, description="With `answers` alone: the turn's body, null where it has none."
    )
    partial: PartialAnswer | None = Field(
        None, description="With `answers` alone: of a turn without an answer what was known of it."
    )


class TurnList(Shape):
    session_id: str
    turns: list[ListedTurn]
    total_count: int


class RatedTurn(Shape):
    """What is kept of the turn's rating now."""

    session_id: str
    turn_id: str
    rating: RatingBody | None


class FeedbackBody(Shape):
    """What a later turn said that corrects this one's answer: the task of it that is meant, `0`
    for the whole, and the sentence."""

    turn_id: str
    task_id: str
    content: str
    timestamp: str


class TurnDetailBody(TurnLine):
    """`answer` is the turn's body, null where it has none; its `data` is null once expired.
    `partial` is what was known of it where the turn failed or was stopped, else null."""

    answer: dict[str, Any] | None
    partial: PartialAnswer | None
    reruns: list[RunBody]
    feedback: list[FeedbackBody]


class TurnStateBody(Shape):
    """The graph's state as the turn left it; `values` is for debugging, and may change."""

    session_id: str
    turn_id: str
    checkpoint_id: str
    parent_checkpoint_id: str | None
    created_at: str
    step: int
    next_nodes: list[str]
    values: dict[str, Any]
