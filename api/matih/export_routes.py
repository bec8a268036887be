"""The endpoint that gives the whole result of a turn as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Query, Request
from starlette.responses import Response

from api.context import service_of
from api.file_stream import FileStream
from api.matih.face import Face
from api.matih.openapi import error_answers, file_answer
from api.matih.requests import PartNumber, SessionId, TurnId
from api.reader import unless_gone
from runs.model import Principal

if TYPE_CHECKING:
    from runs.exports import OpenExport

FormatQuery = Annotated[
    str,
    Query(
        alias="format",
        max_length=20,
        description="`csv`, `jsonl`, `parquet` or `arrow` (its stream format).",
        examples=["csv"],
    ),
]
EscapeFormulas = Annotated[
    bool,
    Query(
        description="Put an apostrophe before a text of a CSV file that a spreadsheet would run as "
        "a formula. `false` for programs that read the file.",
    ),
]


def add_export_routes(face: Face) -> None:
    @face.router.get(
        "/{session_id}/turns/{turn_id}/export",
        summary="The whole result of a turn as a file; its query runs again",
        response_class=Response,
        responses=file_answer() | error_answers(401, 403, 404, 409, 422, 503),
    )
    async def export_turn(
        request: Request,
        session_id: SessionId,
        turn_id: TurnId,
        format_: FormatQuery = "csv",
        escape_formulas: EscapeFormulas = True,
        part: PartNumber = None,
        principal: Principal = Depends(face.caller),
    ) -> Response:
        # With it come the warehouse and its drivers, which the start must not wait for.
        from bi.warehouse.exports.format import ExportOptions, format_named

        service = await service_of(request)
        options = ExportOptions(format_named(format_), escape_formulas)
        opening = service.exports.open(principal, session_id, turn_id, options, part=part)
        opened = await unless_gone(request, opening)
        return FileStream(opened.export, options.format.media_type, _headers(opened))


def _headers(opened: OpenExport) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{opened.file_name}"',
        "Cache-Control": "no-store",
        "X-Export-Row-Limit": str(opened.row_limit),
        "X-Export-Truncated": str(opened.truncated).lower(),
    }
