"""What is written down of a run: its request when it is accepted, its ending when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from pydantic import TypeAdapter

from bi.model.access import NOBODY, Viewer
from nodes.events import Cancelled, Complete, Failed, Terminal
from nodes.state import FollowUp
from runs.model import Outcome, Rating, Run, RunStatus, TaskRef, Unfinished


@dataclass(frozen=True, slots=True)
class Record:
    """A run's request. `turn_id` is the run's own id, or for a rerun the turn it repeats.

    `once` is the digest of the caller and idempotency key it came with. `viewer` is whose rights
    it has, whichever worker goes on with it. `dashboard_id`: the stored dashboard that it changes.
    `corrects`: the earlier answer that it is about. `trace` leads to the span of its request.
    """

    follow_up: FollowUp
    once: str | None = None
    viewer: Viewer = NOBODY
    dashboard_id: str | None = None
    corrects: TaskRef | None = None
    trace: dict[str, str] | None = None

    @property
    def turn_id(self) -> str:
        return self.follow_up.turn_id


@dataclass(frozen=True, slots=True)
class RunEnd:
    """What became of a run; see `runs.model.Run`. `error` has the fields of a failure, `elapsed_ms`
    is how long the answer took (0 where a worker died in between)."""

    outcome: Outcome
    at: datetime
    intent: str | None = None
    title: str | None = None
    error: dict[str, Any] | None = None
    elapsed_ms: float = 0.0
    unfinished: Unfinished | None = None


RECORD: TypeAdapter[Record] = TypeAdapter(Record)
_VIEWER: TypeAdapter[Viewer] = TypeAdapter(Viewer)
_END: TypeAdapter[RunEnd] = TypeAdapter(RunEnd)
_RATING: TypeAdapter[Rating] = TypeAdapter(Rating)

# The fields of the runs hash that a run is read from, besides the record itself.
FIELDS = (
    "status",
    "attempts",
    "end",
    "checkpoint",
    "reruns",
    "base",
    "lines",
    "corrections",
    "rating",
)


@dataclass(frozen=True, slots=True)
class StoredRun:
    """All that is known of a run.

    `base` is the checkpoint that it began from ('' at the session's start), `lines` the length
    of the history after it. `corrections` are the turns that correct it, each with the task of it
    that it is about, `rating` what its reader thinks of its answer.
    """

    run_id: str
    record: Record
    status: RunStatus
    attempts: int
    end: RunEnd | None
    checkpoint_id: str | None
    reruns: tuple[str, ...]
    base: str
    lines: int
    corrections: tuple[TaskRef, ...] = ()
    rating: Rating | None = None

    def as_run(self, session_id: str) -> Run:
        end = self.end
        return Run(
            run_id=self.run_id,
            turn_id=self.record.turn_id,
            session_id=session_id,
            status=self.status,
            kind=self.record.follow_up.kind,
            said=self.record.follow_up.said,
            accepted_at=self.record.follow_up.at,
            attempts=self.attempts,
            ended_at=end.at if end else None,
            outcome=end.outcome if end else None,
            intent=end.intent if end else None,
            title=end.title if end else None,
            error_code=end.error["code"] if end and end.error else None,
            error_message=end.error["message"] if end and end.error else None,
            checkpoint_id=self.checkpoint_id,
            reruns=self.reruns,
            rating=self.rating,
            unfinished=end.unfinished if end else None,
        )


def read_run(run_id: str, record: bytes, fields: Mapping[str, bytes | None]) -> StoredRun:
    """`fields` are those of `FIELDS`."""
    end, rating = fields["end"], fields["rating"]
    return StoredRun(
        run_id=run_id,
        record=read_record(record),
        status=RunStatus((fields["status"] or b"queued").decode()),
        attempts=int(fields["attempts"] or 0),
        end=_END.validate_json(end) if end else None,
        checkpoint_id=_text(fields["checkpoint"]) or None,
        reruns=tuple(_text(fields["reruns"]).split()),
        base=_text(fields["base"]),
        lines=int(fields["lines"] or 0),
        corrections=tuple(
            TaskRef(*entry.split(":")) for entry in _text(fields["corrections"]).split()
        ),
        rating=_RATING.validate_json(rating) if rating else None,
    )


def read_record(record: bytes) -> Record:
    values = orjson.loads(record)
    viewer = values.get("viewer")  # a record from before there were rights has none
    corrects = values.get("corrects")
    return Record(
        FollowUp.model_validate(values["follow_up"]),
        values["once"],
        _VIEWER.validate_python(viewer) if viewer else NOBODY,
        values.get("dashboard_id"),
        TaskRef(**corrects) if corrects else None,
        values.get("trace"),
    )


def write_record(record: Record) -> bytes:
    return RECORD.dump_json(record)


def write_end(ending: Terminal, unfinished: Unfinished | None = None) -> bytes:
    return _END.dump_json(_end_of(ending, unfinished))


def write_rating(rating: Rating | None) -> bytes:
    """b'' for none."""
    return _RATING.dump_json(rating) if rating else b""


def ending_of(end: RunEnd) -> Failed | Cancelled:
    """The terminal event of a run without an answer."""
    return Failed(**end.error) if end.error else Cancelled()


def _end_of(ending: Terminal, unfinished: Unfinished | None) -> RunEnd:
    now = datetime.now(UTC)
    match ending:
        case Complete(answer):
            return RunEnd(
                Outcome.COMPLETE,
                now,
                answer.intent.value,
                answer.title,
                elapsed_ms=answer.elapsed_ms,
            )
        case Failed(code, message, retryable, details):
            error = {"code": code, "message": message, "retryable": retryable, "details": details}
            return RunEnd(Outcome.ERROR, now, error=error, unfinished=unfinished)
        case Cancelled():
            return RunEnd(Outcome.CANCELLED, now, unfinished=unfinished)


def _text(value: bytes | None) -> str:
    return value.decode() if value else ""
