"""The endpoints of Reveal AI."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, status
from starlette.responses import Response

from api.context import service_of, settings_of
from api.faces.reveal.callers import Caller
from api.faces.reveal.chat_turn import ChatTurn
from api.faces.reveal.errors import error_response
from api.faces.reveal.insight_schemas import InsightsRequest
from api.faces.reveal.insights_call import InsightsCall
from api.faces.reveal.openapi import CHAT_ANSWERS, INSIGHTS_ANSWERS, error_answers
from api.faces.reveal.schemas import ChatRequest
from api.texts import DatasourceId
from api.wire import Wire
from api.wishes import checked_wish

router = APIRouter(prefix="/api/reveal/ai", tags=["Reveal AI"])

# A dashboard of some hundred tiles with all that a renderer keeps in it has about one.
MAX_BODY_BYTES = 4 * 1024 * 1024

WIRE = Wire(router.prefix, error_response, MAX_BODY_BYTES)

Narrowed = Annotated[
    DatasourceId | None,
    Query(
        alias="datasourceId",
        description="Clear the conversation with this datasource alone; else those with all.",
        examples=["demo"],
    ),
]


@router.post(
    "/chat",
    summary="Make, change or look through a dashboard, or ask about the data",
    responses=CHAT_ANSWERS,
)
async def send_message(request: Request, body: ChatRequest, speaker: Caller) -> Response:
    wish = checked_wish(settings_of(request), body.model)
    return await ChatTurn(request, speaker, body, wish).take()


@router.delete(
    "/chat/session",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Clear the conversation: the next message begins anew",
    responses=error_answers(400, 401, 403, 404, 500),
)
@router.delete(
    "/chat",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Clear the conversation, as older clients ask for it",
    responses=error_answers(400, 401, 403, 404, 500),
)
async def clear_session(
    request: Request, speaker: Caller, datasource_id: Narrowed = None
) -> Response:
    service = await service_of(request)
    await service.chats.clear(speaker, datasource_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post(
    "/insights",
    summary="What a dashboard or one of its visualizations shows, what stands out, what is to come",
    responses=INSIGHTS_ANSWERS,
)
async def insights(request: Request, body: InsightsRequest, speaker: Caller) -> Response:
    checked_wish(settings_of(request), body.model)
    return await InsightsCall(request, speaker, body).answer()
