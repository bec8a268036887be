"""Sessions: their records, who may see them, their listing and their end."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from redis.asyncio import Redis

from bi.language.suggest import suggest
from bi.model.errors import UnknownSession, UserError
from bi.model.reading import Suggestion
from bi.model.semantic import SemanticQuery
from checkpoints.saver import AsyncRedisSaver
from graph.runner import Runner
from nodes.codec import decode
from nodes.services import Datasources
from runs import keys, transcript
from runs.lock import SessionLock
from runs.model import HistoryPage, Principal, Session, SessionPage

_ANONYMOUS = "anonymous"


class BadCursor(UserError):
    code = "invalid_cursor"


class Sessions:
    """A session is visible to its tenant, and within it to its user alone.

    A principal without a user (a caller who only named a tenant) sees the tenant's.
    """

    def __init__(
        self,
        redis: Redis,
        saver: AsyncRedisSaver,
        runner: Runner,
        datasources: Datasources,
        *,
        ttl_s: int | None = None,
    ) -> None:
        self._redis = redis
        self._saver = saver
        self._runner = runner
        self._datasources = datasources
        self._ttl_s = ttl_s

    async def create(
        self,
        principal: Principal,
        *,
        user_id: str | None = None,
        datasource_id: str | None = None,
    ) -> Session:
        """Raises UnknownDatasource."""
        datasource = self._datasources.get(datasource_id or self._datasources.default_id)
        now = datetime.now(UTC)
        session = Session(
            session_id=f"sess-{uuid.uuid4()}",
            tenant_id=principal.tenant_id,
            user_id=user_id or principal.user_id or _ANONYMOUS,
            datasource_id=datasource.id,
            created_at=now,
            updated_at=now,
        )
        key = keys.session(session.session_id)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hset(key, mapping=_record(session))
            if self._ttl_s:
                pipe.expire(key, self._ttl_s)
            await pipe.execute()
        async with self._redis.pipeline(transaction=True) as pipe:
            for listing in _listings(session):
                pipe.zadd(listing, {_member(session): 0})
            await pipe.execute()
        return session

    async def get(self, principal: Principal, session_id: str) -> Session:
        """Raises UnknownSession for one that is not there or not the principal's."""
        record: Any = await self._redis.hgetall(keys.session(session_id))
        session = _session(session_id, record) if record else None
        if session is None or not _may_see(principal, session):
            raise UnknownSession(f"There is no session {session_id!r}.")
        return session

    async def list(
        self,
        principal: Principal,
        *,
        user_id: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> SessionPage:
        """Newest first. Raises BadCursor for a cursor that no listing gave out."""
        user = principal.user_id or user_id
        listing = (
            keys.user_sessions(principal.tenant_id, user)
            if user
            else keys.tenant_sessions(principal.tenant_id)
        )
        below = f"({_checked(cursor)}" if cursor else "+"
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.zcard(listing)
            pipe.zrevrangebylex(listing, below, "-", start=0, num=limit + 1)
            total, members = await pipe.execute()
        shown = [member.decode() for member in members[:limit]]
        sessions = await self._load(listing, shown)
        more = len(members) > limit
        return SessionPage(
            sessions=sessions,
            total=total - (len(shown) - len(sessions)),
            next_cursor=shown[-1] if more else None,
        )

    async def delete(self, principal: Principal, session_id: str) -> None:
        """Everything of it. Raises UnknownSession, and SessionBusy while a turn runs."""
        session = await self.get(principal, session_id)
        lock = SessionLock(self._redis, session_id, holder=f"delete:{uuid.uuid4()}")
        await lock.acquire()
        runs: Any = await self._redis.lrange(keys.runs(session_id), 0, -1)
        async with self._redis.pipeline(transaction=True) as pipe:
            for listing in _listings(session):
                pipe.zrem(listing, _member(session))
            await pipe.execute()
        await self._saver.adelete_thread(session_id)
        await self._redis.unlink(
            keys.session(session_id),
            keys.transcript(session_id),
            keys.runs(session_id),
            *(keys.events(session_id, run.decode()) for run in runs),
            keys.lock(session_id),
        )

    async def history(
        self, principal: Principal, session_id: str, *, limit: int = 50, offset: int = 0
    ) -> HistoryPage:
        """Raises UnknownSession."""
        await self.get(principal, session_id)
        return await transcript.page(self._redis, session_id, limit=limit, offset=offset)

    async def suggestions(self, principal: Principal, session_id: str) -> tuple[Suggestion, ...]:
        """What is worth asking next. Raises UnknownSession, DatabaseUnavailable."""
        session = await self.get(principal, session_id)
        datasource = self._datasources.get(session.datasource_id)
        understander = await datasource.understander()
        state = await self._runner.state(session_id)
        analysis = state.get("analysis") if state else None
        query = decode(SemanticQuery, analysis["query"]) if analysis else None
        return suggest(understander.engine, query, understander.today)

    async def _load(self, listing: str, members: Sequence[str]) -> tuple[Session, ...]:
        """The sessions of a listing; entries of expired ones are taken out of it."""
        ids = [member.partition(":")[2] for member in members]
        async with self._redis.pipeline(transaction=False) as pipe:
            for session_id in ids:
                pipe.hgetall(keys.session(session_id))
            records = await pipe.execute()
        gone = [member for member, record in zip(members, records, strict=True) if not record]
        if gone:
            await self._redis.zrem(listing, *gone)
        return tuple(
            _session(sid, record) for sid, record in zip(ids, records, strict=True) if record
        )


def _may_see(principal: Principal, session: Session) -> bool:
    return principal.tenant_id == session.tenant_id and principal.user_id in (
        None,
        session.user_id,
    )


def _listings(session: Session) -> tuple[str, str]:
    return (
        keys.tenant_sessions(session.tenant_id),
        keys.user_sessions(session.tenant_id, session.user_id),
    )


def _member(session: Session) -> str:
    """Sorts by creation: 13 digits hold milliseconds until the year 2286."""
    return f"{int(session.created_at.timestamp() * 1000):013d}:{session.session_id}"


def _checked(cursor: str) -> str:
    made, _, session_id = cursor.partition(":")
    if not (made.isdigit() and session_id):
        raise BadCursor("The cursor is not one that a listing gave out.")
    return cursor


def _record(session: Session) -> dict[Any, Any]:
    return {
        "tenant_id": session.tenant_id,
        "user_id": session.user_id,
        "datasource_id": session.datasource_id,
        "created_at": session.created_at.isoformat(),
        "updated_at": session.updated_at.isoformat(),
    }


def _session(session_id: str, record: dict[bytes, bytes]) -> Session:
    values = {name.decode(): value.decode() for name, value in record.items()}
    return Session(
        session_id=session_id,
        tenant_id=values["tenant_id"],
        user_id=values["user_id"],
        datasource_id=values["datasource_id"],
        created_at=datetime.fromisoformat(values["created_at"]),
        updated_at=datetime.fromisoformat(values["updated_at"]),
        title=values.get("title"),
        message_count=int(values.get("message_count", 0)),
    )
