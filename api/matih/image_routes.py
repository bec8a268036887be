"""The endpoint that gives the chart of a turn as a picture."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Query, Request
from starlette.responses import Response

from api.context import service_of
from api.matih.face import Face
from api.matih.openapi import error_answers, image_answer
from api.matih.requests import PartNumber, SessionId, TurnId
from api.reader import unless_gone
from bi.charts.images.options import (
    MOST_SCALE,
    NARROWEST,
    WIDEST,
    ImageFormat,
    ImageOptions,
    Theme,
)
from runs.model import Principal

# What a turn drew does not change, so a browser may keep it; others may not.
_HEADERS = {
    "Cache-Control": "private, max-age=3600",
    # An SVG that is opened by its address is a page of this origin.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}

Format = Annotated[ImageFormat, Path(description="`png` or `svg`.", examples=["png"])]
ThemeQuery = Annotated[Theme, Query(description="The colours of a light or a dark page.")]
Width = Annotated[
    int,
    Query(
        ge=NARROWEST,
        le=WIDEST,
        description="Of the plot, in pixels; axes and legend come beside it.",
        examples=[640],
    ),
]
Scale = Annotated[
    float,
    Query(
        gt=0,
        le=MOST_SCALE,
        description="Pixels of a PNG to one of the width: 2 for a screen of double density.",
        examples=[2],
    ),
]


def add_image_routes(face: Face) -> None:
    @face.router.get(
        "/{session_id}/turns/{turn_id}/chart.{image_format}",
        summary="The chart of a turn as a picture",
        response_class=Response,
        responses=image_answer() | error_answers(401, 403, 404, 409, 422, 503),
    )
    async def draw_turn(
        request: Request,
        session_id: SessionId,
        turn_id: TurnId,
        image_format: Format,
        theme: ThemeQuery = Theme.LIGHT,
        width: Width = 640,
        scale: Scale = 2.0,
        part: PartNumber = None,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        service = await service_of(request)
        options = ImageOptions(image_format, theme, width, scale)
        drawing = service.images.draw(principal, session_id, turn_id, options, part=part)
        image = await unless_gone(request, drawing)
        return Response(image.content, media_type=image_format.media_type, headers=_HEADERS)
