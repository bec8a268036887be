"""The scripted model server, as tests use it; `bench.model_server` says how it is scripted."""

from __future__ import annotations

from typing import Any

from bench.model_server import ModelServer
from llm.settings import ModelSettings

MODEL = "scripted"
KEY = "sk-secret-0123456789"


def settings_for(server: ModelServer, **changes: Any) -> ModelSettings:
    """Those of a model that answers there."""
    given = {"model": MODEL, "model_url": server.url, "model_key": KEY}
    return ModelSettings.model_validate(given | changes)
