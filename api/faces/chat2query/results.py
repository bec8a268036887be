"""A job as it is told: where it stands, and what it has come to.

The objects are those that are published; nothing is added to them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from api.faces.chat2query.assumptions import assumptions_of
from api.faces.chat2query.cells import data_of, data_without_rows, no_data
from api.faces.chat2query.charts import chart_options
from api.faces.chat2query.summary_bodies import summary_body
from bi.model.reading import Verified
from nodes.answer import WHOLE, Answer, Intent, Task
from runs.model import Job, JobStatus, Principal

if TYPE_CHECKING:
    from runs.service import Service

# Kinds of turns whose result is no data, and is there at the end alone.
_WITHOUT_DATA = ("suggest", "summary")


async def job_body(service: Service, principal: Principal, job: Job) -> dict[str, Any]:
    return {
        "ended_at": int(job.ended_at.timestamp()) if job.ended_at else None,
        "job_id": job.job_id,
        "reason": job.reason,
        "result": await _result(service, principal, job),
        "status": job.status.value,
    }


async def _result(service: Service, principal: Principal, job: Job) -> Any:
    """None while the job waits, and where it has nothing to show."""
    answer = job.answer
    if job.status is JobStatus.INIT:
        return None
    if answer is not None and answer.intent is Intent.SUGGEST:
        return list(answer.suggestions)
    if job.summary_id is not None and job.status is JobStatus.DONE:
        return summary_body(await service.summaries.get(principal, job.summary_id))
    if job.kind in _WITHOUT_DATA:
        return None
    parts = [task for task in _tasks(job) if task.task_id != WHOLE]
    if parts or (answer is not None and answer.intent is Intent.BREAKDOWN):
        return await _breakdown(service, job, parts)
    return await _retrieval(
        service, _whole(job), job.status, verified=answer.verified if answer else None
    )


def _tasks(job: Job) -> Sequence[Task]:
    return job.answer.tasks if job.answer is not None else job.tasks


def _whole(job: Job) -> Task:
    answer = job.answer
    if answer is not None:
        return _as_task(answer, job.said)
    told = next((task for task in job.tasks if task.task_id == WHOLE), Task(WHOLE, job.said))
    return _failed(told, job) if job.status is JobStatus.FAILED else told


def _as_task(answer: Answer, said: str) -> Task:
    return Task(
        task_id=WHOLE,
        question=said,
        title=answer.title,
        text=answer.text,
        sql=answer.sql,
        result=answer.result,
        chart=answer.chart,
        understanding=answer.understanding,
        asked_back=answer.asked_back,
        author=answer.author,
    )


def _failed(task: Task, job: Job) -> Task:
    """A task of a job that ended without an answer."""
    if task.reason:
        return task
    failure = {"code": job.failure, "message": job.reason}
    return Task(
        task.task_id, task.question, title=task.title, text=job.reason, sql=task.sql,
        understanding=task.understanding, failure=failure,
    )  # fmt: skip


async def _breakdown(service: Service, job: Job, parts: Sequence[Task]) -> dict[str, Any]:
    whole = _whole(job)
    is_over = job.status in (JobStatus.DONE, JobStatus.FAILED)
    if is_over and job.answer is None:
        parts = [task if _is_done(task) else _failed(task, job) for task in parts]
    told = [_retrieval(service, task, _status(task)) for task in parts]
    title = whole.title or whole.question
    return {
        "assumptions": assumptions_of(whole.understanding, title),
        "clarified_task": title,
        "description": whole.text,
        "status": job.status.value,
        "sub_tasks": await asyncio.gather(*told),
        "task_id": WHOLE,
        "type": "breakdown",
    }


def _status(task: Task) -> JobStatus:
    if task.reason:
        return JobStatus.FAILED
    return JobStatus.DONE if _is_done(task) else JobStatus.RUNNING


def _is_done(task: Task) -> bool:
    """Clients take a task that is done as it is, and do not look again."""
    return task.result is not None and task.chart is not None


async def _retrieval(
    service: Service, task: Task, status: JobStatus, verified: Verified | None = None
) -> dict[str, Any]:
    title = task.title or task.question
    return {
        "assumptions": assumptions_of(
            task.understanding, title, task.result, verified, task.author
        ),
        "chart_options": chart_options(task.chart, task.result.columns if task.result else ()),
        "clarified_task": title,
        "data": await _data(service, task),
        "description": task.text,
        "sql": task.sql or "",
        "sql_error": task.reason if task.sql and task.failure is not None else None,
        "status": status.value,
        "task_id": task.task_id,
        "type": "data_retrieval",
    }


async def _data(service: Service, task: Task) -> dict[str, Any]:
    if task.result is None:
        return no_data()
    rows = await service.runs.rows(task.result)
    return data_without_rows(task.result.columns) if rows is None else data_of(rows)
