"""What the language engine made of a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from bi.model.chart import ChartOptions, ChartType
from bi.model.semantic import SemanticQuery


class TokenKind(StrEnum):
    MEASURE = "measure"
    DIMENSION = "dimension"
    TIME = "time"
    FILTER = "filter"
    ORDER = "order"
    LIMIT = "limit"
    COMPARISON = "comparison"
    FORECAST = "forecast"
    CHART = "chart"


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that was understood, as shown back to the person.

    `text` is how Parley says it ("Year = 2025"); `source` the words it came from;
    `start` and `end` their place in the question in characters (end excluded), None
    when it was carried over from an earlier turn or assumed.
    """

    kind: TokenKind
    text: str
    source: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """What an answer rests on. `assumptions` are sentences ("Revenue is meant by sales.")."""

    tokens: tuple[Token, ...] = ()
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified:
    """Where an answer comes from that somebody has checked: the question as it was checked."""

    question: str
    by: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence that became a query. `refines`: it edits the previous query.

    `returns_to`: it is an earlier query again, by its place in the history. `chart` and `options`
    None: nothing is said of the type, or of how it is drawn. `options` hold what was wished before
    as far as the sentence leaves it. `verified`: somebody has checked what the sentence means.
    """

    query: SemanticQuery
    understanding: Understanding
    chart: ChartType | None = None
    options: ChartOptions | None = None
    refines: bool = False
    returns_to: int | None = None
    verified: Verified | None = None
    kind: Literal["question"] = "question"


@dataclass(frozen=True, slots=True)
class WrittenSql:
    """A question that is answered by SQL which somebody wrote, and not by a query of the catalog's
    words; the guard has yet to pass it.

    `title` is what the answer is called by; `verified` None: nobody has checked it. The rest is
    as in `Question`.
    """

    sql: str
    title: str
    understanding: Understanding = Understanding()
    verified: Verified | None = None
    chart: ChartType | None = None
    options: ChartOptions | None = None
    refines: bool = False
    returns_to: int | None = None
    kind: Literal["sql"] = "sql"


@dataclass(frozen=True, slots=True)
class ChartWish:
    """A sentence that asks for the same result drawn another way; None as in `Question`."""

    chart: ChartType | None = None
    options: ChartOptions | None = None
    kind: Literal["chart"] = "chart"


class Topic(StrEnum):
    """Questions about the data itself."""

    OVERVIEW = "overview"  # what can I ask, which tables are there
    MEASURES = "measures"
    DIMENSIONS = "dimensions"
    MEANING = "meaning"  # what does margin mean
    TIME_SPAN = "time_span"  # date range of the data


@dataclass(frozen=True, slots=True)
class DescribeData:
    """A question about the data itself; `subject` is the catalog name asked about, if any."""

    topic: Topic
    subject: str | None = None
    kind: Literal["describe"] = "describe"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the readings offered. Choosing it answers with `query`."""

    label: str
    query: SemanticQuery
    understanding: Understanding = Understanding()
    chart: ChartType | None = None
    options: ChartOptions | None = None


@dataclass(frozen=True, slots=True)
class VerifiedOption:
    """A verified query that is offered. Choosing it answers with `reading`."""

    label: str
    reading: Annotated[Question | WrittenSql, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Clarification:
    """A question back to the person; nothing was guessed.

    `unknown` are the words that were not understood; `suggestions` are sentences that
    would be. `refines`: it is about a change of the previous query. `forgets`: the person wants
    to start over. `verified` are offered after the options.
    """

    message: str
    options: tuple[Option, ...] = ()
    unknown: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    refines: bool = False
    forgets: bool = False
    verified: tuple[VerifiedOption, ...] = ()
    kind: Literal["clarification"] = "clarification"


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A plain refusal that says what was not understood and what would be; `refines` as above.

    `of_written`: as a change of a query it would be understood, but written SQL answered before.
    """

    message: str
    unknown: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    refines: bool = False
    of_written: bool = False
    kind: Literal["unsupported"] = "unsupported"


Reading = Annotated[
    Question | WrittenSql | ChartWish | DescribeData | Clarification | Unsupported,
    Field(discriminator="kind"),
]


@dataclass(frozen=True, slots=True)
class EditChoice:
    """What a part of a question could be instead: `text` in a menu, `refinement` to be sent."""

    text: str
    refinement: str


@dataclass(frozen=True, slots=True)
class TokenEdits:
    """What can become of one token, by its place `index` among those shown.

    `remove` is the sentence that takes it away, None where it is needed.
    """

    index: int
    remove: str | None = None
    choices: tuple[EditChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class AddedPart:
    """What a question could have besides; `kind` is that of the token it would be."""

    kind: Literal["dimension", "measure", "filter", "time"]
    text: str
    refinement: str


@dataclass(frozen=True, slots=True)
class Edits:
    """Every sentence is read as a query that differs in that one part."""

    tokens: tuple[TokenEdits, ...] = ()
    add: tuple[AddedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A sentence that is worth sending next, and that the language engine answers."""

    text: str
    kind: Literal["question", "refine", "chart"]
