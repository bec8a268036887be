"""Where the two MATIH faces say the same thing in different words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nodes.answer import Intent
from nodes.names import Node


@dataclass(frozen=True, slots=True)
class Dialect:
    """`intents` are keyed by `Intent`, `agents` by `Node`: both are strings.

    `agents` are the nodes a client is told of, in its words; others are not its business.

    `x_axis` and `y_axis` are the keys a chart's axes go by.
    """

    intents: Mapping[str, str]
    agents: Mapping[str, str]
    x_axis: str
    y_axis: str

    def agent(self, node: str) -> str | None:
        """The face's word for a node; None for an inner one."""
        return self.agents.get(node)

    def agents_visited(self, nodes: Iterable[str]) -> list[str]:
        return [agent for node in nodes if (agent := self.agent(node)) is not None]


# What the sessions say, and what is built beside them: the stored dashboards.
SESSIONS = Dialect(
    intents={
        Intent.QUERY: "query_data",
        Intent.VISUALIZE: "change_visualization",
        Intent.DESCRIBE: "describe_data",
        Intent.DASHBOARD: "dashboard",
        Intent.BREAKDOWN: "breakdown",
        Intent.SUGGEST: "suggestions",
        Intent.SUMMARY: "data_summary",
        Intent.CLARIFY: "clarification",
    },
    agents={
        Node.ROUTER: "router",
        Node.SQL: "sql",
        Node.FORECAST: "forecast",
        Node.VIZ: "visualization",
        Node.DASHBOARD: "dashboard",
        Node.BREAKDOWN: "breakdown",
        Node.SUGGEST: "suggestions",
        Node.SUMMARY: "data_summary",
        Node.INSIGHT: "insight",
        Node.CLARIFY: "clarification",
        Node.DESCRIBE: "description",
    },
    x_axis="x",
    y_axis="y",
)
