"""Example answers for the API's description, written by the code that writes the real ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from api.matih.answer import turn_body
from api.matih.dialect import Dialect
from api.matih.edit_bodies import edits_body
from api.matih.face import Face
from api.matih.listing import (
    history_body,
    origin_body,
    session_line,
    session_list,
    suggestions_body,
)
from api.matih.run_bodies import rated_body, run_body, state_body, turn_line, turn_list
from bi.model.catalog import ColumnType, Grain, NumberFormat, NumberStyle
from bi.model.chart import Chart, ChartType
from bi.model.insight import Insight, InsightKind
from bi.model.lineage import (
    Freshness,
    LatestDay,
    Lineage,
    SourceColumn,
    SourceDataset,
    Use,
)
from bi.model.reading import (
    AddedPart,
    EditChoice,
    Edits,
    Suggestion,
    Token,
    TokenEdits,
    TokenKind,
    Understanding,
)
from bi.model.result import ColumnRole, ResultColumn, ResultSet
from llm.usage import Author, AuthorKind
from nodes.answer import Answer, Intent, ResultRef, Step
from nodes.names import Node
from runs.model import (
    HistoryPage,
    Message,
    Origin,
    Outcome,
    Rating,
    Run,
    RunStatus,
    Session,
    SessionPage,
    Thumb,
    TurnPage,
    TurnState,
)

SESSION = Session(
    session_id="sess-5f0c9b1e",
    tenant_id="acme-corp",
    user_id="user-123",
    datasource_id="demo",
    created_at=datetime(2025, 1, 15, 10, 30, tzinfo=UTC),
    updated_at=datetime(2025, 1, 15, 10, 30, 5, tzinfo=UTC),
    title="Revenue by month in 2024",
    message_count=2,
)
_QUESTION = "Show me monthly revenue for 2024"
_RESPONSE = "Revenue by month in 2024 was highest in December."
_VISITED = (Node.ROUTER, Node.SQL, Node.VIZ, Node.INSIGHT, Node.AWAIT_FOLLOW_UP)
_SQL = """SELECT
  CAST(DATE_TRUNC('MONTH', orders.order_date) AS DATE) AS month,
  SUM(order_lines.revenue) AS revenue
FROM order_lines
JOIN orders ON order_lines.order_id = orders.order_id
WHERE orders.order_date >= DATE '2024-01-01' AND orders.order_date < DATE '2025-01-01'
GROUP BY 1
ORDER BY 1"""

_ROWS = ResultSet(
    columns=(
        ResultColumn("month", "Month", ColumnType.DATE, ColumnRole.TIME, grain=Grain.MONTH),
        ResultColumn(
            "revenue",
            "Revenue",
            ColumnType.NUMBER,
            ColumnRole.MEASURE,
            NumberFormat(NumberStyle.CURRENCY, "USD"),
        ),
    ),
    rows=(("2024-01-01", 612480.5), ("2024-02-01", 598112.25)),
    elapsed_ms=9.0,
)
_ANSWER = Answer(
    turn_id="turn-0b7d",
    intent=Intent.QUERY,
    text=_RESPONSE,
    title="Revenue by month in 2024",
    sql=_SQL,
    typed=True,
    result=ResultRef("9f2c", ("month", "revenue"), 2, False, 9.0),
    chart=Chart(
        ChartType.LINE,
        "Revenue by month in 2024",
        "month",
        "revenue",
        spec={
            "data": {"name": "result"},
            "mark": "line",
            "encoding": {
                "x": {"field": "month", "type": "temporal"},
                "y": {"field": "revenue", "type": "quantitative"},
            },
        },
    ),
    insights=(Insight(InsightKind.PEAK, "Revenue was highest in January 2024 ($612,481)."),),
    understanding=Understanding(
        (
            Token(TokenKind.MEASURE, "Revenue", "revenue", 16, 23),
            Token(TokenKind.TIME, "2024", "2024", 28, 32),
        )
    ),
    lineage=Lineage(
        datasets=(
            SourceDataset("order_lines", "Order lines", "order_lines"),
            SourceDataset("orders", "Orders", "orders"),
        ),
        columns=(
            SourceColumn("order_lines", "revenue", "Revenue", "revenue", (Use.MEASURED,)),
            SourceColumn(
                "orders", "order_date", "Order date", "order_date", (Use.GROUPED, Use.FILTERED)
            ),
        ),
        conditions=("in 2024",),
    ),
    freshness=Freshness(
        "2025-01-15T10:30:05.110Z",
        latest=(LatestDay("orders", "order_date", "Order date", "2025-01-14"),),
    ),
    author=Author(AuthorKind.EMBEDDED),
    visited=_VISITED,
    steps=(
        Step(Node.ROUTER, "Understanding the question", 8.0),
        Step(Node.SQL, "Writing the SQL", 3.0),
        Step(Node.SQL, "Running the query on Office supplier", 12.0),
        Step(Node.VIZ, "Drawing the chart", 4.0),
        Step(Node.INSIGHT, "Looking for what stands out", 9.0),
    ),
    elapsed_ms=38.0,
)


_RUN = Run(
    run_id=_ANSWER.turn_id,
    turn_id=_ANSWER.turn_id,
    session_id=SESSION.session_id,
    status=RunStatus.ENDED,
    kind="message",
    said=_QUESTION,
    accepted_at=SESSION.created_at,
    attempts=1,
    ended_at=SESSION.updated_at,
    outcome=Outcome.COMPLETE,
    intent=Intent.QUERY,
    title=_ANSWER.title,
    checkpoint_id="1f0d3b0e-8c1e-6a52-8001-2b6d5c9c0e11",
    reruns=("run-41ce",),
)
_RERUN = replace(_RUN, run_id="run-41ce", checkpoint_id=None, reruns=())
_STATE = TurnState(
    checkpoint_id="1f0d3b0e-8c1e-6a52-8001-2b6d5c9c0e11",
    parent_id=None,
    created_at="2025-01-15T10:30:05.120000+00:00",
    step=5,
    next_nodes=(Node.AWAIT_FOLLOW_UP,),
    values={"analysis": {"title": _ANSWER.title, "sql": _SQL}},
)


def turn_example(dialect: Dialect) -> dict[str, Any]:
    return turn_body(_ANSWER, _ROWS, _ANSWER.turn_id, dialect)


def rerun_example(dialect: Dialect) -> dict[str, Any]:
    body = turn_body(_ANSWER, _ROWS, _RERUN.run_id, dialect)
    body["metadata"] |= {"rerun_of": _ANSWER.turn_id, "previous": turn_example(dialect)}
    return body


def run_example(dialect: Dialect) -> dict[str, Any]:
    return run_body(_RUN, dialect)


def turn_list_example(dialect: Dialect) -> dict[str, Any]:
    return turn_list(SESSION.session_id, TurnPage((_RUN,), 1), dialect)


def turn_detail_example(dialect: Dialect) -> dict[str, Any]:
    return {
        **turn_line(_RUN, dialect),
        "answer": turn_example(dialect),
        "partial": None,
        "reruns": [run_body(_RERUN, dialect)],
        "feedback": [],
    }


def turn_edits_example() -> dict[str, Any]:
    changed = EditChoice("Profit", "Profit instead of revenue")
    split = TokenEdits(1, "Remove the breakdown by month")
    added = AddedPart("dimension", "By channel", "Also by channel")
    return edits_body(_ANSWER.turn_id, Edits((TokenEdits(0, None, (changed,)), split), (added,)))


def rated_example() -> dict[str, Any]:
    rating = Rating(Thumb.DOWN, "Returns should not count.", SESSION.updated_at)
    return rated_body(SESSION.session_id, _ANSWER.turn_id, rating)


def turn_state_example() -> dict[str, Any]:
    return state_body(SESSION.session_id, _ANSWER.turn_id, _STATE)


def forked_example(face: Face) -> dict[str, Any]:
    origin = origin_body(Origin(SESSION.session_id, _ANSWER.turn_id))
    fork = replace(SESSION, session_id="sess-8d3e6a27")
    return {**face.created_body(fork), "forked_from": origin}


def session_example() -> dict[str, Any]:
    return session_line(SESSION)


def history_example(dialect: Dialect) -> dict[str, Any]:
    said = {"intent": Intent.QUERY, "agents_visited": _VISITED, "sql": _SQL}
    messages = (
        Message("user", _QUESTION, SESSION.created_at),
        Message("assistant", _RESPONSE, SESSION.updated_at, said),
    )
    return history_body(SESSION.session_id, HistoryPage(messages, 2), dialect)


def sessions_example() -> dict[str, Any]:
    return session_list(SessionPage((SESSION,), 1))


def suggestions_example() -> dict[str, Any]:
    return suggestions_body((Suggestion("Break this down by region", "refine"),))
