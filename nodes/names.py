"""The graph's names: its nodes, which `visited` holds and the diagram shows, and kinds of turns."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

TurnKind = Literal[
    "message", "refine", "visualize", "dashboard", "breakdown", "sql", "suggest", "summary"
]


class Node(StrEnum):
    ROUTER = "router"
    SQL = "sql"
    FORECAST = "forecast"
    VIZ = "viz"
    INSIGHT = "insight"
    CLARIFY = "clarify"
    DESCRIBE = "describe"
    DASHBOARD = "dashboard"
    BREAKDOWN = "breakdown"
    SUGGEST = "suggest"
    SUMMARY = "summary"
    AWAIT_FOLLOW_UP = "await_follow_up"
