"""The ledger: which runs there are, which one holds its session, and what became of each.

A run is accepted (it holds the session, or waits), says events, and ends once. While it
runs, its worker holds a lease; a run whose lease has ended is claimed by another worker.
The runs hash of a session holds for each run, under its id, the record of its request, and
beside it the fields `id/…`:

    status     queued, running or ended        attempts   workers that tried
    worker     who has it in hand              returned   attempts that were handed back
    said       its message, until it begins    cancel     somebody wants it stopped
    base       checkpoint it began from        end        what became of it
    checkpoint the state it left               lines      length of the history after it
    reruns     ids of its reruns             corrections  who corrects which task of it
    rating     what its reader thinks of its answer
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bi.model.errors import (
    IdempotencyKeyReused,
    LeaseLost,
    NothingRuns,
    NothingToRefine,
    QueueFull,
    SessionBusy,
    UnknownSession,
)
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from checkpoints.keys import thread_keys
from nodes.events import EVENT, Cancelled, Event
from runs import event_log, keys, scripts, transcript
from runs.claims import Admission, Claim, Conclusion, NotClaimed, name_of
from runs.model import Principal, RunStatus, StoredEvent, Strategy
from runs.open_runs import OpenRuns
from runs.records import (
    Record,
    read_record,
    write_end,
    write_record,
)
from runs.run_records import RunRecords, unknown_run
from runs.session_records import read_session
from runs.session_text import title_of

# More waiting than this, and the last of them would wait for minutes.
MOST_QUEUED = 8
IDEMPOTENT_S = 24 * 3600


class Ledger:
    """`worker` names this process; `records` reads what was written of runs."""

    def __init__(
        self,
        client: StoreClient,
        *,
        open_runs: OpenRuns,
        worker: str,
        event_ttl_s: int,
        session_ttl_s: int | None,
    ) -> None:
        self._client = client
        self._worker = worker
        self._open = open_runs
        self.lease_ms = open_runs.lease_ms
        # Nothing of a session outlives it.
        self._event_ttl = str(min(event_ttl_s, session_ttl_s or event_ttl_s))
        self._idempotent_s = str(min(IDEMPOTENT_S, session_ttl_s or IDEMPOTENT_S))
        self._session_ttl_ms = str(session_ttl_s * 1000) if session_ttl_s else ""
        self.records = RunRecords(client, session_ttl_ms=self._session_ttl_ms)

    async def accept(
        self,
        principal: Principal,
        session_id: str,
        run_id: str,
        record: Record,
        *,
        strategy: Strategy,
        base: str | None = None,
        request_digest: str = "",
    ) -> Admission:
        """Enters the run among the open ones, and then accepts it.

        `base` is where a rerun begins; other runs begin where the session rests.

        Raises UnknownSession, SessionBusy, QueueFull, NothingToRefine, IdempotencyKeyReused.
        """
        follow_up = record.follow_up
        is_rerun = record.turn_id != run_id
        corrects = None if is_rerun else record.corrects
        said = b""
        if not is_rerun:
            said = transcript.encode(transcript.said_by_user(follow_up.said, run_id))
        reply = await scripts.accept.run_after(
            self._client,
            lambda pipe: self._open.enter_with(pipe, name_of(session_id, run_id)),
            (*keys.of_session(session_id), keys.idempotency(session_id, record.once or "")),
            *(run_id, write_record(record), said, self._worker, str(self.lease_ms)),
            *(strategy.value, str(MOST_QUEUED)),
            "1" if follow_up.kind in ("refine", "visualize") and not is_rerun else "0",
            *(request_digest, self._idempotent_s, record.turn_id, base or ""),
            *(principal.tenant_id, principal.user_id or ""),
            *((corrects.turn_id, corrects.task_id) if corrects else ("", "")),
            title_of(follow_up.text or "") if not is_rerun else "",
        )
        match [reply[0].decode(), *reply[1:]]:
            case ["unknown"]:
                raise UnknownSession(f"There is no session {session_id!r}.")
            case ["reused"]:
                raise IdempotencyKeyReused(
                    "This idempotency key came before with another request; use a new one."
                )
            case ["busy", _]:
                raise SessionBusy(
                    "This session is answering another message; wait for it to end, or say "
                    "how to go on with multitask_strategy."
                )
            case ["full"]:
                raise QueueFull(f"{MOST_QUEUED} messages wait for this session; wait for one.")
            case ["nothing"]:
                raise NothingToRefine(
                    "Nothing has been answered in this session yet; ask a question."
                )
            case ["repeated", first, status]:
                return Admission(first.decode(), RunStatus(_text(status, "ended")), repeated=True)
            case ["accepted", _, b"running", handed, stored]:
                claim = _claim(session_id, run_id, handed)
                session, _ = read_session(
                    session_id, dict(zip(stored[::2], stored[1::2], strict=True))
                )
                return Admission(run_id, RunStatus.RUNNING, begins=(claim, session))
            case ["accepted", _, b"queued", holder] if strategy is Strategy.INTERRUPT:
                return Admission(run_id, RunStatus.QUEUED, interrupts=holder.decode() or None)
            case ["accepted", _, status, *_]:
                return Admission(run_id, RunStatus(status.decode()))
        raise AssertionError(reply)

    async def claim(self, session_id: str) -> Claim | NotClaimed:
        """The run of the session to go on with, if it is in nobody's hands."""
        reply = await scripts.claim.run(
            self._client, keys.of_session(session_id), self._worker, str(self.lease_ms)
        )
        match reply:
            case [b"claimed", run, handed]:
                return _claim(session_id, run.decode(), handed)
            case [b"held"]:
                return NotClaimed.HELD
            case _:
                return NotClaimed.IDLE

    async def append(
        self, claim: Claim, first: int, events: Sequence[Event]
    ) -> tuple[StoredEvent, ...]:
        """Logs events with the ids `first`-0 and on. Raises LeaseLost, and then none is there."""
        held = await scripts.append.run(
            self._client,
            (*keys.of_session(claim.session_id), keys.events(claim.session_id, claim.run_id)),
            *(claim.token, self._event_ttl, keys.signals(), claim.name, str(first)),
            *(EVENT.dump_json(event) for event in events),
        )
        if not held:
            raise LeaseLost
        return numbered(first, events)

    async def end(
        self,
        claim: Claim,
        number: int,
        events: Sequence[Event],
        conclusion: Conclusion,
        *,
        take_next: bool,
    ) -> Claim | None:
        """History, session, terminal event and the end of the lease in one step.

        `events` are those not logged yet, numbered from `number` on, the terminal one last. A
        client that sends its next message upon that finds the session free. Returns the next
        run, if one waited and is to be taken. Raises LeaseLost.
        """
        message = conclusion.message
        reply = await scripts.end.run(
            self._client,
            (*keys.of_session(claim.session_id), keys.events(claim.session_id, claim.run_id)),
            *(claim.token, claim.run_id, transcript.encode(message) if message else b""),
            write_end(conclusion.event, conclusion.unfinished),
            *("1" if conclusion.rests else "0", conclusion.at),
            *(conclusion.title, self._session_ttl_ms, self._event_ttl),
            *(keys.signals(), claim.name),
            *(self._worker if take_next else "", str(self.lease_ms)),
            str(number),
            *(EVENT.dump_json(event) for event in events),
        )
        match reply:
            case [b"lost"]:
                raise LeaseLost
            case [b"next", run, handed]:
                return _claim(claim.session_id, run.decode(), handed)
        return None

    async def cancel(self, session_id: str, run_id: str | None) -> tuple[str, RunStatus]:
        """Asks a running run to stop, ends a waiting one; returns which, and what it was.

        Raises NothingRuns, UnknownRun.
        """
        reply = await scripts.cancel.run(
            self._client,
            (*keys.of_session(session_id), keys.events(session_id, run_id or "")),
            *(run_id or "", write_end(Cancelled()), EVENT.dump_json(Cancelled())),
            *(self._event_ttl, keys.signals(), session_id),
        )
        match reply:
            case [b"none"]:
                raise NothingRuns("Nothing is being answered in this session.")
            case [b"unknown"]:
                raise unknown_run(run_id)
        return reply[1].decode(), RunStatus(reply[0].decode())

    async def look(
        self, session_id: str, run_id: str, *, after: int, watch_ms: int
    ) -> tuple[RunStatus, list[StoredEvent], bool]:
        """A run's status, a page of its events after a number, and whether it has a log.

        Ended, and no events: there are no more, or the log has expired. For `watch_ms` this
        session's workers signal what they add. Raises UnknownRun.
        """
        reply = await scripts.look.run(
            self._client,
            (*keys.of_session(session_id), keys.events(session_id, run_id)),
            *(run_id, event_log.event_id(after + 1), str(event_log.PAGE), str(watch_ms)),
        )
        if reply == [b"unknown"]:
            raise unknown_run(run_id)
        status, found, has_log = reply
        events = [event_log.decode(entry) for entry in found]
        return RunStatus(status.decode()), events, bool(has_log)

    async def renew(self, claim: Claim) -> bool:
        """Keeps the lease; returns whether somebody wants the run stopped. Raises LeaseLost."""
        held, cancel = await scripts.renew.run(
            self._client,
            keys.of_session(claim.session_id),
            claim.token,
            claim.run_id,
            str(self.lease_ms),
        )
        if not held:
            raise LeaseLost
        return bool(cancel)

    async def release(self, claim: Claim) -> None:
        """Hands a run back that was not ended; whoever claims it begins it again."""
        await scripts.release.run(
            self._client, keys.of_session(claim.session_id), claim.token, claim.run_id
        )

    async def waiting(self, session_id: str) -> list[str]:
        """The runs that wait for the session, in order."""
        with store_errors():
            found: Any = await self._client.lrange(keys.queue(session_id), 0, -1)
        return [run.decode() for run in found]

    async def reset(self, session_id: str) -> bool:
        """Forgets what was said and found; False while a turn runs or waits.

        Raises UnknownSession.
        """
        session_keys = (*keys.of_session(session_id), *thread_keys(session_id))
        now = datetime.now(UTC).isoformat()
        reply = await scripts.reset.run(self._client, session_keys, now)
        if reply == b"unknown":
            raise UnknownSession(f"There is no session {session_id!r}.")
        return bool(reply == b"done")

    async def delete(self, session_id: str) -> None:
        """The session with all it has. Raises SessionBusy while a turn runs or waits."""
        with store_errors():
            stored: Any = await self._client.hgetall(keys.runs(session_id))
        records = {
            run.decode(): read_record(value) for run, value in stored.items() if b"/" not in run
        }
        session_keys = keys.of_session(session_id)
        deleted = await scripts.delete.run(
            self._client,
            (
                *session_keys,
                *thread_keys(session_id),
                *(keys.events(session_id, run) for run in records),
                *(keys.idempotency(session_id, r.once) for r in records.values() if r.once),
            ),
        )
        if not deleted:
            raise SessionBusy("This session is answering a message; cancel it first.")


def numbered(first: int, events: Sequence[Event]) -> tuple[StoredEvent, ...]:
    return tuple(
        StoredEvent(event_log.event_id(first + n), event) for n, event in enumerate(events)
    )


def _claim(session_id: str, run_id: str, handed: Sequence[bytes]) -> Claim:
    record, attempts, returned, cancel, base, at_rest = handed
    return Claim(
        session_id=session_id,
        run_id=run_id,
        record=read_record(record),
        attempt=int(attempts),
        returned=int(returned),
        is_cancelled=bool(cancel),
        base=base.decode(),
        is_at_rest=bool(at_rest),
    )


def _text(value: bytes | None, absent: str) -> str:
    return value.decode() if value else absent
