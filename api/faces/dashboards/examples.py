"""Examples for the API's description of the dashboards."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from api.matih.dialect import SESSIONS
from api.matih.examples import turn_example
from bi.model.catalog import ColumnRef, Grain
from bi.model.chart import ChartType
from bi.model.dashboard import Dashboard, DateFilter, Place, Tile, ValueFilter
from bi.model.semantic import (
    DimensionGroup,
    Measured,
    MovingPeriod,
    NamedMeasure,
    SemanticQuery,
    Span,
    TimeGroup,
)

_REVENUE = Measured(NamedMeasure("revenue"))
_REGION = ColumnRef("orders", "region")
_DASHBOARD = Dashboard(
    title="Sales",
    datasource_id="demo",
    tiles=(
        Tile(
            id="t1",
            title="Revenue by month",
            query=SemanticQuery(measures=(_REVENUE,), groups=(TimeGroup(Grain.MONTH),)),
            place=Place(column=0, row=0, width=12, height=4),
            chart=ChartType.LINE,
        ),
        Tile(
            id="t2",
            title="Revenue by region",
            query=SemanticQuery(measures=(_REVENUE,), groups=(DimensionGroup(_REGION),)),
            place=Place(column=0, row=4, width=6, height=4),
        ),
    ),
    filters=(
        DateFilter(id="f1", title="Period", moving=MovingPeriod(Span.THIS, Grain.YEAR)),
        ValueFilter(id="f2", title="Region", column=_REGION, values=("North", "South")),
    ),
)
WRITTEN: dict[str, Any] = TypeAdapter(Dashboard).dump_python(_DASHBOARD, mode="json")

LINE: dict[str, Any] = {
    "dashboard_id": "dash-7c1f0a52",
    "tenant_id": "acme-corp",
    "user_id": "user-123",
    "datasource_id": "demo",
    "title": "Sales",
    "version": 3,
    "created_at": "2025-01-15T10:30:00Z",
    "updated_at": "2025-01-16T08:05:12Z",
    "session_id": "sess-5f0c9b1e",
    "shared": "private",
    "owned": True,
    "tile_count": 2,
}
STORED: dict[str, Any] = {**LINE, "dashboard": WRITTEN}
SHARED: dict[str, Any] = {**STORED, "shared": "tenant"}
PINNED: dict[str, Any] = {**STORED, "tile_id": "t2"}
LISTED: dict[str, Any] = {"dashboards": [LINE], "total_count": 1, "next_cursor": None}
_SAID: dict[str, Any] = {
    "version": 3,
    "at": "2025-01-16T08:05:12Z",
    "title": "Sales",
    "tiles": 2,
    "change": "said",
    "said": "Remove the third chart",
    "restored": None,
}
VERSION: dict[str, Any] = {**_SAID, "dashboard": WRITTEN}
VERSIONS: dict[str, Any] = {"dashboard_id": LINE["dashboard_id"], "versions": [_SAID]}

# A document has no need to say what is as it is without saying.
_BRIEF: dict[str, Any] = {
    "title": "Sales",
    "datasource_id": "demo",
    "tiles": [
        {
            "id": "t1",
            "title": "Revenue by month",
            "query": {
                "measures": [{"value": {"kind": "named", "name": "revenue"}}],
                "groups": [{"kind": "time", "grain": "month"}],
            },
            "place": {"column": 0, "row": 0, "width": 12, "height": 4},
        }
    ],
    "filters": [
        {
            "kind": "dates",
            "id": "f1",
            "title": "Period",
            "moving": {"span": "this", "grain": "year"},
        }
    ],
}
CREATING = {
    "by words": {"message": "Sales dashboard for 2024: revenue by month, top products, by region"},
    "whole": {"dashboard": _BRIEF},
    "of an answer": {
        "title": "Sales",
        "pin": {"session_id": "sess-5f0c9b1e", "turn_id": "turn-0b7d"},
    },
}
PINNING = {
    "as it was answered": {"session_id": "sess-5f0c9b1e", "turn_id": "turn-0b7d"},
    "otherwise": {
        "session_id": "sess-5f0c9b1e",
        "turn_id": "turn-0b7d",
        "title": "Revenue by region",
        "chart": "bar",
        "version": 3,
    },
}
REPLACING = {"whole": {"version": 3, "dashboard": _BRIEF}}

_TURN = turn_example(SESSIONS)
_METADATA: dict[str, Any] = _TURN["metadata"]
TILE_DATA: dict[str, Any] = {
    "tile_id": "t1",
    "title": "Revenue by month",
    "sql": _TURN["sql"],
    "chart": _METADATA["chart"],
    "columns": _METADATA["columns"],
    "data": _TURN["data"],
    "row_count": _METADATA["row_count"],
    "truncated": _METADATA["truncated"],
    "query_time_ms": _METADATA["query_time_ms"],
    "forecast": None,
    "no_forecast": None,
    "filters": ["f1"],
    "left_out": [
        {
            "id": "f2",
            "title": "Region",
            "reason": "Satisfaction cannot be filtered by Region: no join path leads there.",
        }
    ],
    "lineage": _METADATA["lineage"],
    "freshness": _METADATA["freshness"],
    "error": None,
}
DATA: dict[str, Any] = {
    "dashboard_id": LINE["dashboard_id"],
    "version": LINE["version"],
    "tiles": [TILE_DATA],
}
FILTER_VALUES: dict[str, Any] = {
    "filter_id": "f2",
    "values": ["North", "South"],
    "more": False,
}
FILTERABLE: dict[str, Any] = {
    "columns": [
        {"dataset": None, "name": None, "label": "Date", "kind": "dates", "tiles": 2},
        {"dataset": "orders", "name": "region", "label": "Region", "kind": "values", "tiles": 2},
    ]
}
TURN: dict[str, Any] = {
    **_TURN,
    "response": "Removed “Top products”.",
    "intent": "dashboard",
    "sql": None,
    "visualization": None,
    "data": None,
    "insights": [],
    "agents_visited": ["router", "dashboard"],
    "metadata": {
        **_METADATA,
        "title": "Sales",
        "chart": None,
        "columns": None,
        "row_count": None,
        "truncated": None,
        "query_time_ms": None,
        "lineage": None,
        "freshness": None,
        "pinnable": False,
        "dashboard": WRITTEN,
        "stored": LINE,
    },
}
