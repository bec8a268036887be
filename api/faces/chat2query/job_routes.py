"""The endpoints that begin jobs, and the one that tells how they stand."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.context import service_of
from api.faces.chat2query.callers import Asking, Holding
from api.faces.chat2query.databases import NamedDatabase, named_database
from api.faces.chat2query.envelope import enveloped
from api.faces.chat2query.openapi import BEGUN, BEGUN_ANYWHERE, BEGUN_IN_SESSION, JOB, answers
from api.faces.chat2query.results import job_body
from api.faces.chat2query.schemas import (
    Chat2Data,
    Mode,
    RefineSql,
    SessionChat2Data,
    SuggestQuestions,
)
from api.faces.chat2query.session_routes import SessionNumber
from runs.model import Ask, Breakdown, Suggest, TaskRef, TurnRequest
from runs.model import RefineSql as RefineSqlTurn

router = APIRouter(tags=["Chat2Query"])

JobId = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,64}$", description="As it was given out.")]


@router.post(
    "/v3/chat2data",
    summary="Ask a question, in a session that it begins",
    responses=answers(BEGUN_ANYWHERE, 400, 401, 403, 404, 429),
)
async def chat2data(request: Request, holder: Asking, body: Chat2Data) -> Response:
    """The answer is a job's: ask `/v2/jobs/{job_id}` for it. The session can be gone on with."""
    service = await service_of(request)
    named = await named_database(service, holder.principal, body)
    session = await service.sessions.create(
        holder.principal, datasource_id=named.datasource_id, numbered=True
    )
    turn = _turn(body.question, body.sql_generate_mode)
    job_id = await service.jobs.start(holder.principal, session.session_id, turn)
    return enveloped({**_called(named), "job_id": job_id, "session_id": int(session.session_id)})


@router.post(
    "/v3/sessions/{session_id}/chat2data",
    summary="Ask the next question of a session, or correct an answer of it",
    responses=answers(BEGUN_IN_SESSION, 400, 401, 403, 404, 409, 429),
)
async def session_chat2data(
    request: Request, holder: Asking, number: SessionNumber, body: SessionChat2Data
) -> Response:
    """Questions of one session are answered one after another, in the order they came in."""
    corrects = None
    if body.feedback_answer_id is not None:
        corrects = TaskRef(body.feedback_answer_id, body.feedback_task_id or "0")
    turn = _turn(body.question, body.sql_generate_mode, corrects)
    jobs = (await service_of(request)).jobs
    job_id = await jobs.start(holder.principal, str(number), turn)
    return enveloped({"job_id": job_id, "session_id": number})


@router.post(
    "/v3/suggestQuestions",
    summary="Ask what is worth asking",
    responses=answers(BEGUN, 400, 401, 403, 404, 409, 429),
)
async def suggest_questions(request: Request, holder: Asking, body: SuggestQuestions) -> Response:
    """The job's result is a list of questions, each of which is answered."""
    service = await service_of(request)
    if body.session_id is not None:
        job_id = await service.jobs.start(holder.principal, str(body.session_id), Suggest())
    else:
        named = await named_database(service, holder.principal, body)
        job_id = await service.jobs.start_alone(holder.principal, named.datasource_id, Suggest())
    return enveloped({"job_id": job_id})


@router.post(
    "/v3/refineSql",
    summary="Have SQL changed as a sentence says",
    responses=answers(BEGUN, 400, 401, 403, 404, 429),
)
async def refine_sql(request: Request, holder: Asking, body: RefineSql) -> Response:
    """The job's result is that of a question. What reads no data is refused, as anywhere."""
    service = await service_of(request)
    named = await named_database(service, holder.principal, body)
    turn = RefineSqlTurn(body.sql, body.feedback)
    job_id = await service.jobs.start_alone(holder.principal, named.datasource_id, turn)
    return enveloped({"job_id": job_id})


@router.get(
    "/v2/jobs/{job_id}",
    summary="How a job stands, and what it has come to",
    responses=answers(JOB, 400, 401, 403, 404),
)
async def get_job(request: Request, holder: Holding, job_id: JobId) -> Response:
    """`init` waits for its session, `running` tells what is ready so far, `failed` says why: also
    where a question was asked back. A day after it was asked for, a job is no longer known."""
    service = await service_of(request)
    job = await service.jobs.get(holder.principal, job_id)
    return enveloped(await job_body(service, holder.principal, job))


def _turn(question: str, mode: Mode, corrects: TaskRef | None = None) -> TurnRequest:
    return Breakdown(question, corrects) if mode == "auto_breakdown" else Ask(question, corrects)


def _called(named: NamedDatabase) -> dict[str, Any]:
    return {"cluster_id": named.cluster_id, "database": named.database}
