"""LangChain sends to LangSmith by itself, where LangSmith's own variables say so.

What is seen to here is the end: its client would keep a process from ending for minutes while
LangSmith does not answer.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping

_SWITCHES = (
    *("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2"),
    *("LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"),
)
# Threads that the process need not wait for. Compressed runs are sent by other ones.
_ENDS_WITH_US = {"LANGSMITH_USE_DAEMON": "true", "LANGSMITH_DISABLE_RUN_COMPRESSION": "true"}


def is_on(environment: Mapping[str, str]) -> bool:
    return any(environment.get(name, "").strip().lower() == "true" for name in _SWITCHES)


def prepare(environment: MutableMapping[str, str]) -> None:
    """Before the first run; what the operator says otherwise is left as it is."""
    for name, value in _ENDS_WITH_US.items():
        environment.setdefault(name, value)


def send_rest() -> None:
    """Blocks until all is sent, however long that takes."""
    from langsmith.run_trees import get_cached_client

    get_cached_client().close()
