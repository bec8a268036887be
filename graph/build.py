"""The graph. Reads as the diagram of the design; everything it wires is in `nodes`."""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from graph.tracing import TracedNode
from nodes.answer import Intent
from nodes.await_follow_up import AwaitFollowUp
from nodes.breakdown import Breakdown
from nodes.clarify import Clarify
from nodes.dashboard import DashboardNode
from nodes.describe import Describe
from nodes.failure import RecordFailure
from nodes.forecast import ForecastNode
from nodes.insight import InsightNode
from nodes.names import Node
from nodes.router import Router
from nodes.services import Services
from nodes.sql import Sql
from nodes.state import BIState
from nodes.suggest import Suggest
from nodes.summary import Summary
from nodes.telling import TurnContext
from nodes.viz import Viz

Graph = CompiledStateGraph[BIState, TurnContext, BIState, BIState]


def build_graph(services: Services, checkpointer: BaseCheckpointSaver[Any] | None = None) -> Graph:
    builder = StateGraph(BIState, context_schema=TurnContext)
    sql = TracedNode(Node.SQL, Sql(services))
    forecast = TracedNode(Node.FORECAST, ForecastNode(services))
    viz = TracedNode(Node.VIZ, Viz(services))
    insight = TracedNode(Node.INSIGHT, InsightNode(services))
    for node in (
        TracedNode(Node.ROUTER, Router(services)),
        sql,
        forecast,
        viz,
        insight,
        # Each part of a compound question goes the way of a question of its own.
        TracedNode(Node.BREAKDOWN, Breakdown(services, (sql, forecast, viz, insight))),
        TracedNode(Node.CLARIFY, Clarify()),
        TracedNode(Node.DESCRIBE, Describe(services)),
        TracedNode(Node.DASHBOARD, DashboardNode(services)),
        TracedNode(Node.SUGGEST, Suggest(services)),
        TracedNode(Node.SUMMARY, Summary(services)),
    ):
        # A node that raises ends the turn, never the session. The handler leads on to
        # clarify (a question without a right SQL) or await_follow_up (everything else).
        # (LangGraph injects the NodeError by its type, which its own annotation does not say.)
        builder.add_node(node.name, node, error_handler=RecordFailure())  # type: ignore[call-overload]
    # Without a handler: a resume that is no follow-up is for whoever sent it, and the session
    # rests as before.
    builder.add_node(Node.AWAIT_FOLLOW_UP, AwaitFollowUp())

    builder.add_edge(START, Node.ROUTER)
    builder.add_conditional_edges(
        Node.ROUTER,
        by_intent,
        [
            Node.SQL,
            Node.VIZ,
            Node.DESCRIBE,
            Node.CLARIFY,
            Node.DASHBOARD,
            Node.BREAKDOWN,
            Node.SUGGEST,
            Node.SUMMARY,
        ],
    )
    builder.add_conditional_edges(Node.SQL, if_wished, [Node.FORECAST, Node.VIZ])
    builder.add_edge(Node.FORECAST, Node.VIZ)
    builder.add_conditional_edges(Node.VIZ, unless_answered, [Node.INSIGHT, Node.AWAIT_FOLLOW_UP])
    builder.add_edge(Node.INSIGHT, Node.AWAIT_FOLLOW_UP)
    builder.add_edge(Node.CLARIFY, Node.AWAIT_FOLLOW_UP)
    builder.add_edge(Node.DESCRIBE, Node.AWAIT_FOLLOW_UP)
    builder.add_edge(Node.DASHBOARD, Node.AWAIT_FOLLOW_UP)
    builder.add_edge(Node.SUGGEST, Node.AWAIT_FOLLOW_UP)
    builder.add_edge(Node.BREAKDOWN, Node.AWAIT_FOLLOW_UP)
    builder.add_edge(Node.SUMMARY, Node.AWAIT_FOLLOW_UP)
    # The interrupt: a follow-up resumes here.
    builder.add_edge(Node.AWAIT_FOLLOW_UP, Node.ROUTER)

    return builder.compile(checkpointer=checkpointer, name="parley")


# Edges are async like the nodes: LangGraph would call others in a thread.
async def by_intent(state: BIState) -> Node:
    if "composing" in state["turn"]:
        return Node.DASHBOARD  # what it asks back it words itself
    return {
        Intent.QUERY: Node.SQL,
        Intent.VISUALIZE: Node.VIZ,
        Intent.DESCRIBE: Node.DESCRIBE,
        Intent.CLARIFY: Node.CLARIFY,
        Intent.SUGGEST: Node.SUGGEST,
        Intent.BREAKDOWN: Node.BREAKDOWN,
        Intent.SUMMARY: Node.SUMMARY,
    }[Intent(state["turn"]["intent"])]


async def if_wished(state: BIState) -> Node:
    """The rows are drawn with what is expected to follow, where that was asked for."""
    query = state["analysis"]["query"]
    return Node.FORECAST if query and query.get("forecast") else Node.VIZ


async def unless_answered(state: BIState) -> Node:
    """A visualize is answered by its chart; a question still wants its findings."""
    return Node.AWAIT_FOLLOW_UP if "answer" in state["turn"] else Node.INSIGHT
