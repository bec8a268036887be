"""Examples for the API's description of this face's sessions and jobs."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

Responses = dict[int | str, dict[str, Any]]


class Envelope(BaseModel):
    """`code` is the status, or one of the published codes; `result` is empty with an error."""

    code: int
    msg: str
    result: Any


_JOB_ID = "d96b6fd23c5f445787eb5fd067c14c0b"
_ERRORS = {
    400: (400, "Data summary is not ready, please wait for a while and retry"),
    401: (49900002, "The key is no longer valid: it was revoked, or its time is over."),
    403: (403, "The key's role, Chat2Query Data Summary Management Role, does not allow this."),
    404: (404, f"There is no job '{_JOB_ID}': it never was, it is not yours, or it is kept no "
          "longer."),
    409: (409, "8 messages wait for this session; wait for one."),
    429: (49900007, "The request exceeded the limit of 100 times per API key per minute."),
}  # fmt: skip
_DESCRIPTIONS = {
    400: "The request does not hold what it should, or a data summary is not ready",
    401: "No key, a wrong one, or one that is dead",
    403: "The key's role does not allow this",
    404: "No such database, session or job, or not the caller's",
    409: "Too many questions wait for the session",
    429: "Too many calls by this key, or too many jobs of this app",
}


def answers(result: dict[str, Any], *errors: int) -> Responses:
    """A result in its envelope, and what a route may answer besides."""
    return {
        200: _answer("Done", {"code": 200, "msg": "", "result": result}),
        **{status: _error(status) for status in errors},
    }


def _error(status: int) -> dict[str, Any]:
    code, message = _ERRORS[status]
    return _answer(_DESCRIPTIONS[status], {"code": code, "msg": message, "result": {}})


def _answer(description: str, example: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"example": example}}
    return {"description": description, "model": Envelope, "content": content}


_META = {
    "created_at": 1718948875,
    "creator": "alice",
    "name": "Sales",
    "org_id": "acme-corp",
    "updated_at": 1718948875,
}
EMPTY_SESSION: dict[str, Any] = {"messages": [], "meta": _META, "session_id": 305685}
SESSION: dict[str, Any] = {
    "messages": [
        {
            "role": "user",
            "content": "revenue by region in 2025",
            "sql": None,
            "job_id": _JOB_ID,
            "created_at": 1718948880,
        },
        {
            "role": "assistant",
            "content": "South leads with $6.1M, North is last with $4.2M.",
            "sql": "SELECT orders.region AS region, SUM(order_lines.revenue) AS revenue …",
            "job_id": _JOB_ID,
            "created_at": 1718948881,
        },
    ],
    "meta": {**_META, "updated_at": 1718948881},
    "session_id": 305685,
}
SESSION_LIST: dict[str, Any] = {
    "sessions": [{"meta": _META, "session_id": 305685}],
    "total_count": 1,
    "next_cursor": None,
}
BEGUN: dict[str, Any] = {"job_id": _JOB_ID}
BEGUN_IN_SESSION: dict[str, Any] = {"job_id": _JOB_ID, "session_id": 305685}
BEGUN_ANYWHERE: dict[str, Any] = {
    "cluster_id": "10140100115280519574",
    "database": "demo",
    **BEGUN_IN_SESSION,
}
JOB: dict[str, Any] = {
    "ended_at": 1718948881,
    "job_id": _JOB_ID,
    "reason": "",
    "result": {
        "assumptions": [],
        "chart_options": {
            "chart_name": "BarChart",
            "option": {"x": "region", "y": "revenue", "pivot_column": ""},
            "title": "Revenue by region in 2025",
        },
        "clarified_task": "Revenue by region in 2025",
        "data": {
            "columns": [{"col": "region"}, {"col": "revenue"}],
            "rows": [["North", "4210563.25"], ["South", "6120480"]],
        },
        "description": "South leads with $6.1M, North is last with $4.2M.",
        "sql": "SELECT orders.region AS region, SUM(order_lines.revenue) AS revenue …",
        "sql_error": None,
        "status": "done",
        "task_id": "0",
        "type": "data_retrieval",
    },
    "status": "done",
}
