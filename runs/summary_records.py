"""Data summaries in the store: whose each is, what people say in it, and how far it is made.

A tenant has one of a datasource. Its HASH holds: `datasource_id`, `created_at`, `description` and
`keywords` (a person's), `asked` and `made` (how often its database was to be read, and was),
`job_id` of the job that makes it, and for each dataset or column that a person described a field
`about:` with its name. An edit writes its own fields alone, so none undoes another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from bi.model.catalog import ColumnRef
from bi.model.errors import UnknownSummary
from bi.model.knowledge import Described
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from runs import keys

_ABOUT = "about:"


@dataclass(frozen=True, slots=True)
class SummaryRecord:
    """`keywords` None: nobody set any. `asked` is ahead of `made` until its database is read."""

    summary_id: int
    datasource_id: str
    created_at: datetime
    description: str = ""
    keywords: tuple[str, ...] | None = None
    asked: int = 0
    made: int = 0
    job_id: str | None = None
    described: tuple[Described, ...] = ()


class SummaryRecords:
    """Every method raises StoreUnavailable when the store cannot serve now."""

    def __init__(self, client: StoreClient) -> None:
        self._client = client

    async def number_of(self, tenant_id: str, datasource_id: str) -> int:
        """That of the tenant's summary of the datasource, a new one where there is none."""
        numbers = keys.tenant_summaries(tenant_id)
        with store_errors():
            known: Any = await self._client.hget(numbers, datasource_id)
            if known is not None:
                return int(known)
            made: Any = await self._client.incr(keys.summary_numbers())
            summary = keys.summary(tenant_id, int(made))
            now = datetime.now(UTC).isoformat()
            # Before its number is known: a number always leads to a summary.
            await self._client.hset(
                summary, mapping={"datasource_id": datasource_id, "created_at": now}
            )
            await self._client.hsetnx(numbers, datasource_id, made)
            number: Any = await self._client.hget(numbers, datasource_id)
            if int(number) != made:  # somebody came first at the same time
                await self._client.unlink(summary)
        return int(number)

    async def get(self, tenant_id: str, summary_id: int) -> SummaryRecord:
        """Raises UnknownSummary."""
        with store_errors():
            stored: Any = await self._client.hgetall(keys.summary(tenant_id, summary_id))
        if not stored:
            raise unknown_summary(summary_id)
        return _read(summary_id, stored)

    async def all(self, tenant_id: str) -> tuple[SummaryRecord, ...]:
        """The tenant's, the oldest first."""
        with store_errors():
            numbers: Any = await self._client.hgetall(keys.tenant_summaries(tenant_id))
            wanted = sorted(map(int, numbers.values()))
            async with self._client.pipeline(transaction=False) as pipe:
                for number in wanted:
                    pipe.hgetall(keys.summary(tenant_id, number))
                found = await pipe.execute()
        return tuple(_read(n, stored) for n, stored in zip(wanted, found, strict=True) if stored)

    async def ask(self, tenant_id: str, summary_id: int) -> None:
        """Has its database read, once more."""
        with store_errors():
            await self._client.hincrby(keys.summary(tenant_id, summary_id), "asked", 1)

    async def note_made(self, tenant_id: str, summary_id: int, asked: int) -> None:
        await self._write(tenant_id, summary_id, {"made": str(asked)})

    async def note_job(self, tenant_id: str, summary_id: int, job_id: str) -> None:
        await self._write(tenant_id, summary_id, {"job_id": job_id})

    async def say(
        self,
        tenant_id: str,
        summary_id: int,
        *,
        description: str | None = None,
        keywords: tuple[str, ...] | None = None,
    ) -> None:
        """What a person says of the whole; None leaves what is there."""
        fields = {} if description is None else {"description": description}
        if keywords is not None:
            fields["keywords"] = orjson.dumps(keywords).decode()
        await self._write(tenant_id, summary_id, fields)

    async def describe(
        self, tenant_id: str, summary_id: int, described: Iterable[Described]
    ) -> None:
        """In the place of what was said of the same before."""
        fields = {
            f"{_ABOUT}{one.ref}": orjson.dumps([one.description, one.keywords]).decode()
            for one in described
        }
        await self._write(tenant_id, summary_id, fields)

    async def _write(self, tenant_id: str, summary_id: int, fields: Mapping[str, str]) -> None:
        if not fields:
            return
        with store_errors():
            await self._client.hset(keys.summary(tenant_id, summary_id), mapping=dict(fields))  # type: ignore[arg-type]


def unknown_summary(summary_id: int) -> UnknownSummary:
    return UnknownSummary(f"There is no data summary {summary_id}.")


def _read(summary_id: int, stored: dict[bytes, bytes]) -> SummaryRecord:
    fields = {name.decode(): value.decode() for name, value in stored.items()}
    keywords = fields.get("keywords")
    return SummaryRecord(
        summary_id=summary_id,
        datasource_id=fields["datasource_id"],
        created_at=datetime.fromisoformat(fields["created_at"]),
        description=fields.get("description", ""),
        keywords=tuple(orjson.loads(keywords)) if keywords is not None else None,
        asked=int(fields.get("asked", 0)),
        made=int(fields.get("made", 0)),
        job_id=fields.get("job_id"),
        described=tuple(
            _described(name.removeprefix(_ABOUT), value)
            for name, value in sorted(fields.items())
            if name.startswith(_ABOUT)
        ),
    )


def _described(name: str, value: str) -> Described:
    description, keywords = orjson.loads(value)
    dataset, dot, column = name.partition(".")
    ref = ColumnRef(dataset, column) if dot else dataset
    return Described(ref, description, tuple(keywords))
