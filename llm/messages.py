"""What is sent to a model, before any library puts it into its own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Message:
    """One message. What does not change from turn to turn comes first, for endpoints that keep
    what they have read before."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Form:
    """What a reply has to look like: an object of a JSON Schema (the strict subset: closed objects,
    everything required, `anyOf` for choices; the root is an object)."""

    name: str
    schema: Mapping[str, Any]
