"""The endpoints of earlier turns: what became of them, what is thought of it, fork, and rerun."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fastapi import Depends, Request, status
from starlette.responses import Response

from api.context import service_of
from api.json_response import JsonResponse
from api.matih.dialect import Dialect
from api.matih.examples import (
    forked_example,
    rated_example,
    rerun_example,
    turn_detail_example,
    turn_list_example,
    turn_state_example,
)
from api.matih.face import Face
from api.matih.listing import origin_body
from api.matih.openapi import error_answers, success, turn_answers
from api.matih.requests import (
    DEFAULT_PAGE,
    MAX_ANSWERS,
    ForkTurn,
    Offset,
    RateAnswer,
    SessionId,
    TurnId,
    TurnLimit,
    TurnOrder,
    WithAnswers,
)
from api.matih.responses import RatedTurn, TurnDetailBody, TurnList, TurnStateBody
from api.matih.run_bodies import (
    feedback_body,
    rated_body,
    run_body,
    state_body,
    turn_line,
    turn_list,
)
from api.matih.turn_options import IdempotencyKey, Options
from api.matih.turn_stream import answer_body
from api.matih.turns import TurnTaker
from api.matih.unfinished import unfinished_body
from api.problem import InvalidRequest
from nodes.answer import Answer
from runs.model import Principal, Rerun, Run

if TYPE_CHECKING:
    from runs.service import Service

_READ_ERRORS = error_answers(401, 403, 404, 422, 503)
_STATE_ERRORS = error_answers(401, 403, 404, 409, 422, 503)


def add_replay_routes(face: Face) -> None:
    """Turns, one with its answer, its state, what is thought of it, and what can be made of it."""
    _add_turns(face)
    _add_turn(face)
    _add_feedback(face)
    _add_state(face)
    _add_fork(face)
    _add_rerun(face)


def _add_turns(face: Face) -> None:
    dialect = face.dialect

    @face.router.get(
        "/{session_id}/turns",
        summary="The turns of a session, oldest or newest first",
        responses=success(200, TurnList, turn_list_example(dialect)) | _READ_ERRORS,
    )
    async def list_turns(
        request: Request,
        session_id: SessionId,
        limit: TurnLimit = None,
        offset: Offset = 0,
        order: TurnOrder = "oldest",
        answers: WithAnswers = False,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        service = await service_of(request)
        page = await service.turns.page(
            principal,
            session_id,
            limit=_most_turns(limit, answers),
            offset=offset,
            newest_first=order == "newest",
            with_answers=answers,
        )
        if not answers:
            return JsonResponse(turn_list(session_id, page, dialect))
        told = await asyncio.gather(
            *(_outcome(service, run, page.answers.get(run.run_id), dialect) for run in page.turns)
        )
        return JsonResponse(turn_list(session_id, page, dialect, told))


async def _outcome(
    service: Service, run: Run, answer: Answer | None, dialect: Dialect
) -> dict[str, Any]:
    """The answer, or what was known of it where there is none."""
    return {
        "answer": answer and await answer_body(service, answer, run.turn_id, dialect),
        "partial": await unfinished_body(service, run.unfinished, dialect),
    }


def _most_turns(limit: int | None, answers: bool) -> int:
    """Raises InvalidRequest for more answers than are given at once."""
    if not answers:
        return limit or DEFAULT_PAGE
    if limit is not None and limit > MAX_ANSWERS:
        problem = f"With answers it is at most {MAX_ANSWERS}"
        raise InvalidRequest(f"limit: {problem}", fields=[{"field": "limit", "message": problem}])
    return limit or MAX_ANSWERS


def _add_turn(face: Face) -> None:
    dialect = face.dialect

    @face.router.get(
        "/{session_id}/turns/{turn_id}",
        summary="A turn with its answer and its reruns",
        responses=success(200, TurnDetailBody, turn_detail_example(dialect)) | _READ_ERRORS,
    )
    async def get_turn(
        request: Request,
        session_id: SessionId,
        turn_id: TurnId,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        service = await service_of(request)
        turn = await service.turns.get(principal, session_id, turn_id)
        outcome = await _outcome(service, turn.run, turn.answer, dialect)
        reruns = [run_body(run, dialect) for run in turn.reruns]
        return JsonResponse(
            {
                **turn_line(turn.run, dialect),
                **outcome,
                "reruns": reruns,
                "feedback": [feedback_body(one) for one in turn.corrections],
            }
        )


def _add_feedback(face: Face) -> None:
    @face.router.post(
        "/{session_id}/turns/{turn_id}/feedback",
        summary="Rate a turn's answer, or take the rating back",
        responses=success(200, RatedTurn, rated_example()) | _STATE_ERRORS,
    )
    async def rate(
        request: Request,
        session_id: SessionId,
        turn_id: TurnId,
        body: RateAnswer,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        turns = (await service_of(request)).turns
        rating = await turns.rate(principal, session_id, turn_id, body.rated(datetime.now(UTC)))
        return JsonResponse(rated_body(session_id, turn_id, rating))


def _add_state(face: Face) -> None:
    @face.router.get(
        "/{session_id}/turns/{turn_id}/state",
        summary="The graph's state as a turn left it",
        responses=success(200, TurnStateBody, turn_state_example()) | _STATE_ERRORS,
    )
    async def get_state(
        request: Request,
        session_id: SessionId,
        turn_id: TurnId,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        turns = (await service_of(request)).turns
        state = await turns.state(principal, session_id, turn_id)
        return JsonResponse(state_body(session_id, turn_id, state))


def _add_fork(face: Face) -> None:
    @face.router.post(
        "/{session_id}/turns/{turn_id}/fork",
        status_code=status.HTTP_201_CREATED,
        summary="Begin a session of its own from where a turn ended",
        responses=success(201, face.forked, forked_example(face)) | _STATE_ERRORS,
    )
    async def fork(
        request: Request,
        session_id: SessionId,
        turn_id: TurnId,
        body: ForkTurn | None = None,
        idempotency_key: IdempotencyKey = None,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        turns = (await service_of(request)).turns
        session = await turns.fork(
            principal,
            session_id,
            turn_id,
            title=body.title if body else None,
            idempotency_key=idempotency_key,
        )
        return JsonResponse(
            {**face.created_body(session), "forked_from": origin_body(session.forked_from)},
            status_code=status.HTTP_201_CREATED,
            headers={"Location": face.session_path(session.session_id)},
        )


def _add_rerun(face: Face) -> None:
    @face.router.post(
        "/{session_id}/turns/{turn_id}/rerun",
        summary="Run an earlier turn once more, on today's data, beside its old answer",
        responses=turn_answers(face.turn, rerun_example(face.dialect)),
    )
    async def rerun(
        request: Request,
        session_id: SessionId,
        turn_id: TurnId,
        options: Options,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        taker = TurnTaker(
            face.dialect, face.session_path(session_id), request, principal, session_id, options
        )
        return await taker.take(Rerun(turn_id))
