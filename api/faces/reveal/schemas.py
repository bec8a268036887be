"""What clients of this face send, and what they get. Older clients' names are understood too."""

from __future__ import annotations

import re
from typing import Annotated, Any

import orjson
from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from api.texts import DatasourceId, Sentence, sayable
from llm.usage import NO_USAGE
from llm.usage import Usage as TokenUsage

# The intent of a request that has none of its own.
_DEFAULT_INTENT = "default"


def _absent_if_empty(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _written(value: Any) -> Any:
    """A dashboard that came as JSON instead of JSON in a text."""
    return orjson.dumps(value).decode() if isinstance(value, dict) else value


Optional = BeforeValidator(_absent_if_empty)
DashboardText = Annotated[str | None, Optional, BeforeValidator(_written)]
Name = Annotated[Annotated[str, AfterValidator(sayable)] | None, Field(max_length=256), Optional]


class Request(BaseModel):
    """What both endpoints take. Anything else in a body is left alone."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    visualization_id: Name = Field(
        None,
        validation_alias=AliasChoices("visualizationId", "widgetId"),
        description="Which visualization of the dashboard is meant.",
    )
    model: Name = Field(
        None,
        validation_alias=AliasChoices("model", "clientName"),
        description="One of the configured names (`models`).",
    )
    stream: bool = Field(
        False,
        validation_alias=AliasChoices("stream", "streamExplanation"),
        description="Answer with server-sent events instead of JSON.",
    )


class ChatRequest(Request):
    datasource_id: DatasourceId = Field(
        validation_alias="datasourceId", description="Which datasource to ask.", examples=["demo"]
    )
    message: Annotated[Sentence | None, Optional] = Field(
        None,
        validation_alias=AliasChoices("message", "question"),
        description="A request in plain words.",
        examples=["Show me sales by region"],
    )
    intent: Name = Field(
        None,
        description="What to do, in a word, where there is no message; `default` says nothing.",
    )
    dashboard: DashboardText = Field(
        None, description="The dashboard to edit or to look through, as RDash."
    )
    update_chat_state: bool = Field(
        True,
        validation_alias="updateChatState",
        description="Whether the conversation remembers this request and its answer.",
    )

    @model_validator(mode="after")
    def _asks_something(self) -> ChatRequest:
        if self.message is None and self._intent_in_words is None:
            raise PydanticCustomError("nothing_asked", "Either message or intent must be provided")
        return self

    @property
    def sentence(self) -> str:
        """The message; where there is none, the intent's words."""
        return self.message or self._intent_in_words or ""

    @property
    def _intent_in_words(self) -> str | None:
        """`AnalyzeDashboard` is "Analyze Dashboard", `add_filter` is "add filter"."""
        if self.intent is None or self.intent.strip().casefold() == _DEFAULT_INTENT:
            return None
        apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_\-\s]+", " ", self.intent)
        return apart.strip() or None


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ErrorBody(Shape):
    error: str


class Usage(Shape):
    inputTokens: int  # noqa: N815 - the wire's word
    outputTokens: int  # noqa: N815


class ChatResult(Shape):
    explanation: str
    dashboard: str | None = Field(
        None, description="RDash; absent where no dashboard was made or changed."
    )
    finishReason: str = Field(description="`Stop`, `Length` or `ContentFilter`.")  # noqa: N815
    usage: Usage = Field(description="Tokens of a model; the embedded engine uses none.")


def finished(used: TokenUsage | None = None) -> dict[str, Any]:
    """How an answer ends. None: no model was asked, and the embedded engine reads no tokens."""
    used = used or NO_USAGE
    usage = {"inputTokens": used.input_tokens, "outputTokens": used.output_tokens}
    return {"finishReason": "Stop", "usage": usage}
