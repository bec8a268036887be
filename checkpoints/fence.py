"""The token that a write is to find in the store, or else is not to happen."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.runnables import RunnableConfig

from bi.model.errors import LeaseLost
from checkpoints.keys import ThreadKeys

# LangGraph hands on what it does not know; a name that begins so stays out of the metadata.
FENCE = "__fence"


def keys_and_token(config: RunnableConfig, keys: ThreadKeys) -> tuple[Sequence[str], str]:
    """Keys for a script that writes, and the token it compares with what is at the sixth."""
    fence = config["configurable"].get(FENCE)
    if fence is None:
        return keys, ""
    key, token = fence
    return (*keys, key), token


def check(written: int) -> None:
    """Raises LeaseLost when the script has refused."""
    if not written:
        raise LeaseLost("the thread's fence is held by another")
