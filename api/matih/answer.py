"""An answer as a MATIH turn body.

The seeds' keys come first and exactly; whatever is ours goes into `metadata`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from types import MappingProxyType
from typing import Any, cast

from api.matih.authorship import author_body, usage_body
from api.matih.dialect import Dialect
from api.matih.errors import error_of
from api.problem import problem_of_run
from bi.insights.provenance import provenance_text
from bi.model.chart import Chart
from bi.model.insight import Insight
from bi.model.lineage import Freshness, Lineage
from bi.model.reading import Understanding, Verified
from bi.model.result import ResultColumn, ResultSet
from nodes.answer import Answer, AskedBack, ResultRef, Step, Task
from nodes.codec import encode
from nodes.events import Failed

# So many rows are shown of an answer that is not whole yet.
PARTIAL_ROWS = 200


def turn_body(
    answer: Answer,
    rows: ResultSet | None,
    run_id: str,
    dialect: Dialect,
    task_rows: Mapping[str, ResultSet | None] = MappingProxyType({}),
) -> dict[str, Any]:
    """`rows` None: there are none, or they are no longer kept (`data` is null then).

    `task_rows` are those of the answer's tasks, by their ids.
    """
    return {
        "success": True,
        "response": answer.text,
        "intent": dialect.intents[answer.intent],
        "sql": answer.sql,
        "visualization": _visualization(answer.chart, dialect),
        "data": data_body(rows),
        "insights": [insight.text for insight in answer.insights],
        "agents_visited": dialect.agents_visited(answer.visited),
        "execution_time_ms": round(answer.elapsed_ms),
        "metadata": {
            "turn_id": answer.turn_id,
            "run_id": run_id,
            "title": answer.title,
            "chart": chart_body(answer.chart),
            "columns": _columns(rows),
            "row_count": answer.result.row_count if answer.result else None,
            "truncated": answer.result.truncated if answer.result else None,
            "query_time_ms": query_time_of(answer.result),
            "understood": asdict(answer.understanding),
            "lineage": lineage_body(answer.lineage),
            "freshness": freshness_body(answer.freshness, answer.lineage),
            "forecast": asdict(answer.forecast) if answer.forecast else None,
            "dashboard": encode(answer.dashboard) if answer.dashboard else None,
            "pinnable": answer.typed and answer.result is not None,
            "verified": verified_body(answer.verified),
            "author": author_body(answer.author),
            "usage": usage_body(answer.usage),
            "notices": answer.notices,
            "steps": steps_body(answer.steps, dialect),
            "insights": [_insight_body(insight) for insight in answer.insights],
            "tasks": [_task_body(task, task_rows.get(task.task_id)) for task in answer.tasks],
            "part": answer.part,
            "clarification": _clarification(answer.asked_back),
        },
    }


def _task_body(task: Task, rows: ResultSet | None) -> dict[str, Any]:
    """A part of a compound question."""
    failed = Failed(**task.failure) if task.failure else None
    return {
        "task_id": task.task_id,
        "question": task.question,
        "title": task.title,
        "response": problem_of_run(failed).message if failed else task.text,
        "sql": task.sql,
        "author": author_body(task.author),
        "chart": chart_body(task.chart),
        "columns": _columns(rows),
        "data": data_body(rows),
        "row_count": task.result.row_count if task.result else None,
        "truncated": task.result.truncated if task.result else None,
        "pinnable": task.typed and task.result is not None,
        "insights": [insight.text for insight in task.insights],
        "understood": asdict(task.understanding),
        "clarification": _clarification(task.asked_back),
        "error": error_of(problem_of_run(failed)) if failed else None,
    }


def partial_body(task: Task, rows: ResultSet | None) -> dict[str, Any]:
    """What was told of an answer before it is whole: those of its keys that are ready.

    Of a part of a compound question they are under `task`, as in the turn's `tasks`. Of the rows
    these are the first; `row_count` counts all.
    """
    first = replace(rows, rows=rows.rows[:PARTIAL_ROWS]) if rows else None
    if task.is_part:
        part = _task_body(task, first)
        if task.understanding == Understanding():
            part["understood"] = None
        return {"task": _ready(part)}
    return _ready(
        {
            "title": task.title,
            "understood": asdict(task.understanding) if task.sql else None,
            "sql": task.sql,
            "author": author_body(task.author),
            "columns": _columns(first),
            "data": data_body(first),
            "row_count": task.result.row_count if task.result else None,
            "truncated": task.result.truncated if task.result else None,
            "query_time_ms": query_time_of(task.result),
            "chart": chart_body(task.chart),
        }
    )


def _ready(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value not in (None, "", [])}


def steps_body(steps: Iterable[Step], dialect: Dialect) -> list[dict[str, Any]]:
    return [
        {"agent": agent, "message": step.message, "elapsed_ms": round(step.elapsed_ms)}
        for step in steps
        if (agent := dialect.agent(step.node)) is not None
    ]


def _insight_body(insight: Insight) -> dict[str, Any]:
    return {
        "kind": insight.kind.value,
        "text": insight.text,
        "weight": insight.weight,
        "direction": insight.direction,
    }


def _columns(rows: ResultSet | None) -> list[dict[str, Any]] | None:
    return [column_body(column) for column in rows.columns] if rows else None


def _visualization(chart: Chart | None, dialect: Dialect) -> dict[str, Any] | None:
    if chart is None:
        return None
    return {"type": chart.type.value, dialect.x_axis: chart.x, dialect.y_axis: chart.y}


def data_body(rows: ResultSet | None) -> dict[str, Any] | None:
    if rows is None:
        return None
    return {"columns": [column.name for column in rows.columns], "rows": rows.rows}


def chart_body(chart: Chart | None) -> dict[str, Any] | None:
    if chart is None:
        return None
    return {
        "type": chart.type.value,
        "title": chart.title,
        "x": chart.x,
        "y": chart.y,
        "series": chart.series,
        "note": chart.note,
        "options": asdict(chart.options),
        "spec": chart.spec or None,
    }


def column_body(column: ResultColumn) -> dict[str, Any]:
    return {
        "name": column.name,
        "label": column.label,
        "type": column.type.value,
        "role": column.role.value,
        "style": column.format.style.value,
        "unit": column.format.unit,
        "decimals": column.format.decimals,
        "grain": column.grain.value if column.grain else None,
        "identifier": column.identifier,
    }


def lineage_body(lineage: Lineage | None) -> dict[str, Any] | None:
    if lineage is None:
        return None
    return {
        "datasets": [asdict(dataset) for dataset in lineage.datasets],
        "columns": [
            {**asdict(column), "uses": [use.value for use in column.uses]}
            for column in lineage.columns
        ],
        "conditions": lineage.conditions,
    }


def freshness_body(freshness: Freshness | None, lineage: Lineage | None) -> dict[str, Any] | None:
    if freshness is None or lineage is None:
        return None
    return {
        "text": provenance_text(lineage, freshness),
        "ran_at": freshness.ran_at,
        "cached": freshness.cached,
        "data_version": freshness.data_version,
        "latest": [asdict(latest) for latest in freshness.latest],
    }


def verified_body(verified: Verified | None) -> dict[str, Any] | None:
    return cast("dict[str, Any]", encode(verified)) if verified else None


def query_time_of(result: ResultRef | None) -> int | None:
    return round(result.elapsed_ms) if result else None


def _clarification(asked_back: AskedBack | None) -> dict[str, Any] | None:
    return asdict(asked_back) if asked_back else None
