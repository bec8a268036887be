"""What clients send to make and to edit data summaries."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from api.faces.chat2query.schemas import ClusterId, Request
from api.texts import sayable

_Description = Annotated[
    Annotated[str, AfterValidator(sayable), StringConstraints(max_length=4000)] | None,
    # As it comes back: what a person said stands beside what the system says.
    BeforeValidator(lambda given: given.get("user") if isinstance(given, dict) else given),
]
_Keyword = Annotated[
    str,
    AfterValidator(sayable),
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
]
_Keywords = Annotated[tuple[_Keyword, ...] | None, Field(max_length=100)]


class CreateSummary(Request):
    """`reuse`: what is there already will do. A database has one summary here, so it is the
    `default` whatever is said of that."""

    cluster_id: ClusterId = None
    database: Annotated[
        str,
        AfterValidator(sayable),
        StringConstraints(min_length=1, max_length=256),
        Field(examples=["demo"]),
    ]
    description: Annotated[_Description, Field(examples=["Sales of the shop"])] = None
    reuse: bool = False


class Saying(Request):
    description: Annotated[_Description, Field(examples=["One row for each order"])] = None
    keywords: Annotated[_Keywords, Field(examples=[["purchases", "sales orders"]])] = None

    @model_validator(mode="after")
    def _says_something(self) -> Saying:
        if not self.model_fields_set:
            raise PydanticCustomError("missing", "Send a `description`, or `keywords`")
        return self


class EditSummary(Saying):
    default: Annotated[bool | None, Field(examples=[True])] = None

    @model_validator(mode="after")
    def _stays_default(self) -> EditSummary:
        if self.default is False:
            raise PydanticCustomError(
                "default", "A database has one data summary here, which is its default"
            )
        return self


def _by_name(given: Any) -> Any:
    """`{"city": {"description": …}}`, `{"city": "…"}` and `[{"name": "city", …}]` are the same."""
    if isinstance(given, dict):
        return {
            name: {"description": one} if isinstance(one, str) else one
            for name, one in given.items()
        }
    if isinstance(given, list) and all(isinstance(one, dict) and "name" in one for one in given):
        return {one["name"]: {k: v for k, v in one.items() if k != "name"} for one in given}
    return given


class EditColumns(Request):
    """Also without `columns` around them: a mapping by name, or a list."""

    columns: Annotated[
        Annotated[dict[str, Saying], Field(min_length=1, max_length=2000)],
        BeforeValidator(_by_name),
        Field(examples=[{"city": {"description": "Where they live", "keywords": ["town"]}}]),
    ]

    @model_validator(mode="before")
    @classmethod
    def _around(cls, given: Any) -> Any:
        if isinstance(given, dict) and "columns" in given:
            return given
        return {"columns": given}
