"""A sentence that a model is asked to author a query for, with all that the prompt is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bi.language.engine import LanguageEngine
from bi.model.dashboard import Dashboard
from bi.model.reading import Reading, WrittenSql
from bi.model.semantic import SemanticQuery
from llm.messages import Message


@dataclass(frozen=True, slots=True)
class Asked:
    """`engine` is over what the viewer sees, with what the tenant taught. `dialect` is the SQL's.

    `read` is what the engine made of the sentence by itself: it may hold readings to choose from,
    and what was not understood. `previous` is what was answered last, called `previous_title`,
    which the sentence may refine, and has to where `must_refine`. `window` is the conversation
    before it, the oldest first. The messages hold about `prompt_tokens` at most. A sentence of
    the kind `sql` (`rewrites`) changes `previous`, SQL that came with it.
    """

    text: str
    engine: LanguageEngine
    today: date
    dialect: str
    read: Reading
    prompt_tokens: int
    previous: SemanticQuery | WrittenSql | None = None
    previous_title: str = ""
    window: tuple[Message, ...] = ()
    must_refine: bool = False
    rewrites: bool = False


@dataclass(frozen=True, slots=True)
class DashboardAsked:
    """A sentence about a dashboard: `dashboard` None makes a new one. `tile_id` and `focus` as in
    `bi.dashboards.reading.read_dashboard`."""

    asked: Asked
    dashboard: Dashboard | None
    tile_id: str | None = None
    focus: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A reply of the model that did not do, and why, in words for the model."""

    reply: str
    reason: str
