"""Public keys from a JWKS file, as an identity provider publishes them (RFC 7517)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from structlog import get_logger

from api.settings import SettingsInvalid

_log = get_logger(__name__)

# RFC 7518, 3.3.
MIN_KEY_BITS = 2048


class JwksFile:
    """The file's RS256 verification keys by `kid`; read again when the file has changed.

    Keys of another type or use are passed over. Raises SettingsInvalid when the file cannot
    be read or holds no usable key.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed_at = -1
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._load()

    def key(self, kid: object) -> jwt.PyJWK | None:
        """The key a token names; a token that names none gets the file's only key."""
        if kid not in self._keys and self._has_changed():
            self._reload()
        if kid is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        return self._keys.get(kid) if isinstance(kid, str) else None

    def _has_changed(self) -> bool:
        try:
            return self._path.stat().st_mtime_ns != self._changed_at
        except OSError:
            return False

    def _reload(self) -> None:
        """A file that is being replaced or was broken must not lock everybody out."""
        try:
            self._load()
        except SettingsInvalid as error:
            _log.error("jwks_not_reloaded", error=error.message)

    def _load(self) -> None:
        try:
            changed_at = self._path.stat().st_mtime_ns
            entries = json.loads(self._path.read_bytes())["keys"]
            usable = [key for entry in entries if (key := _usable(entry)) is not None]
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise SettingsInvalid(f"jwks_file: {self._path} is not a readable JWKS") from error
        keys = {key.key_id: key for key in usable}
        if not keys:
            raise SettingsInvalid(f"jwks_file: {self._path} holds no key for RS256")
        if len(keys) < len(usable):
            raise SettingsInvalid(f"jwks_file: {self._path} has two RS256 keys with one `kid`")
        self._keys, self._changed_at = keys, changed_at


def _usable(entry: dict[str, Any]) -> jwt.PyJWK | None:
    """The entry as a key that may verify RS256 signatures, else None."""
    suits = (
        entry.get("kty") == "RSA"
        and entry.get("alg", "RS256") == "RS256"
        and entry.get("use", "sig") == "sig"
        and "verify" in entry.get("key_ops", ["verify"])
    )
    if not suits:
        return None
    public: dict[str, Any] = {
        name: entry[name] for name in ("kty", "kid", "n", "e") if name in entry
    }
    try:
        key = jwt.PyJWK(public, algorithm="RS256")
    except jwt.PyJWTError:
        return None
    strong = isinstance(key.key, RSAPublicKey) and key.key.key_size >= MIN_KEY_BITS
    return key if strong else None
