"""The form of a model's reply to a sentence about a dashboard."""

from __future__ import annotations

from functools import cache
from typing import Any

from bi.dashboards.edits import Position
from bi.model.chart import ChartType
from llm.forms.query_form import closed, nullable, query_definitions
from llm.messages import Form

KINDS = ("create", "change", "analyse", "go_back", "plain", "ask_back", "refuse")
EDITS = (
    *("add_tile", "duplicate_tile", "remove_tile", "replace_tile", "change_query"),
    *("change_chart", "rename_tile", "rename_dashboard", "move_tile", "swap_tiles"),
    *("resize_tile", "set_filter", "remove_filter"),
)

_STRING = {"type": "string"}
_TEXT = nullable(_STRING)
_TEXTS = {"type": "array", "items": _STRING}
_QUERY = nullable({"$ref": "#/$defs/SemanticQuery"})
_CHART = nullable({"type": "string", "enum": [one.value for one in ChartType]})


@cache
def dashboard_form() -> Form:
    """One object; what does not belong to its kind is null or empty."""
    tile = closed({"title": _TEXT, "query": {"$ref": "#/$defs/SemanticQuery"}, "chart": _CHART})
    filter_ = closed(
        {
            "title": _TEXT,
            "column": nullable({"$ref": "#/$defs/ColumnRef"}),
            "values": {"type": "array", "items": _STRING},
            "time": nullable({"$ref": "#/$defs/TimeRange"}),
        }
    )
    edit = closed(
        {
            "edit": {"type": "string", "enum": list(EDITS)},
            "tile_id": _TEXT,
            "filter_id": _TEXT,
            "title": _TEXT,
            "query": _QUERY,
            "chart": _CHART,
            "filter": nullable({"$ref": "#/$defs/DashboardFilter"}),
            "to": nullable({"type": "string", "enum": [one.value for one in Position]}),
            "beside": _TEXT,
            "width": nullable({"type": "integer"}),
        }
    )
    tiles = {"type": "array", "items": {"$ref": "#/$defs/DashboardTile"}}
    filters = {"type": "array", "items": {"$ref": "#/$defs/DashboardFilter"}}
    edits = {"type": "array", "items": {"$ref": "#/$defs/DashboardEdit"}}
    choice = closed(
        {"label": _STRING, "title": _TEXT, "tiles": tiles, "filters": filters, "edits": edits}
    )
    properties: dict[str, Any] = {
        "kind": {"type": "string", "enum": list(KINDS)},
        "title": _TEXT,
        "description": _TEXT,
        "tiles": tiles,
        "filters": filters,
        "edits": edits,
        "tile_ids": _TEXTS,
        "why": nullable({"type": "boolean"}),
        "query": _QUERY,
        "chart": _CHART,
        "message": _TEXT,
        "choices": {"type": "array", "items": {"$ref": "#/$defs/DashboardChoice"}},
        "unknown": _TEXTS,
    }
    own = {
        "DashboardTile": tile,
        "DashboardFilter": filter_,
        "DashboardEdit": edit,
        "DashboardChoice": choice,
    }
    definitions = {"$defs": query_definitions() | own}
    return Form("dashboard", closed(properties) | definitions)
