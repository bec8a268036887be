"""API keys in the store: a public key as the user's name, a private key as the password.

A key that is dead (revoked, or past its time) is kept for a while, so that its holder is told so.
Nothing is remembered in the process: a revoked key is dead for every worker at once.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum, auto
from typing import Any

import orjson

from bi.model.access import ClaimValue
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from checkpoints.script import Script
from runs import keys
from runs.key_roles import Role
from runs.key_secrets import KeySecrets, Proofs, proofs_of
from runs.model import Principal

KEPT_WHEN_DEAD = timedelta(days=90)

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_PUBLIC_LENGTH = 16
_PRIVATE_BYTES = 32
_PUBLIC_KEY = re.compile(f"[{_ALPHABET}]{{{_PUBLIC_LENGTH}}}")

# KEYS: a key. ARGV: when it was revoked, until when it is kept (ms). A key that is gone is not
# made again, and one that was revoked before stays as it was.
_revoke = Script("""
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
if redis.call('HSETNX', KEYS[1], 'revoked_at', ARGV[1]) == 1 then
  redis.call('PEXPIREAT', KEYS[1], ARGV[2])
end
return 1
""")


class KeyState(StrEnum):
    ACTIVE = auto()
    EXPIRED = auto()
    REVOKED = auto()


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is on record; `expires_at` None: it holds until it is revoked.

    `principal` is whoever calls with it. `proofs` are empty in a listing.
    """

    public_key: str
    principal: Principal
    role: Role
    name: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    proofs: Proofs = field(default_factory=dict, repr=False)

    @property
    def state(self) -> KeyState:
        if self.revoked_at is not None:
            return KeyState.REVOKED
        over = self.expires_at is not None and self.expires_at <= datetime.now(UTC)
        return KeyState.EXPIRED if over else KeyState.ACTIVE


class ApiKeys:
    """All methods raise StoreUnavailable."""

    def __init__(self, client: StoreClient, secrets_: KeySecrets) -> None:
        self._client = client
        self._secrets = secrets_

    async def create(
        self,
        role: Role,
        principal: Principal,
        *,
        name: str = "",
        expires_at: datetime | None = None,
    ) -> tuple[ApiKey, str]:
        """The key and its private key, which nobody can find out later.

        A principal without a user: the key is a user of its own, and what it makes its own.
        """
        public_key = "".join(secrets.choice(_ALPHABET) for _ in range(_PUBLIC_LENGTH))
        private_key = secrets.token_urlsafe(_PRIVATE_BYTES)
        key = ApiKey(
            public_key=public_key,
            principal=replace(principal, user_id=principal.user_id or public_key),
            role=role,
            name=name,
            created_at=datetime.now(UTC),
            expires_at=expires_at,
            proofs=proofs_of(public_key, private_key),
        )
        record = _record(key)
        fields = {"record": record, "sealed": self._secrets.seal(key.proofs, record)}
        # Listed first: a key that breaks off here is of no use to anybody, and drops off the list.
        with store_errors():
            await self._client.sadd(keys.api_keys(), public_key)
            async with self._client.pipeline(transaction=True) as pipe:
                pipe.hset(keys.api_key(public_key), mapping=fields)  # type: ignore[arg-type]
                if expires_at is not None:
                    pipe.pexpireat(keys.api_key(public_key), _ms(expires_at + KEPT_WHEN_DEAD))
                await pipe.execute()
        return key, private_key

    async def find(self, public_key: str) -> ApiKey | None:
        """With its proofs; one round trip. Raises ProofsUnreadable."""
        if not _PUBLIC_KEY.fullmatch(public_key):
            return None
        with store_errors():
            stored: Any = await self._client.hgetall(keys.api_key(public_key))
        if not stored:
            return None
        return _read(stored, self._secrets.open(stored[b"sealed"], stored[b"record"]))

    async def list(self, tenant_id: str | None = None) -> list[ApiKey]:
        """The newest first, the dead among them for as long as they are kept."""
        found = []
        gone = []
        with store_errors():
            members: Any = await self._client.smembers(keys.api_keys())
            names = [name.decode() for name in members]
            async with self._client.pipeline(transaction=False) as pipe:
                for name in names:
                    pipe.hgetall(keys.api_key(name))
                stored = await pipe.execute()
            for name, fields in zip(names, stored, strict=True):
                if fields:
                    found.append(_read(fields))
                else:
                    gone.append(name)
            if gone:
                await self._client.srem(keys.api_keys(), *gone)
        wanted = (key for key in found if tenant_id in (None, key.principal.tenant_id))
        return sorted(wanted, key=lambda key: key.created_at, reverse=True)

    async def revoke(self, public_key: str) -> bool:
        """Dead for every worker from now on; False: there is no such key."""
        if not _PUBLIC_KEY.fullmatch(public_key):
            return False
        now = datetime.now(UTC)
        kept_until = str(_ms(now + KEPT_WHEN_DEAD))
        at = (keys.api_key(public_key),)
        return bool(await _revoke.run(self._client, at, now.isoformat(), kept_until))


def _record(key: ApiKey) -> bytes:
    """What is settled when a key is made; its proofs are bound to it, byte for byte."""
    return orjson.dumps(
        {
            "public_key": key.public_key,
            "tenant_id": key.principal.tenant_id,
            "user_id": key.principal.user_id,
            "roles": key.principal.roles,
            "claims": key.principal.claims,
            "role": key.role,
            "name": key.name,
            "created_at": key.created_at,
            "expires_at": key.expires_at,
        }
    )


def _read(fields: Mapping[bytes, bytes], proofs: Proofs | None = None) -> ApiKey:
    record = orjson.loads(fields[b"record"])
    revoked_at = fields.get(b"revoked_at")
    expires_at = record["expires_at"]
    return ApiKey(
        public_key=record["public_key"],
        principal=Principal(
            record["tenant_id"],
            record["user_id"],
            tuple(record["roles"]),
            tuple((name, _claim(value)) for name, value in record["claims"]),
        ),
        role=Role(record["role"]),
        name=record["name"],
        created_at=datetime.fromisoformat(record["created_at"]),
        expires_at=datetime.fromisoformat(expires_at) if expires_at else None,
        revoked_at=datetime.fromisoformat(revoked_at.decode()) if revoked_at else None,
        proofs=proofs or {},
    )


def _claim(value: Any) -> ClaimValue:
    return tuple(value) if isinstance(value, list) else value


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
