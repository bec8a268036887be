"""Which models and modes a request may wish for."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from api.problem import InvalidRequest
from api.settings import Settings
from llm.settings import ModelName
from llm.wish import EMBEDDED_MODEL, Mode, ModelWish

_MODES = tuple(mode.value for mode in Mode)


def _mode(value: Any) -> Any:
    if value is not None and value not in _MODES:
        raise PydanticCustomError(
            "unknown_mode",
            "There is no such mode; choose one of: {choices}",
            {"choices": ", ".join(_MODES), "allowed": list(_MODES)},
        )
    return value


class WhoWrites(BaseModel):
    """What a request for a turn may say of who writes its query."""

    model: ModelName | None = Field(
        None,
        description="One of the models that may be named (`GET /api/v1/bi/models`).",
        examples=[EMBEDDED_MODEL],
    )
    mode: Annotated[Mode | None, BeforeValidator(_mode)] = Field(
        None,
        description="`embedded`: the language engine alone; `hybrid`: a model for what that does "
        "not fully understand; `model`: always a model.",
        examples=[Mode.EMBEDDED.value],
    )

    def wish(self, settings: Settings) -> ModelWish:
        """Raises InvalidRequest."""
        return checked_wish(settings, self.model, self.mode)


def modes_of(settings: Settings) -> tuple[Mode, ...]:
    """Those that a request may wish for."""
    embedded = (Mode.EMBEDDED,) if EMBEDDED_MODEL in settings.models else ()
    return (*embedded, Mode.HYBRID, Mode.MODEL) if settings.has_model else embedded


def checked_wish(
    settings: Settings, model: str | None = None, mode: Mode | None = None
) -> ModelWish:
    """Whoever names a model wants it asked, also where none is by default.

    Raises InvalidRequest for what is not configured, with what is as `allowed`.
    """
    if model is not None and model not in settings.models:
        known = settings.models
        raise _refused(
            f"There is no model {model!r}; there is: {', '.join(known)}.", "model", known
        )
    modes = modes_of(settings)
    if mode is not None and mode not in modes:
        why = "no model is configured" if not settings.has_model else "a model is always asked"
        raise _refused(f"The mode {mode.value!r} is not offered: {why}.", "mode", modes)
    if model == EMBEDDED_MODEL and mode not in (None, Mode.EMBEDDED):
        raise _refused(
            f"{EMBEDDED_MODEL!r} is no model that the mode {mode!s} could ask.",
            "mode",
            [Mode.EMBEDDED],
        )
    named_one = model not in (None, EMBEDDED_MODEL)
    if named_one and mode is None and settings.chosen_mode is Mode.EMBEDDED:
        return ModelWish(model, Mode.HYBRID)
    return ModelWish(model, mode)


def _refused(message: str, field: str, allowed: Any) -> InvalidRequest:
    return InvalidRequest(
        message, fields=[{"field": field, "message": message}], allowed=list(allowed)
    )
