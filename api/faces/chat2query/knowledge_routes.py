"""The endpoints of knowledge bases: what people teach, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.context import service_of
from api.faces.chat2query.callers import Teaching
from api.faces.chat2query.databases import named_database
from api.faces.chat2query.envelope import enveloped
from api.faces.chat2query.knowledge_schemas import (
    CreateKnowledgeBase,
    DescribeKnowledgeBase,
    KnowledgeEntry,
)
from api.faces.chat2query.openapi import answers
from bi.model.knowledge import Taken
from runs.knowledge_records import FewShot, Instruction, KnowledgeBase, KnowledgeData

if TYPE_CHECKING:
    from collections.abc import Iterable

router = APIRouter(tags=["Chat2Query knowledge bases"])

_Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
_BASE = {"default": True, "description": "", "knowledge_base_id": 2}
_DATA = {
    "id": 3,
    "knowledge_base_id": 2,
    "type": "term-sheet",
    "meta_data": {},
    "raw_data": {"term": ["EMEA"], "description": "region North or region West"},
    "applied": True,
    "note": "“EMEA” is read as “region North or region West”.",
}


@router.post(
    "/v3/knowledgeBases",
    summary="Create a knowledge base for a database",
    responses=answers(_BASE, 400, 401, 403, 404, 429),
)
async def create_knowledge_base(
    request: Request, holder: Teaching, body: CreateKnowledgeBase
) -> Response:
    service = await service_of(request)
    named = await named_database(service, holder.principal, body)
    base = await service.knowledge.create(
        holder.principal,
        named.datasource_id,
        cluster_id=named.cluster_id,
        database=named.database,
        description=body.description,
    )
    return enveloped(_base(base, await service.knowledge.list(holder.principal)))


@router.get(
    "/v3/knowledgeBases",
    summary="The tenant's knowledge bases, oldest first",
    responses=answers({"knowledge_bases": [_BASE]}, 401, 403, 429),
)
async def list_knowledge_bases(request: Request, holder: Teaching) -> Response:
    known = await (await service_of(request)).knowledge.list(holder.principal)
    return enveloped({"knowledge_bases": [_base(one, known) for one in known]})


@router.get(
    "/v3/knowledgeBases/{knowledge_base_id}",
    summary="A knowledge base",
    responses=answers(_BASE, 401, 403, 404, 429),
)
async def get_knowledge_base(
    request: Request, holder: Teaching, knowledge_base_id: _Id
) -> Response:
    knowledge = (await service_of(request)).knowledge
    base = await knowledge.get(holder.principal, knowledge_base_id)
    return enveloped(_base(base, await knowledge.list(holder.principal)))


@router.put(
    "/v3/knowledgeBases/{knowledge_base_id}",
    summary="Describe a knowledge base otherwise",
    responses=answers(_BASE, 400, 401, 403, 404, 429),
)
async def describe_knowledge_base(
    request: Request, holder: Teaching, knowledge_base_id: _Id, body: DescribeKnowledgeBase
) -> Response:
    knowledge = (await service_of(request)).knowledge
    base = await knowledge.describe(holder.principal, knowledge_base_id, body.description)
    return enveloped(_base(base, await knowledge.list(holder.principal)))


@router.post(
    "/v3/knowledgeBases/{knowledge_base_id}/data",
    summary="Teach something",
    responses=answers(_DATA, 400, 401, 403, 404, 429),
)
async def add_data(
    request: Request, holder: Teaching, knowledge_base_id: _Id, body: KnowledgeEntry
) -> Response:
    """In effect from the next question on. `applied` says whether, and `note` how or why not."""
    knowledge = (await service_of(request)).knowledge
    data, taken = await knowledge.add(
        holder.principal, knowledge_base_id, body.fact(), body.meta_data or {}
    )
    return enveloped(_data(data, taken))


@router.get(
    "/v3/knowledgeBases/{knowledge_base_id}/data",
    summary="What is in a knowledge base, oldest first",
    responses=answers({"data": [_DATA]}, 401, 403, 404, 429),
)
async def list_data(request: Request, holder: Teaching, knowledge_base_id: _Id) -> Response:
    knowledge = (await service_of(request)).knowledge
    found = await knowledge.entries(holder.principal, knowledge_base_id)
    return enveloped({"data": [_data(*one) for one in found]})


@router.put(
    "/v3/knowledgeBases/{knowledge_base_id}/data/{data_id}",
    summary="Teach something else in its place",
    responses=answers(_DATA, 400, 401, 403, 404, 429),
)
async def edit_data(
    request: Request,
    holder: Teaching,
    knowledge_base_id: _Id,
    data_id: _Id,
    body: KnowledgeEntry,
) -> Response:
    knowledge = (await service_of(request)).knowledge
    data, taken = await knowledge.edit(
        holder.principal, knowledge_base_id, data_id, body.fact(), body.meta_data
    )
    return enveloped(_data(data, taken))


@router.delete(
    "/v3/knowledgeBases/{knowledge_base_id}/data/{data_id}",
    summary="Forget something",
    responses=answers({}, 401, 403, 404, 429),
)
async def delete_data(
    request: Request, holder: Teaching, knowledge_base_id: _Id, data_id: _Id
) -> Response:
    await (await service_of(request)).knowledge.remove(holder.principal, knowledge_base_id, data_id)
    return enveloped({})


def _base(base: KnowledgeBase, known: Iterable[KnowledgeBase]) -> dict[str, Any]:
    """The first one of a database is its default."""
    first = next(one for one in known if one.datasource_id == base.datasource_id)
    return {
        "default": first.knowledge_base_id == base.knowledge_base_id,
        "description": base.description,
        "knowledge_base_id": base.knowledge_base_id,
        "cluster_id": base.cluster_id,
        "database": base.database,
        "created_at": round(base.created_at.timestamp()),
        "updated_at": round(base.updated_at.timestamp()),
    }


def _data(data: KnowledgeData, taken: Taken) -> dict[str, Any]:
    return {
        "id": data.data_id,
        "knowledge_base_id": data.knowledge_base_id,
        "type": data.fact.kind,
        "meta_data": data.meta_data,
        "raw_data": _raw(data),
        "applied": taken.applied,
        "note": taken.note,
        "created_at": round(data.created_at.timestamp()),
        "updated_at": round(data.updated_at.timestamp()),
    }


def _raw(data: KnowledgeData) -> dict[str, Any]:
    fact = data.fact
    if isinstance(fact, FewShot):
        return {"question": fact.question, "answer": fact.answer}
    if isinstance(fact, Instruction):
        return {"instruction": fact.instruction}
    return {"term": list(fact.term), "description": fact.description}
