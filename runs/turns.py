"""A session's turns: listed, looked at, and begun from again.

Each turn that was answered left a checkpoint. A fork copies what led to one into a session of
its own; what came after it stays where it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import BaseMessage
from structlog import get_logger

from bi.model.errors import NothingToExport, NothingToRate, TurnNotRestored, UnknownTask
from checkpoints.client import StoreClient
from checkpoints.errors import CheckpointMissing, store_errors
from checkpoints.saver import AsyncRedisSaver
from graph.runner import Runner
from nodes.answer import Intent
from nodes.state import Analysis, BIState
from runs import keys, transcript
from runs.endings import answer_on_record
from runs.feedback import corrections_of
from runs.ledger import Ledger
from runs.model import (
    Origin,
    Outcome,
    Principal,
    Rating,
    Session,
    TurnDetail,
    TurnPage,
    TurnState,
)
from runs.records import StoredRun
from runs.session_text import title_of
from runs.sessions import Sessions

_log = get_logger(__name__)

# What a turn was for that left an analysis.
_ON_DATA = (Intent.QUERY, Intent.VISUALIZE)


class Turns:
    def __init__(
        self,
        client: StoreClient,
        sessions: Sessions,
        ledger: Ledger,
        runner: Runner,
        saver: AsyncRedisSaver,
    ) -> None:
        self._client = client
        self._sessions = sessions
        self._ledger = ledger
        self._runner = runner
        self._saver = saver

    async def page(
        self,
        principal: Principal,
        session_id: str,
        *,
        limit: int = 50,
        offset: int = 0,
        newest_first: bool = False,
        with_answers: bool = False,
    ) -> TurnPage:
        """In the order in which they were accepted, or the other way round, without the first
        `offset`.

        Raises UnknownSession.
        """
        await self._sessions.get(principal, session_id)
        key = keys.turns(session_id)
        first, last = offset, offset + limit - 1
        if newest_first:
            first, last = -1 - last, -1 - first
        with store_errors():
            async with self._client.pipeline(transaction=False) as pipe:
                pipe.llen(key)
                pipe.lrange(key, first, last)
                total, ids = await pipe.execute()
        ordered = reversed(ids) if newest_first else ids
        found = await self._ledger.records.read(session_id, [run.decode() for run in ordered])
        turns = [run for run in found if run]
        wanted = turns if with_answers else []
        answers = await asyncio.gather(
            *(answer_on_record(self._runner, session_id, run) for run in wanted)
        )
        return TurnPage(
            tuple(run.as_run(session_id) for run in turns),
            total,
            {run.run_id: one for run, one in zip(wanted, answers, strict=True) if one},
        )

    async def get(self, principal: Principal, session_id: str, turn_id: str) -> TurnDetail:
        """Raises UnknownSession, UnknownTurn."""
        await self._sessions.get(principal, session_id)
        records = self._ledger.records
        turn = await records.turn(session_id, turn_id)
        reruns = await records.read(session_id, turn.reruns)
        return TurnDetail(
            run=turn.as_run(session_id),
            answer=await answer_on_record(self._runner, session_id, turn),
            reruns=tuple(run.as_run(session_id) for run in reruns if run),
            corrections=await corrections_of(records, session_id, turn),
        )

    async def rate(
        self, principal: Principal, session_id: str, turn_id: str, rating: Rating | None
    ) -> Rating | None:
        """Keeps what its reader thinks of the turn's answer, instead of what was kept before; None
        takes it back. What is kept: the same once more leaves it as it is, with its time.

        Raises UnknownSession, UnknownTurn, NothingToRate.
        """
        session = await self._sessions.get(principal, session_id)
        turn = await self._ledger.records.turn(session_id, turn_id)
        if turn.end is None or turn.end.outcome is not Outcome.COMPLETE:
            raise NothingToRate("This turn has no answer that could be rated.")
        if rating == turn.rating:
            return turn.rating
        await self._ledger.records.rate(session_id, turn_id, rating)
        # The comment may quote figures, which are for no log.
        _log.info(
            "turn_rated",
            tenant=session.tenant_id,
            datasource=session.datasource_id,
            session=session_id,
            turn=turn_id,
            rating=rating.thumb.value if rating else None,
            has_comment=rating is not None and rating.comment is not None,
        )
        return rating

    async def last(self, principal: Principal, session_id: str) -> str | None:
        """The turn whose state the session rests in; None before the first answer.

        Raises UnknownSession.
        """
        session = await self._sessions.get(principal, session_id)
        if session.head is None:
            return None
        with store_errors():
            ids: Any = await self._client.lrange(keys.turns(session_id), 0, -1)
        for turn_id in reversed(ids):
            (found,) = await self._ledger.records.read(session_id, [turn_id.decode()])
            if found is not None and found.checkpoint_id == session.head:
                return found.run_id
        return None

    async def state(self, principal: Principal, session_id: str, turn_id: str) -> TurnState:
        """The graph's state as the turn left it.

        Raises UnknownSession, UnknownTurn, TurnNotRestored.
        """
        await self._sessions.get(principal, session_id)
        checkpoint_id = _checkpoint(await self._ledger.records.turn(session_id, turn_id))
        try:
            snapshot = await self._runner.snapshot(session_id, checkpoint_id)
        except CheckpointMissing:
            raise _no_state() from None
        before = snapshot.parent_config or {}
        return TurnState(
            checkpoint_id=checkpoint_id,
            parent_id=before.get("configurable", {}).get("checkpoint_id"),
            created_at=snapshot.created_at or "",
            step=(snapshot.metadata or {}).get("step", 0),
            next_nodes=snapshot.next,
            values=_plain(snapshot.values),
        )

    async def analysis(
        self, principal: Principal, session_id: str, turn_id: str, part: int | None = None
    ) -> tuple[Session, Analysis]:
        """The question behind a turn's data, in the session it was asked in; of a compound
        question that of the part, the first of which is 1.

        Raises UnknownSession, UnknownTurn, TurnNotRestored, UnknownTask, NothingToExport.
        """
        session = await self._sessions.get(principal, session_id)
        checkpoint_id = _checkpoint(await self._ledger.records.turn(session_id, turn_id))
        try:
            state = await self._runner.state(session_id, checkpoint_id)
        except CheckpointMissing:
            raise _no_state() from None
        answer = state["turn"].get("answer")
        tasks = answer["tasks"] if answer is not None else []
        if part is not None:
            return session, _part(state, [task["task_id"] for task in tasks], part)
        if answer is None or answer["result"] is None:
            raise NothingToExport(
                f"This turn has parts; say which one is meant, from 1 to {len(tasks)}."
                if tasks
                else "This turn was not answered with data."
            )
        return session, state["analysis"]

    async def resting(
        self, principal: Principal, session_id: str, turn_id: str
    ) -> tuple[Session, BIState | None]:
        """The state that the session rests in; None unless the turn's answer is the last one of
        data there.

        Raises UnknownSession, UnknownTurn.
        """
        session = await self._sessions.get(principal, session_id)
        turn = await self._ledger.records.turn(session_id, turn_id)
        if turn.checkpoint_id is None or session.head is None:
            return session, None
        try:
            head = await self._runner.state(session_id, session.head)
            left = head
            if turn.checkpoint_id != session.head:
                left = await self._runner.state(session_id, turn.checkpoint_id)
        except CheckpointMissing:
            return session, None
        answer = left["turn"].get("answer")
        if answer is None or answer["intent"] not in _ON_DATA:
            return session, None
        return session, head if left["analysis"] == head.get("analysis") else None

    async def fork(
        self,
        principal: Principal,
        session_id: str,
        turn_id: str,
        *,
        title: str | None = None,
        idempotency_key: str | None = None,
    ) -> Session:
        """A new session that goes on from after the turn, with the history up to it.

        Raises UnknownSession, UnknownTurn, TurnNotRestored, IdempotencyKeyReused.
        """
        source = await self._sessions.get(principal, session_id)
        turn = await self._ledger.records.turn(session_id, turn_id)
        checkpoint_id = _checkpoint(turn)
        fork = await self._sessions.create(
            principal,
            user_id=source.user_id,
            datasource_id=source.datasource_id,
            title=title,
            forked_from=Origin(session_id, turn_id),
            idempotency_key=idempotency_key,
        )
        if fork.head is None:
            await self._copy(source, fork, checkpoint_id, turn.lines)
        return await self._sessions.get(principal, fork.session_id)

    async def _copy(self, session: Session, fork: Session, checkpoint_id: str, lines: int) -> None:
        """Begun again after a crash it does the same once more: the session's head comes last."""
        source, target = session.session_id, fork.session_id
        where = {"thread_id": source, "checkpoint_ns": "", "checkpoint_id": checkpoint_id}
        await self._saver.acopy_branch({"configurable": where}, target)
        with store_errors():
            history: Any = await self._client.lrange(keys.transcript(source), 0, lines - 1)
            turns: Any = await self._client.lrange(keys.turns(source), 0, -1)
        before = await self._ledger.records.before(source, [turn.decode() for turn in turns], lines)
        first = transcript.decode(history[0]).content
        await self._sessions.note_question(fork, first, session.title)
        await self._ledger.records.found(
            target, checkpoint_id, session.title, title_of(first), history, before
        )


def _checkpoint(turn: StoredRun) -> str:
    if turn.checkpoint_id is None:
        raise _no_state()
    return turn.checkpoint_id


def _part(state: BIState, task_ids: Sequence[str], part: int) -> Analysis:
    """Raises UnknownTask, NothingToExport."""
    if not task_ids:
        raise UnknownTask("This turn has no parts: it answers one question.")
    if not 1 <= part <= len(task_ids):
        raise UnknownTask(f"This turn has no part {part}; its parts are 1 to {len(task_ids)}.")
    analysis = state.get("parts", {}).get(task_ids[part - 1])
    if analysis is None:
        raise NothingToExport(f"Part {part} of this turn was not answered with data.")
    return analysis


def _no_state() -> TurnNotRestored:
    return TurnNotRestored("This turn left no state: it was not answered, or it is kept no longer.")


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Messages are LangChain's; the rest of the state is JSON as it is."""
    return {
        name: [m.model_dump(mode="json") for m in value if isinstance(m, BaseMessage)]
        if name == "messages"
        else value
        for name, value in values.items()
    }
