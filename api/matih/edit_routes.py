"""The endpoint that says how the parts of an answer could be changed."""

from __future__ import annotations

from fastapi import Depends, Request
from starlette.responses import Response

from api.context import service_of
from api.json_response import JsonResponse
from api.matih.edit_bodies import TurnEditsBody, edits_body
from api.matih.examples import turn_edits_example
from api.matih.face import Face
from api.matih.openapi import error_answers, success
from api.matih.requests import SessionId, TurnId
from runs.model import Principal


def add_edit_routes(face: Face) -> None:
    @face.router.get(
        "/{session_id}/turns/{turn_id}/edits",
        summary="How the parts of the last answer could be changed, in sentences to refine it with",
        responses=success(200, TurnEditsBody, turn_edits_example())
        | error_answers(401, 403, 404, 422, 503),
    )
    async def get_edits(
        request: Request,
        session_id: SessionId,
        turn_id: TurnId,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        service = await service_of(request)
        return JsonResponse(
            edits_body(turn_id, await service.edits.of(principal, session_id, turn_id))
        )
