"""The endpoints that take a turn."""

from __future__ import annotations

from fastapi import Depends, Request
from starlette.responses import Response

from api.context import settings_of
from api.matih.examples import turn_example
from api.matih.face import Face
from api.matih.openapi import turn_answers
from api.matih.requests import ChangeChart, RefineQuery, SendMessage, SessionId
from api.matih.turn_options import Options
from api.matih.turns import TurnTaker
from runs.model import Principal


def add_turn_routes(face: Face) -> None:
    """Messages, refine, and the face's word for another chart."""
    router = face.router
    answers = turn_answers(face.turn, turn_example(face.dialect))

    @router.post("/{session_id}/messages", summary="Send a message", responses=answers)
    async def send_message(
        request: Request,
        session_id: SessionId,
        body: SendMessage,
        options: Options,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        taker = TurnTaker(
            face.dialect, face.session_path(session_id), request, principal, session_id, options
        )
        return await taker.take(body.asked(body.wish(settings_of(request))))

    @router.post("/{session_id}/refine", summary="Refine the last question", responses=answers)
    async def refine(
        request: Request,
        session_id: SessionId,
        body: RefineQuery,
        options: Options,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        taker = TurnTaker(
            face.dialect, face.session_path(session_id), request, principal, session_id, options
        )
        return await taker.take(body.asked(body.wish(settings_of(request))))

    @router.post(
        "/{session_id}/" + face.chart_path,
        summary="Draw the last result another way; no SQL is executed",
        responses=answers,
    )
    async def change_chart(
        request: Request,
        session_id: SessionId,
        body: ChangeChart,
        options: Options,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        taker = TurnTaker(
            face.dialect, face.session_path(session_id), request, principal, session_id, options
        )
        return await taker.take(body.visualize())
