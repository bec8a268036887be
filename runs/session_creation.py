"""A session made once, however often its caller asks: creation under a key.

The key is an idempotency key's, or that of a conversation which a caller has one of. Its first use
writes down which session it is going to make. Whoever comes second, at
the same time too, learns that session's id and makes the very same one: each step of a
creation leaves alone what is there. So a creation that broke off is finished by its retry.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from bi.model.errors import IdempotencyKeyReused
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from runs import keys, session_scripts
from runs.model import Session
from runs.session_expiry import PENDING_MS

IDEMPOTENT_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class _Creation:
    """`request` is what the caller asked for, as JSON."""

    session_id: str
    created_at: str
    request: str

    @property
    def may_be_under_way(self) -> bool:
        age = datetime.now(UTC) - datetime.fromisoformat(self.created_at)
        return age < timedelta(milliseconds=PENDING_MS)


async def begin(
    client: StoreClient,
    creation_key: str,
    session: Session,
    request: str,
    *,
    remembered_s: int | None = IDEMPOTENT_S,
) -> Session:
    """The session to make: `session`, or the one that this key has made or is making.

    For as long as the key is remembered (None: as the session is there), and not when that session
    has been deleted or has expired. Raises IdempotencyKeyReused when the key came with another
    request.
    """
    ours = _Creation(session.session_id, session.created_at.isoformat(), request)
    stale = b""
    while True:
        stored = await session_scripts.reserve.run(
            client, (creation_key,), orjson.dumps(ours), str(remembered_s or ""), stale
        )
        held = _Creation(**orjson.loads(stored))
        if held.request != request:
            raise IdempotencyKeyReused(
                "This idempotency key came before with another request; use a new one."
            )
        if held == ours:
            return session
        if held.may_be_under_way or await _exists(client, held.session_id):
            made = datetime.fromisoformat(held.created_at)
            return replace(session, session_id=held.session_id, created_at=made, updated_at=made)
        stale = stored


async def made_under(client: StoreClient, creation_key: str) -> str | None:
    """The id of the session that the key has made or is making; it may be gone by now."""
    with store_errors():
        stored: Any = await client.get(creation_key)
    return _Creation(**orjson.loads(stored)).session_id if stored else None


async def _exists(client: StoreClient, session_id: str) -> bool:
    with store_errors():
        found: Any = await client.exists(keys.session(session_id))
    return bool(found)
