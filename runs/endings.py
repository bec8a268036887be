"""How a run ended, from what is on record of it when its events are gone."""

from __future__ import annotations

from bi.model.errors import RunExpired
from graph.runner import Runner
from nodes.events import Failed, Terminal
from runs.model import Outcome
from runs.records import StoredRun, ending_of


async def ending_on_record(runner: Runner, session_id: str, run: StoredRun) -> Terminal:
    """Of a run that has ended; `RunExpired.code` where its answer is kept no longer."""
    assert run.end is not None
    if run.end.outcome is not Outcome.COMPLETE:
        return ending_of(run.end)
    ending = None
    if run.checkpoint_id is not None:
        ending = await runner.ending_at(session_id, run.checkpoint_id)
    return ending or Failed(RunExpired.code, "The answer is no longer kept; ask again.")
