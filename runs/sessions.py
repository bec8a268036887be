"""Sessions: who may see them, their making and naming, their listing and their end."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson

from bi.catalog.within import is_within
from bi.language.suggest import suggest
from bi.model.access import Viewer
from bi.model.errors import UnknownSession
from bi.model.reading import Suggestion
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from graph.runner import Runner
from nodes.earlier import query_of
from nodes.services import Datasources, Knowledge
from runs import keys, session_creation, session_scripts, transcript
from runs.ledger import Ledger
from runs.model import HistoryPage, Origin, Principal, Session, SessionPage
from runs.session_expiry import PENDING_MS, SessionExpiry
from runs.session_index import SessionIndex
from runs.session_records import Entry, read_session, session_id_of, write_session
from runs.session_text import checked_title, words_of

# The user of sessions whose caller named none.
ANONYMOUS = "anonymous"


class Sessions:
    """A session is visible to its tenant, and within it to its user alone.

    A principal without a user (a caller who only named a tenant) sees the tenant's. Every
    method raises StoreUnavailable when the store cannot serve now.
    """

    def __init__(
        self,
        client: StoreClient,
        ledger: Ledger,
        runner: Runner,
        datasources: Datasources,
        *,
        knowledge: Knowledge | None = None,
        ttl_s: int | None = None,
    ) -> None:
        self._client = client
        self._runner = runner
        self._datasources = datasources
        self._knowledge = knowledge
        self._ttl_ms = ttl_s * 1000 if ttl_s else None
        self._index = SessionIndex(client)
        self._expiry = SessionExpiry(client, self._index, ledger.delete)

    async def create(
        self,
        principal: Principal,
        *,
        user_id: str | None = None,
        datasource_id: str | None = None,
        title: str | None = None,
        forked_from: Origin | None = None,
        idempotency_key: str | None = None,
        numbered: bool = False,
    ) -> Session:
        """With an idempotency key the caller's second call within 24 hours gets the session of
        the first, as it is by then. `numbered`: its id is a whole number, written as text, that
        no other session has.

        Raises UnknownDatasource, InvalidTitle, and IdempotencyKeyReused when the key came
        before with other arguments.
        """
        session = self._new(principal, user_id, datasource_id, title, forked_from)
        if numbered:
            session = replace(session, session_id=await self._next_number())
        if idempotency_key is None:
            return await self._make(session, None)
        creation_key = keys.session_creation(
            principal.tenant_id, principal.user_id, idempotency_key
        )
        request = orjson.dumps([user_id, datasource_id, title, forked_from]).decode()
        wanted = await session_creation.begin(self._client, creation_key, session, request)
        return await self._make(wanted, creation_key)

    async def create_unlisted(
        self, principal: Principal, *, datasource_id: str, kept_s: int
    ) -> Session:
        """One for a turn of its own: it is in no listing, and gone `kept_s` after its last turn.

        Raises UnknownDatasource.
        """
        session = self._new(principal, None, datasource_id)
        return await self._make(session, None, kept_s=kept_s)

    async def create_once(
        self, principal: Principal, creation_key: str, *, user_id: str, datasource_id: str
    ) -> Session:
        """The session that was made under this name of a key, else a new one; whoever asks at the
        same time gets the same. For as long as the session is there.

        Raises UnknownDatasource.
        """
        session = self._new(principal, user_id, datasource_id)
        wanted = await session_creation.begin(
            self._client, creation_key, session, "", remembered_s=None
        )
        return await self._make(wanted, creation_key)

    def viewer(self, principal: Principal) -> Viewer:
        """Whose rights the principal's turns have."""
        return principal.viewer(self._datasources.claims)

    async def get(self, principal: Principal, session_id: str) -> Session:
        """Raises UnknownSession for one that is not there or not the principal's."""
        session, _ = await self._seen_by(principal, session_id)
        return session

    async def find(self, session_id: str) -> Session:
        """Whoever's it is: for the service itself, never for a caller. Raises UnknownSession."""
        session, _ = await self._read(session_id)
        return session

    async def list(
        self,
        principal: Principal,
        *,
        user_id: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        query: str | None = None,
        numbered: bool = False,
    ) -> SessionPage:
        """Newest first; with a `query` those whose title or first question contain its words.

        All of the words, in any order, each of them anywhere in a word, whatever their case
        and accents; of a first question the first 1,000 characters count. A page of a search
        may have fewer than `limit` sessions, or none, and still a `next_cursor`: it looks at
        5,000 sessions and then says where to go on. `total` counts the listing without the
        query. `numbered`: those alone whose id is a number.

        Raises BadCursor for a cursor that no listing gave out, and InvalidQuery.
        """
        page = await self._index.page(
            principal.tenant_id,
            principal.user_id or user_id,
            words=words_of(query or ""),
            limit=limit,
            cursor=cursor,
            numbered=numbered,
        )
        sessions = await self._load(page.members)
        expired = len(page.members) - len(sessions)
        return SessionPage(sessions, page.total - expired, page.next_cursor)

    async def rename(self, principal: Principal, session_id: str, title: str) -> Session:
        """Gives it a person's title, which an answer's never replaces.

        Raises UnknownSession, InvalidTitle.
        """
        session, entry = await self._seen_by(principal, session_id)
        new = checked_title(title)
        await self._expiry.watch(entry)
        if not await session_scripts.rename.run(self._client, (keys.session(session_id),), new):
            raise _unknown(session_id)
        await self._index.describe(entry, title=new, replaces=True)
        return replace(session, title=new)

    async def note_question(self, session: Session, question: str, title: str | None) -> None:
        """Has searches find the session by its first question, and by its answer's title.

        Of several calls the first question counts, and the first title unless a person gave
        another. A session that was deleted meanwhile stays so.
        """
        await self._index.describe(Entry.of(session), question=question, title=title or "")

    async def forget_question(self, session_id: str) -> None:
        """Has searches no longer find the session by its first question."""
        session, entry = await self._read(session_id)
        await self._expiry.watch(entry)
        await self._index.forget_texts(entry)
        await self._index.describe(entry, title=session.title or "")

    async def delete(self, principal: Principal, session_id: str) -> None:
        """Everything of it. Raises UnknownSession, and SessionBusy while a turn runs."""
        _, entry = await self._seen_by(principal, session_id)
        await self._expiry.delete(entry)

    async def sweep_expired(self) -> int:
        """Takes out what expired sessions left; to be called every few seconds, by any number
        of workers. Returns how many sessions it were."""
        return await self._expiry.sweep(datetime.now(UTC))

    async def history(
        self, principal: Principal, session_id: str, *, limit: int = 50, offset: int = 0
    ) -> HistoryPage:
        """Raises UnknownSession."""
        await self.get(principal, session_id)
        return await transcript.page(self._client, session_id, limit=limit, offset=offset)

    async def suggestions(self, principal: Principal, session_id: str) -> tuple[Suggestion, ...]:
        """What is worth asking next. Raises UnknownSession, DatabaseUnavailable."""
        session = await self.get(principal, session_id)
        state = await self._runner.state(session_id, session.head) if session.head else None
        version = state["session"].get("catalog_version") if state and "session" in state else None
        datasource = self._datasources.chosen(session.datasource_id, session.tenant_id, version)
        if self._knowledge is not None:
            await self._knowledge.bring(session.tenant_id, datasource.id)
        viewer = self.viewer(principal)
        understander = await datasource.understander(viewer)
        analysis = state.get("analysis") if state else None
        query = query_of(analysis) if analysis else None
        if query is not None and not is_within(query, datasource.seen_by(viewer)):
            query = None
        return suggest(understander.engine, query, understander.today)

    def _new(
        self,
        principal: Principal,
        user_id: str | None,
        datasource_id: str | None,
        title: str | None = None,
        forked_from: Origin | None = None,
    ) -> Session:
        datasource = self._datasources.chosen(datasource_id, principal.tenant_id)
        now = datetime.now(UTC)
        return Session(
            session_id=f"sess-{uuid.uuid4()}",
            tenant_id=principal.tenant_id,
            user_id=user_id or principal.user_id or ANONYMOUS,
            datasource_id=datasource.id,
            created_at=now,
            updated_at=now,
            title=None if title is None else checked_title(title),
            forked_from=forked_from,
        )

    async def _next_number(self) -> str:
        while True:
            with store_errors():
                number: Any = await self._client.incr(keys.session_numbers())
                taken: Any = await self._client.exists(keys.session(str(number)))
            # It is, where the counter was on a node that lost its last seconds.
            if not taken:
                return str(number)

    async def _make(
        self, session: Session, creation_key: str | None, *, kept_s: int | None = None
    ) -> Session:
        """Writes a new session, its hash last: until then a sweep takes it out again.

        One that is there stays and is returned, so the steps may be done twice. With `kept_s` it
        is unlisted.
        """
        entry = Entry.of(session, creation_key)
        ttl_ms = kept_s * 1000 if kept_s else self._ttl_ms
        await self._expiry.watch(entry, in_ms=min(ttl_ms or PENDING_MS, PENDING_MS))
        if kept_s is None:
            await self._index.add(entry, session.title)
        record = write_session(session, creation_key, kept_s)
        made = await session_scripts.create.run(
            self._client,
            (keys.session(session.session_id),),
            str(ttl_ms or ""),
            *(part for field in record.items() for part in field),
        )
        if made:
            return session
        there = await self._load([entry.member])
        return there[0] if there else session

    async def _seen_by(self, principal: Principal, session_id: str) -> tuple[Session, Entry]:
        session, entry = await self._read(session_id)
        if not _may_see(principal, session):
            raise _unknown(session_id)
        return session, entry

    async def _read(self, session_id: str) -> tuple[Session, Entry]:
        with store_errors():
            stored: Any = await self._client.hgetall(keys.session(session_id))
        if not stored:
            raise _unknown(session_id)
        return read_session(session_id, stored)

    async def _load(self, members: Sequence[str]) -> tuple[Session, ...]:
        """The sessions of a listing, less the expired ones: a sweep takes those out."""
        ids = [session_id_of(member) for member in members]
        with store_errors():
            async with self._client.pipeline(transaction=False) as pipe:
                for session_id in ids:
                    pipe.hgetall(keys.session(session_id))
                found = await pipe.execute()
        return tuple(
            read_session(session_id, stored)[0]
            for session_id, stored in zip(ids, found, strict=True)
            if stored
        )


def _may_see(principal: Principal, session: Session) -> bool:
    return principal.tenant_id == session.tenant_id and principal.user_id in (
        None,
        session.user_id,
    )


def _unknown(session_id: str) -> UnknownSession:
    return UnknownSession(f"There is no session {session_id!r}.")
