"""Who shall author a turn's query: the settings' choice, or what a request wishes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# What a request names for no model at all: the language engine that comes along.
EMBEDDED_MODEL = "embedded"


class Mode(StrEnum):
    """Who is asked."""

    EMBEDDED = "embedded"  # the language engine alone
    HYBRID = "hybrid"  # the engine, and the model for what it does not fully understand
    MODEL = "model"  # the model, and the engine where that cannot be reached


@dataclass(frozen=True, slots=True)
class ModelWish:
    """What a request says; None is as the settings say. `EMBEDDED_MODEL` is the mode embedded."""

    model: str | None = None
    mode: Mode | None = None


NO_WISH = ModelWish()
