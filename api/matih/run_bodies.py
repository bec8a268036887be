"""Runs, turns and what a turn left behind, in the words both MATIH faces share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.matih.dialect import Dialect
from api.matih.errors import error_code_of
from api.matih.listing import moment
from runs.model import Correction, Rating, Run, TurnPage, TurnState


def run_body(run: Run, dialect: Dialect) -> dict[str, Any]:
    return {
        "run_id": run.run_id,
        "turn_id": run.turn_id,
        "session_id": run.session_id,
        "rerun_of": run.turn_id if run.is_rerun else None,
        "status": run.status.value,
        "outcome": run.outcome.value if run.outcome else None,
        "kind": run.kind,
        "content": run.said,
        "intent": dialect.intents[run.intent] if run.intent else None,
        "title": run.title,
        "error": error_code_of(run.error_code, run.error_message or "") if run.error_code else None,
        "accepted_at": moment(run.accepted_at),
        "ended_at": moment(run.ended_at) if run.ended_at else None,
        "attempts": run.attempts,
        "checkpoint_id": run.checkpoint_id,
    }


def turn_line(run: Run, dialect: Dialect) -> dict[str, Any]:
    """A turn as its first run tells it, with the ids of its reruns and its reader's rating."""
    return {
        **run_body(run, dialect),
        "rerun_ids": run.reruns,
        "rating": rating_body(run.rating),
    }


def rating_body(rating: Rating | None) -> dict[str, Any] | None:
    if rating is None:
        return None
    return {
        "rating": rating.thumb.value,
        "comment": rating.comment,
        "rated_at": moment(rating.at),
    }


def rated_body(session_id: str, turn_id: str, rating: Rating | None) -> dict[str, Any]:
    return {"session_id": session_id, "turn_id": turn_id, "rating": rating_body(rating)}


def feedback_body(correction: Correction) -> dict[str, Any]:
    return {
        "turn_id": correction.turn_id,
        "task_id": correction.task_id,
        "content": correction.text,
        "timestamp": moment(correction.at),
    }


def turn_list(
    session_id: str,
    page: TurnPage,
    dialect: Dialect,
    outcomes: Sequence[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """`outcomes` are what is added to each of the lines, None where nothing is."""
    lines = [turn_line(run, dialect) for run in page.turns]
    if outcomes is not None:
        lines = [{**line, **outcome} for line, outcome in zip(lines, outcomes, strict=True)]
    return {"session_id": session_id, "turns": lines, "total_count": page.total}


def state_body(session_id: str, turn_id: str, state: TurnState) -> dict[str, Any]:
    return {
        "session_id": session_id,
        "turn_id": turn_id,
        "checkpoint_id": state.checkpoint_id,
        "parent_checkpoint_id": state.parent_id,
        "created_at": state.created_at,
        "step": state.step,
        "next_nodes": state.next_nodes,
        "values": state.values,
    }
