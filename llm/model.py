"""A model as the authors see it: bound to one turn, whose time and budget it keeps."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from llm.messages import Form, Message
from llm.meter import Meter
from llm.settings import ModelSettings
from llm.usage import Usage


@dataclass(frozen=True, slots=True)
class Reply:
    """`value` is of the form's schema as far as the endpoint holds to it: to be checked.

    `reused`: the model gave it to the same messages before, and was not asked again.
    """

    value: dict[str, Any]
    reused: bool = False


class TurnModel(Protocol):
    """Every call counts for the turn, the session and the tenant, whatever becomes of it."""

    @property
    def name(self) -> str:
        """As requests name it."""

    @property
    def usage(self) -> Usage:
        """Of all calls of the turn so far."""

    async def fill(self, messages: Sequence[Message], form: Form) -> Reply:
        """Raises ModelUnavailable, BudgetSpent, and ReplyUnusable for what is no JSON object."""

    def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str]:
        """The reply's text as it comes. Raises ModelUnavailable, also in its midst, BudgetSpent."""


class Models(Protocol):
    """The configured models; `llm.gateway.Gateway` is what does it."""

    @property
    def settings(self) -> ModelSettings: ...

    def begin(self, name: str, tenant_id: str, session_id: str, meter: Meter) -> TurnModel:
        """For one turn, or for a node's share of it: the meter tells how much is used already."""
