"""How a run ended, from what is on record of it when its events are gone."""

from __future__ import annotations

from dataclasses import replace

from bi.model.errors import RunExpired
from graph.runner import Runner
from nodes.answer import Answer
from nodes.events import Complete, Failed, Terminal
from runs.model import Outcome
from runs.records import StoredRun, ending_of


async def answer_on_record(runner: Runner, session_id: str, run: StoredRun) -> Answer | None:
    """None: it has none, or it is kept no longer."""
    if run.end is None or run.end.outcome is not Outcome.COMPLETE or run.checkpoint_id is None:
        return None
    ending = await runner.ending_at(session_id, run.checkpoint_id)
    if not isinstance(ending, Complete):
        return None
    # The checkpoint was written before the turn was over.
    return replace(ending.answer, elapsed_ms=run.end.elapsed_ms)


async def ending_on_record(runner: Runner, session_id: str, run: StoredRun) -> Terminal:
    """Of a run that has ended; `RunExpired.code` where its answer is kept no longer."""
    assert run.end is not None
    if run.end.outcome is not Outcome.COMPLETE:
        return ending_of(run.end)
    answer = await answer_on_record(runner, session_id, run)
    if answer is None:
        return Failed(RunExpired.code, "The answer is no longer kept; ask again.")
    return Complete(answer)
