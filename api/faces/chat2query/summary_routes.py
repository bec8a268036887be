"""The endpoints of data summaries: made by jobs, read, and edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.context import service_of
from api.faces.chat2query.callers import Describing, Summarizing
from api.faces.chat2query.envelope import enveloped
from api.faces.chat2query.openapi import answers
from api.faces.chat2query.summary_bodies import summary_body, summary_line
from api.faces.chat2query.summary_examples import BEGUN_SUMMARY, SUMMARY, SUMMARY_LIST
from api.faces.chat2query.summary_schemas import CreateSummary, EditColumns, EditSummary, Saying

if TYPE_CHECKING:
    from runs.summaries import Said

router = APIRouter(tags=["Chat2Query data summaries"])

SummaryNumber = Annotated[
    int, Path(alias="data_summary_id", ge=1, le=2**53, description="As it was given out.")
]
TableName = Annotated[str, Path(min_length=1, max_length=256, description="As it is in `tables`.")]


@router.post(
    "/v3/dataSummaries",
    summary="Read a database, and describe it",
    responses=answers(BEGUN_SUMMARY, 400, 401, 403, 404, 429),
)
async def create_summary(request: Request, holder: Summarizing, body: CreateSummary) -> Response:
    """By a job, whose result is the summary. A database whose catalog is written down is described
    by that; its values are read anew."""
    service = await service_of(request)
    principal = holder.principal
    found = service.datasources.of_database(body.cluster_id, body.database, principal.tenant_id)
    number, job_id = await service.summaries.make(
        principal, found.id, description=body.description, reuse=body.reuse
    )
    return enveloped({"data_summary_id": number, "job_id": job_id})


@router.get(
    "/v3/dataSummaries",
    summary="The tenant's data summaries, without their tables",
    responses=answers(SUMMARY_LIST, 401, 403, 429),
)
async def list_summaries(request: Request, holder: Describing) -> Response:
    found = await (await service_of(request)).summaries.list(holder.principal)
    told = [summary_line(one) for one in found]
    return enveloped({"data_summaries": told, "total_count": len(told)})


@router.get(
    "/v3/dataSummaries/{data_summary_id}",
    summary="A data summary",
    responses=answers(SUMMARY, 400, 401, 403, 404, 429),
)
async def get_summary(request: Request, holder: Describing, number: SummaryNumber) -> Response:
    """What the caller may see of its database."""
    summaries = (await service_of(request)).summaries
    return enveloped(summary_body(await summaries.get(holder.principal, number)))


@router.put(
    "/v3/dataSummaries/{data_summary_id}",
    summary="Say what a database is about",
    responses=answers(SUMMARY, 400, 401, 403, 404, 429),
)
async def edit_summary(
    request: Request, holder: Describing, number: SummaryNumber, body: EditSummary
) -> Response:
    summaries = (await service_of(request)).summaries
    return enveloped(summary_body(await summaries.say(holder.principal, number, _said(body))))


@router.put(
    "/v3/dataSummaries/{data_summary_id}/tables/{table_name}",
    summary="Say what a table is",
    responses=answers(SUMMARY, 400, 401, 403, 404, 429),
)
async def edit_table(
    request: Request,
    holder: Describing,
    number: SummaryNumber,
    table_name: TableName,
    body: Saying,
) -> Response:
    """Its keywords are words by which questions find it, from the next one on. They stand in the
    place of those that were set before; what the catalog itself says stays."""
    summaries = (await service_of(request)).summaries
    found = await summaries.describe_table(holder.principal, number, table_name, _said(body))
    return enveloped(summary_body(found))


@router.put(
    "/v3/dataSummaries/{data_summary_id}/tables/{table_name}/columns",
    summary="Say what columns and measures of a table are",
    responses=answers(SUMMARY, 400, 401, 403, 404, 429),
)
async def edit_columns(
    request: Request,
    holder: Describing,
    number: SummaryNumber,
    table_name: TableName,
    body: EditColumns,
) -> Response:
    """As of a table; all of them or none. Those that are not named stay as they are."""
    summaries = (await service_of(request)).summaries
    said = {name: _said(one) for name, one in body.columns.items()}
    found = await summaries.describe_columns(holder.principal, number, table_name, said)
    return enveloped(summary_body(found))


def _said(body: Saying) -> Said:
    from runs.summaries import Said

    return Said(body.description, body.keywords)
