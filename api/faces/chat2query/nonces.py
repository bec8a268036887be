"""Nonces that every worker can tell from others': when it was made, randomness, and a seal."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import time

LIFETIME_S = 300
# How far the clocks of two machines may be apart.
SKEW_S = 60

_TIME_BYTES = 8
_RANDOM_BYTES = 12
_SEAL_BYTES = 16


class Nonces:
    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def made(self, at: float | None = None) -> str:
        """`at`: seconds since the epoch; now without."""
        seconds = round(time.time() if at is None else at)
        body = seconds.to_bytes(_TIME_BYTES) + secrets.token_bytes(_RANDOM_BYTES)
        return base64.urlsafe_b64encode(body + self._seal(body)).rstrip(b"=").decode()

    def is_fresh(self, nonce: str) -> bool:
        """Ours, and not too old."""
        try:
            whole = base64.b64decode(f"{nonce}==", altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return False
        body, seal = whole[:-_SEAL_BYTES], whole[-_SEAL_BYTES:]
        if len(body) != _TIME_BYTES + _RANDOM_BYTES:
            return False
        if not hmac.compare_digest(seal, self._seal(body)):
            return False
        age = time.time() - int.from_bytes(body[:_TIME_BYTES])
        return -SKEW_S <= age <= LIFETIME_S

    def _seal(self, body: bytes) -> bytes:
        return hmac.digest(self._secret, body, "sha256")[:_SEAL_BYTES]
