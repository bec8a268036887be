"""Conversations without a session id: a user has one with each datasource, until it is cleared.

A chat is a session like any other, listed and readable as such. What makes it the user's chat is
a key of the store that names it, so it goes on after a restart and on any worker.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass

import structlog

from bi.model.errors import NothingRuns, SessionBusy, UnknownSession
from checkpoints.client import StoreClient
from graph.datasources import DatasourceRegistry
from runs import keys, session_creation, session_scripts
from runs.ledger import MOST_QUEUED
from runs.model import Accepted, Principal, Session, Speaker, Strategy, TurnRequest
from runs.runs import Runs
from runs.sessions import ANONYMOUS, Sessions
from runs.turns import Turns

log = structlog.get_logger(__name__)

# A chat may be cleared between looking it up and the turn; not over and over.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Sent:
    """A turn that was accepted. `is_aside`: `session` is to be dropped once it was read."""

    session: Session
    accepted: Accepted
    is_aside: bool = False


class Chats:
    def __init__(
        self,
        client: StoreClient,
        sessions: Sessions,
        runs: Runs,
        turns: Turns,
        datasources: DatasourceRegistry,
    ) -> None:
        self._client = client
        self._sessions = sessions
        self._runs = runs
        self._turns = turns
        self._datasources = datasources
        self._drops: set[asyncio.Task[None]] = set()

    async def send(self, speaker: Speaker, datasource_id: str, turn: TurnRequest) -> Sent:
        """The next turn of the speaker's chat, behind those that run; the first one begins it.

        Raises UnknownDatasource, QueueFull, ServiceDraining.
        """
        for tries_left in reversed(range(_TRIES)):
            session = await self.session(speaker, datasource_id)
            try:
                return await self._begun(speaker, session, turn)
            except UnknownSession:
                if not tries_left:
                    raise
        raise AssertionError

    async def send_aside(self, speaker: Speaker, datasource_id: str, turn: TurnRequest) -> Sent:
        """A turn that knows the chat as it is, and leaves it so: in a copy of it.

        Raises UnknownDatasource, ServiceDraining.
        """
        session = await self._copy(speaker, datasource_id)
        sent = await self._begun(speaker, session, turn)
        return Sent(sent.session, sent.accepted, is_aside=True)

    def drop(self, speaker: Speaker, session_id: str) -> None:
        """Ends a session in the background, with whatever runs in it."""
        drop = asyncio.create_task(self._dropped(speaker.principal, session_id))
        self._drops.add(drop)
        drop.add_done_callback(self._drops.discard)

    async def clear(self, speaker: Speaker, datasource_id: str | None = None) -> None:
        """Forgets the chat with a datasource, or those with all of them: what was said, what waits
        and what runs. The next message begins anew.

        Raises UnknownDatasource.
        """
        known = [one.id for one in self._datasources.all()]
        if datasource_id is not None:
            known = [self._datasources.chosen(datasource_id, speaker.principal.tenant_id).id]
        for one in known:
            key = _key(speaker, one)
            session_id = await session_creation.made_under(self._client, key)
            if session_id is not None:
                # First, so that a message which comes meanwhile begins another chat.
                await session_scripts.release.run(self._client, (key,), session_id)
                await self._end(speaker.principal, session_id)

    async def session(self, speaker: Speaker, datasource_id: str) -> Session:
        """The speaker's chat with a datasource, made if there is none. Raises UnknownDatasource."""
        found = await self._found(speaker, datasource_id)
        if found is not None:
            return found
        key = _key(speaker, datasource_id)
        return await self._sessions.create_once(
            speaker.principal, key, user_id=_user(speaker), datasource_id=datasource_id
        )

    async def close(self) -> None:
        """Waits for what is being dropped."""
        await asyncio.gather(*self._drops)

    async def _begun(self, speaker: Speaker, session: Session, turn: TurnRequest) -> Sent:
        accepted = await self._runs.start(
            speaker.principal, session.session_id, turn, strategy=Strategy.ENQUEUE
        )
        return Sent(session, accepted)

    async def _found(self, speaker: Speaker, datasource_id: str) -> Session | None:
        datasource = self._datasources.chosen(datasource_id, speaker.principal.tenant_id)
        key = _key(speaker, datasource.id)
        session_id = await session_creation.made_under(self._client, key)
        if session_id is None:
            return None
        try:
            return await self._sessions.get(speaker.principal, session_id)
        except UnknownSession:
            return None

    async def _copy(self, speaker: Speaker, datasource_id: str) -> Session:
        chat = await self._found(speaker, datasource_id)
        turn_id = await self._turns.last(speaker.principal, chat.session_id) if chat else None
        if chat is not None and turn_id is not None:
            return await self._turns.fork(speaker.principal, chat.session_id, turn_id)
        return await self._sessions.create(
            speaker.principal, user_id=_user(speaker), datasource_id=datasource_id
        )

    async def _dropped(self, principal: Principal, session_id: str) -> None:
        try:
            await self._end(principal, session_id)
        except Exception:
            # It then lives as long as any session.
            log.exception("session_not_dropped", session=session_id)

    async def _end(self, principal: Principal, session_id: str) -> None:
        # Each try stops one run; behind it as many as may wait come to run.
        for tries_left in reversed(range(MOST_QUEUED + 2)):
            with suppress(UnknownSession):
                with suppress(NothingRuns):
                    await self._runs.cancel(principal, session_id)
                try:
                    await self._sessions.delete(principal, session_id)
                except SessionBusy:
                    if not tries_left:
                        raise
                    continue
            return


def _user(speaker: Speaker) -> str:
    return speaker.user_id or speaker.principal.user_id or ANONYMOUS


def _key(speaker: Speaker, datasource_id: str) -> str:
    return keys.chat(speaker.principal.tenant_id, _user(speaker), datasource_id)
