"""A model's reply to a sentence about a dashboard -> what it is read as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bi.dashboards.checking import LONGEST_TITLE, MOST_FILTERS, MOST_TILES
from bi.dashboards.editing import apply
from bi.dashboards.edits import SetFilter
from bi.dashboards.outcome import (
    Analyse,
    AskBack,
    Change,
    Choice,
    Create,
    DashboardReading,
    GoBack,
    Plain,
)
from bi.dashboards.placing import laid_out
from bi.model.dashboard import Dashboard, Tile
from bi.model.reading import Question
from llm.asked import DashboardAsked
from llm.errors import ReplyUnusable
from llm.forms.dashboard_edits import read_change
from llm.forms.dashboard_form import KINDS
from llm.forms.dashboard_parts import PartReader, chart_of, listed, objects
from llm.forms.read_reply import text_of, understood, unknown_of

_MOST_CHOICES = 6
_LONGEST_DESCRIPTION, _LONGEST_MESSAGE, _LONGEST_LABEL = 500, 500, 120


def read_dashboard_reply(value: dict[str, Any], asked: DashboardAsked) -> DashboardReading | None:
    """None: it is no sentence about the dashboard, and to be read as any question.

    Raises ReplyUnusable with a reason that tells the model what to mend.
    """
    match value.get("kind"):
        case "create":
            return _create(value, PartReader(asked))
        case "change":
            return read_change(value, PartReader(asked))
        case "analyse":
            return _analyse(value, PartReader(asked))
        case "go_back":
            PartReader(asked).require_dashboard()
            return GoBack()
        case "plain":
            return _plain(value, asked)
        case "ask_back" | "refuse" as kind:
            return _ask_back(value, kind, asked)
        case _:
            raise ReplyUnusable(f"kind is one of {', '.join(KINDS)}.")


def _create(value: dict[str, Any], parts: PartReader) -> Create:
    """Where tiles stand is ours to say."""
    tiles = objects(value, "tiles", MOST_TILES)
    if not tiles:
        raise ReplyUnusable("A dashboard needs tiles, each with a query.")
    datasource = parts.asked.asked.engine.catalog.datasource
    title = text_of(value.get("title"), LONGEST_TITLE) or datasource.title
    description = text_of(value.get("description"), _LONGEST_DESCRIPTION)
    parts.now = Dashboard(title, datasource.id, description=description)
    made = [parts.tile(one, f"t{number}") for number, one in enumerate(tiles, start=1)]
    parts.now = replace(parts.now, tiles=_numbered(laid_out(made)))
    for one in objects(value, "filters", MOST_FILTERS):
        parts.now = apply(SetFilter(parts.filter(one, None)), parts.now)
    return Create(parts.now)


def _numbered(tiles: Sequence[Tile]) -> tuple[Tile, ...]:
    """As they are read."""
    return tuple(replace(tile, id=f"t{number}") for number, tile in enumerate(tiles, start=1))


def _analyse(value: dict[str, Any], parts: PartReader) -> Analyse:
    parts.require_dashboard()
    ids = dict.fromkeys(map(parts.tile_id, listed(value, "tile_ids", MOST_TILES)))
    return Analyse(tuple(ids), why=value.get("why") is True)


def _plain(value: dict[str, Any], asked: DashboardAsked) -> Plain | None:
    if value.get("query") is None:
        return None
    query = PartReader(asked).query(value["query"])
    return Plain(Question(query, understood(query, asked.asked), chart_of(value)))


def _ask_back(value: dict[str, Any], kind: str, asked: DashboardAsked) -> AskBack:
    message = text_of(value.get("message"), _LONGEST_MESSAGE)
    if not message:
        raise ReplyUnusable(f"The reply is of the kind {kind} and holds no message.")
    choices: tuple[Choice, ...] = ()
    if kind == "ask_back":
        offered = objects(value, "choices", _MOST_CHOICES)
        choices = tuple(_choice(one, asked) for one in offered)
    unknown = unknown_of(value)
    return AskBack(message, choices, unknown, supported=kind == "ask_back")


def _choice(value: dict[str, Any], asked: DashboardAsked) -> Choice:
    label = text_of(value.get("label"), _LONGEST_LABEL)
    if not label:
        raise ReplyUnusable("A choice needs a label.")
    parts = PartReader(asked)
    reading: Create | Change = (
        _create(value, parts) if value.get("tiles") else read_change(value, parts)
    )
    return Choice(label, reading)
