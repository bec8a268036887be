"""What clients of both MATIH faces send."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from api.texts import Sentence, sayable
from bi.model.chart import ChartType

MAX_TITLE = 200
DEFAULT_PAGE = 50
MAX_PAGE = 500

_CHART_TYPES = tuple(chart.value for chart in ChartType)


def _chart_type(value: Any) -> Any:
    if value not in _CHART_TYPES:
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


class SendMessage(BaseModel):
    """A question, or a follow-up to the last answer, whichever it reads as."""

    message: Sentence = Field(examples=["Show me monthly revenue for 2024"])


class RefineQuery(BaseModel):
    """A sentence that changes the last question: more groups, filters, another period."""

    refinement: Sentence = Field(examples=["Break this down by product category"])


class ChangeChart(BaseModel):
    """The last result as another chart."""

    chart_type: Annotated[ChartType, BeforeValidator(_chart_type)] = Field(examples=["stacked_bar"])


SessionId = Annotated[str, Path(description="The id that creating the session answered.")]
RunId = Annotated[str, Path(description="`X-Run-ID` of the turn's answer.")]
TurnId = Annotated[str, Path(description="`metadata.turn_id` of the turn's answer.")]
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, description="Skip the first N.")]
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
