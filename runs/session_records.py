"""A session as it is stored, and its entry in the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import orjson

from runs import keys
from runs.model import Origin, Session
from runs.model_usage import read_usage


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the index has a session: all it takes to find its traces once it is gone.

    `member` is its member of the listings. It sorts by creation: 13 digits hold milliseconds
    until the year 2286. `creation_key` is the name of the key that remembers with which
    idempotency key it was made; None: with none.
    """

    tenant_id: str
    user_id: str
    member: str
    creation_key: str | None = None

    @classmethod
    def of(cls, session: Session, creation_key: str | None = None) -> Self:
        created = int(session.created_at.timestamp() * 1000)
        member = f"{created:013d}:{session.session_id}"
        return cls(session.tenant_id, session.user_id, member, creation_key)

    @classmethod
    def parse(cls, encoded: bytes) -> Self:
        return cls(*orjson.loads(encoded))

    def encode(self) -> bytes:
        return orjson.dumps([self.tenant_id, self.user_id, self.member, self.creation_key])

    @property
    def session_id(self) -> str:
        return session_id_of(self.member)

    @property
    def listings(self) -> tuple[str, ...]:
        """The tenant's and the user's."""
        listings = (
            keys.tenant_sessions(self.tenant_id),
            keys.user_sessions(self.tenant_id, self.user_id),
        )
        if not self.session_id.isdigit():
            return listings
        return (
            *listings,
            keys.numbered_sessions(self.tenant_id),
            keys.numbered_sessions(self.tenant_id, self.user_id),
        )


def session_id_of(member: str) -> str:
    return member.partition(":")[2]


def write_session(
    session: Session, creation_key: str | None, kept_s: int | None = None
) -> dict[str, str]:
    """The fields of a new session's hash. `kept_s`: how long it is kept after a turn, where that
    is not as long as others are."""
    origin = session.forked_from
    fields = {
        "tenant_id": session.tenant_id,
        "user_id": session.user_id,
        "datasource_id": session.datasource_id,
        "created_at": session.created_at.isoformat(),
        "updated_at": session.updated_at.isoformat(),
        "title": session.title,
        "forked_from": orjson.dumps(origin).decode() if origin else None,
        "creation_key": creation_key,
        "ttl_ms": str(kept_s * 1000) if kept_s else None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def read_session(session_id: str, stored: Mapping[bytes, bytes]) -> tuple[Session, Entry]:
    values = {name.decode(): value.decode() for name, value in stored.items()}
    origin = values.get("forked_from")
    session = Session(
        session_id=session_id,
        tenant_id=values["tenant_id"],
        user_id=values["user_id"],
        datasource_id=values["datasource_id"],
        created_at=datetime.fromisoformat(values["created_at"]),
        updated_at=datetime.fromisoformat(values["updated_at"]),
        title=values.get("title") or None,
        message_count=int(values.get("message_count", 0)),
        head=values.get("head") or None,
        running=values.get("running") or None,
        forked_from=Origin(**orjson.loads(origin)) if origin else None,
        usage=read_usage(stored),
        question=values.get("question") or None,
    )
    return session, Entry.of(session, values.get("creation_key"))
