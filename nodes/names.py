"""The graph's node names; what `visited` holds and the diagram shows."""

from __future__ import annotations

from enum import StrEnum


class Node(StrEnum):
    ROUTER = "router"
    SQL = "sql"
    FORECAST = "forecast"
    VIZ = "viz"
    INSIGHT = "insight"
    CLARIFY = "clarify"
    DESCRIBE = "describe"
    DASHBOARD = "dashboard"
    AWAIT_FOLLOW_UP = "await_follow_up"
