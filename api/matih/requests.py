"""What clients of both MATIH faces send."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from fastapi import Path, Query
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from api.texts import Sentence, sayable
from api.wishes import WhoWrites
from bi.model.chart import FEWEST_BINS, MOST_BINS, ChartOptions, ChartSort, ChartType
from llm.wish import ModelWish
from runs.model import Ask, Breakdown, Rating, Refine, Thumb, Visualize

MAX_TITLE = 200
MAX_COMMENT = 1000
DEFAULT_PAGE = 50
MAX_PAGE = 500
# An answer holds all of its rows.
MAX_ANSWERS = 20

_CHART_TYPES = tuple(chart.value for chart in ChartType)


def known_chart_type(value: Any) -> Any:
    """Says of another name which types there are."""
    if value is not None and value not in _CHART_TYPES:
        raise PydanticCustomError(
            "unknown_chart_type",
            "There is no such chart type; choose one of: {choices}",
            {"choices": ", ".join(_CHART_TYPES), "allowed": list(_CHART_TYPES)},
        )
    return value


Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TITLE),
    AfterValidator(sayable),
]


class RenameSession(BaseModel):
    title: Title = Field(examples=["Revenue for the board"])


class ForkTurn(BaseModel):
    """A new session that goes on from the state this turn left."""

    title: Title | None = Field(None, examples=["The same without returns"])


class RateAnswer(BaseModel):
    """What the reader thinks of a turn's answer; a rating of null takes back what was said."""

    rating: Thumb | None = Field(examples=["down"])
    comment: Annotated[
        str | None,
        StringConstraints(strip_whitespace=True, max_length=MAX_COMMENT),
    ] = Field(None, examples=["Returns should not count."])

    @field_validator("comment")
    @classmethod
    def _sayable(cls, comment: str | None) -> str | None:
        return sayable(comment) if comment else None

    @model_validator(mode="after")
    def _comments_on_a_rating(self) -> Self:
        if self.rating is None and self.comment is not None:
            raise PydanticCustomError("comment_alone", "A comment needs a rating: up or down")
        return self

    def rated(self, at: datetime) -> Rating | None:
        """What is to be kept."""
        return Rating(self.rating, self.comment, at) if self.rating is not None else None


class SendMessage(WhoWrites):
    """A question, or a follow-up to the last answer, whichever it reads as."""

    message: Sentence = Field(examples=["Show me monthly revenue for 2024"])
    breakdown: bool = Field(
        False,
        description="A compound question: it is broken down, and each part answered by itself.",
    )

    def asked(self, wish: ModelWish) -> Ask | Breakdown:
        """The turn that it asks for."""
        if self.breakdown:
            return Breakdown(self.message, wish=wish)
        return Ask(self.message, wish=wish)


class RefineQuery(WhoWrites):
    """A sentence that changes the last question: more groups, filters, another period."""

    refinement: Sentence = Field(examples=["Break this down by product category"])

    def asked(self, wish: ModelWish) -> Refine:
        """The turn that it asks for."""
        return Refine(self.refinement, wish)


class DrawingOptions(BaseModel):
    """How a chart is drawn besides its type; what is not said is as by default."""

    model_config = ConfigDict(extra="forbid")

    log: bool = Field(False, description="The measure's axis is logarithmic.")
    bins: int | None = Field(
        None, ge=FEWEST_BINS, le=MOST_BINS, description="How many steps a histogram has at most."
    )
    sort: ChartSort | None = Field(
        None, description="What bars and slices are in order of; by default as they read best."
    )
    panels: str | None = Field(
        None, description="The result's column that has a chart of its own for each value."
    )


class ChangeChart(BaseModel):
    """The last result drawn another way: as another type, with other options, or both."""

    chart_type: Annotated[ChartType | None, BeforeValidator(known_chart_type)] = Field(
        None, examples=["stacked_bar"]
    )
    options: DrawingOptions | None = Field(None, examples=[{"sort": "name"}])
    part: int | None = Field(
        None,
        ge=1,
        description="Which part of the last compound question, by its place in `metadata.tasks`: "
        "the first is 1. Without it, the last answer.",
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.chart_type is None and self.options is None:
            raise PydanticCustomError(
                "nothing_to_draw",
                "Say options or a chart_type, one of: {choices}",
                {"choices": ", ".join(_CHART_TYPES), "allowed": list(_CHART_TYPES)},
            )
        return self

    def visualize(self) -> Visualize:
        """The turn that it asks for."""
        said = self.options
        options = ChartOptions(said.log, said.bins, said.sort, said.panels) if said else None
        return Visualize(self.chart_type, options, self.part)


SessionId = Annotated[str, Path(description="The id that creating the session answered.")]
RunId = Annotated[str, Path(description="`X-Run-ID` of the turn's answer.")]
PartNumber = Annotated[
    int | None,
    Query(
        ge=1,
        description="Which part of a compound question, by its place in `metadata.tasks`: the "
        "first is 1.",
    ),
]
TurnId = Annotated[str, Path(description="`metadata.turn_id` of the turn's answer.")]
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, description="Skip the first N.")]
TurnLimit = Annotated[
    int | None,
    Query(
        ge=1,
        le=MAX_PAGE,
        description=f"How many at most: {DEFAULT_PAGE} unless given. With `answers` it is "
        f"{MAX_ANSWERS}, which is also the most.",
    ),
]
TurnOrder = Annotated[
    Literal["oldest", "newest"], Query(description="Which turns come first, and are counted first.")
]
WithAnswers = Annotated[
    bool, Query(description="Each turn with its `answer`, as one of them has it.")
]
Cursor = Annotated[
    str | None,
    Query(max_length=512, description="`next_cursor` of the page before."),
]
UserQuery = Annotated[
    str | None,
    Query(alias="user_id", pattern=r"^[^\x00-\x1f\x7f]{1,256}$", examples=["user-123"]),
]
Search = Annotated[
    str | None,
    Query(
        alias="q",
        min_length=1,
        max_length=MAX_TITLE,
        description="Only sessions with these words in title or first message.",
        examples=["revenue"],
    ),
]
