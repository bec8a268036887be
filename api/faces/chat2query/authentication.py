"""Whose key a request was made with."""

from __future__ import annotations

from structlog import get_logger

from api.faces.chat2query.credentials import (
    BasicCredentials,
    DigestCredentials,
    credentials_of,
)
from api.faces.chat2query.errors import KeyDead, KeyRefused
from api.faces.chat2query.nonces import Nonces
from api.problem import InvalidRequest
from runs.api_keys import ApiKey, ApiKeys, KeyState
from runs.key_secrets import ProofsUnreadable
from runs.nonce_counts import NonceCounts

_log = get_logger(__name__)

# The same whether the key or the proof is wrong: nobody is told which keys there are.
_REFUSED = "The API key is not known, or the private key is not its own."
_STALE = "The nonce is used up; sign the request again with the new one."


class Authentication:
    def __init__(self, keys: ApiKeys, nonces: Nonces, counts: NonceCounts) -> None:
        self._keys = keys
        self._nonces = nonces
        self._counts = counts

    async def key_of(self, header: str | None, method: str, target: str) -> ApiKey:
        """`header` is `Authorization`, `target` the path and query of the request as sent.

        Raises KeyRefused, KeyDead, InvalidRequest, StoreUnavailable.
        """
        if header is None:
            raise KeyRefused("This needs an API key: public key and private key, by HTTP Digest.")
        match credentials_of(header):
            case DigestCredentials() as sent:
                return await self._by_digest(sent, method, target)
            case BasicCredentials() as sent:
                key = await self._found(sent.username)
                if not sent.prove(key.proofs):
                    raise KeyRefused(_REFUSED)
                return _alive(key)
            case None:
                raise KeyRefused("The Authorization header cannot be read; send HTTP Digest.")

    async def _by_digest(self, sent: DigestCredentials, method: str, target: str) -> ApiKey:
        key = await self._found(sent.username)
        if not sent.prove(key.proofs, method):
            raise KeyRefused(_REFUSED)
        if sent.uri != target:
            _log.warning("digest_of_another_uri", key=key.public_key)
            raise InvalidRequest("The `uri` of the Authorization header is not the request's.")
        _alive(key)
        if not self._nonces.is_fresh(sent.nonce):
            raise KeyRefused(_STALE, is_stale=True)
        if not await self._counts.take(sent.nonce, int(sent.count, 16)):
            raise KeyRefused(_STALE, is_stale=True)
        return key

    async def _found(self, public_key: str) -> ApiKey:
        try:
            key = await self._keys.find(public_key)
        except ProofsUnreadable:
            # Whoever changed the secret, or the record, is to learn of it; the caller is nobody.
            _log.warning("key_unreadable", key=public_key, why="another keys_secret, or changed")
            key = None
        if key is None:
            raise KeyRefused(_REFUSED)
        return key


def _alive(key: ApiKey) -> ApiKey:
    if key.state is not KeyState.ACTIVE:
        raise KeyDead("API Key is no longer valid")
    return key
