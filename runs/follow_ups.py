"""What the graph is given of a turn that was asked for."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from nodes.codec import encode
from nodes.state import FollowUp
from runs.model import (
    Ask,
    Breakdown,
    Compose,
    Refine,
    RefineSql,
    Suggest,
    Summarize,
    TurnRequest,
    Visualize,
)


def follow_up_of(request: TurnRequest, turn_id: str) -> FollowUp:
    """As of now. What the request names in the store is looked up when the run begins."""
    now = datetime.now(UTC)
    match request:
        case Ask(text) | Refine(text) | Breakdown(text):
            return FollowUp(
                turn_id=turn_id, kind=request.kind, at=now, text=text, **asdict(request.wish)
            )
        case Visualize(chart, options, part):
            return FollowUp(
                turn_id=turn_id,
                kind="visualize",
                at=now,
                chart_type=chart,
                options=options,
                part=part,
            )
        case Compose(text, dashboard, tile_id):
            return FollowUp(
                turn_id=turn_id,
                kind="dashboard",
                at=now,
                text=text,
                dashboard=encode(dashboard) if dashboard else None,
                tile_id=tile_id,
                **asdict(request.wish),
            )
        case RefineSql(sql, text):
            return FollowUp(
                turn_id=turn_id, kind="sql", at=now, text=text, sql=sql, **asdict(request.wish)
            )
        case Suggest():
            return FollowUp(turn_id=turn_id, kind="suggest", at=now)
        case Summarize(summary_id):
            return FollowUp(turn_id=turn_id, kind="summary", at=now, summary_id=summary_id)
