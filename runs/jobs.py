"""Jobs: runs that are asked after by their id alone, as far as they have come.

A job is a run, and its id the run's. That it can be found without its session is kept for a
time beside it; whose it is, is its session's to say. So it survives its worker, as runs do.
"""

from __future__ import annotations

from typing import Any

from bi.model.errors import RunExpired, UnknownJob, UnknownRun, UnknownSession
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from graph.runner import Runner
from nodes.answer import Answer, Task
from nodes.events import Cancelled, Complete, Event, Failed, Terminal
from runs import event_log, keys
from runs.endings import ending_on_record
from runs.model import Job, JobStatus, Principal, RunStatus, Session, Strategy, TurnRequest
from runs.records import StoredRun
from runs.run_records import RunRecords
from runs.runs import Runs
from runs.sessions import Sessions
from runs.told import tasks_told

_CANCELLED = "This was stopped before it was answered."


class Jobs:
    """`kept_s` is for how long a job can be asked after from when it was accepted."""

    def __init__(
        self,
        client: StoreClient,
        sessions: Sessions,
        runs: Runs,
        records: RunRecords,
        runner: Runner,
        *,
        kept_s: int,
    ) -> None:
        self._client = client
        self._sessions = sessions
        self._runs = runs
        self._records = records
        self._runner = runner
        self._kept_s = kept_s

    async def start(self, principal: Principal, session_id: str, request: TurnRequest) -> str:
        """The id of a job in the session, behind those that run and wait there.

        Raises as `Runs.start` does.
        """
        accepted = await self._runs.start(principal, session_id, request, strategy=Strategy.ENQUEUE)
        # Nobody knows the id before it is written here.
        with store_errors():
            await self._client.set(keys.job(accepted.run_id), session_id, ex=self._kept_s)
        return accepted.run_id

    async def start_alone(
        self, principal: Principal, datasource_id: str, request: TurnRequest
    ) -> str:
        """The id of a job that has nothing to do with any conversation.

        Raises UnknownDatasource, and as `Runs.start` does.
        """
        session = await self._sessions.create_unlisted(
            principal, datasource_id=datasource_id, kept_s=self._kept_s
        )
        return await self.start(principal, session.session_id, request)

    async def run_of(self, job_id: str) -> StoredRun | None:
        """Whoever's it is: for the service itself, never for a caller. None: kept no longer."""
        with store_errors():
            session_id: Any = await self._client.get(keys.job(job_id))
        if session_id is None:
            return None
        (run,) = await self._records.read(session_id.decode(), [job_id])
        return run

    async def get(self, principal: Principal, job_id: str) -> Job:
        """Raises UnknownJob, also for another's."""
        with store_errors():
            session_id: Any = await self._client.get(keys.job(job_id))
        if session_id is None:
            raise _unknown(job_id)
        try:
            session = await self._sessions.get(principal, session_id.decode())
            return await self._read(session, job_id)
        except (UnknownSession, UnknownRun):
            raise _unknown(job_id) from None

    async def _read(self, session: Session, job_id: str) -> Job:
        run = await self._records.get(session.session_id, job_id)
        told = await event_log.read(self._client, session.session_id, job_id, after=0)
        events = [stored.event for stored in told]
        ending = _ending(events)
        if ending is not None and run.status is not RunStatus.ENDED:
            # It ended in between, and now the record says when.
            run = await self._records.get(session.session_id, job_id)
        if run.status is RunStatus.ENDED:
            ending = ending or await ending_on_record(self._runner, session.session_id, run)
            return _ended(job_id, session, run, ending, tasks_told(events))
        waits = run.status is RunStatus.QUEUED
        return Job(
            job_id=job_id,
            session=session,
            kind=run.record.follow_up.kind,
            said=run.record.follow_up.said,
            summary_id=run.record.follow_up.summary_id,
            status=JobStatus.INIT if waits else JobStatus.RUNNING,
            tasks=tasks_told(events),
        )


def _ending(events: list[Event]) -> Terminal | None:
    last = events[-1] if events else None
    return last if isinstance(last, Complete | Failed | Cancelled) else None


def _ended(
    job_id: str, session: Session, run: StoredRun, ending: Terminal, tasks: tuple[Task, ...]
) -> Job:
    """Raises UnknownJob where what became of it is kept no longer."""
    answer: Answer | None = None
    failure: str | None = None
    match ending:
        case Complete():
            answer = ending.answer
            reason = _why_not(answer)
        case Failed(RunExpired.code):
            raise _unknown(job_id)
        case Failed():
            failure, reason = ending.code, ending.message
        case Cancelled():
            failure, reason = "run_cancelled", _CANCELLED
    return Job(
        job_id=job_id,
        session=session,
        kind=run.record.follow_up.kind,
        said=run.record.follow_up.said,
        summary_id=run.record.follow_up.summary_id,
        status=JobStatus.FAILED if reason else JobStatus.DONE,
        ended_at=run.end.at if run.end else None,
        answer=answer,
        tasks=() if answer is not None else tasks,
        reason=reason,
        failure=failure,
    )


def _why_not(answer: Answer) -> str:
    """Why it is no answer to what was asked; '' for one. One part that was answered is enough."""
    if answer.asked_back is not None:
        return answer.text
    if answer.tasks and not any(task.result for task in answer.tasks):
        return answer.text or " ".join(task.reason for task in answer.tasks if task.reason)
    return ""


def _unknown(job_id: str) -> UnknownJob:
    return UnknownJob(
        f"There is no job {job_id!r}: it never was, it is not yours, or it is kept no longer."
    )
