"""What clients of this face send to knowledge bases."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints

from api.faces.chat2query.schemas import MAX_SQL, OfDatabase, Request
from api.texts import Sentence, sayable
from bi.model.knowledge import MOST_CHARACTERS
from runs.knowledge_records import Fact, FewShot, Instruction, TermSheet

_Description = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=4000), AfterValidator(sayable)
]
_Word = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(sayable),
]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class CreateKnowledgeBase(OfDatabase):
    description: Annotated[_Description, Field(examples=["What our people call things"])] = ""


class DescribeKnowledgeBase(Request):
    description: Annotated[_Description, Field(examples=["What our people call things"])]


class FewShotData(BaseModel):
    question: Annotated[Sentence, Field(examples=["How many orders are there?"])]
    answer: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_SQL),
        AfterValidator(sayable),
        Field(examples=["SELECT COUNT(*) AS orders FROM orders;"]),
    ]


class TermSheetData(BaseModel):
    term: Annotated[
        list[_Word],
        BeforeValidator(_as_list),
        Field(min_length=1, max_length=50, examples=[["EMEA"]]),
    ]
    description: Annotated[_Description, Field(examples=["region North or region West"])] = ""


class InstructionData(BaseModel):
    instruction: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_CHARACTERS),
        AfterValidator(sayable),
        Field(examples=["Leave out returned orders"]),
    ]


class _Data(Request):
    # The client's own; None leaves what is there.
    meta_data: dict[str, Any] | None = None


class FewShotEntry(_Data):
    type: Literal["few-shot"]
    raw_data: FewShotData

    def fact(self) -> Fact:
        return FewShot(self.raw_data.question, self.raw_data.answer)


class TermSheetEntry(_Data):
    type: Literal["term-sheet"]
    raw_data: TermSheetData

    def fact(self) -> Fact:
        return TermSheet(tuple(self.raw_data.term), self.raw_data.description)


class InstructionEntry(_Data):
    type: Literal["instruction"]
    raw_data: InstructionData

    def fact(self) -> Fact:
        return Instruction(self.raw_data.instruction)


KnowledgeEntry = Annotated[
    FewShotEntry | TermSheetEntry | InstructionEntry, Field(discriminator="type")
]
