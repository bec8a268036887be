"""What a tile shows, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from api.matih.answer import (
    chart_body,
    column_body,
    data_body,
    freshness_body,
    lineage_body,
    query_time_of,
)
from api.matih.errors import error_of
from api.problem import Problem

if TYPE_CHECKING:
    from nodes.state import Failure
    from nodes.tiles import TileAnswer


def tile_body(answer: TileAnswer) -> dict[str, Any]:
    rows, result = answer.rows, answer.result
    return {
        "tile_id": answer.tile_id,
        "title": answer.title,
        "sql": answer.sql,
        "chart": chart_body(answer.chart),
        "columns": [column_body(column) for column in rows.columns] if rows else None,
        "data": data_body(rows),
        "row_count": result.row_count if result else None,
        "truncated": result.truncated if result else None,
        "query_time_ms": query_time_of(result),
        "forecast": asdict(answer.forecast) if answer.forecast else None,
        "no_forecast": answer.no_forecast,
        "filters": answer.filters,
        "left_out": [asdict(one) for one in answer.left_out],
        "lineage": lineage_body(answer.lineage),
        "freshness": freshness_body(answer.freshness, answer.lineage),
        "error": error_of(problem_of_failure(answer.failure)) if answer.failure else None,
    }


def problem_of_failure(failure: Failure) -> Problem:
    return Problem(
        failure["code"], failure["message"], failure["retryable"], dict(failure["details"])
    )
