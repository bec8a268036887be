"""The settings of a model; `docs/models.md` says what each one is for.

A mixin: `api.settings.Settings` has these options among its own, and Studio reads them alone.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    model_validator,
)

from llm.wish import EMBEDDED_MODEL, Mode

ModelName = Annotated[str, StringConstraints(pattern=r"^[^\s,]{1,128}$")]

# Where a key alone is given.
OPENAI_URL = "https://api.openai.com/v1"

# How an option says that it is None: neither a settings file nor the environment has a null.
NOT_SENT = "none"


def _none_if_said(value: Any) -> Any:
    return None if value == NOT_SENT else value


class Price(BaseModel):
    """Of a million tokens; `cached_input` None costs as much as `input`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: Annotated[float, Field(ge=0)]
    output: Annotated[float, Field(ge=0)]
    cached_input: Annotated[float | None, Field(ge=0)] = None


class Budget(BaseModel):
    """What a tenant may use in a day (UTC); 0 is no limit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tokens: Annotated[int, Field(ge=0)] = 0
    cost: Annotated[float, Field(ge=0)] = 0.0


class ModelSettings(BaseModel):
    """A model is configured by its name, and a URL or a key."""

    # What was given may be a key.
    model_config = ConfigDict(hide_input_in_errors=True)

    model: ModelName | None = None
    model_url: Annotated[str | None, Field(pattern=r"^https?://[^\s]+$")] = None
    model_key: SecretStr | None = None
    # Sent with each call: what gateways ask for, such as `api-key` and `api-version`.
    model_headers: dict[str, SecretStr] = {}
    model_query: dict[str, str] = {}
    mode: Mode | None = None

    model_structured: Literal["auto", "json_schema", "tool", "text"] = "auto"
    # None ("none"): not sent, for models that take none.
    model_temperature: Annotated[
        float | None, Field(ge=0, le=2), BeforeValidator(_none_if_said)
    ] = 0.0
    model_prompt_tokens: Annotated[int, Field(ge=2000, le=1_000_000)] = 8000
    model_reply_tokens: Annotated[int, Field(ge=100, le=100_000)] = 2000
    model_prose: bool = True

    # Of one call, its retries among it, and of all calls of a turn.
    model_timeout_s: Annotated[float, Field(gt=0, le=600)] = 30.0
    model_turn_timeout_s: Annotated[float, Field(gt=0, le=3600)] = 60.0
    model_retries: Annotated[int, Field(ge=0, le=10)] = 2
    model_breaker_failures: Annotated[int, Field(ge=0, le=1000)] = 3
    model_breaker_s: Annotated[float, Field(gt=0, le=3600)] = 30.0

    model_prices: dict[ModelName, Price] = {}
    model_budget: Budget = Budget()
    # By tenant, in place of the one above.
    model_budgets: dict[str, Budget] = {}
    model_reuse_s: Annotated[int, Field(ge=0)] = 24 * 3600

    @model_validator(mode="after")
    def _is_whole(self) -> ModelSettings:
        if self.model == EMBEDDED_MODEL:
            raise ValueError(f"model: {EMBEDDED_MODEL!r} is the language engine's name")
        if self.model is None and (self.model_url or self.model_key):
            raise ValueError("model: name the model that answers at model_url")
        if self.model is not None and not (self.model_url or self.model_key):
            raise ValueError("model_url: say where the model answers, or give a model_key")
        if self.model is None and self.mode not in (None, Mode.EMBEDDED):
            raise ValueError(f"mode: {self.mode} needs a model; set model and model_url")
        return self

    @property
    def has_model(self) -> bool:
        return self.model is not None

    def budget_of(self, tenant_id: str) -> Budget:
        return self.model_budgets.get(tenant_id, self.model_budget)

    @property
    def chosen_mode(self) -> Mode:
        """Without a word about it: hybrid where there is a model."""
        return self.mode or (Mode.HYBRID if self.has_model else Mode.EMBEDDED)
