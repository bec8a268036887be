"""Dashboards as a client writes them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import httpx

PREFIX = "/api/v1/bi/dashboards"

REVENUE = {"value": {"kind": "named", "name": "revenue"}}
SATISFACTION = {"value": {"kind": "named", "name": "satisfaction"}}
REGION = {"dataset": "orders", "name": "region"}
CATEGORY = {"dataset": "products", "name": "category"}
IN_2025 = {"start": "2025-01-01", "end": "2026-01-01", "label": "2025", "grain": "year"}


def tile(name: str, row: int, query: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    place = {"column": 0, "row": row, "width": 12, "height": 4}
    return {"id": name, "title": f"The {name}", "query": query, "place": place, **more}


BOARD: dict[str, Any] = {
    "title": "Sales",
    "datasource_id": "demo",
    "tiles": [
        tile("total", 0, {"measures": [REVENUE]}),
        tile(
            "regions",
            4,
            {"measures": [REVENUE], "groups": [{"kind": "dimension", "column": REGION}]},
            chart="donut",
        ),
        tile("scores", 8, {"measures": [SATISFACTION]}),
        tile("old", 12, {"measures": [REVENUE], "time": IN_2025}),
        tile("words", 16, None, extra={"text": "# Read me"}),
    ],
    "filters": [
        {"kind": "dates", "id": "dates", "title": "Period"},
        {"kind": "values", "id": "categories", "title": "Category", "column": CATEGORY},
    ],
}


def board(**changes: Any) -> dict[str, Any]:
    return {**deepcopy(BOARD), **changes}


def create(client: httpx.Client, dashboard: dict[str, Any] | None = None) -> str:
    response = client.post(PREFIX, json={"dashboard": dashboard or BOARD})
    assert response.status_code == 201, response.text
    dashboard_id: str = response.json()["dashboard_id"]
    return dashboard_id
