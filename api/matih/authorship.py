"""Who wrote a query, and what that took of models."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from llm.usage import Author, Usage


def author_body(author: Author | None) -> dict[str, Any] | None:
    if author is None:
        return None
    return {"kind": author.kind.value, "model": author.model, "reused": author.reused}


def usage_body(usage: Usage | None) -> dict[str, Any] | None:
    """None where no model was asked. `cost` is in the currency of the settings' prices."""
    return asdict(usage) if usage is not None and usage.calls else None
