"""An outcome as the API writes it, for programs."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from api.json_response import to_json
from api.matih.answer import turn_body
from api.matih.dialect import SESSIONS
from api.matih.errors import error_body
from api.problem import problem_of_run
from bi.model.result import ResultSet
from nodes.events import Complete, Terminal


def print_json(
    outcome: Terminal,
    rows: ResultSet | None,
    task_rows: Mapping[str, ResultSet | None],
    run_id: str,
) -> None:
    """The body of the sessions face, one line on standard output."""
    if isinstance(outcome, Complete):
        body = turn_body(outcome.answer, rows, run_id, SESSIONS, task_rows)
    else:
        body = error_body(problem_of_run(outcome))
    sys.stdout.write(to_json(body).decode() + "\n")
