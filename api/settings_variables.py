"""The options as environment variables, for processes that this one starts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, SecretStr

from api.settings import Settings
from llm.settings import NOT_SENT


def variables_of(settings: Settings) -> Mapping[str, str | None]:
    """Every option, secrets among them; None: not set."""
    return {
        f"PARLEY_{name.upper()}": _written(name, getattr(settings, name))
        for name in Settings.model_fields
    }


def _written(name: str, value: Any) -> str | None:
    match value:
        case None:
            # Where that is not the default, it has to be said.
            return NOT_SENT if name == "model_temperature" else None
        case tuple():
            return ",".join(value)
        case SecretStr():
            return value.get_secret_value()
        case dict() | BaseModel():
            return json.dumps(value, default=_plain)
        case _:
            return str(value)


def _plain(value: SecretStr | BaseModel) -> Any:
    return value.get_secret_value() if isinstance(value, SecretStr) else value.model_dump()
