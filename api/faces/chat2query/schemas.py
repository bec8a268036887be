"""What clients of this face send."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from api.texts import Sentence, sayable

MAX_SQL = 100_000


def _absent_if_empty(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Empty = BeforeValidator(_absent_if_empty)
_Text = Annotated[str, AfterValidator(sayable)]
ClusterId = Annotated[
    Annotated[_Text, StringConstraints(max_length=256)] | None,
    Empty,
    Field(examples=["10140100115280519574"]),
]
DatabaseName = Annotated[
    Annotated[_Text, StringConstraints(max_length=256)] | None, Empty, Field(examples=["demo"])
]
Name = Annotated[_Text | None, Empty]
Sql = Annotated[_Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_SQL)]
JobIdText = Annotated[Annotated[_Text, StringConstraints(max_length=64)] | None, Empty]
TaskId = Annotated[
    Annotated[str, StringConstraints(pattern=r"^\d{1,4}(-\d{1,4}){0,4}$")] | None, Empty
]
Mode = Literal["direct", "auto_breakdown"]


class Request(BaseModel):
    """What is unknown of a body is left out of account; clients send more than is published."""

    model_config = ConfigDict(coerce_numbers_to_str=True)


class OfDatabase(Request):
    """A database by its name, and the cluster it is in; else by its data summary."""

    cluster_id: ClusterId = None
    database: DatabaseName = None
    data_summary_id: Annotated[int | None, Field(ge=1, examples=[None])] = None

    @model_validator(mode="after")
    def _named(self) -> OfDatabase:
        if not self._names_one():
            raise PydanticCustomError("missing", "Name a `database`, or a `data_summary_id`")
        return self

    def _names_one(self) -> bool:
        return self.database is not None or self.data_summary_id is not None


class CreateSession(OfDatabase):
    name: Annotated[Name, Field(examples=["Sales"])] = None


class RenameSession(Request):
    name: Annotated[_Text, Field(examples=["Sales of the North"])]


class Chat2Data(OfDatabase):
    question: Annotated[Sentence, Field(examples=["revenue by region in 2025"])]
    sql_generate_mode: Mode = "direct"


class SessionChat2Data(Request):
    """`feedback_answer_id` names an earlier job of the session that the question corrects, and
    `feedback_task_id` the task of it, `0` where it has one alone. Empty ones count as absent."""

    question: Annotated[Sentence, Field(examples=["only the last quarter"])]
    feedback_answer_id: Annotated[JobIdText, Field(examples=[""])] = None
    feedback_task_id: Annotated[TaskId, Field(examples=[""])] = None
    sql_generate_mode: Mode = "direct"

    @model_validator(mode="after")
    def _whose_task(self) -> SessionChat2Data:
        if self.feedback_task_id is not None and self.feedback_answer_id is None:
            raise PydanticCustomError(
                "missing", "A `feedback_task_id` needs the `feedback_answer_id` it is of"
            )
        return self


class SuggestQuestions(OfDatabase):
    """With a `session_id` what could follow in that session (ours)."""

    session_id: Annotated[int | None, Field(ge=1, le=2**63 - 1, examples=[None])] = None

    def _names_one(self) -> bool:
        return self.session_id is not None or super()._names_one()


class RefineSql(OfDatabase):
    """`feedback` says what is to change; `instruction` is another name of it."""

    sql: Annotated[Sql, Field(examples=["SELECT region, SUM(revenue) FROM orders GROUP BY region"])]
    feedback: Annotated[
        Sentence,
        Field(
            validation_alias=AliasChoices("feedback", "instruction"),
            examples=["only orders of 2025"],
        ),
    ]
