"""What a sentence about a dashboard was read as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from bi.dashboards.edits import Edit
from bi.model.dashboard import Dashboard
from bi.model.reading import Reading


@dataclass(frozen=True, slots=True)
class Create:
    """A dashboard to show in place of the one before.

    `composed`: its tiles were chosen for a topic, not asked for one by one. `notes` are sentences
    about how it was understood.
    """

    dashboard: Dashboard
    composed: bool = False
    notes: tuple[str, ...] = ()
    kind: Literal["create"] = "create"


@dataclass(frozen=True, slots=True)
class Change:
    """Edits of the dashboard, all or none; `focus` is the tile that was spoken of last."""

    edits: tuple[Edit, ...]
    focus: str | None = None
    notes: tuple[str, ...] = ()
    kind: Literal["change"] = "change"


@dataclass(frozen=True, slots=True)
class GoBack:
    """To the dashboard before the last change."""

    kind: Literal["go_back"] = "go_back"


@dataclass(frozen=True, slots=True)
class Analyse:
    """What the tiles show, in words; no ids: all of them. `why`: what is behind a change."""

    tile_ids: tuple[str, ...] = ()
    why: bool = False
    kind: Literal["analyse"] = "analyse"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the readings offered; choosing it does what it says."""

    label: str
    reading: Create | Change | Analyse


@dataclass(frozen=True, slots=True)
class AskBack:
    """A question back, or (not `supported`) a refusal; nothing is changed.

    `unknown` are the words that were not understood, `suggestions` sentences that would be.
    """

    message: str
    choices: tuple[Choice, ...] = ()
    unknown: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    supported: bool = True
    kind: Literal["ask_back"] = "ask_back"


@dataclass(frozen=True, slots=True)
class Plain:
    """No sentence about a dashboard: a question, answered as any other."""

    reading: Reading
    kind: Literal["plain"] = "plain"


DashboardReading = Annotated[
    Create | Change | GoBack | Analyse | AskBack | Plain, Field(discriminator="kind")
]
