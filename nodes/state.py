"""The graph's state: small, JSON-safe, and the same whoever writes it down.

Domain values are kept as JSON values (see `nodes.codec`), so a checkpoint holds no class of
ours: it can be read by any version, in Studio, and by nothing that a poisoned store could name.
Rows are not in it; `Analysis.result` says where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, NotRequired, TypedDict, cast

from langchain_core.messages import AnyMessage
from langgraph.graph.message import Messages, add_messages
from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema

from bi.charts.wording import options_in_words
from bi.model.chart import FEWEST_BINS, MOST_BINS, ChartOptions, ChartSort, ChartType
from llm.wish import Mode
from nodes.names import TurnKind

# A window: enough for a model's context; the whole transcript is kept beside the state.
MESSAGE_WINDOW = 12

# So many queries before the last one are remembered, the first of all among them.
HISTORY = 8

# So many dashboards before the last change are remembered.
DASHBOARD_HISTORY = 5

Json = dict[str, Any]

_OPTIONS_SCHEMA: Json = {
    "type": "object",
    "properties": {
        "log": {"type": "boolean"},
        "bins": {"type": ["integer", "null"], "minimum": FEWEST_BINS, "maximum": MOST_BINS},
        "sort": {"enum": [*(sort.value for sort in ChartSort), None]},
        "panels": {"type": ["string", "null"]},
    },
}


# What was asked for where nobody said it in words.
_SAID = {"suggest": "What could I ask?", "summary": "Describe the database"}


class SessionFacts(TypedDict):
    """Who the session belongs to and what it asks; set once, by its first turn.

    `catalog_version` is what its questions are read by; absent in sessions older than versions.
    """

    tenant_id: str
    user_id: str
    datasource_id: str
    catalog_version: NotRequired[str]


class FollowUp(BaseModel):
    """What a turn brings.

    `text` is the sentence of a message, refine or dashboard turn, `chart_type` the type and
    `options` the ways of drawing of a visualize, which has at least one of them. `at` is when the
    turn was accepted. A dashboard turn is about `dashboard` (a `bi.model.dashboard.Dashboard` in
    JSON values), else about the one that the session has, and within it about the tile `tile_id`,
    if that is given.

    A breakdown has the compound question as its `text`. A turn of the kind `sql` changes `sql` as
    its `text` says. A `suggest` has neither, a `summary` the number `summary_id` of what it makes.
    A message with `corrects` (an `Analysis`) is about that earlier answer, not about the last one.
    A visualize with `part` is about that part of the last compound question; the first is 1.
    `model` and `mode` are the caller's wish; None is as the settings say.
    """

    # The resume value of `await_follow_up`, and the first turn's input. A pydantic model, not a
    # TypedDict, because `interrupt` validates by it on every resume and a model carries its
    # validator ready made.

    model_config = ConfigDict(extra="forbid", frozen=True)
    _schema: ClassVar[Json | None] = None

    turn_id: str
    kind: TurnKind
    at: AwareDatetime
    text: Annotated[str, StringConstraints(min_length=1, max_length=4000)] | None = None
    # Its values in place: a reference to a definition would have to be resolved anew each time.
    chart_type: (
        Annotated[ChartType, WithJsonSchema({"enum": [chart.value for chart in ChartType]})] | None
    ) = None
    options: Annotated[ChartOptions, WithJsonSchema(_OPTIONS_SCHEMA)] | None = None
    dashboard: Json | None = None
    tile_id: str | None = None
    sql: Annotated[str, StringConstraints(min_length=1, max_length=100_000)] | None = None
    corrects: Json | None = None
    part: Annotated[int, Field(ge=1)] | None = None
    summary_id: int | None = None
    model: str | None = None
    mode: Annotated[Mode, WithJsonSchema({"enum": [mode.value for mode in Mode]})] | None = None

    @model_validator(mode="after")
    def _complete(self) -> FollowUp:
        match self.kind:
            case "visualize":
                is_complete = self.chart_type is not None or self.options is not None
            case "summary":
                is_complete = self.summary_id is not None
            case "sql":
                is_complete = self.text is not None and self.sql is not None
            case "suggest":
                is_complete = True
            case _:
                is_complete = self.text is not None
        if not is_complete:
            raise ValueError(f"a follow-up of the kind {self.kind} needs more than this")
        return self

    @property
    def said(self) -> str:
        """What the person said, in words."""
        if self.text is not None:
            return self.text
        if self.kind in _SAID:
            return _SAID[self.kind]
        words = [f"as {self.chart_type}" if self.chart_type else ""]
        words.append(options_in_words(self.options) if self.options else "")
        what = f"part {self.part}" if self.part else "it"
        return f"Show {what} {', '.join(filter(None, words)) or 'as it was at first'}"

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Json:
        """Made once: `interrupt` asks for it each time that a session comes to rest."""
        if cls._schema is None:
            cls._schema = handler(core_schema)
        return dict(cls._schema)


class Failure(TypedDict):
    """A turn that could not be answered; see `nodes.events.Failed`."""

    code: str
    message: str
    retryable: bool
    details: Json


class Turn(TypedDict):
    """The turn in hand: its follow-up, and what the nodes made of it so far.

    `reading` is the router's, and `composing` where the sentence is about a dashboard, `breaking`
    the parts of a compound question; `answer` or `failure` ends the turn. `author` is set where a
    model wrote what was read (a `llm.usage.Author`), `authored` what may be needed to mend it (see
    `nodes.authored`), and `notices` say why it was not. `breaking_authors` have the two of them for
    each part.
    """

    turn_id: str
    kind: TurnKind
    at: str
    text: str | None
    chart_type: str | None
    options: NotRequired[Json | None]
    dashboard: NotRequired[Json | None]
    tile_id: NotRequired[str | None]
    sql: NotRequired[str | None]
    corrects: NotRequired[Json | None]
    part: NotRequired[int | None]
    summary_id: NotRequired[int | None]
    model: NotRequired[str | None]
    mode: NotRequired[str | None]
    visited: list[str]
    intent: NotRequired[str]
    reading: NotRequired[Json]
    composing: NotRequired[Json]
    breaking: NotRequired[list[Json]]
    breaking_authors: NotRequired[list[Json]]
    author: NotRequired[Json | None]
    authored: NotRequired[Json | None]
    notices: NotRequired[list[str]]
    answer: NotRequired[Json]
    failure: NotRequired[Failure]


class Analysis(TypedDict):
    """The last question that was answered with data: what refine and visualize edit.

    `query` None: it was answered by SQL that somebody wrote and that says no query of the catalog's
    words. `written` is that SQL (a `bi.model.reading.WrittenSql`), also where it does say one.
    """

    query: Json | None
    written: NotRequired[Json]
    verified: NotRequired[Json | None]
    # Who wrote the query or the SQL; absent where it is older than that.
    author: NotRequired[Json]
    title: str
    sql: str
    result: Json
    # What tells the rights it was answered with from others; absent where it is older than those.
    rights: NotRequired[str]
    understanding: Json
    # The chart type somebody asked for, as long as the result keeps its columns.
    wish: str | None
    # Ways of drawing that somebody asked for, as long as the wish is kept.
    options: NotRequired[Json | None]
    # What the rows rest on, and how fresh they are.
    lineage: NotRequired[Json]
    freshness: NotRequired[Json]
    # What is expected after the rows, or why that cannot be said, where it was asked for.
    forecast: NotRequired[Json]
    no_forecast: NotRequired[str]
    chart: NotRequired[Json]
    insights: NotRequired[list[Json]]
    text: NotRequired[str]


def windowed(left: Sequence[AnyMessage], right: Any) -> list[AnyMessage]:
    """LangGraph's `add_messages`, keeping the last `MESSAGE_WINDOW`."""
    merged = cast("list[AnyMessage]", add_messages(cast(Messages, left), right))
    return merged[-MESSAGE_WINDOW:]


class BIState(TypedDict, total=False):
    messages: Annotated[list[AnyMessage], windowed]
    session: SessionFacts
    turn: Turn
    analysis: Analysis
    # The dashboard that the session is at, if it made or was given one.
    dashboard: Json
    # Those before its last changes, the oldest first: what "undo" goes back to.
    dashboards: list[Json]
    # The tile that was spoken of last: "it", of the dashboard.
    spoken_of: str | None
    # What was answered last was the dashboard, not the analysis: "as a pie" is said of a tile.
    at_dashboard: bool
    # What an open question back about the dashboard offers, in the order they were numbered.
    choices: list[Json]
    # What the last compound question found, by the ids of its tasks: each an `Analysis`.
    parts: dict[str, Analysis]
    # The open clarification's options, in the order they were numbered, and who made them where
    # that was a model.
    options: list[Json]
    options_author: Json | None
    # The queries before that of the analysis, or the `WrittenSql`, the oldest first: what "undo"
    # goes back to.
    history: list[Json]
    # Since the analysis there was a question of its own that was not answered.
    lost: bool
    # The person started over: the analysis is no question before the next one.
    forgot: bool
