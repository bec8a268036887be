"""The graph for `langgraph dev` and LangGraph Studio.

The platform brings its own checkpointer, so the graph is exported without one; rows are kept
in memory, since there is no store of ours to keep them in.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from bi.model.result import ResultSet
from graph.build import Graph, build_graph
from graph.datasources import open_datasources
from llm.gateway import Gateway
from llm.settings import ModelSettings
from nodes.services import Services


class MemoryResults:
    """A result store for one process that nobody restarts."""

    def __init__(self) -> None:
        self._results: dict[str, ResultSet] = {}

    async def save(self, result: ResultSet) -> str:
        key = hashlib.sha256(repr(result).encode()).hexdigest()[:32]
        self._results[key] = result
        return key

    async def load(self, key: str) -> ResultSet | None:
        return self._results.get(key)


class StudioModels(ModelSettings, BaseSettings):
    """The service's options of a model, of the environment alone."""

    model_config = SettingsConfigDict(
        env_prefix="PARLEY_", env_ignore_empty=True, extra="ignore", frozen=True
    )


_opened: dict[str, Graph] = {}
_opening = asyncio.Lock()


async def make_graph() -> Graph:
    """The graph over `PARLEY_CATALOG`, or over the demo in `PARLEY_DATA_DIR` (default .parley),
    with the model of `PARLEY_MODEL`. Nobody counts what that uses, so there is no budget.

    The platform asks for it at every run; the datasources and rows behind it stay the same.
    """
    async with _opening:
        if "graph" not in _opened:
            catalog = os.environ.get("PARLEY_CATALOG")
            data_dir = Path(os.environ.get("PARLEY_DATA_DIR", ".parley"))
            datasources = await open_datasources(data_dir, Path(catalog) if catalog else None)
            settings = StudioModels()
            models = Gateway(settings) if settings.has_model else None
            _opened["graph"] = build_graph(Services(datasources, MemoryResults(), models=models))
    return _opened["graph"]
