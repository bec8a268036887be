"""Feedback: a turn that corrects an earlier answer is kept with it, and steered by it.

Which turns correct a turn is in its field `corrections` of the runs hash (see `runs.ledger`);
what they said is in their own records.
"""

from __future__ import annotations

from bi.model.errors import NothingToCorrect, UnknownTask
from checkpoints.errors import CheckpointMissing
from graph.runner import Runner
from nodes.answer import WHOLE, Intent
from nodes.state import Analysis
from runs.model import Correction, RunStatus, Session, TaskRef
from runs.records import StoredRun
from runs.run_records import RunRecords


async def corrections_of(
    records: RunRecords, session_id: str, turn: StoredRun
) -> tuple[Correction, ...]:
    """What later turns said about this one, oldest first."""
    found = await records.read(session_id, [ref.turn_id for ref in turn.corrections])
    return tuple(
        Correction(ref.turn_id, ref.task_id, run.record.follow_up.said, run.record.follow_up.at)
        for ref, run in zip(turn.corrections, found, strict=True)
        if run is not None
    )


async def check_correctable(
    records: RunRecords, runner: Runner, session: Session, ref: TaskRef
) -> None:
    """Raises UnknownTurn, UnknownTask and NothingToCorrect, as far as that is known already."""
    turn = await records.turn(session.session_id, ref.turn_id)
    if turn.status is RunStatus.ENDED:
        # Where the session is going to rest is not known while something runs in it.
        head = turn.checkpoint_id if session.running else session.head
        await _analysis(runner, session.session_id, turn, ref, head)


async def corrected_analysis(
    records: RunRecords, runner: Runner, session_id: str, ref: TaskRef, head: str
) -> Analysis | None:
    """What the named answer rests on. None: it asked back, and the session rests on that question
    (`head`), so what corrects it is a reply to it.

    Raises UnknownTurn, UnknownTask, NothingToCorrect.
    """
    turn = await records.turn(session_id, ref.turn_id)
    return await _analysis(runner, session_id, turn, ref, head)


async def _analysis(
    runner: Runner, session_id: str, turn: StoredRun, ref: TaskRef, head: str | None
) -> Analysis | None:
    if turn.checkpoint_id is None:
        raise NothingToCorrect("That question has no answer that could be corrected; ask anew.")
    try:
        state = await runner.state(session_id, turn.checkpoint_id)
    except CheckpointMissing:
        raise NothingToCorrect("That answer is kept no longer; ask anew.") from None
    answer = state["turn"].get("answer")
    if answer is not None and answer["intent"] == Intent.BREAKDOWN:
        return _part(state.get("parts", {}), ref.task_id)
    if ref.task_id != WHOLE:
        raise UnknownTask(f"That answer has no task {ref.task_id!r}, only {WHOLE!r}.")
    if answer is not None and answer["result"] is not None:
        return state["analysis"]
    if turn.checkpoint_id == head:
        return None
    raise NothingToCorrect("That question was not answered with data; ask anew.")


def _part(parts: dict[str, Analysis], task_id: str) -> Analysis:
    if task_id in parts:
        return parts[task_id]
    if task_id == WHOLE and len(parts) == 1:
        return next(iter(parts.values()))
    named = ", ".join(repr(name) for name in parts)
    if not parts:
        raise NothingToCorrect("No task of that answer was answered with data; ask anew.")
    if task_id == WHOLE:
        raise NothingToCorrect(f"That answer has several tasks; say which is meant: {named}.")
    raise UnknownTask(f"That answer has no task {task_id!r} with data; there is {named}.")
