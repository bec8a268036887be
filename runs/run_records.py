"""The records of a session's runs, read, and carried over into a fork."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bi.model.errors import UnknownRun, UnknownTurn
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from runs import keys, scripts
from runs.model import Rating
from runs.records import FIELDS, StoredRun, read_run, write_rating


class RunRecords:
    def __init__(self, client: StoreClient, *, session_ttl_ms: str) -> None:
        self._client = client
        self._session_ttl_ms = session_ttl_ms

    async def read(self, session_id: str, run_ids: Sequence[str]) -> list[StoredRun | None]:
        names = [name for run in run_ids for name in (run, *(f"{run}/{f}" for f in FIELDS))]
        if not names:
            return []
        with store_errors():
            found: Any = await self._client.hmget(keys.runs(session_id), names)
        width = len(FIELDS) + 1
        rows = (found[start : start + width] for start in range(0, len(found), width))
        return [
            read_run(run_id, row[0], dict(zip(FIELDS, row[1:], strict=True))) if row[0] else None
            for run_id, row in zip(run_ids, rows, strict=True)
        ]

    async def get(self, session_id: str, run_id: str) -> StoredRun:
        """Raises UnknownRun."""
        (found,) = await self.read(session_id, [run_id])
        if found is None:
            raise unknown_run(run_id)
        return found

    async def turn(self, session_id: str, turn_id: str) -> StoredRun:
        """The first run of a turn of the session. Raises UnknownTurn, also for one from before it
        was reset."""
        with store_errors():
            place: Any = await self._client.lpos(keys.turns(session_id), turn_id)
        (found,) = await self.read(session_id, [turn_id]) if place is not None else (None,)
        if found is None:
            raise _unknown_turn(turn_id)
        return found

    async def rate(self, session_id: str, turn_id: str, rating: Rating | None) -> None:
        """Instead of the rating before it; None: there is none any more. Raises UnknownTurn."""
        found = await scripts.rate.run(
            self._client, keys.of_session(session_id), turn_id, write_rating(rating)
        )
        if not found:
            raise _unknown_turn(turn_id)

    async def before(
        self, session_id: str, turn_ids: Sequence[str], lines: int
    ) -> list[tuple[str, dict[bytes, bytes]]]:
        """The turns whose ending is among the first `lines` of the history, as stored."""
        found = []
        for turn_id, run in zip(turn_ids, await self.read(session_id, turn_ids), strict=True):
            if run is None or not 0 < run.lines <= lines:
                continue
            names = [turn_id, *(f"{turn_id}/{field}" for field in FIELDS if field != "reruns")]
            with store_errors():
                values: Any = await self._client.hmget(keys.runs(session_id), names)
            stored = {n.encode(): v for n, v in zip(names, values, strict=True) if v is not None}
            found.append((turn_id, stored))
        return found

    async def found(
        self,
        session_id: str,
        head: str,
        title: str | None,
        question: str,
        history: Sequence[bytes],
        turns: Sequence[tuple[str, dict[bytes, bytes]]],
    ) -> None:
        """Gives a session that has just been created a past; one that has one keeps it.

        `question` is the first of that past, as a title.
        """
        fields = [part for _, stored in turns for pair in stored.items() for part in pair]
        await scripts.found.run(
            self._client,
            keys.of_session(session_id),
            *(
                head,
                self._session_ttl_ms,
                str(len(history)),
                str(len(turns)),
                title or "",
                question,
            ),
            *history,
            *(turn_id for turn_id, _ in turns),
            *fields,
        )


def unknown_run(run_id: str | None) -> UnknownRun:
    return UnknownRun(f"There is no run {run_id!r} in this session.")


def _unknown_turn(turn_id: str) -> UnknownTurn:
    return UnknownTurn(f"There is no turn {turn_id!r} in this session.")
