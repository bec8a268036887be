"""A model as the author of a dashboard, or of its changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bi.dashboards.outcome import DashboardReading
from bi.dashboards.periods import period_namer
from bi.dashboards.placing import in_order
from bi.dashboards.telling import PeriodName, filter_value
from bi.model.dashboard import Dashboard, DateFilter
from llm.asked import Attempt, DashboardAsked
from llm.errors import ReplyUnusable
from llm.forms.dashboard_form import dashboard_form
from llm.forms.query_form import QUERY
from llm.forms.read_dashboard import read_dashboard_reply
from llm.model import TurnModel
from llm.prompt.conversation import compact
from llm.prompt.data import as_data, as_json, plain
from llm.prompt.instructions import DASHBOARD
from llm.prompt.messages import messages_for, with_attempts
from llm.prompt.tokens import tokens_of

# Of the tokens, at most so many for the dashboard that there is.
_OF_DASHBOARD = 0.3
_MOST_VALUES = 20


@dataclass(frozen=True, slots=True)
class Composed:
    """As `llm.authoring.Written`; None: it is no sentence about a dashboard, and to be read as
    any question."""

    reading: DashboardReading | None
    reply: str
    reused: bool = False


async def compose(asked: DashboardAsked, attempts: Sequence[Attempt], model: TurnModel) -> Composed:
    """Raises ReplyUnusable with the reason, ModelUnavailable, BudgetSpent."""
    most = int(asked.asked.prompt_tokens * _OF_DASHBOARD)
    at_hand = as_data(_lines(asked, most))
    messages = await asyncio.to_thread(messages_for, asked.asked, DASHBOARD, at_hand)
    reply = await model.fill(with_attempts(messages, attempts), dashboard_form())
    said = json.dumps(reply.value, ensure_ascii=False)
    try:
        reading = await asyncio.to_thread(read_dashboard_reply, reply.value, asked)
    except ReplyUnusable as fault:
        raise ReplyUnusable(fault.reason, said) from fault
    return Composed(reading, said, reply.reused)


def _lines(asked: DashboardAsked, tokens: int) -> list[str]:
    """The dashboard as it is; of a large one the queries are left out at its end."""
    dashboard = asked.dashboard
    if dashboard is None:
        return [as_json({"dashboard": None})]
    pointed = asked.tile_id or asked.focus
    lines = [as_json({"dashboard": plain(dashboard.title), "spoken_of_last": pointed})]
    for whole, short in zip(_tiles(dashboard, True), _tiles(dashboard, False), strict=True):
        tokens -= tokens_of(whole)
        lines.append(whole if tokens > 0 else short)
    return [*lines, *_filters(dashboard, period_namer(asked.asked.engine.catalog.calendar))]


def _tiles(dashboard: Dashboard, with_query: bool) -> list[str]:
    lines = []
    for tile in in_order(dashboard.tiles):
        line = {"tile_id": tile.id, "title": plain(tile.title), "chart": tile.chart}
        if with_query and tile.query is not None:
            line["query"] = compact(QUERY.dump_python(tile.query, mode="json"))
        lines.append(as_json(line))
    return lines


def _filters(dashboard: Dashboard, name: PeriodName) -> list[str]:
    lines = []
    for one in dashboard.filters:
        line: dict[str, Any] = {"filter_id": one.id, "title": plain(one.title)}
        if isinstance(one, DateFilter):
            line["time"] = plain(filter_value(one, name))
        else:
            line["column"] = str(one.column)
            line["values"] = [plain(str(value)) for value in one.values[:_MOST_VALUES]]
        lines.append(as_json(line))
    return lines
